-- What each trend table was last built from, so that it is left alone while that is the same.
CREATE TABLE store.trends_made (name VARCHAR NOT NULL, made_of VARCHAR NOT NULL);
COMMENT ON TABLE store.trends_made IS 'What the trend tables were built from. One row per trend table.';
COMMENT ON COLUMN store.trends_made.name IS 'Trend table.';
COMMENT ON COLUMN store.trends_made.made_of IS 'Hash of the rows, the rules and the libraries it was built with.';
