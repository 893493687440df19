-- name: count_known
-- Only versions that were read before have rows to delete; large tables need not be searched for the others.
SELECT count(*) AS n FROM store.annotated
WHERE version_id IN (SELECT version_id FROM incoming);

-- name: delete_relevance
DELETE FROM store.relevance
WHERE (version_id, annotator) IN (SELECT (version_id, annotator) FROM incoming);

-- name: insert_relevance
INSERT INTO store.relevance BY NAME SELECT * FROM incoming;

-- name: delete_topic_mentions
DELETE FROM store.topic_mentions
WHERE (version_id, annotator) IN (SELECT (version_id, annotator) FROM incoming);

-- name: insert_topic_mentions
INSERT INTO store.topic_mentions BY NAME SELECT * FROM incoming;

-- name: delete_quantities
DELETE FROM store.quantities
WHERE (version_id, annotator) IN (SELECT (version_id, annotator) FROM incoming);

-- name: insert_quantities
INSERT INTO store.quantities BY NAME SELECT * FROM incoming;

-- name: delete_quotations
DELETE FROM store.quotations
WHERE (version_id, annotator) IN (SELECT (version_id, annotator) FROM incoming);

-- name: insert_quotations
INSERT INTO store.quotations BY NAME SELECT * FROM incoming;

-- name: delete_speakers
DELETE FROM store.speakers
WHERE (version_id, annotator) IN (SELECT (version_id, annotator) FROM incoming);

-- name: insert_speakers
INSERT INTO store.speakers BY NAME SELECT * FROM incoming;

-- name: delete_mentions
DELETE FROM store.mentions
WHERE (version_id, annotator) IN (SELECT (version_id, annotator) FROM incoming);

-- name: insert_mentions
INSERT INTO store.mentions BY NAME SELECT * FROM incoming;

-- name: delete_stances
DELETE FROM store.stances
WHERE (version_id, annotator) IN (SELECT (version_id, annotator) FROM incoming);

-- name: insert_stances
INSERT INTO store.stances BY NAME SELECT * FROM incoming;

-- name: delete_annotated
DELETE FROM store.annotated
WHERE (version_id, annotator) IN (SELECT (version_id, annotator) FROM incoming);

-- name: insert_annotated
INSERT INTO store.annotated BY NAME SELECT * FROM incoming;

