-- name: forget
DELETE FROM store.settings WHERE name = $name;

-- name: note
INSERT INTO store.settings VALUES ($name, $value);

-- name: read_stance_annotators
SELECT annotator, annotator_version, count(*) AS n_rows,
       annotator = (SELECT max(value) FROM store.settings WHERE name = 'primary_annotator') AS is_primary
FROM store.stances GROUP BY ALL ORDER BY ALL;

-- name: delete_overrides
DELETE FROM store.person_overrides;

-- name: insert_overrides
INSERT INTO store.person_overrides BY NAME SELECT * FROM incoming ORDER BY ALL;
