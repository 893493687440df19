-- The trend tables as an analyst would write them in SQL, over tables named as the inputs of the trends. Left out
-- is what SQL has no words for: bursts, change points, bootstrap bounds. The tests compare every number; the
-- benchmark compares the time.
-- name: prepare
CREATE OR REPLACE TEMP TABLE topical AS
SELECT article_id, source_id, origin_id, coalesce(language, 'unknown') AS language, coalesce(country, 'unknown') AS country,
       coalesce(source_kind, 'unknown') AS source_kind, published_on AS day,
       CAST(date_trunc('week', published_on) AS DATE) AS week, CAST(date_trunc('month', published_on) AS DATE) AS month, is_seed
FROM articles WHERE on_topic;
CREATE OR REPLACE MACRO unit_of(d, w, m) AS
    CASE WHEN d = 0 THEN 'day' WHEN w = 0 THEN 'week' WHEN m = 0 THEN 'month' ELSE 'all' END;
CREATE OR REPLACE MACRO dimension_of(l, c, k, s) AS
    CASE WHEN l = 0 THEN 'language' WHEN c = 0 THEN 'country' WHEN k = 0 THEN 'source_kind' WHEN s = 0 THEN 'source_id' ELSE 'all' END;
CREATE OR REPLACE MACRO step_of(unit) AS
    CASE unit WHEN 'day' THEN INTERVAL 1 DAY WHEN 'week' THEN INTERVAL 7 DAY ELSE INTERVAL 1 MONTH END;
CREATE OR REPLACE MACRO wilson_low(k, n) AS
    CASE WHEN n > 0 THEN greatest((k / n + 1.959963984540054 ^ 2 / (2 * n) - 1.959963984540054 * sqrt(k / n * (1 - k / n) / n + 1.959963984540054 ^ 2 / (4 * n ^ 2)))
             / (1 + 1.959963984540054 ^ 2 / n), 0) END;
CREATE OR REPLACE MACRO wilson_high(k, n) AS
    CASE WHEN n > 0 THEN least((k / n + 1.959963984540054 ^ 2 / (2 * n) + 1.959963984540054 * sqrt(k / n * (1 - k / n) / n + 1.959963984540054 ^ 2 / (4 * n ^ 2)))
          / (1 + 1.959963984540054 ^ 2 / n), 1) END;
CREATE OR REPLACE TEMP TABLE base AS
SELECT unit_of(grouping(day), grouping(week), grouping(month)) AS unit, coalesce(day, week, month) AS period_start,
       dimension_of(grouping(language), grouping(country), grouping(source_kind), grouping(source_id)) AS dimension,
       coalesce(language, country, source_kind, source_id, 'all') AS value,
       count(*) AS n_articles, count(DISTINCT source_id_of) AS n_sources, count(DISTINCT origin_id) AS n_origins
FROM (SELECT *, source_id AS source_id_of FROM topical)
GROUP BY GROUPING SETS ((day), (week), (month), ()), GROUPING SETS ((), (language), (country), (source_kind), (source_id));
CREATE OR REPLACE TEMP TABLE ledger AS
SELECT unit_of(grouping(day), grouping(week), grouping(month)) AS unit, coalesce(day, week, month) AS period_start,
       dimension_of(grouping(language), grouping(country), grouping(source_kind), grouping(source_id)) AS dimension,
       coalesce(language, country, source_kind, source_id, 'all') AS value, sum(n) AS n_looked_at, bool_or(is_gap) AS is_gap
FROM (
    SELECT c.day, CAST(date_trunc('week', c.day) AS DATE) AS week, CAST(date_trunc('month', c.day) AS DATE) AS month,
           c.source_id, coalesce(s.language, 'unknown') AS language, coalesce(s.country, 'unknown') AS country,
           coalesce(s.kind, 'unknown') AS source_kind, coalesce(c.n_on_topic, 0) + coalesce(c.n_off_topic, 0) AS n, c.is_gap
    FROM coverage AS c LEFT JOIN sources AS s USING (source_id)
)
GROUP BY GROUPING SETS ((day), (week), (month), ()), GROUPING SETS ((), (language), (country), (source_kind), (source_id));

-- name: trend_volume
WITH bounds AS (
    SELECT unit, min(period_start) AS first, max(period_start) AS last FROM base
    WHERE period_start IS NOT NULL GROUP BY unit
),
calendar AS (
    SELECT unit, CAST(unnest(generate_series(first, last, step_of(unit))) AS DATE) AS period_start FROM bounds
),
grid AS (
    SELECT * FROM (SELECT DISTINCT unit, dimension, value FROM base WHERE period_start IS NOT NULL) JOIN calendar USING (unit)
    UNION ALL BY NAME
    SELECT unit, dimension, value, period_start FROM base WHERE period_start IS NULL
)
SELECT g.unit, g.period_start, g.dimension, g.value, coalesce(n_articles, 0) AS n_articles, coalesce(n_sources, 0) AS n_sources,
       coalesce(n_origins, 0) AS n_origins, greatest(coalesce(n_looked_at, 0), coalesce(n_articles, 0)) AS denominator,
       coalesce(n_articles, 0) / nullif(greatest(coalesce(n_looked_at, 0), coalesce(n_articles, 0)), 0) AS share,
       wilson_low(coalesce(n_articles, 0), nullif(greatest(coalesce(n_looked_at, 0), coalesce(n_articles, 0)), 0)) AS share_low,
       wilson_high(coalesce(n_articles, 0), nullif(greatest(coalesce(n_looked_at, 0), coalesce(n_articles, 0)), 0)) AS share_high,
       coalesce(l.is_gap, false) AS is_gap,
       concat_ws('|', g.unit, coalesce(CAST(g.period_start AS VARCHAR), '-'), g.dimension, g.value) AS evidence_key
FROM grid AS g
LEFT JOIN base AS b ON b.unit = g.unit AND b.period_start IS NOT DISTINCT FROM g.period_start AND b.dimension = g.dimension AND b.value = g.value
LEFT JOIN ledger AS l ON l.unit = g.unit AND l.period_start IS NOT DISTINCT FROM g.period_start AND l.dimension = g.dimension AND l.value = g.value
ORDER BY g.unit, g.period_start NULLS LAST, g.dimension, g.value;

-- name: trend_stance
WITH positions AS (
    SELECT article_id, holder, target, min(coalesce(holder_kind, 'other')) AS holder_kind,
           CASE WHEN min(polarity) = max(polarity) THEN min(polarity) ELSE 'mixed' END AS polarity
    FROM stances WHERE level = 'span' GROUP BY ALL
),
rows AS (
    SELECT *, source_id AS source_id_of, CASE polarity WHEN 'favor' THEN 1 WHEN 'against' THEN -1 ELSE 0 END AS vote
    FROM positions JOIN topical USING (article_id)
),
counted AS (
    SELECT target, unit_of(grouping(day), grouping(week), grouping(month)) AS unit, coalesce(day, week, month) AS period_start,
           CASE WHEN grouping(holder_kind) = 0 THEN 'holder_kind'
                ELSE dimension_of(grouping(language), grouping(country), grouping(source_kind), grouping(source_id)) END AS dimension,
           coalesce(holder_kind, language, country, source_kind, source_id, 'all') AS value,
           count(*) FILTER (polarity = 'favor') AS n_favor, count(*) FILTER (polarity = 'against') AS n_against,
           count(*) FILTER (polarity = 'mixed') AS n_mixed, count(*) FILTER (polarity = 'neutral') AS n_neutral,
           count(DISTINCT article_id) AS n_articles, count(DISTINCT source_id_of) AS n_sources, count(DISTINCT origin_id) AS n_origins
    FROM rows
    GROUP BY target, GROUPING SETS ((day), (week), (month), ()),
             GROUPING SETS ((), (language), (country), (source_kind), (source_id), (holder_kind))
),
votes AS (
    SELECT target, unit, period_start, dimension, value, count(*) FILTER (vote > 0) AS n_origins_favor,
           count(*) FILTER (vote < 0) AS n_origins_against
    FROM (
        SELECT target, origin_id, unit_of(grouping(day), grouping(week), grouping(month)) AS unit,
               coalesce(day, week, month) AS period_start,
               CASE WHEN grouping(holder_kind) = 0 THEN 'holder_kind'
                    ELSE dimension_of(grouping(language), grouping(country), grouping(source_kind), grouping(source_id)) END AS dimension,
               coalesce(holder_kind, language, country, source_kind, source_id, 'all') AS value, sum(vote) AS vote
        FROM rows
        GROUP BY target, origin_id, GROUPING SETS ((day), (week), (month), ()),
                 GROUPING SETS ((), (language), (country), (source_kind), (source_id), (holder_kind))
    )
    GROUP BY ALL
),
bounds AS (
    SELECT unit, min(period_start) AS first, max(period_start) AS last FROM counted WHERE period_start IS NOT NULL GROUP BY unit
),
calendar AS (
    SELECT unit, CAST(unnest(generate_series(first, last, step_of(unit))) AS DATE) AS period_start FROM bounds
),
grid AS (
    SELECT * FROM (SELECT DISTINCT unit, dimension, value, target FROM counted WHERE period_start IS NOT NULL) JOIN calendar USING (unit)
    UNION ALL BY NAME
    SELECT unit, dimension, value, target, period_start FROM counted WHERE period_start IS NULL
)
SELECT g.unit, g.period_start, g.dimension, g.value, g.target,
       coalesce(n_favor, 0) AS n_favor, coalesce(n_against, 0) AS n_against, coalesce(n_mixed, 0) AS n_mixed,
       coalesce(n_neutral, 0) AS n_neutral,
       greatest(coalesce(b.n_articles, 0) - coalesce(c.n_articles, 0), 0) AS n_abstained,
       coalesce(n_origins_favor, 0) AS n_origins_favor, coalesce(n_origins_against, 0) AS n_origins_against,
       (n_origins_favor - n_origins_against) / c.n_origins AS net_stance,
       coalesce(c.n_articles, 0) AS n_articles, coalesce(c.n_sources, 0) AS n_sources, coalesce(c.n_origins, 0) AS n_origins,
       coalesce(b.n_articles, 0) AS denominator, coalesce(l.is_gap, false) AS is_gap,
       concat_ws('|', g.unit, coalesce(CAST(g.period_start AS VARCHAR), '-'), g.dimension, g.value, g.target) AS evidence_key
FROM grid AS g
LEFT JOIN counted AS c ON c.unit = g.unit AND c.period_start IS NOT DISTINCT FROM g.period_start AND c.dimension = g.dimension
    AND c.value = g.value AND c.target = g.target
LEFT JOIN votes AS v ON v.unit = g.unit AND v.period_start IS NOT DISTINCT FROM g.period_start AND v.dimension = g.dimension
    AND v.value = g.value AND v.target = g.target
LEFT JOIN base AS b ON b.unit = g.unit AND b.period_start IS NOT DISTINCT FROM g.period_start
    AND b.dimension = CASE g.dimension WHEN 'holder_kind' THEN 'all' ELSE g.dimension END
    AND b.value = CASE g.dimension WHEN 'holder_kind' THEN 'all' ELSE g.value END
LEFT JOIN ledger AS l ON l.unit = g.unit AND l.period_start IS NOT DISTINCT FROM g.period_start
    AND l.dimension = CASE g.dimension WHEN 'holder_kind' THEN 'all' ELSE g.dimension END
    AND l.value = CASE g.dimension WHEN 'holder_kind' THEN 'all' ELSE g.value END
ORDER BY g.unit, g.period_start NULLS LAST, g.dimension, g.value, g.target;

-- name: trend_figures
WITH rows AS (
    SELECT f.*, t.source_id, t.origin_id, t.day, t.week, t.month
    FROM figures AS f JOIN topical AS t USING (article_id) WHERE figure_id IS NOT NULL
),
counted AS (
    SELECT figure_id, unit_of(grouping(day), grouping(week), grouping(month)) AS unit, coalesce(day, week, month) AS period_start,
           count(*) AS n_mentions, min(value) AS value_min, max(coalesce(value_high, value)) AS value_max, median(value) AS value_median,
           count(DISTINCT article_id) AS n_articles, count(DISTINCT source_id) AS n_sources, count(DISTINCT origin_id) AS n_origins
    FROM rows GROUP BY figure_id, GROUPING SETS ((day), (week), (month), ())
),
spans AS (
    SELECT figure_id, unit, min(period_start) AS first, max(period_start) AS last FROM counted
    WHERE period_start IS NOT NULL GROUP BY ALL
),
grid AS (
    SELECT figure_id, unit, CAST(unnest(generate_series(first, last, step_of(unit))) AS DATE) AS period_start FROM spans
    UNION ALL
    SELECT figure_id, unit, period_start FROM counted WHERE period_start IS NULL
),
firsts AS (
    SELECT figure_id, day AS first_seen_on, article_id AS first_article_id, cited_by AS first_cited_by,
           figure_label, unit AS unit_of_measure
    FROM rows QUALIFY row_number() OVER (PARTITION BY figure_id ORDER BY day NULLS LAST, article_id, start) = 1
)
SELECT g.unit, g.period_start, g.figure_id, f.figure_label, f.unit_of_measure, c.value_min, c.value_max, c.value_median,
       coalesce(n_mentions, 0) AS n_mentions, coalesce(c.n_articles, 0) AS n_articles, coalesce(c.n_sources, 0) AS n_sources,
       coalesce(c.n_origins, 0) AS n_origins, coalesce(b.n_articles, 0) AS denominator, coalesce(l.is_gap, false) AS is_gap,
       f.first_seen_on, f.first_article_id, f.first_cited_by,
       concat_ws('|', g.unit, coalesce(CAST(g.period_start AS VARCHAR), '-'), g.figure_id) AS evidence_key
FROM grid AS g
LEFT JOIN counted AS c ON c.unit = g.unit AND c.period_start IS NOT DISTINCT FROM g.period_start AND c.figure_id = g.figure_id
JOIN firsts AS f ON f.figure_id = g.figure_id
LEFT JOIN (FROM base WHERE dimension = 'all') AS b ON b.unit = g.unit AND b.period_start IS NOT DISTINCT FROM g.period_start
LEFT JOIN (FROM ledger WHERE dimension = 'all') AS l ON l.unit = g.unit AND l.period_start IS NOT DISTINCT FROM g.period_start
ORDER BY g.unit, g.period_start NULLS LAST, g.figure_id;

-- name: trend_disagreement
WITH rows AS (
    SELECT f.* RENAME (unit AS unit_of_measure), t.source_id, t.origin_id, t.day, t.week, t.month
    FROM figures AS f JOIN topical AS t USING (article_id) WHERE figure_id IS NOT NULL
),
disputed AS (
    SELECT figure_id, count(DISTINCT (value, value_high)) AS n_values, max(coalesce(value_high, value)) / nullif(min(value), 0) AS spread
    FROM rows GROUP BY figure_id
    HAVING n_values > 1 AND min(value) > 0 AND spread >= 1.1
),
counted AS (
    SELECT figure_id, value, value_high, unit_of(grouping(day), grouping(week), grouping(month)) AS unit,
           coalesce(day, week, month) AS period_start, count(*) AS n_mentions, min(figure_label) AS figure_label,
           min(unit_of_measure) AS unit_of_measure, any_value(n_values) AS n_values, any_value(spread) AS spread,
           count(DISTINCT article_id) AS n_articles, count(DISTINCT source_id) AS n_sources, count(DISTINCT origin_id) AS n_origins,
           coalesce(string_agg(DISTINCT cited_by, '; ' ORDER BY cited_by), '') AS speakers,
           string_agg(DISTINCT source_id, '; ' ORDER BY source_id) AS sources
    FROM rows JOIN disputed USING (figure_id)
    GROUP BY figure_id, value, value_high, GROUPING SETS ((day), (week), (month), ())
)
SELECT c.unit, c.period_start, figure_id, figure_label, unit_of_measure, c.value, value_high, n_values, spread, n_mentions,
       c.n_articles, c.n_sources, c.n_origins, coalesce(b.n_articles, 0) AS denominator, coalesce(l.is_gap, false) AS is_gap,
       speakers, sources
FROM counted AS c
LEFT JOIN (FROM base WHERE dimension = 'all') AS b ON b.unit = c.unit AND b.period_start IS NOT DISTINCT FROM c.period_start
LEFT JOIN (FROM ledger WHERE dimension = 'all') AS l ON l.unit = c.unit AND l.period_start IS NOT DISTINCT FROM c.period_start
ORDER BY c.unit, c.period_start NULLS LAST, figure_id, c.value NULLS LAST, value_high NULLS LAST;

-- name: trend_experts
WITH found AS (
    SELECT article_id, speaker_person_id AS person_id, 1 AS q, 0 AS m FROM quotations WHERE speaker_person_id IS NOT NULL
    UNION ALL
    SELECT article_id, person_id, 0, 1 FROM mentions WHERE person_id IS NOT NULL AND NOT is_organisation
    UNION ALL
    SELECT article_id, person_id, 0, 0 FROM speakers WHERE person_id IS NOT NULL
),
seen AS (
    SELECT article_id, person_id, sum(q) AS n_quotations, sum(m) AS n_mentions, any_value(source_id) AS source_id,
           any_value(origin_id) AS origin_id, any_value(day) AS day, any_value(week) AS week, any_value(month) AS month
    FROM found JOIN topical USING (article_id) GROUP BY article_id, person_id
),
counted AS (
    SELECT person_id, unit_of(grouping(day), grouping(week), grouping(month)) AS unit, coalesce(day, week, month) AS period_start,
           sum(n_mentions) AS n_mentions, sum(n_quotations) AS n_quotations, count(*) AS n_articles,
           count(DISTINCT source_id) AS n_sources, count(DISTINCT origin_id) AS n_origins
    FROM seen GROUP BY person_id, GROUPING SETS ((day), (week), (month), ())
),
spans AS (
    SELECT person_id, unit, min(period_start) AS first, max(period_start) AS last FROM counted
    WHERE period_start IS NOT NULL GROUP BY ALL
),
grid AS (
    SELECT person_id, unit, CAST(unnest(generate_series(first, last, step_of(unit))) AS DATE) AS period_start FROM spans
    UNION ALL
    SELECT person_id, unit, period_start FROM counted WHERE period_start IS NULL
),
names AS (
    SELECT person_id, name FROM speakers JOIN topical USING (article_id) WHERE person_id IS NOT NULL GROUP BY person_id, name
    QUALIFY row_number() OVER (PARTITION BY person_id ORDER BY count(*) DESC, name) = 1
),
kinds AS (
    SELECT person_id, kind FROM speakers JOIN topical USING (article_id) WHERE person_id IS NOT NULL GROUP BY person_id, kind
    QUALIFY row_number() OVER (PARTITION BY person_id ORDER BY count(*) DESC, kind) = 1
),
roles AS (
    SELECT person_id, last(role ORDER BY day NULLS FIRST, article_id, start) FILTER (role IS NOT NULL) AS role,
           last(affiliation ORDER BY day NULLS FIRST, article_id, start) FILTER (affiliation IS NOT NULL) AS affiliation
    FROM speakers JOIN topical USING (article_id) WHERE person_id IS NOT NULL GROUP BY person_id
),
mentioned AS (
    SELECT person_id, name FROM mentions JOIN topical USING (article_id) WHERE person_id IS NOT NULL GROUP BY person_id, name
    QUALIFY row_number() OVER (PARTITION BY person_id ORDER BY count(*) DESC, name) = 1
),
portraits AS (
    SELECT s.person_id, coalesce(n.name, m.name, s.person_id) AS name, k.kind, r.role, r.affiliation, s.first_seen_on
    FROM (SELECT person_id, min(day) AS first_seen_on FROM seen GROUP BY person_id) AS s
    LEFT JOIN names AS n USING (person_id) LEFT JOIN mentioned AS m USING (person_id)
    LEFT JOIN kinds AS k USING (person_id) LEFT JOIN roles AS r USING (person_id)
),
pairs AS (
    SELECT a.person_id, b.person_id AS other, count(*) AS n
    FROM seen AS a JOIN seen AS b ON a.article_id = b.article_id AND a.person_id <> b.person_id
    WHERE a.n_quotations > 0 AND b.n_quotations > 0 GROUP BY a.person_id, b.person_id
    QUALIFY row_number() OVER (PARTITION BY a.person_id ORDER BY count(*) DESC, b.person_id) <= 5
),
co AS (
    SELECT p.person_id, string_agg(o.name || ' ×' || n, '; ' ORDER BY n DESC, other) AS co_quoted
    FROM pairs AS p JOIN portraits AS o ON o.person_id = p.other GROUP BY p.person_id
),
shares AS (
    SELECT person_id, sum((n / total) ^ 2) AS concentration
    FROM (SELECT person_id, count(*) AS n, sum(count(*)) OVER (PARTITION BY person_id) AS total FROM seen GROUP BY person_id, source_id)
    GROUP BY person_id
)
SELECT g.unit, g.period_start, g.person_id, p.name, p.kind, p.role, p.affiliation, coalesce(n_mentions, 0) AS n_mentions,
       coalesce(n_quotations, 0) AS n_quotations, coalesce(c.n_articles, 0) AS n_articles, coalesce(c.n_sources, 0) AS n_sources,
       coalesce(c.n_origins, 0) AS n_origins, coalesce(b.n_articles, 0) AS denominator,
       coalesce(c.n_articles, 0) / nullif(b.n_articles, 0) AS share,
       wilson_low(coalesce(c.n_articles, 0), nullif(b.n_articles, 0)) AS share_low,
       wilson_high(coalesce(c.n_articles, 0), nullif(b.n_articles, 0)) AS share_high,
       s.concentration, co.co_quoted, p.first_seen_on, coalesce(l.is_gap, false) AS is_gap,
       concat_ws('|', g.unit, coalesce(CAST(g.period_start AS VARCHAR), '-'), g.person_id) AS evidence_key
FROM grid AS g
LEFT JOIN counted AS c ON c.unit = g.unit AND c.period_start IS NOT DISTINCT FROM g.period_start AND c.person_id = g.person_id
JOIN portraits AS p ON p.person_id = g.person_id
JOIN shares AS s ON s.person_id = g.person_id
LEFT JOIN co ON co.person_id = g.person_id
LEFT JOIN (FROM base WHERE dimension = 'all') AS b ON b.unit = g.unit AND b.period_start IS NOT DISTINCT FROM g.period_start
LEFT JOIN (FROM ledger WHERE dimension = 'all') AS l ON l.unit = g.unit AND l.period_start IS NOT DISTINCT FROM g.period_start
ORDER BY g.unit, g.period_start NULLS LAST, g.person_id;

-- name: trend_seed_echo
WITH positions AS (
    SELECT article_id, holder, target,
           CASE WHEN min(polarity) = max(polarity) THEN min(polarity) ELSE 'mixed' END AS polarity
    FROM stances WHERE level = 'span' GROUP BY ALL
),
held AS (SELECT * FROM positions JOIN topical USING (article_id)),
printed AS (SELECT * FROM figures JOIN topical USING (article_id) WHERE figure_id IS NOT NULL),
seed_figures AS (
    SELECT figure_id, min(figure_label) AS element_label, arg_min(value, (article_id, start, value)) AS seed_value
    FROM printed WHERE is_seed GROUP BY figure_id
),
seed_experts AS (
    SELECT person_id, min(name) AS element_label FROM speakers JOIN topical USING (article_id)
    WHERE is_seed AND kind = 'expert' AND person_id IS NOT NULL GROUP BY person_id
),
seed_targets AS (SELECT target, min(polarity) AS seed_polarity FROM held WHERE is_seed AND holder = 'text' GROUP BY target),
seed_arguments AS (
    SELECT target, polarity AS seed_polarity, string_agg(DISTINCT holder, ', ' ORDER BY holder) AS holders
    FROM held WHERE is_seed AND holder <> 'text' GROUP BY ALL
),
found AS (
    SELECT 'figure' AS element_kind, CAST(figure_id AS VARCHAR) AS element_id, element_label, article_id, source_id, origin_id, day, is_seed,
           CASE WHEN coalesce(value_high, value) * 1.1 >= seed_value AND value <= seed_value * 1.1 THEN 'repeated' ELSE 'contested' END AS uptake
    FROM printed JOIN seed_figures USING (figure_id)
    UNION ALL
    SELECT 'expert', person_id, element_label, article_id, source_id, origin_id, day, is_seed, uptake
    FROM (
        SELECT article_id, speaker_person_id AS person_id, 'repeated' AS uptake FROM quotations
        UNION ALL
        SELECT article_id, person_id, 'taken_up' FROM mentions
    ) JOIN topical USING (article_id) JOIN seed_experts USING (person_id)
    UNION ALL
    SELECT 'target', target, 'text ' || seed_polarity || ' ' || target, article_id, source_id, origin_id, day, is_seed,
           CASE WHEN polarity = seed_polarity THEN 'repeated'
                WHEN (polarity, seed_polarity) IN (('favor', 'against'), ('against', 'favor')) THEN 'contested' ELSE 'taken_up' END
    FROM held JOIN seed_targets USING (target) WHERE holder = 'text'
    UNION ALL
    SELECT 'argument', target || ':' || seed_polarity, holders || ': ' || seed_polarity || ' ' || target, article_id, source_id,
           origin_id, day, is_seed,
           CASE WHEN polarity = seed_polarity THEN 'repeated'
                WHEN (polarity, seed_polarity) IN (('favor', 'against'), ('against', 'favor')) THEN 'contested' ELSE 'taken_up' END
    FROM held JOIN seed_arguments USING (target) WHERE holder <> 'text'
),
counted AS (
    SELECT element_kind, element_id, element_label, source_id, CASE WHEN is_seed THEN 'seed' ELSE uptake END AS uptake,
           count(*) AS n_mentions, count(DISTINCT article_id) AS n_articles, count(DISTINCT source_id) AS n_sources,
           count(DISTINCT origin_id) AS n_origins, min(day) AS first_seen_on, max(day) AS last_seen_on
    FROM found GROUP BY ALL
),
dropped AS (
    SELECT * FROM (SELECT DISTINCT element_kind, element_id, element_label FROM found WHERE is_seed),
                  (SELECT DISTINCT source_id FROM topical WHERE NOT is_seed)
    WHERE (element_kind, element_id, source_id) NOT IN (SELECT (element_kind, element_id, source_id) FROM found WHERE NOT is_seed)
)
SELECT element_kind, element_id, element_label, source_id, uptake, coalesce(n_mentions, 0) AS n_mentions,
       coalesce(n_articles, 0) AS n_articles, coalesce(n_sources, 0) AS n_sources, coalesce(n_origins, 0) AS n_origins,
       t.n AS denominator, first_seen_on, last_seen_on,
       date_diff('day', coalesce((SELECT min(day) FROM found WHERE is_seed), CAST($reference_on AS DATE)), first_seen_on) AS lag_days,
       coalesce(g.is_gap, false) AS is_gap, concat_ws('|', element_kind, element_id, source_id, uptake) AS evidence_key
FROM (FROM counted UNION ALL BY NAME SELECT *, 'dropped' AS uptake FROM dropped)
JOIN (SELECT source_id, count(*) AS n FROM topical GROUP BY source_id) AS t USING (source_id)
LEFT JOIN (SELECT source_id, bool_or(is_gap) AS is_gap FROM coverage GROUP BY source_id) AS g USING (source_id)
ORDER BY element_kind, element_id, source_id, uptake;
