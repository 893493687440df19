-- What changed when an article was edited.
CREATE OR REPLACE VIEW version_changes AS
WITH pairs AS (
    SELECT article_id, source_id, version_id, first_seen_at AS changed_at,
           lag(version_id) OVER (PARTITION BY article_id ORDER BY first_seen_at, version_id) AS former_version_id
    FROM store.versions
),
said AS (
    SELECT version_id, 'title' AS kind, title AS words, NULL AS sentence FROM store.versions WHERE title IS NOT NULL
    UNION ALL
    SELECT version_id, 'figure', surface, min(sentence) FROM store.quantities GROUP BY version_id, surface
    UNION ALL
    SELECT version_id, 'quotation', surface, min(sentence) FROM store.quotations GROUP BY version_id, surface
    UNION ALL
    SELECT version_id, 'speaker', name, min(sentence) FROM store.speakers GROUP BY version_id, name
),
changes AS (
    SELECT p.*, 'added' AS change, s.kind, s.words, s.sentence
    FROM pairs AS p JOIN said AS s ON s.version_id = p.version_id
    WHERE NOT EXISTS (
        FROM said AS f WHERE f.version_id = p.former_version_id AND f.kind = s.kind AND f.words = s.words
    )
    UNION ALL
    SELECT p.*, 'removed' AS change, s.kind, s.words, s.sentence
    FROM pairs AS p JOIN said AS s ON s.version_id = p.former_version_id
    WHERE NOT EXISTS (
        FROM said AS f WHERE f.version_id = p.version_id AND f.kind = s.kind AND f.words = s.words
    )
)
SELECT article_id, source_id, version_id, former_version_id, changed_at, kind, change, words, sentence
FROM changes
WHERE former_version_id IS NOT NULL;

COMMENT ON VIEW version_changes IS 'What an edit added to or removed from an article. One row per title, figure, quotation or speaker that came or went between two versions.';
COMMENT ON COLUMN version_changes.article_id IS 'Article.';
COMMENT ON COLUMN version_changes.source_id IS 'Source.';
COMMENT ON COLUMN version_changes.version_id IS 'Version after the edit.';
COMMENT ON COLUMN version_changes.former_version_id IS 'Version before the edit.';
COMMENT ON COLUMN version_changes.changed_at IS 'When the version after the edit was first seen, UTC.';
COMMENT ON COLUMN version_changes.kind IS 'title, figure, quotation or speaker.';
COMMENT ON COLUMN version_changes.change IS 'added or removed.';
COMMENT ON COLUMN version_changes.words IS 'What came or went.';
COMMENT ON COLUMN version_changes.sentence IS 'The sentence around it, in the version that has it.';
