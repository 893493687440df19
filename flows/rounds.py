"""One round of collection: the seed documents, then whatever is due, stored as it comes in.

In: settings, a clock. Out: captures in the archive, their index and the ledger in the warehouse. Refuses:
asking the network when offline; losing a round because one source is bad.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Coroutine, Iterator, Mapping, Sequence
from concurrent.futures import Future
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

from flows.books import Books, archive_and_index
from flows.collecting import collect_batch
from flows.desk import Desk
from flows.documents import seed_captures
from flows.fetching import politeness_of
from flows.http_transport import Network
from flows.politeness import Politeness
from flows.polls import host_of_or
from flows.robots import RobotsCache
from flows.settings import Settings
from flows.sources import LOCAL_SOURCE, read_sources
from transforms.ids import stable_id
from transforms.polling import MAX_PAUSE, is_due
from transforms.urls import canonical_url
from vocabulary import Capture, Collected, FeedState, Page, Source
from warehouse.captures import read_captures
from warehouse.collection import read_feed_states
from warehouse.connection import Live, open_live
from warehouse.manners import read_manners, read_pauses, write_manners
from warehouse.sources import write_sources

T = TypeVar("T")
Clock = Callable[[], datetime]
OnProgress = Callable[[int, int, str], None]
"""Called with how many more sources have been asked, how many there are, and what has come in so far."""
OnKept = Callable[[int], None]
"""Called with how many more captures are archived and indexed."""
KEPT_AT_MOST = 25
"""Captures held in memory for each group of sources before they are archived."""
WRITING_AT_MOST = 4
"""Such portions of one group on their way to the disk, after which the group waits."""


@dataclass(slots=True)
class Outcome:
    """What a round brought in."""

    n_sources: int = 0
    n_entries: int = 0
    """New entries that feeds listed."""
    n_captures: int = 0
    n_problems: int = 0


@dataclass(slots=True)
class _Shelf:
    """Captures on their way to the archive, a few at a time so that memory stays flat."""

    books: Books
    outcome: Outcome
    on_kept: OnKept | None = None
    held: list[Capture] = field(default_factory=list)
    writing: deque[Future[int]] = field(default_factory=deque)

    def put(self, capture: Capture) -> None:
        """Take one capture in; raises `WarehouseError` where an earlier one could not be kept."""
        self.held.append(capture)
        if len(self.held) >= KEPT_AT_MOST:
            self._send()
        while self.writing and (self.writing[0].done() or len(self.writing) > WRITING_AT_MOST):
            self._count(self.writing.popleft().result())

    async def clear(self) -> None:
        """Wait until everything is archived and indexed."""
        if self.held:
            self._send()
        while self.writing:
            self._count(await asyncio.wrap_future(self.writing.popleft()))

    def _send(self) -> None:
        captures, self.held = self.held, []
        self.writing.append(self.books.keep(captures))

    def _count(self, n: int) -> None:
        self.outcome.n_captures += n
        if self.on_kept:
            self.on_kept(n)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Round:
    """What all groups of sources share, so that they behave as one guest and one writer."""

    settings: Settings
    clock: Clock
    books: Books
    outcome: Outcome
    politeness: Politeness
    states: Mapping[int, FeedState]
    robots: RobotsCache
    network: Network | None = None


def collect_due(
    settings: Settings,
    clock: Clock,
    on_progress: OnProgress,
    network: Network | None = None,
    *,
    desk: Desk | None = None,
    on_kept: OnKept | None = None,
) -> Outcome:
    """Take the seed documents; unless offline, ask every source whose feeds or pages are due.

    Raises `WarehouseError` where captures cannot be kept, as on a full disk; those kept before are safe.
    `network`: how names become addresses; the system's way if not given. `desk`: who writes, where others
    have something written at the same time; `on_kept` tells them what they may read.
    """
    with nullcontext(desk) if desk else Desk(settings, clock) as writer:
        sources = read_sources(settings)
        outcome = Outcome(n_sources=len(sources))
        writer.order(lambda live: write_sources(live, sources)).result()
        documents = seed_captures(settings.seeds, clock())
        outcome.n_captures = writer.order(
            lambda live: keep_documents(live, settings.archive, documents)
        ).result()
        if not settings.offline:
            with _remembering(settings, clock, writer) as (politeness, robots):
                round_ = _Round(
                    settings=settings, clock=clock, books=Books(writer, settings.archive), outcome=outcome,
                    network=network, politeness=politeness, robots=robots,
                    states=writer.order(read_feed_states).result(),
                )  # fmt: skip
                _run(_ask_all(round_, groups_by_host(sources), on_progress, on_kept))
    return outcome


@contextmanager
def _remembering(settings: Settings, clock: Clock, desk: Desk) -> Iterator[tuple[Politeness, RobotsCache]]:
    """What hosts asked in former rounds; what they ask in this one is remembered, also where it fails."""
    politeness, known = politeness_of(settings), desk.order(read_manners).result()
    for host, until in desk.order(read_pauses).result().items():
        if until <= clock() + MAX_PAUSE:  # else the clock was set back
            politeness.pause(host, until)
    robots = dict(known)
    try:
        yield politeness, robots
    finally:
        new = [manners for origin, manners in robots.items() if manners is not known.get(origin)]
        pauses = politeness.pauses(clock())
        desk.order(lambda live: write_manners(live, new, pauses)).result()


def _run(work: Coroutine[Any, Any, T]) -> T:
    """Run a round; what stopped it is raised by itself, not as the group of groups that tasks make of it."""
    try:
        return asyncio.run(work)
    except ExceptionGroup as failed:
        error: Exception = failed
        while isinstance(error, ExceptionGroup):
            error = error.exceptions[0]
        raise error from None


async def _ask_all(
    round_: _Round, groups: Sequence[Sequence[Source]], on_progress: OnProgress, on_kept: OnKept | None
) -> None:
    """Ask groups of sources side by side, where anything is due; those that share a host are asked in turn."""
    turns = asyncio.Semaphore(round_.settings.concurrency)
    n_asked = sum(map(len, groups))
    now = round_.clock()
    pages = await round_.books.due([source.source_id for group in groups for source in group], now)

    def tell(n_more: int = 0) -> None:
        on_progress(n_more, n_asked, f"{round_.outcome.n_captures} captures")

    def tell_kept(n: int) -> None:
        if on_kept:
            on_kept(n)
        tell()

    async def ask(group: Sequence[Source], due: Sequence[Page]) -> None:
        async with turns:
            await _ask(round_, group, due, _Shelf(round_.books, round_.outcome, tell_kept))
            tell(len(group))

    async with asyncio.TaskGroup() as tasks:
        for group in groups:
            due = [page for source in group for page in pages.get(source.source_id, ())]
            feeds = [feed for source in group for feed in source.feeds]
            if due or any(is_due(round_.states.get(feed.feed_id), now) for feed in feeds):
                tasks.create_task(ask(group, due))
            else:
                tell(len(group))


def groups_by_host(sources: Sequence[Source]) -> list[list[Source]]:
    """Sources with feeds, those that share a feed's host together."""
    groups: dict[str, list[Source]] = {}
    for source in sources:
        hosts = {host_of_or(feed.url) for feed in source.feeds}
        shared = {id(groups[host]): groups[host] for host in hosts if host in groups}
        merged = [other for group in shared.values() for other in group] + [source]
        moved = hosts.union(host_of_or(feed.url) for other in merged for feed in other.feeds)
        groups.update(dict.fromkeys(moved, merged))
    return list({id(group): group for group in groups.values()}.values())


async def _ask(round_: _Round, group: Sequence[Source], due: Sequence[Page], shelf: _Shelf) -> None:
    books, clock, outcome = round_.books, round_.clock, round_.outcome
    collected = await collect_batch(
        group, round_.states, books.known, due,
        settings=round_.settings, clock=clock, robots_cache=round_.robots, politeness=round_.politeness,
        network=round_.network, keep=shelf.put,
    )  # fmt: skip
    await shelf.clear()
    await books.close(collected)
    outcome.n_problems += len(collected.problems)
    outcome.n_entries += sum(tally.n_listed for tally in collected.tallies)


def write_all_sources(settings: Settings, now: datetime) -> list[Source]:
    """Let the warehouse know every source of the sources files."""
    sources = read_sources(settings)
    with open_live(settings.data, lock_timeout_s=settings.lock_timeout_s, now=now) as live:
        write_sources(live, sources)
    return sources


def store_documents(settings: Settings, captures: Sequence[Capture], now: datetime) -> int:
    """Archive and index the documents that are not there yet; how many were new."""
    with open_live(settings.data, lock_timeout_s=settings.lock_timeout_s, now=now) as live:
        return keep_documents(live, settings.archive, captures)


def keep_documents(live: Live, archive: Path, captures: Sequence[Capture]) -> int:
    """The same with the warehouse open."""
    known = {row.capture_id for row in read_captures(live, [c.capture_id for c in captures])}
    new = [capture for capture in captures if capture.capture_id not in known]
    return archive_and_index(live, archive, new) if new else 0


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

    async def fetch(desk: Desk, politeness: Politeness, robots: RobotsCache) -> Collected:
        books = Books(desk, settings.archive)
        shelf = _Shelf(books, outcome)
        collected = await collect_batch(
            [LOCAL_SOURCE], {}, {}, pages, settings=settings, clock=clock, keep=shelf.put,
            robots_cache=robots, politeness=politeness,
        )  # fmt: skip
        await shelf.clear()
        await books.close(collected)
        return collected

    with Desk(settings, clock) as desk, _remembering(settings, clock, desk) as (politeness, robots):
        collected = _run(fetch(desk, politeness, robots))
    return outcome.n_captures, [f"{p.subject}: {p.code}: {p.detail}" for p in collected.problems]
