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
