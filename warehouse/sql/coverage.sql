-- name: read_coverage
SELECT * FROM coverage WHERE $since IS NULL OR day >= CAST($since AS DATE) ORDER BY source_id, day;

-- name: read_silent
WITH ranked AS (
    SELECT *, row_number() OVER (PARTITION BY source_id ORDER BY day DESC) AS days_back
    FROM coverage WHERE n_polls IS NOT NULL AND day <= (SELECT max(day) FROM store.tallies)
)
SELECT source_id, s.name, arg_max(gap_reason, day) AS reason, min(day) AS silent_since, arg_max(expected, day) AS expected
FROM ranked JOIN store.sources AS s USING (source_id)
WHERE days_back <= $days AND s.is_listed
GROUP BY source_id, s.name
HAVING bool_and(is_gap) AND count(*) = $days
ORDER BY source_id;
