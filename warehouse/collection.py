"""What collection remembers and brings back.

In: one round of collection. Out: feed states and pages for the next one. Refuses: the same round twice:
a round already written changes nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, Final

import polars as pl

from vocabulary import CaptureLocation, Collected, FeedState, Page
from warehouse.captures import index_captures
from warehouse.connection import Live, execute, insert, read, transaction, utc
from warehouse.frames import COUNT, DAY, FLAG, ID, REAL, TEXT, TEXTS, TIME, Schema, fields_of, frame
from warehouse.keys import row_key
from warehouse.problems import write_problems
from warehouse.statements import statements

FEED_STATE: Final[Schema] = {
    "feed_id": ID, "etag": TEXT, "last_modified": TEXT, "content_hash": TEXT, "polled_at": TIME,
    "next_poll_at": TIME, "n_failures": COUNT, "n_unchanged": COUNT, "moved_to": TEXT, "n_moved": COUNT,
    "is_retired": FLAG, "entries_per_day": REAL,
}  # fmt: skip
PAGE: Final[Schema] = {
    "page_id": ID, "url": TEXT, "source_id": TEXT, "title": TEXT, "guid": TEXT, "published_at": TIME,
    "authors": TEXTS, "first_listed_at": TIME, "last_listed_at": TIME, "n_looks": COUNT, "looked_at": TIME,
    "next_look_at": TIME, "etag": TEXT, "last_modified": TEXT, "content_hash": TEXT, "n_failures": COUNT,
}  # fmt: skip
TALLY: Final[Schema] = {
    "source_id": TEXT, "day": DAY, "n_polls": COUNT, "n_polls_failed": COUNT, "n_listed": COUNT,
    "n_fetched": COUNT, "n_not_modified": COUNT, "n_robots": COUNT, "n_reserved": COUNT,
}  # fmt: skip
TALLY_FAILURE: Final[Schema] = {"source_id": TEXT, "day": DAY, "code": TEXT, "n_failed": COUNT}


def read_feed_states(live: Live, source_ids: Sequence[str] | None = None) -> dict[int, FeedState]:
    """Feed identifier to what is remembered of it; of all sources, or of `source_ids`."""
    wanted = None if source_ids is None else list(source_ids)
    rows = read(live, statements("collection")["read_feed_states"], {"source_ids": wanted})
    return {row["feed_id"]: FeedState(**_aware(row)) for row in rows.iter_rows(named=True)}


def read_pages(live: Live, source_ids: Sequence[str] | str, due_at: datetime) -> list[Page]:
    """Pages of the named sources that are due to be looked at, longest due first."""
    wanted = [source_ids] if isinstance(source_ids, str) else list(source_ids)
    sql = statements("collection")["read_due_pages"]
    return _pages(read(live, sql, {"source_ids": wanted, "due_at": utc(due_at)}))


def read_known_pages(live: Live, page_ids: Sequence[int]) -> list[Page]:
    """Those of `page_ids` that were announced before."""
    return _pages(read(live, statements("collection")["read_known_pages"], {"page_ids": list(page_ids)}))


def _aware(row: dict[str, Any]) -> dict[str, Any]:
    return {k: v.replace(tzinfo=UTC) if isinstance(v, datetime) else v for k, v in row.items()}


def _pages(rows: pl.DataFrame) -> list[Page]:
    return [Page(**{**_aware(row), "authors": tuple(row["authors"])}) for row in rows.iter_rows(named=True)]


def round_key(collected: Collected) -> int:
    """The identity of a round: a hash of all it brought back."""
    return row_key(
        sorted(capture.capture_id for capture in collected.captures),
        collected.feed_states,
        collected.pages,
        [(fields_of(tally, TALLY), sorted(tally.n_failed.items())) for tally in collected.tallies],
        collected.problems,
    )


def write_collected(live: Live, collected: Collected, locations: Sequence[CaptureLocation]) -> bool:
    """Write one round in one transaction; False where it was written before (then nothing changes).

    Tallies are added to those of their source and day. `locations` has the place of every capture.
    """
    sql = statements("collection")
    key = {"round_id": round_key(collected)}
    with transaction(live):
        if read(live, sql["read_round"], key).height:
            return False
        index_captures(live, collected.captures, locations)
        states = frame(FEED_STATE, (fields_of(state, FEED_STATE) for state in collected.feed_states))
        insert(live, states, sql["delete_feed_states"], sql["insert_feed_states"])
        pages = frame(PAGE, (fields_of(page, PAGE) for page in collected.pages))
        pages = pages.unique("page_id", keep="last", maintain_order=True)
        insert(live, pages, sql["delete_pages"], sql["insert_pages"])
        _add_tallies(live, collected)
        write_problems(live, collected.problems)
        execute(live, sql["note_round"], {**key, "at": live.opened_at})
    return True


def _add_tallies(live: Live, collected: Collected) -> None:
    sql = statements("collection")
    rows = frame(TALLY, (fields_of(tally, TALLY) for tally in collected.tallies))
    failures = frame(
        TALLY_FAILURE,
        (
            {"source_id": tally.source_id, "day": tally.day, "code": code, "n_failed": n}
            for tally in collected.tallies
            for code, n in sorted(tally.n_failed.items())
        ),
    )
    for stem, new in (("tallies", rows), ("tally_failures", failures)):
        keys = [name for name, kind in new.schema.items() if kind != COUNT]
        summed = new.group_by(keys, maintain_order=True).sum().sort(keys)
        insert(live, summed, sql[f"add_{stem}"], sql[f"insert_{stem}"])
