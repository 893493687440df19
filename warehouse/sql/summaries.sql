-- What a person is told at the end of a pass, and by `tenor doctor`.
-- name: recent_problems
SELECT coalesce(source_id, '-') AS source_id, stage, code, count(*) AS n, any_value(detail ORDER BY occurred_at DESC) AS detail,
       coalesce(list_sort(list(DISTINCT subject) FILTER (subject NOT LIKE '%/%')), []) AS hosts
FROM problems WHERE occurred_at >= $since GROUP BY ALL ORDER BY stage, n DESC, source_id, code;
-- name: source_health
-- The last 14 days of each source that is watched: how it answers and what it lists against what was expected.
WITH recent AS (
    SELECT * FROM coverage WHERE day > (SELECT max(day) FROM coverage) - INTERVAL 14 DAY
),
health AS (
    SELECT source_id, count(*) AS n_days, sum(n_polls) AS n_polls, sum(n_polls_failed) AS n_polls_failed,
           avg(n_listed) AS listed_per_day, max(expected) AS expected_per_day,
           max(day) FILTER (n_polls > n_polls_failed) AS answered_on, max(day) FILTER (n_listed > 0) AS listed_on,
           max(n_listed) AS most_listed, max(day) AS looked_on, count(*) FILTER (is_gap) AS n_gap_days
    FROM recent WHERE n_polls > 0 OR is_gap GROUP BY source_id
)
SELECT *, CASE
        WHEN n_polls > 0 AND n_polls_failed = n_polls AND n_days >= 3 THEN 'dead'
        WHEN n_polls > 0 AND n_polls_failed = n_polls THEN 'unreachable'
        WHEN listed_on IS NULL THEN 'silent'
        WHEN date_diff('day', listed_on, looked_on) >= 3 AND expected_per_day >= 1 THEN 'stale'
        WHEN n_days >= 3 AND most_listed > 20 + 5 * expected_per_day THEN 'flooding'
        WHEN n_gap_days > 0 THEN 'gaps'
        ELSE 'well'
    END AS state
FROM health ORDER BY state, source_id;

-- name: read_view
FROM query_table($view);
