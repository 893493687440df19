-- name: articles
SELECT strftime(published_on, '%Y-%m') AS month, language, * EXCLUDE (language, text)
FROM articles ORDER BY month NULLS FIRST, language NULLS FIRST, article_id;

-- name: article_versions
SELECT strftime(published_on, '%Y-%m') AS month, language, * EXCLUDE (language, text, capture_file, capture_offset)
FROM article_versions ORDER BY month NULLS FIRST, language NULLS FIRST, article_id, version_number;

-- name: article_texts
SELECT strftime(published_on, '%Y-%m') AS month, language, article_id, version_id, text_sha256, text
FROM article_versions WHERE text IS NOT NULL
ORDER BY month NULLS FIRST, language NULLS FIRST, article_id, version_id;

-- name: stances
SELECT strftime(published_on, '%Y-%m') AS month, language, * EXCLUDE (language)
FROM stances_by_annotator
ORDER BY month NULLS FIRST, language NULLS FIRST, article_id, annotator, "start", "end", level, target, holder, polarity,
         confidence;

-- name: cited_figures
SELECT strftime(published_on, '%Y-%m') AS month, language, * EXCLUDE (language)
FROM cited_figures
ORDER BY month NULLS FIRST, language NULLS FIRST, article_id, "start", "end", quantity_id, annotator;

-- name: quotations
SELECT strftime(published_on, '%Y-%m') AS month, language, * EXCLUDE (language)
FROM quotations
ORDER BY month NULLS FIRST, language NULLS FIRST, article_id, "start", "end", cue_start NULLS FIRST, speaker NULLS FIRST,
         annotator;

-- name: speakers
SELECT strftime(published_on, '%Y-%m') AS month, language, * EXCLUDE (language)
FROM speakers ORDER BY month NULLS FIRST, language NULLS FIRST, article_id, "start", "end", name, kind, annotator;

-- name: mentions
SELECT strftime(published_on, '%Y-%m') AS month, language, * EXCLUDE (language)
FROM mentions ORDER BY month NULLS FIRST, language NULLS FIRST, article_id, "start", "end", name, annotator;

-- name: topic_mentions
SELECT strftime(a.published_on, '%Y-%m') AS month, a.language, m.*
FROM topic_mentions AS m JOIN articles AS a USING (version_id)
ORDER BY month NULLS FIRST, a.language NULLS FIRST, m.article_id, m."start", m."end", m.annotator;

-- name: sources
SELECT * FROM sources ORDER BY source_id;

-- name: coverage
SELECT * FROM coverage ORDER BY source_id, day;

-- name: problems
SELECT * FROM problems ORDER BY occurred_at, stage, subject, code, detail;

-- name: trend_volume
SELECT * FROM trend_volume ORDER BY ALL;

-- name: trend_stance
SELECT * FROM trend_stance ORDER BY ALL;

-- name: trend_figures
SELECT * FROM trend_figures ORDER BY ALL;

-- name: trend_experts
SELECT * FROM trend_experts ORDER BY ALL;

-- name: trend_disagreement
SELECT * FROM trend_disagreement ORDER BY ALL;

-- name: trend_seed_echo
SELECT * FROM trend_seed_echo ORDER BY ALL;

-- name: read_comments
SELECT table_name, column_name, comment FROM duckdb_columns() WHERE schema_name = 'main' AND NOT internal;

-- name: read_table_comments
SELECT view_name AS table_name, comment FROM duckdb_views() WHERE schema_name = 'main' AND NOT internal
UNION ALL
SELECT table_name, comment FROM duckdb_tables() WHERE schema_name = 'main' AND NOT internal;

-- name: read_annotators
SELECT annotator, annotator_version, count(*) AS n_versions FROM store.annotated GROUP BY ALL ORDER BY ALL;
