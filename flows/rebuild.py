"""Recompute everything after the captures, from the archive alone.

In: the archive. Out: a warehouse that holds nothing but what was collected, ready for the later stages; what
comes out differently. Refuses: touching the archive.
"""

from __future__ import annotations

from datetime import datetime
from itertools import islice

from flows.progress import Bar
from flows.settings import Settings
from vocabulary import Problem, Stage
from warehouse.archive import Found, Torn, scan_archive
from warehouse.captures import index_captures
from warehouse.connection import Live, open_live, transaction
from warehouse.problems import write_problems
from warehouse.rebuild import forget_derived, read_changes

BATCH = 200


def begin_again(settings: Settings, now: datetime, bar: Bar) -> tuple[int, int]:
    """Forget what was derived, and index the archive anew; how many captures, how many torn ends."""
    n_captures = n_torn = 0
    found = scan_archive(settings.archive)
    with open_live(settings.data, lock_timeout_s=settings.lock_timeout_s, now=now) as live:
        forget_derived(live)
        while batch := list(islice(found, BATCH)):
            whole = [each for each in batch if isinstance(each, Found)]
            torn = [each for each in batch if isinstance(each, Torn)]
            _index(live, whole, torn, now)
            n_captures, n_torn = n_captures + len(whole), n_torn + len(torn)
            bar.advance(len(whole))
    return n_captures, n_torn


def _index(live: Live, whole: list[Found], torn: list[Torn], now: datetime) -> None:
    with transaction(live):
        index_captures(live, [each.capture for each in whole], [each.location for each in whole])
        write_problems(live, [_problem(each, now) for each in torn])


def _problem(torn: Torn, now: datetime) -> Problem:
    return Problem(
        stage=Stage.COLLECT,
        subject=torn.file,
        code="torn_record",
        detail=f"{torn.n_bytes} bytes at {torn.offset} are no whole record; the next capture replaces them",
        occurred_at=now,
    )


def changes(settings: Settings, now: datetime) -> list[dict[str, object]]:
    """What is about to be published differently: one mapping per table that changed."""
    with open_live(settings.data, lock_timeout_s=settings.lock_timeout_s, now=now) as live:
        return [row for row in read_changes(live).to_dicts() if row["n_added"] or row["n_removed"]]
