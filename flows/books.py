"""The books of a round of collection: what groups of sources ask of the warehouse, and hand to it.

In: page numbers, captures, what groups brought back. Out: pages, counts. Refuses: a transaction for each of many
groups that wait together: they are served in one.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from concurrent.futures import Future
from datetime import datetime
from itertools import chain
from pathlib import Path

from flows.desk import Desk
from transforms.listing import feed_ids_of
from vocabulary import Capture, Collected, Page
from warehouse.archive import append_captures
from warehouse.captures import index_captures
from warehouse.collection import read_known_pages, read_pages, write_collected
from warehouse.connection import Live, transaction


class Books:
    """The warehouse as groups of sources see it that are asked side by side."""

    def __init__(self, desk: Desk, archive: Path) -> None:
        self._desk = desk
        self._archive = archive

    async def due(self, source_ids: Sequence[str], now: datetime) -> Mapping[str, Sequence[Page]]:
        """The pages that are due, by source."""
        found: dict[str, list[Page]] = {}
        for page in await asyncio.wrap_future(
            self._desk.order(lambda live: read_pages(live, source_ids, now))
        ):
            found.setdefault(page.source_id, []).append(page)
        return found

    async def known(self, page_ids: Sequence[int]) -> Mapping[int, Page]:
        """The remembered ones of some pages, by number."""
        return await asyncio.wrap_future(self._desk.join(_known, page_ids))

    def keep(self, captures: Sequence[Capture]) -> Future[int]:
        """Archive and index captures; how many."""
        return self._desk.join(self._keep, captures)

    async def close(self, collected: Collected) -> None:
        """Write what a group brought back besides captures."""
        await asyncio.wrap_future(self._desk.join(_close, collected))

    def _keep(self, live: Live, portions: Sequence[Sequence[Capture]]) -> list[int]:
        archive_and_index(live, self._archive, list(chain.from_iterable(portions)))
        return [len(portion) for portion in portions]


def archive_and_index(live: Live, archive: Path, captures: Sequence[Capture]) -> int:
    """Archive first, index second: a run killed in between loses no capture (`tenor rebuild` indexes it)."""
    places = append_captures(archive, captures)
    with transaction(live):
        index_captures(live, captures, places, feed_ids_of(captures))
    return len(captures)


def _known(live: Live, asked: Sequence[Sequence[int]]) -> list[dict[int, Page]]:
    pages = {
        page.page_id: page for page in read_known_pages(live, list({key for keys in asked for key in keys}))
    }
    return [{key: pages[key] for key in keys if key in pages} for keys in asked]


def _close(live: Live, brought: Sequence[Collected]) -> list[bool]:
    together = Collected(
        feed_states=tuple({state.feed_id: state for one in brought for state in one.feed_states}.values()),
        pages=tuple(chain.from_iterable(one.pages for one in brought)),
        tallies=tuple(chain.from_iterable(one.tallies for one in brought)),
        problems=tuple(chain.from_iterable(one.problems for one in brought)),
    )
    return [write_collected(live, together, [])] * len(brought)
