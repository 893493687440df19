-- Annotations of the latest version of each article, with the merges of persons applied.
CREATE OR REPLACE VIEW topic_mentions AS
SELECT a.article_id, m.version_id, m."start", m."end", m.surface, m.sentence, m.sentence_start,
       m.annotator, m.annotator_version
FROM store.topic_mentions AS m JOIN articles AS a USING (version_id);

CREATE OR REPLACE VIEW cited_figures AS
SELECT a.article_id, q.version_id, a.source_id, a.published_on, a.language, a.on_topic, a.origin_id,
       q.quantity_id, f.figure_id, f.figure_label, q."start", q."end", q.surface, q.value, q.value_high, q.unit,
       q.approx, q.measures, q.period, q.cited_by, q.doubt, q.sentence, q.sentence_start, q.annotator,
       q.annotator_version
FROM store.quantities AS q
JOIN articles AS a USING (version_id)
LEFT JOIN store.figures AS f USING (quantity_id);

CREATE OR REPLACE VIEW quotations AS
SELECT a.article_id, q.version_id, a.source_id, a.published_on, a.language, a.on_topic, a.origin_id,
       q."start", q."end", q.surface, q.type, q.cue, q.cue_start, q.cue_end, q.speaker,
       coalesce(o3.to_person_id, o2.to_person_id, o1.to_person_id, o0.to_person_id, q.person_id) AS speaker_person_id,
       q.speaker_surface, q.speaker_start, q.speaker_end, q.sentence, q.sentence_start, q.annotator,
       q.annotator_version
FROM store.quotations AS q
JOIN articles AS a USING (version_id)
LEFT JOIN store.person_overrides AS o3 ON o3.person_id = q.person_id AND o3.article_id = a.article_id AND o3.surface = q.speaker_surface
LEFT JOIN store.person_overrides AS o2 ON o2.person_id = q.person_id AND o2.article_id = a.article_id AND o2.surface IS NULL
LEFT JOIN store.person_overrides AS o1 ON o1.person_id = q.person_id AND o1.article_id IS NULL AND o1.surface = q.speaker_surface
LEFT JOIN store.person_overrides AS o0 ON o0.person_id = q.person_id AND o0.article_id IS NULL AND o0.surface IS NULL;

CREATE OR REPLACE VIEW speakers AS
SELECT a.article_id, q.version_id, a.source_id, a.published_on, a.language, a.on_topic, a.origin_id,
       q."start", q."end", q.surface, q.name,
       coalesce(o3.to_person_id, o2.to_person_id, o1.to_person_id, o0.to_person_id, q.person_id) AS person_id,
       q.kind, q.role, q.affiliation, q.former_roles, q.former_affiliations, q.n_quotations, q.sentence,
       q.sentence_start, q.annotator, q.annotator_version
FROM store.speakers AS q
JOIN articles AS a USING (version_id)
LEFT JOIN store.person_overrides AS o3 ON o3.person_id = q.person_id AND o3.article_id = a.article_id AND o3.surface = q.surface
LEFT JOIN store.person_overrides AS o2 ON o2.person_id = q.person_id AND o2.article_id = a.article_id AND o2.surface IS NULL
LEFT JOIN store.person_overrides AS o1 ON o1.person_id = q.person_id AND o1.article_id IS NULL AND o1.surface = q.surface
LEFT JOIN store.person_overrides AS o0 ON o0.person_id = q.person_id AND o0.article_id IS NULL AND o0.surface IS NULL;

CREATE OR REPLACE VIEW named_experts AS
SELECT * FROM speakers WHERE kind = 'expert';

CREATE OR REPLACE VIEW mentions AS
SELECT a.article_id, q.version_id, a.source_id, a.published_on, a.language, a.on_topic, a.origin_id,
       q."start", q."end", q.surface, q.name,
       coalesce(o3.to_person_id, o2.to_person_id, o1.to_person_id, o0.to_person_id, q.person_id) AS person_id,
       q.is_organisation, q.title, q.sentence, q.sentence_start, q.annotator, q.annotator_version
FROM store.mentions AS q
JOIN articles AS a USING (version_id)
LEFT JOIN store.person_overrides AS o3 ON o3.person_id = q.person_id AND o3.article_id = a.article_id AND o3.surface = q.surface
LEFT JOIN store.person_overrides AS o2 ON o2.person_id = q.person_id AND o2.article_id = a.article_id AND o2.surface IS NULL
LEFT JOIN store.person_overrides AS o1 ON o1.person_id = q.person_id AND o1.article_id IS NULL AND o1.surface = q.surface
LEFT JOIN store.person_overrides AS o0 ON o0.person_id = q.person_id AND o0.article_id IS NULL AND o0.surface IS NULL;

CREATE OR REPLACE VIEW stances_by_annotator AS
SELECT a.article_id, q.version_id, a.source_id, a.published_on, a.language, a.on_topic, a.origin_id,
       q.level, q.holder, q.holder_kind,
       coalesce(o3.to_person_id, o2.to_person_id, o1.to_person_id, o0.to_person_id, q.person_id) AS person_id,
       q.target, q.polarity, q.confidence, q."start", q."end", q.surface, q.sentence, q.sentence_start, q.annotator,
       q.annotator_version
FROM store.stances AS q
JOIN articles AS a USING (version_id)
LEFT JOIN store.person_overrides AS o3 ON o3.person_id = q.person_id AND o3.article_id = a.article_id AND o3.surface = q.holder
LEFT JOIN store.person_overrides AS o2 ON o2.person_id = q.person_id AND o2.article_id = a.article_id AND o2.surface IS NULL
LEFT JOIN store.person_overrides AS o1 ON o1.person_id = q.person_id AND o1.article_id IS NULL AND o1.surface = q.holder
LEFT JOIN store.person_overrides AS o0 ON o0.person_id = q.person_id AND o0.article_id IS NULL AND o0.surface IS NULL;

CREATE OR REPLACE VIEW stances AS
SELECT * FROM stances_by_annotator
WHERE annotator = (SELECT max(value) FROM store.settings WHERE name = 'primary_annotator');
