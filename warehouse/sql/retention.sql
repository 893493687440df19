-- name: count_texts
SELECT count(*) AS n FROM store.versions WHERE text IS NOT NULL AND last_seen_at < $before AND source_id <> 'documents';

-- name: empty_texts
UPDATE store.versions SET text = NULL
WHERE text IS NOT NULL AND last_seen_at < $before AND source_id <> 'documents';

-- name: find_files
SELECT file FROM store.captures WHERE file <> '' GROUP BY file HAVING max(fetched_at) < $before ORDER BY file;

-- name: count_captures
SELECT count(*) AS n FROM store.captures
WHERE file IN (SELECT file FROM store.captures WHERE file <> '' GROUP BY file HAVING max(fetched_at) < $before);

-- name: forget_places
UPDATE store.captures SET file = '', file_offset = 0, file_length = 0
WHERE file IN (SELECT file FROM store.captures WHERE file <> '' GROUP BY file HAVING max(fetched_at) < $before);
