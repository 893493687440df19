-- name: drop_stale
-- Pairs that are no longer neighbours: a version between them came to light, or one of them is gone.
DELETE FROM store.edits
WHERE (former_version_id, version_id) NOT IN (
    SELECT (former_version_id, version_id)
    FROM (
        SELECT version_id, lag(version_id) OVER (PARTITION BY article_id ORDER BY first_seen_at, version_id) AS former_version_id
        FROM store.versions
    )
    WHERE former_version_id IS NOT NULL
);

-- name: read_pairs
WITH pairs AS (
    SELECT article_id, version_id, text, language, first_seen_at,
           lag(version_id) OVER neighbours AS former_version_id, lag(text) OVER neighbours AS former_text,
           lag(language) OVER neighbours AS former_language
    FROM store.versions
    WINDOW neighbours AS (PARTITION BY article_id ORDER BY first_seen_at, version_id)
)
SELECT article_id, version_id, former_version_id, text, former_text, language, former_language
FROM pairs
WHERE text IS NOT NULL AND former_text IS NOT NULL
  AND version_id IN (SELECT version_id FROM store.annotated)
  AND former_version_id IN (SELECT version_id FROM store.annotated)
  AND (former_version_id, version_id) NOT IN (SELECT (former_version_id, version_id) FROM store.edits WHERE method = $method)
ORDER BY first_seen_at, version_id
LIMIT $limit;

-- name: read_figures
SELECT version_id, "start", "end", surface, value, value_high, unit
FROM store.quantities WHERE version_id IN (SELECT unnest(CAST($version_ids AS BIGINT[])))
ORDER BY version_id, "start", "end";

-- name: read_statements
SELECT version_id, "start", "end", surface, speaker
FROM store.quotations WHERE version_id IN (SELECT unnest(CAST($version_ids AS BIGINT[])))
ORDER BY version_id, "start", "end";

-- name: delete
DELETE FROM store.edits WHERE version_id IN (SELECT version_id FROM incoming);

-- name: insert
INSERT INTO store.edits BY NAME SELECT * FROM incoming;
