-- #fail orphan_annotations: an annotation is about a version that does not exist
SELECT kind, version_id FROM (
    SELECT 'quantities' AS kind, version_id FROM store.quantities
    UNION SELECT 'quotations', version_id FROM store.quotations
    UNION SELECT 'speakers', version_id FROM store.speakers
    UNION SELECT 'mentions', version_id FROM store.mentions
    UNION SELECT 'stances', version_id FROM store.stances
    UNION SELECT 'relevance', version_id FROM store.relevance
    UNION SELECT 'topic_mentions', version_id FROM store.topic_mentions
    UNION SELECT 'annotated', version_id FROM store.annotated
) ANTI JOIN store.versions USING (version_id) ORDER BY ALL;

-- #fail orphan_extractions: an extraction names a version or a capture that does not exist
SELECT capture_id, version_id FROM store.extractions
WHERE capture_id NOT IN (SELECT capture_id FROM store.captures)
   OR (version_id IS NOT NULL AND version_id NOT IN (SELECT version_id FROM store.versions))
ORDER BY ALL;

-- #fail double_rows: a key stands twice in its table
SELECT * FROM (
    SELECT 'sources' AS table_name, source_id AS key FROM store.sources GROUP BY source_id HAVING count(*) > 1
    UNION ALL SELECT 'feeds', CAST(feed_id AS VARCHAR) FROM store.feeds GROUP BY feed_id HAVING count(*) > 1
    UNION ALL SELECT 'feed_states', CAST(feed_id AS VARCHAR) FROM store.feed_states GROUP BY feed_id HAVING count(*) > 1
    UNION ALL SELECT 'pages', CAST(page_id AS VARCHAR) FROM store.pages GROUP BY page_id HAVING count(*) > 1
    UNION ALL SELECT 'captures', CAST(capture_id AS VARCHAR) FROM store.captures GROUP BY capture_id HAVING count(*) > 1
    UNION ALL SELECT 'extractions', CAST(capture_id AS VARCHAR) FROM store.extractions GROUP BY capture_id HAVING count(*) > 1
    UNION ALL SELECT 'versions', CAST(version_id AS VARCHAR) FROM store.versions GROUP BY version_id HAVING count(*) > 1
    UNION ALL SELECT 'origins', CAST(article_id AS VARCHAR) FROM store.origins GROUP BY article_id HAVING count(*) > 1
    UNION ALL SELECT 'figures', CAST(quantity_id AS VARCHAR) FROM store.figures GROUP BY quantity_id HAVING count(*) > 1
    UNION ALL SELECT 'quantities', CAST(quantity_id AS VARCHAR) FROM store.quantities GROUP BY quantity_id HAVING count(*) > 1
    UNION ALL SELECT 'rounds', CAST(round_id AS VARCHAR) FROM store.rounds GROUP BY round_id HAVING count(*) > 1
    UNION ALL SELECT 'tallies', source_id || ' ' || day FROM store.tallies GROUP BY source_id, day HAVING count(*) > 1
    UNION ALL SELECT 'annotated', version_id || ' ' || annotator FROM store.annotated GROUP BY version_id, annotator HAVING count(*) > 1
    UNION ALL SELECT 'relevance', version_id || ' ' || annotator FROM store.relevance GROUP BY version_id, annotator HAVING count(*) > 1
) ORDER BY ALL;

-- #fail double_articles: the view of articles shows an article twice, or not at all
SELECT article_id, n FROM (
    SELECT v.article_id, count(a.article_id) AS n
    FROM (SELECT DISTINCT article_id FROM store.versions) AS v LEFT JOIN articles AS a USING (article_id)
    GROUP BY v.article_id
) WHERE n <> 1 ORDER BY ALL;

-- #fail changed_texts: a text is not the one that was hashed
SELECT version_id, text_sha256 FROM store.versions WHERE text IS NOT NULL AND sha256(text) <> text_sha256 ORDER BY ALL;

-- #fail stale_rows: a row was made by another version of its annotator than the ledger says
SELECT DISTINCT version_id, annotator, made.annotator_version FROM (
    SELECT version_id, annotator, annotator_version FROM store.quantities
    UNION SELECT version_id, annotator, annotator_version FROM store.quotations
    UNION SELECT version_id, annotator, annotator_version FROM store.speakers
    UNION SELECT version_id, annotator, annotator_version FROM store.mentions
    UNION SELECT version_id, annotator, annotator_version FROM store.stances
    UNION SELECT version_id, annotator, annotator_version FROM store.relevance
) AS made
JOIN store.annotated AS ledger USING (version_id, annotator)
WHERE made.annotator_version <> ledger.annotator_version ORDER BY ALL;

-- #fail impossible_ranges: a range whose upper end is below its lower
SELECT quantity_id, version_id, surface, value, value_high FROM store.quantities WHERE value_high < value ORDER BY ALL;

-- #fail unknown_words: a word outside the closed lists of the contract
SELECT kind, word FROM (
    SELECT DISTINCT 'polarity' AS kind, polarity AS word FROM store.stances
    WHERE polarity NOT IN ('favor', 'against', 'mixed', 'neutral')
    UNION ALL SELECT DISTINCT 'approx', approx FROM store.quantities
    WHERE approx NOT IN ('exact', 'about', 'under', 'over', 'at_least', 'at_most', 'range')
    UNION ALL SELECT DISTINCT 'type', type FROM store.quotations WHERE type NOT IN ('direct', 'indirect', 'mixed')
    UNION ALL SELECT DISTINCT 'kind', kind FROM store.speakers
    WHERE kind NOT IN ('expert', 'politician', 'official', 'military', 'journalist', 'author', 'organisation', 'other')
    UNION ALL SELECT DISTINCT 'level', level FROM store.stances WHERE level NOT IN ('span', 'article')
) ORDER BY ALL;

-- #warn future_dates: an article dated more than two days after it was seen
SELECT version_id, published_on, first_seen_at FROM store.versions
WHERE published_on > CAST(first_seen_at AS DATE) + 2 ORDER BY ALL;

-- #warn ancient_dates: an article dated before 1990
SELECT version_id, published_on FROM store.versions WHERE published_on < DATE '1990-01-01' ORDER BY ALL;

-- #warn unknown_sources: an article of a source that the sources file never named
SELECT DISTINCT source_id FROM store.versions ANTI JOIN store.sources USING (source_id) ORDER BY ALL;

-- #warn lost_figures: a figure is given to a quantity that no longer exists
SELECT quantity_id FROM store.figures ANTI JOIN store.quantities USING (quantity_id) ORDER BY ALL;

-- #warn stances_off_topic: a stance in an article that is off the topic
SELECT DISTINCT version_id FROM store.stances JOIN store.relevance USING (version_id) WHERE NOT on_topic ORDER BY ALL;

-- #warn no_primary: there are stances, but none by the primary annotator
SELECT value AS primary_annotator FROM store.settings
WHERE name = 'primary_annotator' AND EXISTS (FROM store.stances)
  AND value NOT IN (SELECT annotator FROM store.annotated);

-- #warn refused_rows: more than one annotation in a hundred was refused
SELECT annotator, annotator_version, sum(n_rejected) AS n_rejected, sum(n_rows) AS n_rows
FROM store.annotated GROUP BY ALL HAVING sum(n_rejected) > 0.01 * (sum(n_rows) + sum(n_rejected)) ORDER BY ALL;

-- #warn trends_behind: a trend counts other articles on the topic than there are
SELECT t.n_articles AS in_trend, (SELECT count(*) FROM articles WHERE on_topic) AS in_articles
FROM trend_volume AS t
WHERE unit = 'all' AND dimension = 'all'
  AND t.n_articles <> (SELECT count(*) FROM articles WHERE on_topic);
