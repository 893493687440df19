-- One fingerprint per kind of row that trends are made of: how many rows, and the sum of their hashes, whatever their
-- order. The columns are those that trends read, the rows those that can change a number.
-- name: read
WITH ledger AS MATERIALIZED (SELECT source_id, day, n_on_topic, n_off_topic, is_gap FROM coverage)
SELECT 'articles' AS name, count(*) AS n_rows,
       CAST(sum(hash(hash(article_id, source_id, origin_id, language, country, source_kind, published_on, is_seed))) AS VARCHAR) AS hashes
FROM articles WHERE on_topic
UNION ALL
SELECT 'sources', count(*), CAST(sum(hash(hash(source_id, country, language, kind))) AS VARCHAR) FROM sources
UNION ALL
SELECT 'stances', count(*),
       CAST(sum(hash(hash(article_id, holder, holder_kind, target, polarity))) AS VARCHAR)
FROM stances WHERE on_topic AND level = 'span'
UNION ALL
SELECT 'figures', count(*),
       CAST(sum(hash(hash(article_id, figure_id, figure_label, value, value_high, unit, cited_by, "start"))) AS VARCHAR)
FROM cited_figures WHERE on_topic AND figure_id IS NOT NULL
UNION ALL
SELECT 'quotations', count(*), CAST(sum(hash(hash(article_id, speaker_person_id))) AS VARCHAR)
FROM quotations WHERE on_topic
UNION ALL
SELECT 'speakers', count(*),
       CAST(sum(hash(hash(article_id, person_id, name, kind, role, affiliation, "start"))) AS VARCHAR)
FROM speakers WHERE on_topic
UNION ALL
SELECT 'mentions', count(*), CAST(sum(hash(hash(article_id, person_id, name, is_organisation))) AS VARCHAR)
FROM mentions WHERE on_topic
UNION ALL
SELECT 'coverage', count(*), CAST(sum(hash(hash(source_id, day, n_on_topic, n_off_topic, is_gap))) AS VARCHAR)
FROM ledger WHERE is_gap OR n_on_topic > 0 OR n_off_topic > 0
UNION ALL
SELECT 'gaps', count(*), CAST(sum(hash(hash(source_id, day))) AS VARCHAR) FROM ledger WHERE is_gap;
