-- name: delete_extractions
DELETE FROM store.extractions WHERE capture_id IN (SELECT capture_id FROM incoming);

-- name: insert_extractions
INSERT INTO store.extractions BY NAME SELECT * FROM incoming;

-- name: see_again
UPDATE store.versions
SET last_seen_at = seen.last_at
FROM (
    SELECT version_id, max(last_seen_at) AS last_at FROM incoming WHERE capture_id IS NOT NULL GROUP BY version_id
) AS seen
WHERE versions.version_id = seen.version_id AND seen.last_at > versions.last_seen_at;

-- name: take_up_again
-- A document added by hand is seen again only where another text of it was the latest.
UPDATE store.versions
SET last_seen_at = again.last_at
FROM (
    SELECT i.version_id, max(i.last_seen_at) AS last_at
    FROM incoming AS i
    JOIN store.versions AS known USING (version_id)
    JOIN store.versions AS other ON other.article_id = known.article_id AND other.version_id <> known.version_id
    WHERE i.capture_id IS NULL AND other.last_seen_at >= known.last_seen_at
    GROUP BY i.version_id
) AS again
WHERE versions.version_id = again.version_id AND again.last_at > versions.last_seen_at;

-- name: find_better
-- Known texts whose row comes from a later capture, or from another extractor, than the one at hand.
CREATE OR REPLACE TEMP TABLE better AS
SELECT incoming.* REPLACE (
    least(incoming.first_seen_at, known.first_seen_at) AS first_seen_at,
    greatest(incoming.last_seen_at, known.last_seen_at) AS last_seen_at,
    CASE WHEN known.text IS NOT NULL THEN incoming.text END AS text
)
FROM incoming JOIN store.versions AS known USING (version_id)
WHERE (incoming.capture_id IS NOT NULL AND (incoming.first_seen_at, incoming.capture_id) < (known.first_seen_at, known.capture_id))
   OR (
       incoming.capture_id IS NOT DISTINCT FROM known.capture_id
       AND (incoming.extractor, incoming.extractor_version) IS DISTINCT FROM (known.extractor, known.extractor_version)
   )
QUALIFY row_number() OVER (PARTITION BY version_id ORDER BY incoming.first_seen_at, incoming.capture_id) = 1;

-- name: drop_worse
DELETE FROM store.versions WHERE version_id IN (SELECT version_id FROM better);

-- name: read_anew
DELETE FROM store.annotated WHERE version_id IN (SELECT version_id FROM better);

-- name: insert_better
INSERT INTO store.versions BY NAME SELECT * FROM better ORDER BY first_seen_at, version_id;

-- name: forget_better
DROP TABLE better;

-- name: insert_new
INSERT INTO store.versions BY NAME
SELECT * REPLACE (
    min(first_seen_at) OVER (PARTITION BY version_id) AS first_seen_at,
    max(last_seen_at) OVER (PARTITION BY version_id) AS last_seen_at
)
FROM incoming ANTI JOIN store.versions USING (version_id)
QUALIFY row_number() OVER (PARTITION BY version_id ORDER BY incoming.first_seen_at, capture_id) = 1
ORDER BY first_seen_at, version_id;

-- name: find_superseded
CREATE OR REPLACE TEMP TABLE superseded AS
SELECT DISTINCT version_id FROM store.extractions SEMI JOIN incoming USING (capture_id) WHERE version_id IS NOT NULL;

-- name: spare_held
DELETE FROM superseded WHERE version_id IN (SELECT version_id FROM store.extractions);

-- name: count_superseded
SELECT count(*) AS n FROM superseded;

-- name: forget_superseded
DROP TABLE superseded;

-- name: read_to_annotate
WITH wanted AS (
    SELECT unnest(CAST($names AS VARCHAR[])) AS annotator, unnest(CAST($versions AS VARCHAR[])) AS annotator_version
),
fresh AS (
    SELECT version_id, count(*) AS n FROM store.annotated JOIN wanted USING (annotator, annotator_version) GROUP BY version_id
)
SELECT version_id, article_id, source_id, language, title, authors, published_on, first_seen_at, text
FROM store.versions LEFT JOIN fresh USING (version_id)
WHERE text IS NOT NULL AND coalesce(n, 0) < (SELECT count(*) FROM wanted)
ORDER BY first_seen_at, version_id
LIMIT $limit;

-- name: drop_annotated
DELETE FROM store.annotated WHERE version_id IN (SELECT version_id FROM superseded);

-- name: drop_relevance
DELETE FROM store.relevance WHERE version_id IN (SELECT version_id FROM superseded);

-- name: drop_topic_mentions
DELETE FROM store.topic_mentions WHERE version_id IN (SELECT version_id FROM superseded);

-- name: drop_quantities
DELETE FROM store.quantities WHERE version_id IN (SELECT version_id FROM superseded);

-- name: drop_quotations
DELETE FROM store.quotations WHERE version_id IN (SELECT version_id FROM superseded);

-- name: drop_speakers
DELETE FROM store.speakers WHERE version_id IN (SELECT version_id FROM superseded);

-- name: drop_mentions
DELETE FROM store.mentions WHERE version_id IN (SELECT version_id FROM superseded);

-- name: drop_stances
DELETE FROM store.stances WHERE version_id IN (SELECT version_id FROM superseded);

-- name: drop_versions
DELETE FROM store.versions WHERE version_id IN (SELECT version_id FROM superseded);
