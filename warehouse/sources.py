"""Sources and their feeds, as the sources file declares them.

In: every source of the file. Out: rows; those that vanished stay, flagged. Refuses: nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from vocabulary import Source
from warehouse.connection import Live, execute, incoming, transaction
from warehouse.frames import FLAG, ID, REAL, TEXT, Schema, fields_of, frame
from warehouse.statements import statements

SOURCE: Final[Schema] = {
    "source_id": TEXT, "name": TEXT, "domain": TEXT, "country": TEXT, "language": TEXT, "kind": TEXT,
    "ownership": TEXT, "family": TEXT, "expected_per_day": REAL, "expected_reason": TEXT, "provenance": TEXT,
    "is_listed": FLAG,
}  # fmt: skip
FEED: Final[Schema] = {"feed_id": ID, "source_id": TEXT, "url": TEXT, "kind": TEXT, "is_listed": FLAG}


def write_sources(live: Live, sources: Sequence[Source]) -> None:
    """Replace all sources and feeds by `sources`; vanished ones are kept with `is_listed` false."""
    declared = {name: kind for name, kind in SOURCE.items() if name != "is_listed"}
    rows = frame(SOURCE, ({**fields_of(s, declared), "is_listed": True} for s in sources))
    feeds = {feed.feed_id: feed for source in sources for feed in source.feeds}
    addresses = frame(
        FEED,
        (
            {"feed_id": f.feed_id, "source_id": f.source_id, "url": f.url, "kind": f.kind, "is_listed": True}
            for f in feeds.values()
        ),
    )
    sql = statements("sources")
    with transaction(live), incoming(live, incoming=rows, incoming_feeds=addresses):
        for name in ("unlist", "delete", "insert", "unlist_feeds", "delete_feeds", "insert_feeds"):
            execute(live, sql[name])
