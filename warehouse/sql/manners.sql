-- name: read_manners
FROM store.manners ORDER BY origin;

-- name: delete_manners
DELETE FROM store.manners WHERE origin IN (SELECT origin FROM incoming);

-- name: insert_manners
INSERT INTO store.manners BY NAME SELECT * FROM incoming;

-- name: read_pauses
FROM store.pauses ORDER BY host;

-- name: delete_pauses
DELETE FROM store.pauses;

-- name: insert_pauses
INSERT INTO store.pauses BY NAME SELECT * FROM incoming;
