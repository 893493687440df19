-- The questions that analysts ask most.
CREATE OR REPLACE MACRO articles_about(target) AS TABLE
SELECT a_.article_id, a_.published_on, a_.source_name, a_.country, a_.language, a_.title, a_.url, a_.origin_id,
       max(s_.polarity) FILTER (s_.level = 'article') AS article_stance,
       count(*) FILTER (s_.level = 'span' AND s_.polarity = 'favor') AS n_favor,
       count(*) FILTER (s_.level = 'span' AND s_.polarity = 'against') AS n_against,
       count(*) FILTER (s_.level = 'span' AND s_.polarity = 'mixed') AS n_mixed,
       count(*) FILTER (s_.level = 'span' AND s_.polarity = 'neutral') AS n_neutral
FROM stances AS s_ JOIN articles AS a_ USING (article_id)
WHERE s_.target = target AND a_.on_topic
GROUP BY ALL
ORDER BY a_.published_on, a_.article_id;

CREATE OR REPLACE MACRO evidence(figure_id) AS TABLE
SELECT a_.article_id, a_.version_id, a_.published_on, a_.source_name, a_.title, a_.url, f_.surface, f_.value, f_.value_high, f_.unit,
       f_.approx, f_.cited_by, f_.sentence, f_."start", f_."end", a_.capture_id, f_.annotator, f_.annotator_version
FROM cited_figures AS f_ JOIN articles AS a_ USING (version_id)
WHERE f_.figure_id = figure_id
ORDER BY a_.published_on, a_.article_id, f_."start";

CREATE OR REPLACE MACRO who_said(person) AS TABLE
SELECT a_.article_id, a_.version_id, a_.published_on, a_.source_name, a_.title, a_.url, q_.speaker, q_.speaker_person_id, q_.type,
       q_.surface, q_.cue, q_.sentence, q_."start", q_."end", a_.capture_id, q_.annotator, q_.annotator_version
FROM quotations AS q_ JOIN articles AS a_ USING (version_id)
WHERE q_.speaker_person_id = person
   OR contains(lower(strip_accents(q_.speaker)), lower(strip_accents(person)))
ORDER BY a_.published_on, a_.article_id, q_."start";

CREATE OR REPLACE MACRO timeline(target, unit) AS TABLE
SELECT t_.period_start, t_.n_favor, t_.n_against, t_.n_mixed, t_.n_neutral, t_.n_abstained, t_.net_stance, t_.net_low, t_.net_high,
       t_.n_articles, t_.n_sources, t_.n_origins, t_.denominator, t_.is_gap, t_.evidence_key
FROM trend_stance AS t_
WHERE t_.target = target AND t_.unit = unit AND t_.dimension = 'all'
ORDER BY t_.period_start;

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
