-- name: find_fixed
-- Versions that could not be made again: their text and their capture have both gone.
CREATE OR REPLACE TEMP TABLE fixed AS
SELECT version_id FROM store.versions
WHERE text IS NULL
  AND (capture_id IS NULL OR capture_id NOT IN (SELECT capture_id FROM store.captures WHERE file <> ''));

-- name: drop_fixed
DROP TABLE fixed;

-- name: forget_annotated
DELETE FROM store.annotated WHERE version_id NOT IN (SELECT version_id FROM fixed);

-- name: forget_relevance
DELETE FROM store.relevance WHERE version_id NOT IN (SELECT version_id FROM fixed);

-- name: forget_topic_mentions
DELETE FROM store.topic_mentions WHERE version_id NOT IN (SELECT version_id FROM fixed);

-- name: forget_quantities
DELETE FROM store.quantities WHERE version_id NOT IN (SELECT version_id FROM fixed);

-- name: forget_quotations
DELETE FROM store.quotations WHERE version_id NOT IN (SELECT version_id FROM fixed);

-- name: forget_speakers
DELETE FROM store.speakers WHERE version_id NOT IN (SELECT version_id FROM fixed);

-- name: forget_mentions
DELETE FROM store.mentions WHERE version_id NOT IN (SELECT version_id FROM fixed);

-- name: forget_stances
DELETE FROM store.stances WHERE version_id NOT IN (SELECT version_id FROM fixed);

-- name: forget_origins
DELETE FROM store.origins WHERE version_id NOT IN (SELECT version_id FROM fixed);

-- name: forget_figures
DELETE FROM store.figures WHERE quantity_id NOT IN (SELECT quantity_id FROM store.quantities);

-- name: forget_versions
DELETE FROM store.versions WHERE capture_id IN (SELECT capture_id FROM store.captures WHERE file <> '');

-- name: forget_extractions
DELETE FROM store.extractions WHERE capture_id IN (SELECT capture_id FROM store.captures WHERE file <> '');

-- name: forget_problems
DELETE FROM store.problems WHERE stage IN ('extract', 'annotate');

-- name: no_changes
SELECT '' AS table_name, 0 AS n_before, 0 AS n_after, 0 AS n_added, 0 AS n_removed LIMIT 0;

-- name: note_path
SET VARIABLE published_path = $path;

-- name: attach
ATTACH getvariable('published_path') AS published (READ_ONLY);

-- name: detach
DETACH published;

-- name: read_changes
WITH changes AS (
    SELECT 'articles' AS table_name,
           (SELECT count(*) FROM (SELECT article_id, version_id, title, authors, published_on, language, text_sha256 FROM published.store.versions)) AS n_before,
           (SELECT count(*) FROM (SELECT article_id, version_id, title, authors, published_on, language, text_sha256 FROM store.versions)) AS n_after,
           (SELECT count(*) FROM (SELECT article_id, version_id, title, authors, published_on, language, text_sha256 FROM store.versions EXCEPT ALL SELECT article_id, version_id, title, authors, published_on, language, text_sha256 FROM published.store.versions)) AS n_added,
           (SELECT count(*) FROM (SELECT article_id, version_id, title, authors, published_on, language, text_sha256 FROM published.store.versions EXCEPT ALL SELECT article_id, version_id, title, authors, published_on, language, text_sha256 FROM store.versions)) AS n_removed
    UNION ALL
    SELECT 'relevance' AS table_name,
           (SELECT count(*) FROM (SELECT version_id, on_topic, annotator FROM published.store.relevance)) AS n_before,
           (SELECT count(*) FROM (SELECT version_id, on_topic, annotator FROM store.relevance)) AS n_after,
           (SELECT count(*) FROM (SELECT version_id, on_topic, annotator FROM store.relevance EXCEPT ALL SELECT version_id, on_topic, annotator FROM published.store.relevance)) AS n_added,
           (SELECT count(*) FROM (SELECT version_id, on_topic, annotator FROM published.store.relevance EXCEPT ALL SELECT version_id, on_topic, annotator FROM store.relevance)) AS n_removed
    UNION ALL
    SELECT 'cited_figures' AS table_name,
           (SELECT count(*) FROM (SELECT version_id, "start", "end", value, value_high, unit, approx, measures, cited_by FROM published.store.quantities)) AS n_before,
           (SELECT count(*) FROM (SELECT version_id, "start", "end", value, value_high, unit, approx, measures, cited_by FROM store.quantities)) AS n_after,
           (SELECT count(*) FROM (SELECT version_id, "start", "end", value, value_high, unit, approx, measures, cited_by FROM store.quantities EXCEPT ALL SELECT version_id, "start", "end", value, value_high, unit, approx, measures, cited_by FROM published.store.quantities)) AS n_added,
           (SELECT count(*) FROM (SELECT version_id, "start", "end", value, value_high, unit, approx, measures, cited_by FROM published.store.quantities EXCEPT ALL SELECT version_id, "start", "end", value, value_high, unit, approx, measures, cited_by FROM store.quantities)) AS n_removed
    UNION ALL
    SELECT 'quotations' AS table_name,
           (SELECT count(*) FROM (SELECT version_id, "start", "end", type, cue, speaker, person_id FROM published.store.quotations)) AS n_before,
           (SELECT count(*) FROM (SELECT version_id, "start", "end", type, cue, speaker, person_id FROM store.quotations)) AS n_after,
           (SELECT count(*) FROM (SELECT version_id, "start", "end", type, cue, speaker, person_id FROM store.quotations EXCEPT ALL SELECT version_id, "start", "end", type, cue, speaker, person_id FROM published.store.quotations)) AS n_added,
           (SELECT count(*) FROM (SELECT version_id, "start", "end", type, cue, speaker, person_id FROM published.store.quotations EXCEPT ALL SELECT version_id, "start", "end", type, cue, speaker, person_id FROM store.quotations)) AS n_removed
    UNION ALL
    SELECT 'speakers' AS table_name,
           (SELECT count(*) FROM (SELECT version_id, name, person_id, kind, role, affiliation FROM published.store.speakers)) AS n_before,
           (SELECT count(*) FROM (SELECT version_id, name, person_id, kind, role, affiliation FROM store.speakers)) AS n_after,
           (SELECT count(*) FROM (SELECT version_id, name, person_id, kind, role, affiliation FROM store.speakers EXCEPT ALL SELECT version_id, name, person_id, kind, role, affiliation FROM published.store.speakers)) AS n_added,
           (SELECT count(*) FROM (SELECT version_id, name, person_id, kind, role, affiliation FROM published.store.speakers EXCEPT ALL SELECT version_id, name, person_id, kind, role, affiliation FROM store.speakers)) AS n_removed
    UNION ALL
    SELECT 'stances' AS table_name,
           (SELECT count(*) FROM (SELECT version_id, level, holder, target, polarity, "start", "end", annotator FROM published.store.stances)) AS n_before,
           (SELECT count(*) FROM (SELECT version_id, level, holder, target, polarity, "start", "end", annotator FROM store.stances)) AS n_after,
           (SELECT count(*) FROM (SELECT version_id, level, holder, target, polarity, "start", "end", annotator FROM store.stances EXCEPT ALL SELECT version_id, level, holder, target, polarity, "start", "end", annotator FROM published.store.stances)) AS n_added,
           (SELECT count(*) FROM (SELECT version_id, level, holder, target, polarity, "start", "end", annotator FROM published.store.stances EXCEPT ALL SELECT version_id, level, holder, target, polarity, "start", "end", annotator FROM store.stances)) AS n_removed
)
SELECT * FROM changes ORDER BY table_name;
