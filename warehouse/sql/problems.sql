-- name: insert_new
INSERT INTO store.problems BY NAME
SELECT * FROM incoming
WHERE NOT EXISTS (
    FROM store.problems AS p
    WHERE p.stage = incoming.stage AND p.subject = incoming.subject AND p.code = incoming.code
      AND p.detail = incoming.detail AND p.occurred_at = incoming.occurred_at
);

-- name: delete_about
DELETE FROM store.problems WHERE stage = $stage AND subject IN (SELECT subject FROM incoming);
