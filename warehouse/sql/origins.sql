-- name: read_texts
SELECT a.article_id, a.version_id, a.source_id, a.source_kind, a.source_family, a.language, a.credit, a.published_at,
       a.first_seen_at, a.n_words, a.text, o.origin_id, o.version_id IS NULL AS is_new
FROM articles AS a
LEFT JOIN store.origins AS o
    ON o.article_id = a.article_id AND o.version_id = a.version_id AND o.method = $method
WHERE a.text IS NOT NULL AND ($since IS NULL OR a.first_seen_at >= CAST($since AS DATE) OR o.version_id IS NULL)
ORDER BY a.first_seen_at, a.article_id;

-- name: delete
DELETE FROM store.origins WHERE article_id IN (SELECT article_id FROM incoming);

-- name: insert
INSERT INTO store.origins BY NAME SELECT * FROM incoming;

-- name: drop_orphans
DELETE FROM store.origins WHERE article_id NOT IN (SELECT article_id FROM store.versions);
