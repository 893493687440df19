"""Recompute everything after the captures, from the archive alone.

In: the archive. Out: a warehouse that holds nothing but what was collected, ready for the later stages; what
comes out differently. Refuses: touching the archive.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from itertools import islice

from flows.progress import Bar
from flows.rounds import write_all_sources
from flows.settings import Settings
from transforms.annotate import ANNOTATORS
from transforms.listing import feed_ids_of
from vocabulary import Problem, Stage
from warehouse.archive import Found, Torn, scan_archive
from warehouse.captures import index_captures
from warehouse.connection import PUBLISHED, Live, open_live, transaction
from warehouse.problems import write_problems
from warehouse.rebuild import Change, compare_published, forget_derived

BATCH = 200


def begin_again(settings: Settings, now: datetime, bar: Bar) -> tuple[int, int]:
    """Forget what was derived, and index the archive anew; how many captures, how many torn ends.

    A warehouse that was lost is begun from nothing but the archive and the sources files.
    """
    n_captures = n_torn = 0
    write_all_sources(settings, now)
    found = scan_archive(settings.archive)
    with open_live(settings.data, lock_timeout_s=settings.lock_timeout_s, now=now) as live:
        forget_derived(live, list(ANNOTATORS))
        while batch := list(islice(found, BATCH)):
            whole = [each for each in batch if isinstance(each, Found)]
            torn = [each for each in batch if isinstance(each, Torn)]
            _index(live, whole, torn, now)
            n_captures, n_torn = n_captures + len(whole), n_torn + len(torn)
            bar.advance(len(whole))
    return n_captures, n_torn


def _index(live: Live, whole: list[Found], torn: list[Torn], now: datetime) -> None:
    with transaction(live):
        captures = [each.capture for each in whole]
        index_captures(live, captures, [each.location for each in whole], feed_ids_of(captures))
        write_problems(live, [_problem(each, now) for each in torn])


def _problem(torn: Torn, now: datetime) -> Problem:
    return Problem(
        stage=Stage.COLLECT,
        subject=torn.file,
        code="torn_record",
        detail=f"{torn.n_bytes} bytes at {torn.offset} are no whole record; the next capture replaces them",
        occurred_at=now,
    )


@contextmanager
def compared(settings: Settings) -> Iterator[list[Change]]:
    """Fill the list, when the block has ended, with the views that are published differently from before."""
    changes: list[Change] = []
    published, before = settings.data / PUBLISHED, settings.data / ".before-rebuild.duckdb"
    before.unlink(missing_ok=True)
    if published.exists():
        os.link(published, before)
    yield changes
    if before.exists():
        changes += compare_published(before, published)
        before.unlink()
