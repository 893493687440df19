-- name: read_feed_states
SELECT s.* FROM store.feed_states AS s
WHERE $source_ids IS NULL
   OR feed_id IN (FROM store.feeds SELECT feed_id WHERE source_id IN (SELECT unnest(CAST($source_ids AS VARCHAR[]))))
ORDER BY feed_id;

-- name: read_due_pages
SELECT * FROM store.pages
WHERE source_id IN (SELECT unnest(CAST($source_ids AS VARCHAR[]))) AND next_look_at <= $due_at
ORDER BY next_look_at, page_id;

-- name: read_known_pages
SELECT * FROM store.pages WHERE page_id IN (SELECT unnest(CAST($page_ids AS BIGINT[]))) ORDER BY page_id;

-- name: read_round
SELECT round_id FROM store.rounds WHERE round_id = $round_id;

-- name: note_round
INSERT INTO store.rounds VALUES ($round_id, $at);

-- name: delete_feed_states
DELETE FROM store.feed_states WHERE feed_id IN (SELECT feed_id FROM incoming);

-- name: insert_feed_states
INSERT INTO store.feed_states BY NAME SELECT * FROM incoming;

-- name: delete_pages
DELETE FROM store.pages WHERE page_id IN (SELECT page_id FROM incoming);

-- name: insert_pages
INSERT INTO store.pages BY NAME SELECT * FROM incoming;

-- name: sum_tallies
CREATE OR REPLACE TEMP TABLE summed_tallies AS
SELECT source_id, day, CAST(sum(n_polls) AS BIGINT) AS n_polls, CAST(sum(n_polls_failed) AS BIGINT) AS n_polls_failed,
       CAST(sum(n_listed) AS BIGINT) AS n_listed, CAST(sum(n_fetched) AS BIGINT) AS n_fetched,
       CAST(sum(n_not_modified) AS BIGINT) AS n_not_modified, CAST(sum(n_robots) AS BIGINT) AS n_robots,
       CAST(sum(n_reserved) AS BIGINT) AS n_reserved
FROM (
    SELECT * FROM incoming
    UNION ALL BY NAME
    SELECT * FROM store.tallies SEMI JOIN incoming USING (source_id, day)
)
GROUP BY source_id, day;

-- name: delete_tallies
DELETE FROM store.tallies WHERE (source_id, day) IN (SELECT (source_id, day) FROM incoming);

-- name: insert_tallies
INSERT INTO store.tallies BY NAME SELECT * FROM summed_tallies ORDER BY source_id, day;

-- name: drop_tallies
DROP TABLE summed_tallies;

-- name: sum_tally_failures
CREATE OR REPLACE TEMP TABLE summed_tally_failures AS
SELECT source_id, day, code, CAST(sum(n_failed) AS BIGINT) AS n_failed
FROM (
    SELECT * FROM incoming
    UNION ALL BY NAME
    SELECT * FROM store.tally_failures SEMI JOIN incoming USING (source_id, day, code)
)
GROUP BY source_id, day, code;

-- name: delete_tally_failures
DELETE FROM store.tally_failures WHERE (source_id, day, code) IN (SELECT (source_id, day, code) FROM incoming);

-- name: insert_tally_failures
INSERT INTO store.tally_failures BY NAME SELECT * FROM summed_tally_failures ORDER BY source_id, day, code;

-- name: drop_tally_failures
DROP TABLE summed_tally_failures;
