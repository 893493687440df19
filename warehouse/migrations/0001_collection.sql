-- What collection brings back. Base tables live in schema `store`; analysts use the views of `main`.
CREATE SCHEMA store;

CREATE TABLE store.sources (
    source_id VARCHAR NOT NULL, name VARCHAR NOT NULL, domain VARCHAR NOT NULL, country VARCHAR,
    language VARCHAR, kind VARCHAR NOT NULL, ownership VARCHAR, family VARCHAR, expected_per_day DOUBLE,
    expected_reason VARCHAR, provenance VARCHAR, is_listed BOOLEAN NOT NULL
);
COMMENT ON TABLE store.sources IS 'Outlets that publish, as the sources file declares them. One row per source.';
COMMENT ON COLUMN store.sources.source_id IS 'Key of the source, as in the sources file.';
COMMENT ON COLUMN store.sources.name IS 'Name of the outlet.';
COMMENT ON COLUMN store.sources.domain IS 'Its main domain; empty for single documents.';
COMMENT ON COLUMN store.sources.country IS 'ISO 3166 country it publishes from; null: not known.';
COMMENT ON COLUMN store.sources.language IS 'ISO 639 main language; null: several or not known.';
COMMENT ON COLUMN store.sources.kind IS 'What sort of outlet: wire, broadsheet, state_media and so on.';
COMMENT ON COLUMN store.sources.ownership IS 'Who owns it, in words.';
COMMENT ON COLUMN store.sources.family IS 'Publishing group or agency whose texts it shares.';
COMMENT ON COLUMN store.sources.expected_per_day IS 'Entries expected per day before it has a history of its own.';
COMMENT ON COLUMN store.sources.expected_reason IS 'What that expectation rests on.';
COMMENT ON COLUMN store.sources.provenance IS 'Public list in which its addresses were found.';
COMMENT ON COLUMN store.sources.is_listed IS 'False: it no longer stands in the sources file.';

CREATE TABLE store.feeds (
    feed_id BIGINT NOT NULL, source_id VARCHAR NOT NULL, url VARCHAR NOT NULL, kind VARCHAR NOT NULL,
    is_listed BOOLEAN NOT NULL
);
COMMENT ON TABLE store.feeds IS 'Addresses at which a source lists its entries. One row per address.';
COMMENT ON COLUMN store.feeds.feed_id IS 'Hash of the address.';
COMMENT ON COLUMN store.feeds.source_id IS 'Source it belongs to.';
COMMENT ON COLUMN store.feeds.url IS 'The address.';
COMMENT ON COLUMN store.feeds.kind IS 'feed, news_sitemap, sitemap_index or page.';
COMMENT ON COLUMN store.feeds.is_listed IS 'False: it no longer stands in the sources file.';

CREATE TABLE store.feed_states (
    feed_id BIGINT NOT NULL, etag VARCHAR, last_modified VARCHAR, content_hash VARCHAR, polled_at TIMESTAMP,
    next_poll_at TIMESTAMP, n_failures BIGINT NOT NULL, n_unchanged BIGINT NOT NULL, moved_to VARCHAR,
    n_moved BIGINT NOT NULL, is_retired BOOLEAN NOT NULL, entries_per_day DOUBLE
);
COMMENT ON TABLE store.feed_states IS 'What is remembered of a feed between two polls. One row per feed polled.';
COMMENT ON COLUMN store.feed_states.feed_id IS 'Feed.';
COMMENT ON COLUMN store.feed_states.etag IS 'Validator of the last whole response.';
COMMENT ON COLUMN store.feed_states.last_modified IS 'Date validator of the last whole response, verbatim.';
COMMENT ON COLUMN store.feed_states.content_hash IS 'Hash of the last body.';
COMMENT ON COLUMN store.feed_states.polled_at IS 'Last poll, UTC.';
COMMENT ON COLUMN store.feed_states.next_poll_at IS 'Not polled before, UTC.';
COMMENT ON COLUMN store.feed_states.n_failures IS 'Polls failed in a row.';
COMMENT ON COLUMN store.feed_states.n_unchanged IS 'Polls without news in a row.';
COMMENT ON COLUMN store.feed_states.moved_to IS 'Address of a permanent redirect that is being confirmed.';
COMMENT ON COLUMN store.feed_states.n_moved IS 'How often that redirect was seen in a row.';
COMMENT ON COLUMN store.feed_states.is_retired IS 'True: gone for good, not polled again.';
COMMENT ON COLUMN store.feed_states.entries_per_day IS 'Entries per day, as observed.';

CREATE TABLE store.pages (
    page_id BIGINT NOT NULL, url VARCHAR NOT NULL, source_id VARCHAR NOT NULL, title VARCHAR, guid VARCHAR,
    published_at TIMESTAMP, authors VARCHAR[] NOT NULL, first_listed_at TIMESTAMP, last_listed_at TIMESTAMP,
    n_looks BIGINT NOT NULL, looked_at TIMESTAMP, next_look_at TIMESTAMP, etag VARCHAR, last_modified VARCHAR,
    content_hash VARCHAR, n_failures BIGINT NOT NULL
);
COMMENT ON TABLE store.pages IS 'Addresses that feeds announced, and when they are looked at. One row per page.';
COMMENT ON COLUMN store.pages.page_id IS 'Hash of the canonical address.';
COMMENT ON COLUMN store.pages.url IS 'Address, as fetched.';
COMMENT ON COLUMN store.pages.source_id IS 'Source that announced it.';
COMMENT ON COLUMN store.pages.title IS 'Title in the feed.';
COMMENT ON COLUMN store.pages.guid IS 'Identifier in the feed.';
COMMENT ON COLUMN store.pages.published_at IS 'Publication time in the feed, UTC.';
COMMENT ON COLUMN store.pages.authors IS 'Authors in the feed.';
COMMENT ON COLUMN store.pages.first_listed_at IS 'First seen in a feed, UTC.';
COMMENT ON COLUMN store.pages.last_listed_at IS 'Last seen in a feed, UTC.';
COMMENT ON COLUMN store.pages.n_looks IS 'How often it was asked for.';
COMMENT ON COLUMN store.pages.looked_at IS 'Last time it was asked for, UTC.';
COMMENT ON COLUMN store.pages.next_look_at IS 'Due again, UTC; null: not looked at again.';
COMMENT ON COLUMN store.pages.etag IS 'Validator of the last whole response.';
COMMENT ON COLUMN store.pages.last_modified IS 'Date validator of the last whole response, verbatim.';
COMMENT ON COLUMN store.pages.content_hash IS 'Hash of the last body.';
COMMENT ON COLUMN store.pages.n_failures IS 'Attempts failed in a row.';

CREATE TABLE store.captures (
    capture_id BIGINT NOT NULL, url VARCHAR NOT NULL, final_url VARCHAR NOT NULL, source_id VARCHAR,
    fetched_at TIMESTAMP NOT NULL, status BIGINT NOT NULL, body_sha256 VARCHAR NOT NULL, n_bytes BIGINT,
    is_truncated BOOLEAN NOT NULL, tdm_reserved BOOLEAN, file VARCHAR NOT NULL, file_offset BIGINT NOT NULL,
    file_length BIGINT NOT NULL
);
COMMENT ON TABLE store.captures IS 'Index of the archive: where the bytes of each response lie. One row per capture.';
COMMENT ON COLUMN store.captures.capture_id IS 'Hash of address, time and body.';
COMMENT ON COLUMN store.captures.url IS 'Address asked for.';
COMMENT ON COLUMN store.captures.final_url IS 'Address after redirects.';
COMMENT ON COLUMN store.captures.source_id IS 'Source for which it was fetched.';
COMMENT ON COLUMN store.captures.fetched_at IS 'When it came, UTC.';
COMMENT ON COLUMN store.captures.status IS 'HTTP status.';
COMMENT ON COLUMN store.captures.body_sha256 IS 'SHA-256 of the body after content decoding.';
COMMENT ON COLUMN store.captures.n_bytes IS 'Bytes of that body.';
COMMENT ON COLUMN store.captures.is_truncated IS 'True: cut at the size limit.';
COMMENT ON COLUMN store.captures.tdm_reserved IS 'True: the page reserves text and data mining; null: it does not say.';
COMMENT ON COLUMN store.captures.file IS 'Archive file, relative to the archive directory; empty once expired.';
COMMENT ON COLUMN store.captures.file_offset IS 'First byte of its record in that file.';
COMMENT ON COLUMN store.captures.file_length IS 'Bytes of the compressed record.';

CREATE TABLE store.tallies (
    source_id VARCHAR NOT NULL, day DATE NOT NULL, n_polls BIGINT NOT NULL, n_polls_failed BIGINT NOT NULL,
    n_listed BIGINT NOT NULL, n_fetched BIGINT NOT NULL, n_not_modified BIGINT NOT NULL,
    n_robots BIGINT NOT NULL, n_reserved BIGINT NOT NULL
);
COMMENT ON TABLE store.tallies IS 'What collection did. One row per source and day (UTC) with anything done.';
COMMENT ON COLUMN store.tallies.source_id IS 'Source.';
COMMENT ON COLUMN store.tallies.day IS 'Day, UTC.';
COMMENT ON COLUMN store.tallies.n_polls IS 'Feeds asked for.';
COMMENT ON COLUMN store.tallies.n_polls_failed IS 'Of these, without a usable answer.';
COMMENT ON COLUMN store.tallies.n_listed IS 'Entries listed.';
COMMENT ON COLUMN store.tallies.n_fetched IS 'Pages fetched.';
COMMENT ON COLUMN store.tallies.n_not_modified IS 'Pages that had not changed.';
COMMENT ON COLUMN store.tallies.n_robots IS 'Pages left alone because robots.txt says so.';
COMMENT ON COLUMN store.tallies.n_reserved IS 'Pages left alone because text and data mining is reserved.';

CREATE TABLE store.tally_failures (
    source_id VARCHAR NOT NULL, day DATE NOT NULL, code VARCHAR NOT NULL, n_failed BIGINT NOT NULL
);
COMMENT ON TABLE store.tally_failures IS 'Pages that could not be had. One row per source, day (UTC) and reason.';
COMMENT ON COLUMN store.tally_failures.source_id IS 'Source.';
COMMENT ON COLUMN store.tally_failures.day IS 'Day, UTC.';
COMMENT ON COLUMN store.tally_failures.code IS 'Reason.';
COMMENT ON COLUMN store.tally_failures.n_failed IS 'Pages.';

CREATE TABLE store.rounds (round_id BIGINT NOT NULL, written_at TIMESTAMP NOT NULL);
COMMENT ON TABLE store.rounds IS 'Rounds of collection already written, so that writing one twice changes nothing.';
COMMENT ON COLUMN store.rounds.round_id IS 'Hash of all that the round brought back.';
COMMENT ON COLUMN store.rounds.written_at IS 'When it was written, UTC.';

CREATE TABLE store.problems (
    stage VARCHAR NOT NULL, subject VARCHAR NOT NULL, code VARCHAR NOT NULL, detail VARCHAR NOT NULL,
    occurred_at TIMESTAMP NOT NULL, source_id VARCHAR
);
COMMENT ON TABLE store.problems IS 'What could not be told, and why. One row per problem.';
COMMENT ON COLUMN store.problems.stage IS 'collect, extract, annotate, trends or publish.';
COMMENT ON COLUMN store.problems.subject IS 'Address, capture, version or table it is about.';
COMMENT ON COLUMN store.problems.code IS 'Short reason, stable across releases.';
COMMENT ON COLUMN store.problems.detail IS 'In words.';
COMMENT ON COLUMN store.problems.occurred_at IS 'When, UTC.';
COMMENT ON COLUMN store.problems.source_id IS 'Source, where there is one.';

CREATE TABLE store.settings (name VARCHAR NOT NULL, value VARCHAR NOT NULL);
COMMENT ON TABLE store.settings IS 'Choices that the views depend on. One row per setting.';
COMMENT ON COLUMN store.settings.name IS 'Name, such as primary_annotator.';
COMMENT ON COLUMN store.settings.value IS 'Its value.';
