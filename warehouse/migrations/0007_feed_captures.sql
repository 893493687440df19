-- Captures of feeds are known as such, also when their source has left the sources file.
ALTER TABLE store.captures ADD COLUMN is_feed BOOLEAN DEFAULT false;
UPDATE store.captures SET is_feed = url IN (SELECT url FROM store.feeds WHERE kind <> 'page');
COMMENT ON COLUMN store.captures.is_feed IS 'True: a feed or sitemap, of which no text is extracted.';
