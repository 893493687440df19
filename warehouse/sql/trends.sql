-- name: delete_trend_volume
DELETE FROM trend_volume;

-- name: insert_trend_volume
INSERT INTO trend_volume BY NAME SELECT * FROM incoming;

-- name: delete_trend_stance
DELETE FROM trend_stance;

-- name: insert_trend_stance
INSERT INTO trend_stance BY NAME SELECT * FROM incoming;

-- name: delete_trend_figures
DELETE FROM trend_figures;

-- name: insert_trend_figures
INSERT INTO trend_figures BY NAME SELECT * FROM incoming;

-- name: delete_trend_experts
DELETE FROM trend_experts;

-- name: insert_trend_experts
INSERT INTO trend_experts BY NAME SELECT * FROM incoming;

-- name: delete_trend_disagreement
DELETE FROM trend_disagreement;

-- name: insert_trend_disagreement
INSERT INTO trend_disagreement BY NAME SELECT * FROM incoming;

-- name: delete_trend_seed_echo
DELETE FROM trend_seed_echo;

-- name: insert_trend_seed_echo
INSERT INTO trend_seed_echo BY NAME SELECT * FROM incoming;

-- name: read_made
SELECT name, made_of FROM store.trends_made;

-- name: forget_made
DELETE FROM store.trends_made WHERE name = $name;

-- name: note_made
INSERT INTO store.trends_made VALUES ($name, $made_of);

-- name: forget_all_made
DELETE FROM store.trends_made;

-- name: count_rows
SELECT 'trend_volume' AS name, count(*) AS n_rows FROM trend_volume
UNION ALL SELECT 'trend_stance', count(*) FROM trend_stance
UNION ALL SELECT 'trend_figures', count(*) FROM trend_figures
UNION ALL SELECT 'trend_experts', count(*) FROM trend_experts
UNION ALL SELECT 'trend_disagreement', count(*) FROM trend_disagreement
UNION ALL SELECT 'trend_seed_echo', count(*) FROM trend_seed_echo;
