-- The questions that analysts ask most.
CREATE OR REPLACE MACRO articles_about(target) AS TABLE
SELECT a.article_id, a.published_on, a.source_name, a.country, a.language, a.title, a.url, a.origin_id,
       max(s.polarity) FILTER (s.level = 'article') AS article_stance,
       count(*) FILTER (s.level = 'span' AND s.polarity = 'favor') AS n_favor,
       count(*) FILTER (s.level = 'span' AND s.polarity = 'against') AS n_against,
       count(*) FILTER (s.level = 'span' AND s.polarity = 'mixed') AS n_mixed,
       count(*) FILTER (s.level = 'span' AND s.polarity = 'neutral') AS n_neutral
FROM stances AS s JOIN articles AS a USING (article_id)
WHERE s.target = target AND a.on_topic
GROUP BY ALL
ORDER BY a.published_on, a.article_id;

CREATE OR REPLACE MACRO evidence(figure_id) AS TABLE
SELECT a.article_id, a.version_id, a.published_on, a.source_name, a.title, a.url, f.surface, f.value, f.value_high, f.unit,
       f.approx, f.cited_by, f.sentence, f."start", f."end", a.capture_id, f.annotator, f.annotator_version
FROM cited_figures AS f JOIN articles AS a USING (version_id)
WHERE f.figure_id = figure_id
ORDER BY a.published_on, a.article_id, f."start";

CREATE OR REPLACE MACRO who_said(person) AS TABLE
SELECT a.article_id, a.version_id, a.published_on, a.source_name, a.title, a.url, q.speaker, q.speaker_person_id, q.type,
       q.surface, q.cue, q.sentence, q."start", q."end", a.capture_id, q.annotator, q.annotator_version
FROM quotations AS q JOIN articles AS a USING (version_id)
WHERE q.speaker_person_id = person
   OR contains(lower(strip_accents(q.speaker)), lower(strip_accents(person)))
ORDER BY a.published_on, a.article_id, q."start";

CREATE OR REPLACE MACRO timeline(target, unit) AS TABLE
SELECT t.period_start, t.n_favor, t.n_against, t.n_mixed, t.n_neutral, t.n_abstained, t.net_stance, t.net_low, t.net_high,
       t.n_articles, t.n_sources, t.n_origins, t.denominator, t.is_gap, t.evidence_key
FROM trend_stance AS t
WHERE t.target = target AND t.unit = unit AND t.dimension = 'all'
ORDER BY t.period_start;

CREATE OR REPLACE MACRO agreement(a, b) AS TABLE
WITH positions AS (
    SELECT s.annotator, s.article_id, s.level, s.holder, s.target,
           CASE WHEN min(s.polarity) = max(s.polarity) THEN min(s.polarity) ELSE 'mixed' END AS polarity
    FROM stances_by_annotator AS s GROUP BY ALL
),
pairs AS (
    SELECT coalesce(x.target, y.target) AS target, x.polarity AS of_a, y.polarity AS of_b
    FROM (FROM positions AS p WHERE p.annotator = a) AS x
    FULL JOIN (FROM positions AS p WHERE p.annotator = b) AS y USING (article_id, level, holder, target)
),
counts AS (
    SELECT p.target, count(*) FILTER (p.of_a IS NOT NULL AND p.of_b IS NOT NULL) AS n_both,
           count(*) FILTER (p.of_a = p.of_b) AS n_same,
           count(*) FILTER (p.of_b IS NULL) AS n_only_a, count(*) FILTER (p.of_a IS NULL) AS n_only_b
    FROM pairs AS p GROUP BY p.target
),
chance AS (
    SELECT m.target, sum(m.n_a * m.n_b) AS by_chance
    FROM (
        SELECT p.target, polarity.value AS polarity, count(*) FILTER (p.of_a = polarity.value) AS n_a,
               count(*) FILTER (p.of_b = polarity.value) AS n_b
        FROM pairs AS p, (VALUES ('favor'), ('against'), ('mixed'), ('neutral')) AS polarity (value)
        WHERE p.of_a IS NOT NULL AND p.of_b IS NOT NULL GROUP BY ALL
    ) AS m GROUP BY m.target
)
SELECT c.target, c.n_both, c.n_same, c.n_only_a, c.n_only_b, c.n_same / nullif(c.n_both, 0) AS share_same,
       (c.n_same / nullif(c.n_both, 0) - h.by_chance / nullif(c.n_both, 0) ^ 2)
       / nullif(1 - h.by_chance / nullif(c.n_both, 0) ^ 2, 0) AS cohens_kappa
FROM counts AS c LEFT JOIN chance AS h USING (target)
ORDER BY c.target;
