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

-- name: add_tallies
UPDATE store.tallies AS t
SET n_polls = t.n_polls + i.n_polls, n_polls_failed = t.n_polls_failed + i.n_polls_failed,
    n_listed = t.n_listed + i.n_listed, n_fetched = t.n_fetched + i.n_fetched,
    n_not_modified = t.n_not_modified + i.n_not_modified, n_robots = t.n_robots + i.n_robots,
    n_reserved = t.n_reserved + i.n_reserved
FROM incoming AS i WHERE t.source_id = i.source_id AND t.day = i.day;

-- name: insert_tallies
INSERT INTO store.tallies BY NAME SELECT * FROM incoming ANTI JOIN store.tallies USING (source_id, day);

-- name: add_tally_failures
UPDATE store.tally_failures AS t SET n_failed = t.n_failed + i.n_failed
FROM incoming AS i WHERE t.source_id = i.source_id AND t.day = i.day AND t.code = i.code;

-- name: insert_tally_failures
INSERT INTO store.tally_failures BY NAME
SELECT * FROM incoming ANTI JOIN store.tally_failures USING (source_id, day, code);
