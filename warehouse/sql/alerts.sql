-- What somebody should be told of: one statement per kind of alert, one row per row that caused it. `subject`
-- names the alert: rows of one subject are told together, and once.

-- name: figure_disputed
-- A figure that independent origins give with different values.
WITH disputed AS (
    SELECT figure_id FROM trend_disagreement WHERE unit = 'all'
    GROUP BY figure_id HAVING count(*) > 1 AND sum(n_origins) > 1
)
SELECT 'figure ' || figure_id AS subject, figure_label, value, value_high, unit_of_measure, n_articles, n_origins,
       speakers, sources, evidence_key
FROM trend_disagreement JOIN disputed USING (figure_id)
WHERE unit = 'all' ORDER BY subject, n_origins DESC, value;

-- name: stance_shift
-- A week whose interval of net stance lies wholly beyond that of the last full week before it.
WITH weeks AS (
    SELECT *, row_number() OVER newest AS age, lead(net_low) OVER newest AS low_before,
           lead(net_high) OVER newest AS high_before, lead(net_stance) OVER newest AS net_before,
           lead(evidence_key) OVER newest AS evidence_key_before
    FROM trend_stance
    WHERE unit = 'week' AND dimension = 'all' AND period_start IS NOT NULL AND NOT is_gap AND net_stance IS NOT NULL
      AND n_origins >= $least_origins AND period_start + 7 <= $day
    WINDOW newest AS (PARTITION BY target ORDER BY period_start DESC)
)
SELECT target || ' in the week of ' || period_start AS subject, target, period_start, net_before, low_before,
       high_before, net_stance, net_low, net_high, n_origins, evidence_key_before, evidence_key
FROM weeks WHERE age = 1 AND (net_low > high_before OR net_high < low_before) ORDER BY subject;

-- name: source_silent
-- A source that is dead, silent or stale by the view `source_health`, asked until now, with its days without news.
SELECT source_id || ' since ' || coalesce(CAST(listed_on AS VARCHAR), 'the beginning') AS subject, source_id, day,
       state, expected, c.n_polls, c.n_polls_failed, n_listed, gap_reason
FROM coverage AS c JOIN source_health AS h USING (source_id)
WHERE state IN ('dead', 'silent', 'stale') AND looked_on > $day - 3 AND day > looked_on - 14 AND day <= looked_on
  AND (c.n_polls > 0 OR is_gap) AND (listed_on IS NULL OR day > listed_on)
ORDER BY subject, day;

-- name: annotations_refused
-- An annotator whose spans were refused in an unusual share of the texts of the last seven days.
WITH done AS (
    SELECT annotator, CAST(date_trunc('week', annotated_at) AS DATE) AS week, count(*) AS n_texts,
           count(*) FILTER (n_rejected > 0) AS n_texts_refused
    FROM store.annotated WHERE annotated_at > CAST($day AS TIMESTAMP) - INTERVAL 6 DAY GROUP BY ALL
),
unusual AS (
    SELECT * FROM done WHERE n_texts_refused >= $least_texts AND n_texts_refused > n_texts * $most_share
)
SELECT annotator || ' in the week of ' || week AS subject, annotator, n_texts, n_texts_refused, version_id,
       n_rejected, p.detail
FROM store.annotated AS a JOIN unusual USING (annotator)
LEFT JOIN problems AS p ON p.code = 'span_mismatch' AND p.subject = 'version:' || version_id || ':' || annotator
WHERE n_rejected > 0 AND CAST(date_trunc('week', annotated_at) AS DATE) = week ORDER BY subject, version_id;

-- name: movements_volume
-- Articles on the topic: the last full week against the one before, by language.
SELECT value AS language, n_articles, denominator, share,
       n_articles - lag(n_articles, 1, 0) OVER weeks AS change, is_gap
FROM trend_volume WHERE unit = 'week' AND dimension = 'language' AND period_start <= $day - 7
WINDOW weeks AS (PARTITION BY value ORDER BY period_start)
QUALIFY row_number() OVER (PARTITION BY value ORDER BY period_start DESC) = 1 AND (n_articles > 0 OR change <> 0)
    AND period_start > $day - 14
ORDER BY abs(change) DESC, n_articles DESC, language LIMIT $most_rows;

-- name: movements_figures
-- The figures that most origins cited in the last full week, against the week before.
SELECT figure_label AS figure, n_origins, n_origins - lag(n_origins, 1, 0) OVER weeks AS change, value_min, value_max
FROM trend_figures WHERE unit = 'week' AND period_start <= $day - 7
WINDOW weeks AS (PARTITION BY figure_id ORDER BY period_start)
QUALIFY row_number() OVER (PARTITION BY figure_id ORDER BY period_start DESC) = 1 AND period_start > $day - 14
    AND (n_origins > 0 OR change <> 0)
ORDER BY abs(change) DESC, n_origins DESC, figure LIMIT $most_rows;

-- name: movements_experts
-- The persons that were quoted most in the last full week, against the week before.
SELECT name, role, n_quotations, n_quotations - lag(n_quotations, 1, 0) OVER weeks AS change, n_origins
FROM trend_experts WHERE unit = 'week' AND period_start <= $day - 7
WINDOW weeks AS (PARTITION BY person_id ORDER BY period_start)
QUALIFY row_number() OVER (PARTITION BY person_id ORDER BY period_start DESC) = 1 AND period_start > $day - 14
    AND (n_quotations > 0 OR change <> 0)
ORDER BY abs(change) DESC, n_quotations DESC, name LIMIT $most_rows;
