-- What annotators say of versions. Spans are code points into the text, the end exclusive.
CREATE TABLE store.annotated (
    version_id BIGINT NOT NULL, annotator VARCHAR NOT NULL, annotator_version VARCHAR NOT NULL,
    n_rows BIGINT NOT NULL, n_rejected BIGINT NOT NULL, annotated_at TIMESTAMP NOT NULL
);
COMMENT ON TABLE store.annotated IS 'Which annotator has read which version. One row per version and annotator.';
COMMENT ON COLUMN store.annotated.version_id IS 'Article version.';
COMMENT ON COLUMN store.annotated.annotator IS 'Annotator.';
COMMENT ON COLUMN store.annotated.annotator_version IS 'Its version.';
COMMENT ON COLUMN store.annotated.n_rows IS 'Rows it gave.';
COMMENT ON COLUMN store.annotated.n_rejected IS 'Rows refused because their span did not hold their words.';
COMMENT ON COLUMN store.annotated.annotated_at IS 'When, UTC.';

CREATE TABLE store.relevance (
    version_id BIGINT NOT NULL, on_topic BOOLEAN NOT NULL, topic_score DOUBLE NOT NULL,
    annotator VARCHAR NOT NULL, annotator_version VARCHAR NOT NULL
);
COMMENT ON TABLE store.relevance IS 'Whether a version is about the topic. One row per version and annotator.';
COMMENT ON COLUMN store.relevance.version_id IS 'Article version.';
COMMENT ON COLUMN store.relevance.on_topic IS 'True: about the topic.';
COMMENT ON COLUMN store.relevance.topic_score IS 'How sure, 0 to 1.';
COMMENT ON COLUMN store.relevance.annotator IS 'Annotator.';
COMMENT ON COLUMN store.relevance.annotator_version IS 'Its version.';

CREATE TABLE store.topic_mentions (
    version_id BIGINT NOT NULL, "start" BIGINT NOT NULL, "end" BIGINT NOT NULL, surface VARCHAR NOT NULL,
    sentence_start BIGINT, sentence VARCHAR, annotator VARCHAR NOT NULL, annotator_version VARCHAR NOT NULL
);
COMMENT ON TABLE store.topic_mentions IS 'The words that decided whether a version is about the topic. One row per span.';
COMMENT ON COLUMN store.topic_mentions.version_id IS 'Article version.';
COMMENT ON COLUMN store.topic_mentions."start" IS 'First code point.';
COMMENT ON COLUMN store.topic_mentions."end" IS 'After the last code point.';
COMMENT ON COLUMN store.topic_mentions.surface IS 'The words.';
COMMENT ON COLUMN store.topic_mentions.sentence_start IS 'Where the sentence begins.';
COMMENT ON COLUMN store.topic_mentions.sentence IS 'The sentence around them.';
COMMENT ON COLUMN store.topic_mentions.annotator IS 'Annotator.';
COMMENT ON COLUMN store.topic_mentions.annotator_version IS 'Its version.';

CREATE TABLE store.quantities (
    quantity_id BIGINT NOT NULL, version_id BIGINT NOT NULL, "start" BIGINT NOT NULL, "end" BIGINT NOT NULL,
    surface VARCHAR NOT NULL, value DOUBLE NOT NULL, value_high DOUBLE, unit VARCHAR NOT NULL,
    approx VARCHAR NOT NULL, measures VARCHAR, period VARCHAR, cited_by VARCHAR, doubt VARCHAR,
    sentence_start BIGINT, sentence VARCHAR, annotator VARCHAR NOT NULL, annotator_version VARCHAR NOT NULL
);
COMMENT ON TABLE store.quantities IS 'Figures that say something. One row per figure in a version.';
COMMENT ON COLUMN store.quantities.quantity_id IS 'Hash of version, annotator, span and value.';
COMMENT ON COLUMN store.quantities.version_id IS 'Article version.';
COMMENT ON COLUMN store.quantities."start" IS 'First code point.';
COMMENT ON COLUMN store.quantities."end" IS 'After the last code point.';
COMMENT ON COLUMN store.quantities.surface IS 'The words.';
COMMENT ON COLUMN store.quantities.value IS 'The number, in units (not thousands or millions).';
COMMENT ON COLUMN store.quantities.value_high IS 'Upper end of a range; null: no range.';
COMMENT ON COLUMN store.quantities.unit IS 'ISO 4217 code, money:unknown, percent, count:CONCEPT or duration:UNIT.';
COMMENT ON COLUMN store.quantities.approx IS 'exact, about, under, over, at_least, at_most or range.';
COMMENT ON COLUMN store.quantities.measures IS 'What it measures, in the words of the text.';
COMMENT ON COLUMN store.quantities.period IS 'Period or deadline, such as until:2029 or per:year.';
COMMENT ON COLUMN store.quantities.cited_by IS 'Who gives it, where the text says.';
COMMENT ON COLUMN store.quantities.doubt IS 'Why the printed number looks wrong, if it does.';
COMMENT ON COLUMN store.quantities.sentence_start IS 'Where the sentence begins.';
COMMENT ON COLUMN store.quantities.sentence IS 'The sentence around it.';
COMMENT ON COLUMN store.quantities.annotator IS 'Annotator.';
COMMENT ON COLUMN store.quantities.annotator_version IS 'Its version.';

CREATE TABLE store.quotations (
    version_id BIGINT NOT NULL, "start" BIGINT NOT NULL, "end" BIGINT NOT NULL, surface VARCHAR NOT NULL,
    type VARCHAR NOT NULL, cue VARCHAR, cue_start BIGINT, cue_end BIGINT, speaker VARCHAR,
    speaker_surface VARCHAR, speaker_start BIGINT, speaker_end BIGINT, person_id VARCHAR,
    sentence_start BIGINT, sentence VARCHAR, annotator VARCHAR NOT NULL, annotator_version VARCHAR NOT NULL
);
COMMENT ON TABLE store.quotations IS 'Statements reported. One row per quotation in a version.';
COMMENT ON COLUMN store.quotations.version_id IS 'Article version.';
COMMENT ON COLUMN store.quotations."start" IS 'First code point of the content, without quotation marks.';
COMMENT ON COLUMN store.quotations."end" IS 'After its last code point.';
COMMENT ON COLUMN store.quotations.surface IS 'The content.';
COMMENT ON COLUMN store.quotations.type IS 'direct, indirect or mixed.';
COMMENT ON COLUMN store.quotations.cue IS 'The word that announces it; null: none.';
COMMENT ON COLUMN store.quotations.cue_start IS 'First code point of the cue.';
COMMENT ON COLUMN store.quotations.cue_end IS 'After its last code point.';
COMMENT ON COLUMN store.quotations.speaker IS 'Who speaks, fullest form; null: the text does not name anybody.';
COMMENT ON COLUMN store.quotations.speaker_surface IS 'The words that stand for the speaker there.';
COMMENT ON COLUMN store.quotations.speaker_start IS 'First code point of these words.';
COMMENT ON COLUMN store.quotations.speaker_end IS 'After their last code point.';
COMMENT ON COLUMN store.quotations.person_id IS 'Speaker as annotated, before merges by the analyst.';
COMMENT ON COLUMN store.quotations.sentence_start IS 'Where the sentence begins.';
COMMENT ON COLUMN store.quotations.sentence IS 'The sentence or sentences around it.';
COMMENT ON COLUMN store.quotations.annotator IS 'Annotator.';
COMMENT ON COLUMN store.quotations.annotator_version IS 'Its version.';

CREATE TABLE store.speakers (
    version_id BIGINT NOT NULL, "start" BIGINT NOT NULL, "end" BIGINT NOT NULL, surface VARCHAR NOT NULL,
    name VARCHAR NOT NULL, person_id VARCHAR, kind VARCHAR NOT NULL, role VARCHAR, affiliation VARCHAR,
    former_roles VARCHAR[] NOT NULL, former_affiliations VARCHAR[] NOT NULL, n_quotations BIGINT NOT NULL,
    sentence_start BIGINT, sentence VARCHAR, annotator VARCHAR NOT NULL, annotator_version VARCHAR NOT NULL
);
COMMENT ON TABLE store.speakers IS 'Who speaks or is presented for knowledge. One row per person and version.';
COMMENT ON COLUMN store.speakers.version_id IS 'Article version.';
COMMENT ON COLUMN store.speakers."start" IS 'First code point of the first mention.';
COMMENT ON COLUMN store.speakers."end" IS 'After its last code point.';
COMMENT ON COLUMN store.speakers.surface IS 'The first mention.';
COMMENT ON COLUMN store.speakers.name IS 'Fullest form of the name in the text.';
COMMENT ON COLUMN store.speakers.person_id IS 'Person as annotated, before merges by the analyst.';
COMMENT ON COLUMN store.speakers.kind IS 'expert, politician, official, military, journalist, author, organisation or other.';
COMMENT ON COLUMN store.speakers.role IS 'Role, in the words of the text.';
COMMENT ON COLUMN store.speakers.affiliation IS 'Affiliation, in the words of the text.';
COMMENT ON COLUMN store.speakers.former_roles IS 'Roles that the text calls former.';
COMMENT ON COLUMN store.speakers.former_affiliations IS 'Affiliations that the text calls former.';
COMMENT ON COLUMN store.speakers.n_quotations IS 'Quotations attributed to the person in this text.';
COMMENT ON COLUMN store.speakers.sentence_start IS 'Where the sentence begins.';
COMMENT ON COLUMN store.speakers.sentence IS 'The sentence of the first mention.';
COMMENT ON COLUMN store.speakers.annotator IS 'Annotator.';
COMMENT ON COLUMN store.speakers.annotator_version IS 'Its version.';

CREATE TABLE store.mentions (
    version_id BIGINT NOT NULL, "start" BIGINT NOT NULL, "end" BIGINT NOT NULL, surface VARCHAR NOT NULL,
    name VARCHAR NOT NULL, person_id VARCHAR, is_organisation BOOLEAN NOT NULL, title VARCHAR,
    sentence_start BIGINT, sentence VARCHAR, annotator VARCHAR NOT NULL, annotator_version VARCHAR NOT NULL
);
COMMENT ON TABLE store.mentions IS 'Words that name a person or an organisation. One row per mention.';
COMMENT ON COLUMN store.mentions.version_id IS 'Article version.';
COMMENT ON COLUMN store.mentions."start" IS 'First code point.';
COMMENT ON COLUMN store.mentions."end" IS 'After the last code point.';
COMMENT ON COLUMN store.mentions.surface IS 'The words.';
COMMENT ON COLUMN store.mentions.name IS 'Fullest form of the name in the text.';
COMMENT ON COLUMN store.mentions.person_id IS 'Person as annotated, before merges by the analyst.';
COMMENT ON COLUMN store.mentions.is_organisation IS 'True: an organisation.';
COMMENT ON COLUMN store.mentions.title IS 'Title that precedes the name.';
COMMENT ON COLUMN store.mentions.sentence_start IS 'Where the sentence begins.';
COMMENT ON COLUMN store.mentions.sentence IS 'The sentence around them.';
COMMENT ON COLUMN store.mentions.annotator IS 'Annotator.';
COMMENT ON COLUMN store.mentions.annotator_version IS 'Its version.';

CREATE TABLE store.stances (
    version_id BIGINT NOT NULL, level VARCHAR NOT NULL, holder VARCHAR NOT NULL, holder_kind VARCHAR,
    person_id VARCHAR, target VARCHAR NOT NULL, polarity VARCHAR NOT NULL, confidence DOUBLE,
    "start" BIGINT NOT NULL, "end" BIGINT NOT NULL, surface VARCHAR NOT NULL, sentence_start BIGINT,
    sentence VARCHAR, annotator VARCHAR NOT NULL, annotator_version VARCHAR NOT NULL
);
COMMENT ON TABLE store.stances IS 'Who is for or against what. One row per stance and annotator.';
COMMENT ON COLUMN store.stances.version_id IS 'Article version.';
COMMENT ON COLUMN store.stances.level IS 'span: one passage; article: the overall message.';
COMMENT ON COLUMN store.stances.holder IS 'Name of a speaker, or text for the voice of the article itself.';
COMMENT ON COLUMN store.stances.holder_kind IS 'Kind of speaker; author for the voice of the article; null: not told.';
COMMENT ON COLUMN store.stances.person_id IS 'Holder as annotated, before merges by the analyst.';
COMMENT ON COLUMN store.stances.target IS 'What the stance is toward, a key of the topic file.';
COMMENT ON COLUMN store.stances.polarity IS 'favor, against, mixed or neutral.';
COMMENT ON COLUMN store.stances.confidence IS 'How sure, 0 to 1; null for the overall message.';
COMMENT ON COLUMN store.stances."start" IS 'First code point of the shortest span that shows it.';
COMMENT ON COLUMN store.stances."end" IS 'After its last code point.';
COMMENT ON COLUMN store.stances.surface IS 'The words.';
COMMENT ON COLUMN store.stances.sentence_start IS 'Where the sentence begins.';
COMMENT ON COLUMN store.stances.sentence IS 'The sentence around them.';
COMMENT ON COLUMN store.stances.annotator IS 'Annotator.';
COMMENT ON COLUMN store.stances.annotator_version IS 'Its version.';

CREATE TABLE store.figures (
    quantity_id BIGINT NOT NULL, figure_id BIGINT NOT NULL, figure_label VARCHAR NOT NULL
);
COMMENT ON TABLE store.figures IS 'Which quantities are the same figure. One row per quantity with an identity.';
COMMENT ON COLUMN store.figures.quantity_id IS 'Quantity.';
COMMENT ON COLUMN store.figures.figure_id IS 'Figure: what several quantities measure alike.';
COMMENT ON COLUMN store.figures.figure_label IS 'The figure in words.';

CREATE TABLE store.person_overrides (
    person_id VARCHAR NOT NULL, article_id BIGINT, surface VARCHAR, to_person_id VARCHAR NOT NULL
);
COMMENT ON TABLE store.person_overrides IS 'Merges and splits of persons by the analyst; the narrower row wins.';
COMMENT ON COLUMN store.person_overrides.person_id IS 'Person as annotated.';
COMMENT ON COLUMN store.person_overrides.article_id IS 'Only in this article; null: in all.';
COMMENT ON COLUMN store.person_overrides.surface IS 'Only where these words name the person; null: anywhere.';
COMMENT ON COLUMN store.person_overrides.to_person_id IS 'Person it is.';
