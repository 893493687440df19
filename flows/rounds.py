"""One round of collection: the seed documents, then whatever is due, stored as it comes in.

In: settings, a clock. Out: captures in the archive, their index and the ledger in the warehouse. Refuses:
asking the network when offline; losing a round because one source is bad.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from flows.collecting import collect_batch
from flows.documents import seed_captures
from flows.fetching import politeness_of
from flows.politeness import Politeness
from flows.robots import RobotsCache
from flows.settings import Settings
from flows.sources import LOCAL_SOURCE, read_sources
from transforms.ids import stable_id
from transforms.urls import canonical_url, host_of
from vocabulary import Capture, Collected, Page, Source
from warehouse.archive import append_captures
from warehouse.captures import index_captures, read_captures
from warehouse.collection import read_feed_states, read_known_pages, read_pages, write_collected
from warehouse.connection import open_live, transaction
from warehouse.sources import write_sources

Clock = Callable[[], datetime]
OnProgress = Callable[[int, str], None]
KEPT_AT_MOST = 25
"""Captures held in memory for each group of sources before they are archived."""


@dataclass(slots=True)
class Outcome:
    """What a round brought in."""

    n_sources: int = 0
    n_captures: int = 0
    n_problems: int = 0


@dataclass(slots=True)
class _Shelf:
    """Captures on their way to the archive, a few at a time so that memory stays flat."""

    settings: Settings
    clock: Clock
    outcome: Outcome
    held: list[Capture] = field(default_factory=list)

    def put(self, capture: Capture) -> None:
        """Take one capture in."""
        self.held.append(capture)
        if len(self.held) >= KEPT_AT_MOST:
            self.clear()

    def clear(self) -> None:
        """Archive and index what is held."""
        if self.held:
            archive_and_index(self.settings, self.held, self.clock())
            self.outcome.n_captures += len(self.held)
            self.held.clear()


def collect_due(settings: Settings, clock: Clock, on_progress: OnProgress) -> Outcome:
    """Take the seed documents; unless offline, ask every source whose feeds or pages are due."""
    sources = write_all_sources(settings, clock())
    outcome = Outcome(n_sources=len(sources))
    outcome.n_captures = store_documents(settings, seed_captures(settings.seeds, clock()), clock())
    on_progress(outcome.n_captures, "seed documents")
    if not settings.offline:
        asyncio.run(_ask_all(settings, sources, clock, on_progress, outcome))
    return outcome


async def _ask_all(
    settings: Settings, sources: Sequence[Source], clock: Clock, on_progress: OnProgress, outcome: Outcome
) -> None:
    """Ask groups of sources side by side; those that share a host are asked in turn."""
    turns = asyncio.Semaphore(settings.concurrency)
    robots: RobotsCache = {}
    politeness = politeness_of(settings)

    async def ask(group: Sequence[Source]) -> None:
        async with turns:
            collected = await _ask(settings, group, clock, (robots, politeness), outcome)
            on_progress(len(collected.pages), f"{', '.join(s.source_id for s in group)[:40]}")

    async with asyncio.TaskGroup() as tasks:
        for group in groups_by_host(sources):
            tasks.create_task(ask(group))


def groups_by_host(sources: Sequence[Source]) -> list[list[Source]]:
    """Sources with feeds, those that share a feed's host together."""
    groups: list[tuple[set[str], list[Source]]] = []
    for source in sources:
        hosts = {host_of(feed.url) for feed in source.feeds}
        if not hosts:
            continue
        shared = [group for group in groups if group[0] & hosts]
        groups = [group for group in groups if not group[0] & hosts]
        merged = [other for group in shared for other in group[1]]
        groups.append((hosts.union(*(group[0] for group in shared)), [*merged, source]))
    return [group[1] for group in groups]


async def _ask(
    settings: Settings,
    group: Sequence[Source],
    clock: Clock,
    manners: tuple[RobotsCache, Politeness],
    outcome: Outcome,
) -> Collected:
    keys = [source.source_id for source in group]
    with open_live(settings.data, lock_timeout_s=settings.lock_timeout_s, now=clock()) as live:
        states = read_feed_states(live, keys)
        due = read_pages(live, keys, clock())
    shelf = _Shelf(settings, clock, outcome)
    collected = await collect_batch(
        group, states, lambda ids: _known(settings, ids, clock()), due,
        settings=settings, clock=clock, robots_cache=manners[0], politeness=manners[1], keep=shelf.put,
    )  # fmt: skip
    shelf.clear()
    with open_live(settings.data, lock_timeout_s=settings.lock_timeout_s, now=clock()) as live:
        write_collected(live, collected, [])
    outcome.n_problems += len(collected.problems)
    return collected


def _known(settings: Settings, page_ids: Iterable[int], now: datetime) -> Mapping[int, Page]:
    with open_live(settings.data, lock_timeout_s=settings.lock_timeout_s, now=now) as live:
        return {page.page_id: page for page in read_known_pages(live, list(page_ids))}


def write_all_sources(settings: Settings, now: datetime) -> list[Source]:
    """Let the warehouse know every source of the sources files."""
    sources = read_sources(settings)
    with open_live(settings.data, lock_timeout_s=settings.lock_timeout_s, now=now) as live:
        write_sources(live, sources)
    return sources


def store_documents(settings: Settings, captures: Sequence[Capture], now: datetime) -> int:
    """Archive and index the documents that are not there yet; how many were new."""
    with open_live(settings.data, lock_timeout_s=settings.lock_timeout_s, now=now) as live:
        known = {row.capture_id for row in read_captures(live, [c.capture_id for c in captures])}
    new = [capture for capture in captures if capture.capture_id not in known]
    if new:
        archive_and_index(settings, new, now)
    return len(new)


def archive_and_index(settings: Settings, captures: Sequence[Capture], now: datetime) -> None:
    """Archive first, index second: a run killed in between loses no capture (`tenor rebuild` indexes it)."""
    places = append_captures(settings.archive, captures)
    with (
        open_live(settings.data, lock_timeout_s=settings.lock_timeout_s, now=now) as live,
        transaction(live),
    ):
        index_captures(live, captures, places)


def fetch_addresses(settings: Settings, urls: Sequence[str], clock: Clock) -> tuple[int, list[str]]:
    """Fetch single addresses as a guest of their sites; how many came, and a line for each that did not."""
    now = clock()
    pages = [
        Page(
            page_id=stable_id(canonical_url(url)), url=url, source_id=LOCAL_SOURCE.source_id,
            first_listed_at=now, last_listed_at=now, next_look_at=now,
        )
        for url in urls
    ]  # fmt: skip
    outcome = Outcome()
    shelf = _Shelf(settings, clock, outcome)
    collected = asyncio.run(
        collect_batch([LOCAL_SOURCE], {}, {}, pages, settings=settings, clock=clock, keep=shelf.put)
    )
    shelf.clear()
    with open_live(settings.data, lock_timeout_s=settings.lock_timeout_s, now=now) as live:
        write_collected(live, collected, [])
    return outcome.n_captures, [f"{p.subject}: {p.code}: {p.detail}" for p in collected.problems]
