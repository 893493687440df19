-- name: read_cited_figures
SELECT * FROM cited_figures ORDER BY published_on NULLS LAST, article_id, "start", quantity_id;

-- name: delete
DELETE FROM store.figures;

-- name: insert
INSERT INTO store.figures BY NAME SELECT * FROM incoming ORDER BY quantity_id;
