-- name: read_coverage
SELECT * FROM coverage WHERE $since IS NULL OR day >= CAST($since AS DATE) ORDER BY source_id, day;
