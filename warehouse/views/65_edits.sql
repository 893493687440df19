-- Edits of articles as analysts see them.
CREATE OR REPLACE VIEW article_edits AS
SELECT e.article_id, e.version_id, e.former_version_id, v.source_id, v.url, v.title, v.language,
       v.first_seen_at AS edited_at, date_diff('minute', f.first_seen_at, v.first_seen_at) AS minutes_after_former,
       e.kind, e.change, e.is_material, e.former_start, e.former_end, e.former_surface, e."start", e."end", e.surface,
       e.method
FROM store.edits AS e
JOIN store.versions AS v ON v.version_id = e.version_id
JOIN store.versions AS f ON f.version_id = e.former_version_id;

COMMENT ON VIEW article_edits IS 'What changed from one version of an article to the next. One row per sentence, figure or quotation; one row of kind furniture where nothing material changed.';
COMMENT ON COLUMN article_edits.article_id IS 'Article.';
COMMENT ON COLUMN article_edits.version_id IS 'Version after the edit.';
COMMENT ON COLUMN article_edits.former_version_id IS 'Version before the edit.';
COMMENT ON COLUMN article_edits.source_id IS 'Source.';
COMMENT ON COLUMN article_edits.url IS 'Canonical address.';
COMMENT ON COLUMN article_edits.title IS 'Headline after the edit.';
COMMENT ON COLUMN article_edits.language IS 'ISO 639 language of the text.';
COMMENT ON COLUMN article_edits.edited_at IS 'When the later text was first seen, UTC.';
COMMENT ON COLUMN article_edits.minutes_after_former IS 'Minutes since the former text was first seen.';
COMMENT ON COLUMN article_edits.kind IS 'sentence, figure, quotation, or furniture.';
COMMENT ON COLUMN article_edits.change IS 'added, removed or changed.';
COMMENT ON COLUMN article_edits.is_material IS 'False: only space, punctuation, order, page furniture or time stamps differ.';
COMMENT ON COLUMN article_edits.former_start IS 'First character in the former text; null: added.';
COMMENT ON COLUMN article_edits.former_end IS 'Character after the last in the former text.';
COMMENT ON COLUMN article_edits.former_surface IS 'The former words.';
COMMENT ON COLUMN article_edits."start" IS 'First character in the later text; null: removed.';
COMMENT ON COLUMN article_edits."end" IS 'Character after the last in the later text.';
COMMENT ON COLUMN article_edits.surface IS 'The later words.';
COMMENT ON COLUMN article_edits.method IS 'How it was found, with the versions of the annotators.';
