-- The coverage ledger: what was expected, had, missed, per source and day.
CREATE OR REPLACE VIEW coverage AS
WITH last AS (SELECT max(day) AS day FROM store.tallies),
found AS (
    SELECT source_id, coalesce(published_on, CAST(first_seen_at AS DATE)) AS day,
           count(*) FILTER (on_topic) AS n_on_topic,
           count(*) FILTER (NOT on_topic) AS n_off_topic,
           count(*) FILTER (on_topic IS NULL) AS n_not_annotated
    FROM articles GROUP BY ALL
),
calendar AS (
    SELECT source_id, CAST(unnest(generate_series(min(day), any_value((SELECT day FROM last)), INTERVAL 1 DAY)) AS DATE) AS day, true AS is_watched
    FROM store.tallies GROUP BY source_id
),
days AS (
    SELECT source_id, day, coalesce(is_watched, false) AS is_watched FROM calendar FULL JOIN found USING (source_id, day)
),
failed AS (
    SELECT source_id, day, sum(n_failed) AS n_failed,
           string_agg(code || ' ' || n_failed, '; ' ORDER BY code) AS failed_by_reason
    FROM store.tally_failures GROUP BY source_id, day
),
counted AS (
    SELECT d.source_id, d.day, d.is_watched, coalesce(t.n_polls, 0) AS n_polls,
           coalesce(t.n_polls_failed, 0) AS n_polls_failed, coalesce(t.n_listed, 0) AS n_listed,
           coalesce(t.n_fetched, 0) AS n_fetched, coalesce(t.n_not_modified, 0) AS n_not_modified,
           CAST(coalesce(f.n_failed, 0) AS BIGINT) AS n_failed, f.failed_by_reason,
           coalesce(t.n_robots, 0) AS n_skipped_robots, coalesce(t.n_reserved, 0) AS n_skipped_reservation,
           coalesce(a.n_on_topic, 0) AS n_on_topic, coalesce(a.n_off_topic, 0) AS n_off_topic,
           coalesce(a.n_not_annotated, 0) AS n_not_annotated, s.is_listed
    FROM days AS d
    LEFT JOIN store.tallies AS t USING (source_id, day)
    LEFT JOIN failed AS f USING (source_id, day)
    LEFT JOIN found AS a USING (source_id, day)
    LEFT JOIN store.sources AS s USING (source_id)
),
history AS (
    SELECT *,
           count(*) FILTER (n_polls > n_polls_failed) OVER before AS n_days_before,
           avg(n_listed) FILTER (n_polls > n_polls_failed) OVER before AS mean_before
    FROM counted
    WINDOW before AS (PARTITION BY source_id ORDER BY day
                      RANGE BETWEEN INTERVAL 14 DAY PRECEDING AND INTERVAL 1 DAY PRECEDING)
),
judged AS (
    SELECT h.*,
           CASE WHEN n_days_before >= 7 THEN mean_before ELSE s.expected_per_day END AS expected,
           CASE WHEN n_days_before >= 7 THEN 'own mean of 14 days' ELSE s.expected_reason END AS expected_reason
    FROM history AS h LEFT JOIN store.sources AS s USING (source_id)
)
SELECT source_id, day, expected, expected_reason, n_polls, n_polls_failed, n_listed, n_fetched, n_not_modified,
       n_failed, failed_by_reason, n_skipped_robots, n_skipped_reservation, n_off_topic, n_on_topic, n_not_annotated,
       CASE
           WHEN NOT is_watched OR NOT coalesce(is_listed, true) AND n_polls = 0 THEN NULL
           WHEN n_polls = 0 AND n_fetched + n_not_modified + n_failed = 0 THEN 'not polled'
           WHEN n_polls > 0 AND n_polls_failed = n_polls THEN 'no feed could be read'
           WHEN n_polls > 0 AND n_listed + n_fetched + n_not_modified = 0 AND expected >= 5 THEN 'nothing listed'
           WHEN n_failed > n_fetched + n_not_modified THEN 'most pages failed'
       END AS gap_reason,
       gap_reason IS NOT NULL AS is_gap
FROM judged;

-- How each watched source does: the one rule of what is dead, silent, stale or flooding.
CREATE OR REPLACE VIEW source_health AS
WITH watched AS (SELECT * FROM coverage WHERE n_polls > 0 OR is_gap),
recent AS (SELECT * FROM watched WHERE day > (SELECT max(day) FROM watched) - INTERVAL 14 DAY),
health AS (
    SELECT source_id, count(*) AS n_days, CAST(sum(n_polls) AS BIGINT) AS n_polls,
           CAST(sum(n_polls_failed) AS BIGINT) AS n_polls_failed, avg(n_listed) AS listed_per_day,
           max(expected) AS expected_per_day, max(day) FILTER (n_polls > n_polls_failed) AS answered_on,
           max(day) FILTER (n_listed > 0) AS listed_on, max(n_listed) AS most_listed, max(day) AS looked_on,
           count(*) FILTER (n_polls > 0) AS n_days_asked, count(*) FILTER (is_gap) AS n_gap_days
    FROM recent GROUP BY source_id
)
SELECT *, CASE
        WHEN answered_on IS NULL AND n_days >= 3 AND n_polls > 0 THEN 'dead'
        WHEN date_diff('day', answered_on, looked_on) >= 3 THEN 'dead'
        WHEN answered_on IS NULL AND n_polls > 0 THEN 'unreachable'
        WHEN listed_on IS NULL AND n_days_asked >= 3 AND coalesce(expected_per_day, 1) >= 1 THEN 'silent'
        WHEN date_diff('day', listed_on, looked_on) >= 3 AND coalesce(expected_per_day, 1) >= 1 THEN 'stale'
        WHEN n_days >= 3 AND most_listed > 20 + 5 * expected_per_day THEN 'flooding'
        WHEN n_gap_days > 0 THEN 'gaps'
        ELSE 'well'
    END AS state
FROM health;
