-- Forgetting what can be computed again, and comparing what was published before and after.
-- name: find_fixed
-- Texts that have gone: what was said of them cannot be said again.
CREATE OR REPLACE TEMP TABLE fixed AS
SELECT version_id FROM store.versions
WHERE text IS NULL
  AND (capture_id IS NULL OR capture_id NOT IN (SELECT capture_id FROM store.captures WHERE file <> ''));

-- name: drop_fixed
DROP TABLE fixed;

-- name: forget_versions
DELETE FROM store.versions WHERE capture_id IN (SELECT capture_id FROM store.captures WHERE file <> '');

-- name: forget_extractions
DELETE FROM store.extractions WHERE capture_id IN (SELECT capture_id FROM store.captures WHERE file <> '');

-- name: forget_origins
DELETE FROM store.origins WHERE version_id NOT IN (SELECT version_id FROM fixed);

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

-- name: forget_figures
DELETE FROM store.figures WHERE quantity_id NOT IN (SELECT quantity_id FROM store.quantities);

-- name: forget_stances
DELETE FROM store.stances
WHERE annotator IN (SELECT unnest($annotators)) AND version_id NOT IN (SELECT version_id FROM fixed);

-- name: forget_annotated
DELETE FROM store.annotated
WHERE annotator IN (SELECT unnest($annotators)) AND version_id NOT IN (SELECT version_id FROM fixed);

-- name: forget_problems
DELETE FROM store.problems WHERE stage <> 'collect';

-- name: forget_trends_made
DELETE FROM store.trends_made;

-- name: forget_orphans
DELETE FROM store.stances WHERE version_id NOT IN (SELECT version_id FROM store.versions);

-- name: forget_orphans_ledger
DELETE FROM store.annotated WHERE version_id NOT IN (SELECT version_id FROM store.versions);

-- name: count_missing
-- Rows are compared whole, but for who made them and when.
WITH one AS (FROM query_table($one) SELECT COLUMNS(lambda c: c NOT IN ('annotator_version', 'extractor_version', 'occurred_at'))),
other AS (FROM query_table($other) SELECT COLUMNS(lambda c: c NOT IN ('annotator_version', 'extractor_version', 'occurred_at')))
SELECT count(*) FROM (FROM one EXCEPT ALL FROM other);
