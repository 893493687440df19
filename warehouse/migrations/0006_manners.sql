-- What hosts ask of their guests, remembered between two rounds.
CREATE TABLE store.manners (
    origin VARCHAR NOT NULL, robots_at TIMESTAMP NOT NULL, robots VARCHAR, is_unreachable BOOLEAN NOT NULL,
    unreachable_since TIMESTAMP, reason VARCHAR, reservations VARCHAR, reservations_at TIMESTAMP
);
COMMENT ON TABLE store.manners IS 'What an origin says of robots and of text and data mining. One row per origin.';
COMMENT ON COLUMN store.manners.origin IS 'Scheme, host and port.';
COMMENT ON COLUMN store.manners.robots_at IS 'When robots.txt was last asked for, UTC.';
COMMENT ON COLUMN store.manners.robots IS 'Its rules in force; null: none.';
COMMENT ON COLUMN store.manners.is_unreachable IS 'True: without rules nothing may be fetched.';
COMMENT ON COLUMN store.manners.unreachable_since IS 'Since when it could not be had, UTC.';
COMMENT ON COLUMN store.manners.reason IS 'Why it could not be had.';
COMMENT ON COLUMN store.manners.reservations IS 'Its tdmrep.json; null: none.';
COMMENT ON COLUMN store.manners.reservations_at IS 'When that was last asked for, UTC.';

CREATE TABLE store.pauses (host VARCHAR NOT NULL, until TIMESTAMP NOT NULL);
COMMENT ON TABLE store.pauses IS 'Hosts that asked for a pause. One row per host.';
COMMENT ON COLUMN store.pauses.host IS 'Host.';
COMMENT ON COLUMN store.pauses.until IS 'Not asked before, UTC.';
