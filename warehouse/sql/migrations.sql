-- name: has_ledger
SELECT table_name FROM duckdb_tables() WHERE schema_name = 'main' AND table_name = 'schema_migrations';

-- name: make_ledger
CREATE TABLE IF NOT EXISTS schema_migrations (name VARCHAR NOT NULL, applied_at TIMESTAMP NOT NULL);
COMMENT ON TABLE schema_migrations IS 'Changes of the schema already made. One row per change.';
COMMENT ON COLUMN schema_migrations.name IS 'Number and name of the change.';
COMMENT ON COLUMN schema_migrations.applied_at IS 'When it was made, UTC.';

-- name: read_migrations
SELECT name FROM schema_migrations;

-- name: note_migration
INSERT INTO schema_migrations VALUES ($name, $at);

-- name: read_views_hash
SELECT value FROM store.settings WHERE name = 'views_sha256';

-- name: forget_views_hash
DELETE FROM store.settings WHERE name = 'views_sha256';

-- name: note_views_hash
INSERT INTO store.settings VALUES ('views_sha256', $hash);

-- name: default_primary
INSERT INTO store.settings
SELECT 'primary_annotator', 'stances'
WHERE NOT EXISTS (FROM store.settings WHERE name = 'primary_annotator');
