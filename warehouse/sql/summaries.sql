-- What a person is told at the end of a pass, and by `tenor doctor`.
-- name: recent_problems
SELECT coalesce(source_id, '-') AS source_id, stage, code, count(*) AS n, any_value(detail ORDER BY occurred_at DESC) AS detail,
       coalesce(list_sort(list(DISTINCT subject) FILTER (subject NOT LIKE '%/%')), []) AS hosts
FROM problems WHERE occurred_at >= $since GROUP BY ALL ORDER BY stage, n DESC, source_id, code;
-- name: source_health
FROM source_health ORDER BY state, source_id;

-- name: read_view
FROM query_table($view);
