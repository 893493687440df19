-- name: unlist
UPDATE store.sources SET is_listed = false WHERE source_id NOT IN (SELECT source_id FROM incoming);

-- name: delete
DELETE FROM store.sources WHERE source_id IN (SELECT source_id FROM incoming);

-- name: insert
INSERT INTO store.sources BY NAME SELECT * FROM incoming;

-- name: unlist_feeds
UPDATE store.feeds SET is_listed = false WHERE feed_id NOT IN (SELECT feed_id FROM incoming_feeds);

-- name: delete_feeds
DELETE FROM store.feeds WHERE feed_id IN (SELECT feed_id FROM incoming_feeds);

-- name: insert_feeds
INSERT INTO store.feeds BY NAME SELECT * FROM incoming_feeds;
