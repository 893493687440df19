"""Collection: what sources list, and the bytes of it.

In: sources, what is remembered of their feeds and pages, a clock. Out: one `Collected`. Refuses: letting
one broken source harm another; writing anything.

A capture of a feed is one whose request asked for a feed (`transforms.listing.is_feed_capture`); its `url` is
the feed's address. Every other capture is a page; its `final_url` is where redirects led, and the canonical
form of that names the article.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime

from flows.fetching import Fetcher
from flows.http import Client
from flows.http_transport import Network
from flows.ledger import Keep, Ledger
from flows.looks import Looker
from flows.politeness import Politeness
from flows.polls import Lookup, Poller, host_of_or
from flows.robots import RobotsCache
from flows.seeds import read_table
from flows.settings import Settings
from transforms.listing import order_looks
from transforms.polling import is_due
from vocabulary import Collected, Feed, FeedState, Page, Source
from warehouse.errors import WarehouseError

Progress = Callable[[int, int], None]
"""Called with the numbers of feeds and pages done, and to be done as far as known."""


async def collect_batch(
    sources: Sequence[Source],
    feed_states: Mapping[int, FeedState],
    known_pages: Mapping[int, Page] | Lookup,
    due_pages: Sequence[Page],
    *,
    settings: Settings,
    clock: Callable[[], datetime],
    on_progress: Progress | None = None,
    robots_cache: RobotsCache | None = None,
    keep: Keep | None = None,
    network: Network | None = None,
    politeness: Politeness | None = None,
) -> Collected:
    """Poll the due feeds of `sources`, then look at the pages that are new or due.

    `known_pages`: all remembered pages, or a function from page ids to those remembered, called once per
    feed that brought something. `feed_states`: by feed id; those of the sitemaps in an index are among the
    returned ones and wanted back. `keep`: called with every capture as it comes in, which then is not in
    the result, so that memory stays flat. `robots_cache`: a dict to be given to every batch of a process.
    `politeness`: of batches that run side by side in one event loop, so that they share hosts' turns.
    Nothing is raised for what a source does; a fault of ours is a problem with the code `internal`, but a
    `WarehouseError` of `keep` ends the batch (in an `ExceptionGroup`).
    """
    ledger = Ledger(clock=clock, keep=keep)
    if settings.offline:
        return ledger.collected()
    async with Client(settings, network) as client:
        fetcher = Fetcher(client, settings, clock, robots_cache, politeness)
        round_ = _Round(ledger, settings, on_progress)
        lookup = known_pages if callable(known_pages) else _lookup_in(known_pages)
        poller = Poller(fetcher=fetcher, ledger=ledger, settings=settings, lookup=lookup, states=feed_states)
        feeds = [f for s in sources for f in s.feeds if is_due(feed_states.get(f.feed_id), clock())]
        await round_.run([[_Job(feed.source_id, feed.url, poller.poll, feed)] for feed in feeds])
        looker = Looker(fetcher=fetcher, ledger=ledger, settings=settings, markers=_markers(settings))
        known = {page.page_id: page for page in due_pages} | ledger.pages
        chosen = order_looks(known.values(), clock(), settings.max_pages_per_source)
        await round_.run(_by_host([_Job(page.source_id, page.url, looker.look, page) for page in chosen]))
        for (host, code), detail in fetcher.noted.items():
            ledger.tell(None, host, code, detail)
    return ledger.collected()


class _Job:
    """One feed to poll or page to look at."""

    __slots__ = ("act", "on", "source_id", "url")

    def __init__(
        self, source_id: str, url: str, act: Callable[..., Awaitable[None]], on: Feed | Page
    ) -> None:
        self.source_id = source_id
        self.url = url
        self.act = act
        self.on = on


class _Round:
    """Runs queues of jobs side by side, each guarded, until the round's time is over."""

    def __init__(self, ledger: Ledger, settings: Settings, on_progress: Progress | None) -> None:
        self._ledger = ledger
        self._ends_at = time.monotonic() + settings.round_limit_s
        self._on_progress = on_progress
        self._n_done = 0
        self._n_all = 0

    async def run(self, queues: Sequence[Sequence[_Job]]) -> None:
        """One task per queue; jobs of one queue run one after the other.

        Queues begin a few at a time: ten thousand at once would keep the loop from its sockets so long that
        connections time out.
        """
        self._n_all += sum(map(len, queues))
        async with asyncio.TaskGroup() as group:
            for n, queue in enumerate(queues):
                group.create_task(self._drain(queue))
                if n % 16 == 15:
                    await asyncio.sleep(0)

    async def _drain(self, queue: Sequence[_Job]) -> None:
        for place, job in enumerate(queue):
            if time.monotonic() >= self._ends_at:
                left = len(queue) - place
                self._ledger.tell(
                    job.source_id, host_of_or(job.url), "round_over", f"{left} left for the next"
                )
                return
            await self._guarded(job)
            self._n_done += 1
            if self._on_progress:
                self._on_progress(self._n_done, self._n_all)

    async def _guarded(self, job: _Job) -> None:
        try:
            await job.act(job.on)
        except WarehouseError:  # captures cannot be kept: asking for more would be a waste
            raise
        except Exception as error:  # the one guard of collection: a fault in one page harms no other
            self._ledger.tell(job.source_id, job.url, "internal", f"{type(error).__name__}: {error}"[:300])


def _by_host(jobs: Sequence[_Job]) -> list[list[_Job]]:
    queues: dict[str, list[_Job]] = {}
    for job in jobs:
        queues.setdefault(host_of_or(job.url), []).append(job)
    return list(queues.values())


def _lookup_in(pages: Mapping[int, Page]) -> Lookup:
    async def lookup(keys: Sequence[int]) -> Mapping[int, Page]:
        return {key: pages[key] for key in keys if key in pages}

    return lookup


def _markers(settings: Settings) -> Sequence[Mapping[str, str]]:
    return read_table(settings.seeds / "lexicons" / "common" / "barriers.csv")
