-- From a number to the words behind it.
-- A macro puts its argument into its text: names in it end in `_`, so that
-- `FROM trend_stance AS t, trend_evidence(t.evidence_key)` means the t of the query.
CREATE OR REPLACE MACRO in_period(unit, period_start, published_on) AS
    CASE unit
        WHEN 'all' THEN true
        WHEN 'day' THEN published_on IS NOT DISTINCT FROM period_start
        WHEN 'week' THEN CAST(date_trunc('week', published_on) AS DATE) IS NOT DISTINCT FROM period_start
        WHEN 'month' THEN CAST(date_trunc('month', published_on) AS DATE) IS NOT DISTINCT FROM period_start
    END;

CREATE OR REPLACE VIEW evidence_rows AS
WITH rows AS (
    SELECT 'topic' AS kind, version_id, "start", "end", surface, sentence, sentence_start, annotator, annotator_version
    FROM topic_mentions
    UNION ALL BY NAME
    SELECT 'stance' AS kind, version_id, "start", "end", surface, sentence, sentence_start, annotator,
           annotator_version, person_id, holder, holder_kind, target, polarity
    FROM stances WHERE level = 'span'
    UNION ALL BY NAME
    SELECT 'figure' AS kind, version_id, "start", "end", surface, sentence, sentence_start, annotator,
           annotator_version, figure_id, value, value_high, unit, cited_by AS holder
    FROM cited_figures
    UNION ALL BY NAME
    SELECT 'quotation' AS kind, version_id, "start", "end", surface, sentence, sentence_start, annotator,
           annotator_version, speaker_person_id AS person_id, speaker AS holder
    FROM quotations
    UNION ALL BY NAME
    SELECT 'mention' AS kind, version_id, "start", "end", surface, sentence, sentence_start, annotator,
           annotator_version, person_id, name AS holder
    FROM mentions WHERE NOT is_organisation
    UNION ALL BY NAME
    SELECT 'speaker' AS kind, version_id, "start", "end", surface, sentence, sentence_start, annotator,
           annotator_version, person_id, name AS holder
    FROM speakers
)
SELECT rows.kind, a.article_id, a.version_id, a.capture_id, a.source_id, a.source_name, a.country, a.source_kind,
       a.language, a.published_on, a.origin_id, a.is_seed, a.title, a.url, rows."start", rows."end", rows.surface,
       rows.sentence, rows.sentence_start, rows.person_id, rows.holder, rows.holder_kind, rows.target, rows.polarity,
       rows.figure_id, rows.value, rows.value_high, rows.unit, rows.annotator, rows.annotator_version
FROM articles AS a JOIN rows USING (version_id)
WHERE a.on_topic;

CREATE OR REPLACE MACRO in_group(dimension, group_value, country, language, source_kind, source_id) AS
    CASE dimension
        WHEN 'all' THEN true
        WHEN 'language' THEN coalesce(language, 'unknown') = group_value
        WHEN 'country' THEN coalesce(country, 'unknown') = group_value
        WHEN 'source_kind' THEN coalesce(source_kind, 'unknown') = group_value
        WHEN 'source_id' THEN coalesce(source_id, 'unknown') = group_value
    END;

CREATE OR REPLACE MACRO trend_volume_evidence(evidence_key) AS TABLE
SELECT a_.article_id, a_.version_id, a_.capture_id, a_.source_id, a_.source_name, a_.published_on, a_.origin_id, a_.title, a_.url,
       e_."start", e_."end", e_.surface, e_.sentence, e_.sentence_start, e_.annotator, e_.annotator_version
FROM trend_volume AS t_
JOIN articles AS a_ ON in_period(t_.unit, t_.period_start, a_.published_on)
    AND in_group(t_.dimension, t_.value, a_.country, a_.language, a_.source_kind, a_.source_id)
LEFT JOIN topic_mentions AS e_ USING (version_id)
WHERE t_.evidence_key = evidence_key AND a_.on_topic
ORDER BY a_.published_on, a_.article_id, e_."start";

CREATE OR REPLACE MACRO trend_stance_evidence(evidence_key) AS TABLE
SELECT e_.*
FROM trend_stance AS t_
JOIN evidence_rows AS e_ ON e_.kind = 'stance' AND e_.target = t_.target AND in_period(t_.unit, t_.period_start, e_.published_on)
    AND CASE t_.dimension
        WHEN 'holder_kind' THEN coalesce(e_.holder_kind, 'other') = t_.value
        ELSE in_group(t_.dimension, t_.value, e_.country, e_.language, e_.source_kind, e_.source_id)
    END
WHERE t_.evidence_key = evidence_key
ORDER BY e_.published_on, e_.article_id, e_."start";

CREATE OR REPLACE MACRO trend_figures_evidence(evidence_key) AS TABLE
SELECT e_.*
FROM trend_figures AS t_
JOIN evidence_rows AS e_ ON e_.kind = 'figure' AND e_.figure_id = t_.figure_id
    AND in_period(t_.unit, t_.period_start, e_.published_on)
WHERE t_.evidence_key = evidence_key
ORDER BY e_.published_on, e_.article_id, e_."start";

CREATE OR REPLACE MACRO trend_disagreement_evidence(evidence_key) AS TABLE
SELECT e_.*
FROM trend_disagreement AS t_
JOIN evidence_rows AS e_ ON e_.kind = 'figure' AND e_.figure_id = t_.figure_id AND e_.value = t_.value
    AND e_.value_high IS NOT DISTINCT FROM t_.value_high AND in_period(t_.unit, t_.period_start, e_.published_on)
WHERE t_.evidence_key = evidence_key
ORDER BY e_.published_on, e_.article_id, e_."start";

CREATE OR REPLACE MACRO trend_experts_evidence(evidence_key) AS TABLE
SELECT e_.*
FROM trend_experts AS t_
JOIN evidence_rows AS e_ ON e_.kind IN ('quotation', 'mention', 'speaker') AND e_.person_id = t_.person_id
    AND in_period(t_.unit, t_.period_start, e_.published_on)
WHERE t_.evidence_key = evidence_key
ORDER BY e_.published_on, e_.article_id, e_."start", e_.kind;

-- How each row of evidence relates to the seed document; the rules of `trend_seed_echo`, row by row.
CREATE OR REPLACE VIEW seed_echo_rows AS
WITH positions AS (
    SELECT *,
           CASE WHEN min(polarity) OVER same = max(polarity) OVER same THEN polarity ELSE 'mixed' END AS position
    FROM evidence_rows WHERE kind = 'stance'
    WINDOW same AS (PARTITION BY article_id, holder, target)
),
seed_figures AS (
    SELECT figure_id, arg_min(value, (article_id, "start", value)) AS seed_value
    FROM evidence_rows WHERE kind = 'figure' AND is_seed AND figure_id IS NOT NULL GROUP BY figure_id
),
seed_experts AS (
    SELECT DISTINCT s.person_id FROM speakers AS s JOIN articles AS a USING (article_id)
    WHERE a.is_seed AND a.on_topic AND s.kind = 'expert' AND s.person_id IS NOT NULL
),
seed_targets AS (
    SELECT target, min(position) AS seed_polarity FROM positions WHERE is_seed AND holder = 'text' GROUP BY target
),
seed_arguments AS (
    SELECT DISTINCT target, position AS seed_polarity FROM positions WHERE is_seed AND holder <> 'text'
)
SELECT 'figure' AS element_kind, CAST(e.figure_id AS VARCHAR) AS element_id,
       CASE
           WHEN is_seed THEN 'seed'
           WHEN coalesce(value_high, value) * 1.1 >= seed_value AND value <= seed_value * 1.1 THEN 'repeated'
           ELSE 'contested'
       END AS uptake, e.*
FROM evidence_rows AS e JOIN seed_figures USING (figure_id) WHERE e.kind = 'figure'
UNION ALL BY NAME
SELECT 'expert' AS element_kind, e.person_id AS element_id,
       CASE WHEN is_seed THEN 'seed' WHEN e.kind = 'quotation' THEN 'repeated' ELSE 'taken_up' END AS uptake, e.*
FROM evidence_rows AS e JOIN seed_experts USING (person_id) WHERE e.kind IN ('quotation', 'mention')
UNION ALL BY NAME
SELECT 'target' AS element_kind, target AS element_id,
       CASE
           WHEN is_seed THEN 'seed'
           WHEN position = seed_polarity THEN 'repeated'
           WHEN position = CASE seed_polarity WHEN 'favor' THEN 'against' WHEN 'against' THEN 'favor' END THEN 'contested'
           ELSE 'taken_up'
       END AS uptake, e.* EXCLUDE (position)
FROM positions AS e JOIN seed_targets USING (target) WHERE holder = 'text'
UNION ALL BY NAME
SELECT 'argument' AS element_kind, target || ':' || seed_polarity AS element_id,
       CASE
           WHEN is_seed THEN 'seed'
           WHEN position = seed_polarity THEN 'repeated'
           WHEN position = CASE seed_polarity WHEN 'favor' THEN 'against' WHEN 'against' THEN 'favor' END THEN 'contested'
           ELSE 'taken_up'
       END AS uptake, e.* EXCLUDE (position)
FROM positions AS e JOIN seed_arguments USING (target) WHERE holder <> 'text';

CREATE OR REPLACE MACRO trend_seed_echo_evidence(evidence_key) AS TABLE
SELECT e_.*
FROM trend_seed_echo AS t_
JOIN seed_echo_rows AS e_ USING (element_kind, element_id, source_id, uptake)
WHERE t_.evidence_key = evidence_key
ORDER BY e_.published_on, e_.article_id, e_."start", e_.kind;

CREATE OR REPLACE MACRO trend_evidence(evidence_key) AS TABLE
SELECT 'trend_volume' AS trend, 'topic' AS kind, article_id, version_id, capture_id, source_name, published_on, title, url,
       "start", "end", surface, sentence, sentence_start
FROM trend_volume_evidence(evidence_key)
UNION ALL
SELECT 'trend_stance', kind, article_id, version_id, capture_id, source_name, published_on, title, url,
       "start", "end", surface, sentence, sentence_start
FROM trend_stance_evidence(evidence_key)
UNION ALL
SELECT 'trend_figures', kind, article_id, version_id, capture_id, source_name, published_on, title, url,
       "start", "end", surface, sentence, sentence_start
FROM trend_figures_evidence(evidence_key)
UNION ALL
SELECT 'trend_experts', kind, article_id, version_id, capture_id, source_name, published_on, title, url,
       "start", "end", surface, sentence, sentence_start
FROM trend_experts_evidence(evidence_key)
UNION ALL
SELECT 'trend_disagreement', kind, article_id, version_id, capture_id, source_name, published_on, title, url,
       "start", "end", surface, sentence, sentence_start
FROM trend_disagreement_evidence(evidence_key)
UNION ALL
SELECT 'trend_seed_echo', kind, article_id, version_id, capture_id, source_name, published_on, title, url,
       "start", "end", surface, sentence, sentence_start
FROM trend_seed_echo_evidence(evidence_key);
