-- Forgetting what can be computed again, and comparing what was published before and after.
-- name: forget_extractions
DELETE FROM store.extractions;
-- name: forget_versions
DELETE FROM store.versions;
-- name: forget_origins
DELETE FROM store.origins;
-- name: forget_figures
DELETE FROM store.figures;
-- name: forget_relevance
DELETE FROM store.relevance;
-- name: forget_topic_mentions
DELETE FROM store.topic_mentions;
-- name: forget_quantities
DELETE FROM store.quantities;
-- name: forget_quotations
DELETE FROM store.quotations;
-- name: forget_speakers
DELETE FROM store.speakers;
-- name: forget_mentions
DELETE FROM store.mentions;
-- name: forget_stances
DELETE FROM store.stances WHERE annotator IN (SELECT unnest($annotators));
-- name: forget_annotated
DELETE FROM store.annotated WHERE annotator IN (SELECT unnest($annotators));
-- name: forget_problems
DELETE FROM store.problems WHERE stage <> 'collect';
-- name: forget_orphans
DELETE FROM store.stances WHERE version_id NOT IN (SELECT version_id FROM store.versions);
-- name: count_missing
SELECT count(*) FROM (FROM query_table($one) EXCEPT ALL FROM query_table($other));
