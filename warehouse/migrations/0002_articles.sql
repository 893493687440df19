-- Articles, their versions, and who they are copied from.
CREATE TABLE store.extractions (
    capture_id BIGINT NOT NULL, extractor VARCHAR NOT NULL, extractor_version VARCHAR NOT NULL,
    version_id BIGINT, code VARCHAR, detail VARCHAR
);
COMMENT ON TABLE store.extractions IS 'What extraction made of each capture, last time. One row per capture.';
COMMENT ON COLUMN store.extractions.capture_id IS 'Capture.';
COMMENT ON COLUMN store.extractions.extractor IS 'Extractor.';
COMMENT ON COLUMN store.extractions.extractor_version IS 'Its version.';
COMMENT ON COLUMN store.extractions.version_id IS 'Article version whose text it holds; null: no text.';
COMMENT ON COLUMN store.extractions.code IS 'Why there is no text; null: there is.';
COMMENT ON COLUMN store.extractions.detail IS 'The same in words.';

CREATE TABLE store.versions (
    version_id BIGINT NOT NULL, article_id BIGINT NOT NULL, capture_id BIGINT, source_id VARCHAR NOT NULL,
    url VARCHAR, title VARCHAR, authors VARCHAR[] NOT NULL, published_at TIMESTAMP, published_on DATE,
    modified_at TIMESTAMP, language VARCHAR, site_name VARCHAR, credit VARCHAR, is_paywalled BOOLEAN NOT NULL,
    body_start BIGINT NOT NULL, n_words BIGINT NOT NULL, text_sha256 VARCHAR NOT NULL, text VARCHAR,
    first_seen_at TIMESTAMP NOT NULL, last_seen_at TIMESTAMP NOT NULL, extractor VARCHAR NOT NULL,
    extractor_version VARCHAR NOT NULL
);
COMMENT ON TABLE store.versions IS 'Texts of articles as of a capture. One row per article and distinct text.';
COMMENT ON COLUMN store.versions.version_id IS 'Hash of article and text.';
COMMENT ON COLUMN store.versions.article_id IS 'Hash of the canonical address.';
COMMENT ON COLUMN store.versions.capture_id IS 'Capture in which this text was first seen; null: added by hand.';
COMMENT ON COLUMN store.versions.source_id IS 'Source.';
COMMENT ON COLUMN store.versions.url IS 'Canonical address.';
COMMENT ON COLUMN store.versions.title IS 'Headline.';
COMMENT ON COLUMN store.versions.authors IS 'Persons named as authors.';
COMMENT ON COLUMN store.versions.published_at IS 'Publication time, UTC; null: the page does not say, or says only the day.';
COMMENT ON COLUMN store.versions.published_on IS 'Publication day as printed; null: the page does not say.';
COMMENT ON COLUMN store.versions.modified_at IS 'Last change that the page itself states, UTC.';
COMMENT ON COLUMN store.versions.language IS 'ISO 639 language of the text; null: could not be told.';
COMMENT ON COLUMN store.versions.site_name IS 'Name the site gives itself.';
COMMENT ON COLUMN store.versions.credit IS 'Wire agencies credited.';
COMMENT ON COLUMN store.versions.is_paywalled IS 'True: the page shows only a part.';
COMMENT ON COLUMN store.versions.body_start IS 'Where the body begins in text, after the title line; code points.';
COMMENT ON COLUMN store.versions.n_words IS 'Words of the text.';
COMMENT ON COLUMN store.versions.text_sha256 IS 'SHA-256 of the text in UTF-8.';
COMMENT ON COLUMN store.versions.text IS 'Normalised full text, to which all offsets point; null once expired.';
COMMENT ON COLUMN store.versions.first_seen_at IS 'First capture with this text, UTC.';
COMMENT ON COLUMN store.versions.last_seen_at IS 'Last capture with this text, UTC.';
COMMENT ON COLUMN store.versions.extractor IS 'Extractor.';
COMMENT ON COLUMN store.versions.extractor_version IS 'Its version.';

CREATE TABLE store.origins (
    article_id BIGINT NOT NULL, version_id BIGINT NOT NULL, origin_id BIGINT NOT NULL, similarity DOUBLE,
    method VARCHAR NOT NULL
);
COMMENT ON TABLE store.origins IS 'The independent root of each article: copies of one text share it. One row per article.';
COMMENT ON COLUMN store.origins.article_id IS 'Article.';
COMMENT ON COLUMN store.origins.version_id IS 'Version that was compared.';
COMMENT ON COLUMN store.origins.origin_id IS 'Article that is the root of its copies.';
COMMENT ON COLUMN store.origins.similarity IS 'Likeness to the root, 0 to 1; null: its own root.';
COMMENT ON COLUMN store.origins.method IS 'How it was found.';
