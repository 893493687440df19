-- name: move
UPDATE store.captures
SET file = incoming.file, file_offset = incoming.file_offset, file_length = incoming.file_length
FROM incoming
WHERE captures.capture_id = incoming.capture_id
  AND (captures.file, captures.file_offset) IS DISTINCT FROM (incoming.file, incoming.file_offset);

-- name: insert_new
INSERT INTO store.captures BY NAME
SELECT * FROM incoming ANTI JOIN store.captures USING (capture_id);

-- name: read_to_extract
SELECT capture_id, url, final_url, source_id, fetched_at, status, body_sha256, is_truncated, tdm_reserved, file,
       file_offset, file_length
FROM store.captures
ANTI JOIN (
    SELECT capture_id FROM store.extractions WHERE extractor = $extractor AND extractor_version = $version
) USING (capture_id)
WHERE file <> '' AND NOT is_feed
ORDER BY fetched_at, capture_id
LIMIT $limit;

-- name: read_some
SELECT capture_id, url, final_url, source_id, fetched_at, status, body_sha256, is_truncated, tdm_reserved, file,
       file_offset, file_length
FROM store.captures
WHERE capture_id IN (SELECT unnest(CAST($capture_ids AS BIGINT[])))
ORDER BY fetched_at, capture_id;
