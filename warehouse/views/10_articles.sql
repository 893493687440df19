-- Sources and articles as analysts see them. Views are made anew whenever this folder changes.
CREATE OR REPLACE VIEW sources AS
SELECT source_id, name, domain, country, language, kind, ownership, family, expected_per_day, expected_reason,
       provenance, is_listed, coalesce(f.n_feeds, 0) AS n_feeds, f.last_polled_at, coalesce(a.n_articles, 0) AS n_articles
FROM store.sources
LEFT JOIN (
    SELECT source_id, count(*) AS n_feeds, max(polled_at) AS last_polled_at
    FROM store.feeds LEFT JOIN store.feed_states USING (feed_id) GROUP BY source_id
) AS f USING (source_id)
LEFT JOIN (
    SELECT source_id, count(DISTINCT article_id) AS n_articles FROM store.versions GROUP BY source_id
) AS a USING (source_id);

CREATE OR REPLACE VIEW article_versions AS
SELECT v.article_id, v.version_id, v.capture_id, v.source_id, v.url, v.title, v.authors, v.published_at,
       v.published_on, v.modified_at, v.language, v.site_name, v.credit, v.is_paywalled, v.body_start, v.n_words,
       v.text_sha256, v.text, v.first_seen_at, v.last_seen_at,
       row_number() OVER (PARTITION BY v.article_id ORDER BY v.first_seen_at, v.version_id) AS version_number,
       row_number() OVER (PARTITION BY v.article_id ORDER BY v.last_seen_at DESC, v.version_id DESC) = 1 AS is_latest,
       r.on_topic, r.topic_score, c.file AS capture_file, c.file_offset AS capture_offset,
       v.extractor, v.extractor_version
FROM store.versions AS v
LEFT JOIN store.relevance AS r USING (version_id)
LEFT JOIN store.captures AS c USING (capture_id);

CREATE OR REPLACE VIEW articles AS
SELECT v.article_id, v.version_id, v.capture_id, v.source_id, s.name AS source_name, s.country,
       s.kind AS source_kind, s.family AS source_family, v.url, v.title, v.authors, v.published_at, v.published_on,
       v.modified_at, v.language, r.on_topic, r.topic_score, coalesce(o.origin_id, v.article_id) AS origin_id,
       o.similarity AS origin_similarity, v.source_id = 'documents' AND starts_with(coalesce(d.url, 'seed:'), 'seed:') AS is_seed, v.credit, v.is_paywalled, v.n_words,
       n.n_versions, n.first_seen_at, n.last_seen_at, v.body_start, v.text
FROM (
    SELECT article_id, count(*) AS n_versions, min(first_seen_at) AS first_seen_at, max(last_seen_at) AS last_seen_at,
           arg_max(version_id, (last_seen_at, version_id)) AS version_id
    FROM store.versions GROUP BY article_id
) AS n
JOIN store.versions AS v USING (version_id)
LEFT JOIN store.sources AS s ON s.source_id = v.source_id
LEFT JOIN (SELECT capture_id, url FROM store.captures WHERE source_id = 'documents') AS d ON d.capture_id = v.capture_id
LEFT JOIN store.relevance AS r USING (version_id)
LEFT JOIN store.origins AS o ON o.article_id = v.article_id;

CREATE OR REPLACE VIEW captures AS
SELECT capture_id, url, final_url, source_id, fetched_at, status, body_sha256, n_bytes, is_truncated, tdm_reserved,
       file, file_offset, file_length, version_id, code AS extract_problem
FROM store.captures LEFT JOIN store.extractions USING (capture_id);

CREATE OR REPLACE VIEW problems AS
SELECT stage, subject, code, detail, occurred_at, source_id FROM store.problems;
