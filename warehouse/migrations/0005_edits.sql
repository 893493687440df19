-- What changed between two versions of an article.
CREATE TABLE store.edits (
    article_id BIGINT NOT NULL, version_id BIGINT NOT NULL, former_version_id BIGINT NOT NULL,
    kind VARCHAR NOT NULL, change VARCHAR NOT NULL, is_material BOOLEAN NOT NULL, former_start BIGINT,
    former_end BIGINT, former_surface VARCHAR, "start" BIGINT, "end" BIGINT, surface VARCHAR,
    method VARCHAR NOT NULL
);
COMMENT ON TABLE store.edits IS 'What changed from one version of an article to the next. One row per sentence, figure or quotation that changed; one row of kind furniture where nothing material did.';
COMMENT ON COLUMN store.edits.article_id IS 'Article.';
COMMENT ON COLUMN store.edits.version_id IS 'Version after the edit.';
COMMENT ON COLUMN store.edits.former_version_id IS 'Version before the edit.';
COMMENT ON COLUMN store.edits.kind IS 'sentence, figure, quotation, or furniture.';
COMMENT ON COLUMN store.edits.change IS 'added, removed or changed.';
COMMENT ON COLUMN store.edits.is_material IS 'False: only space, punctuation, order, page furniture or time stamps differ.';
COMMENT ON COLUMN store.edits.former_start IS 'First character in the former text; null: added.';
COMMENT ON COLUMN store.edits.former_end IS 'Character after the last in the former text.';
COMMENT ON COLUMN store.edits.former_surface IS 'The former words.';
COMMENT ON COLUMN store.edits."start" IS 'First character in the later text; null: removed.';
COMMENT ON COLUMN store.edits."end" IS 'Character after the last in the later text.';
COMMENT ON COLUMN store.edits.surface IS 'The later words.';
COMMENT ON COLUMN store.edits.method IS 'How it was found, with the versions of the annotators.';
