-- name: articles
SELECT article_id, version_id, source_id, origin_id, language, country, source_kind, published_on, on_topic, is_seed
FROM articles WHERE on_topic IS NOT NULL ORDER BY article_id;

-- name: sources
SELECT source_id, country, language, kind FROM sources ORDER BY source_id;

-- name: stances
SELECT article_id, holder, holder_kind, target, polarity, level
FROM stances WHERE on_topic ORDER BY article_id, level, holder, target, "start", polarity;

-- name: figures
SELECT article_id, figure_id, figure_label, value, value_high, unit, cited_by, "start"
FROM cited_figures WHERE on_topic AND figure_id IS NOT NULL ORDER BY article_id, "start", quantity_id;

-- name: quotations
SELECT article_id, speaker_person_id FROM quotations WHERE on_topic ORDER BY article_id, "start";

-- name: speakers
SELECT article_id, person_id, name, kind, role, affiliation, "start"
FROM speakers WHERE on_topic ORDER BY article_id, "start", name;

-- name: mentions
SELECT article_id, person_id, name, is_organisation FROM mentions WHERE on_topic ORDER BY article_id, "start";

-- name: coverage
SELECT source_id, day, n_on_topic, n_off_topic, is_gap FROM coverage ORDER BY source_id, day;
