"""Rounds of collection over the loopback site, kept in a real warehouse and archive.

In: sources, a network, a clock that is set by hand. Out: what a round left in the warehouse: captures with the
bytes that the archive has, problems, pages, and the rows of `coverage`. Refuses: showing anything that
collection returned and the warehouse does not hold.

`flows.rounds.collect_due` does the work, as in `tenor collect`; only the opening of the database is spared: one
that was opened is emptied and used again.
"""

from __future__ import annotations

import atexit
import shutil
import tempfile
import weakref
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from unittest.mock import patch

from flows import rounds
from flows.http_transport import Network
from flows.seeds import SEEDS
from flows.settings import Settings
from flows.sources import LOCAL_SOURCE
from tests.site.server import Site
from transforms.ids import stable_id
from transforms.listing import is_feed_capture
from vocabulary import Capture, Feed, FeedKind, FeedState, Page, Problem, Source, SourceKind
from warehouse.archive import read_captures
from warehouse.captures import read_captures as read_index
from warehouse.collection import read_feed_states, read_known_pages
from warehouse.connection import LIVE, Live, execute, open_live, read, utc

START = datetime(2026, 3, 2, 6, 0, tzinfo=UTC)
Row = Mapping[str, Any]


def make_settings(**given: Any) -> Settings:
    """Settings for the loopback site: private addresses allowed, no pauses, quick deadlines."""
    usual: dict[str, Any] = {
        "allow_private": True,
        "per_host_interval_s": 0.0,
        "retry_wait_s": 0.01,
        "connect_timeout_s": 2.0,
        "idle_timeout_s": 2.0,
        "total_timeout_s": 5.0,
    }
    return Settings(**{**usual, **given})


def make_source(source_id: str, *urls: str, kind: FeedKind = FeedKind.FEED) -> Source:
    """A source with these feeds."""
    feeds = tuple(Feed(feed_id=stable_id(url), source_id=source_id, url=url, kind=kind) for url in urls)
    return Source(
        source_id=source_id,
        name=source_id.title(),
        domain=f"{source_id}.test",
        country=None,
        language="en",
        kind=SourceKind.ONLINE,
        feeds=feeds,
    )


_FREE: list[Live] = []
"""Open warehouses that nobody uses any more."""
_OPENED: list[Any] = []
"""What keeps them open until the process ends."""


@cache
def _seeds() -> Path:
    """The shipped seeds without sources and documents."""
    folder = _template() / "seeds"
    folder.mkdir()
    (folder / "lexicons").symlink_to(SEEDS / "lexicons")
    return folder


@cache
def _template() -> Path:
    """An empty warehouse, to be copied: making one takes seconds."""
    folder = Path(tempfile.mkdtemp(prefix="warehouse-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    with open_live(folder, lock_timeout_s=1, now=START):
        return folder


def _claim() -> Live:
    """An open and empty warehouse."""
    if not _FREE:
        folder = _template() / str(len(_OPENED))
        folder.mkdir()
        shutil.copyfile(_template() / LIVE, folder / LIVE)
        opened = open_live(folder, lock_timeout_s=1, now=START)
        _OPENED.append(opened)
        return opened.__enter__()
    live = _FREE.pop()
    filled = (
        "FROM duckdb_tables() WHERE schema_name = 'store' AND estimated_size > 0 AND table_name <> 'settings'"
    )
    for name in read(live, f"SELECT table_name {filled}")["table_name"]:
        execute(live, f"DELETE FROM store.{name}")
    shutil.rmtree(live.data / "archive", ignore_errors=True)
    return live


@dataclass(frozen=True, kw_only=True)
class Found:
    """What a round left in the warehouse and the archive."""

    captures: tuple[Capture, ...]
    """Those that are new, by identifier; the bodies are the archive's."""
    problems: tuple[Problem, ...]
    """Those that are new, by source, subject and code."""
    pages: tuple[Page, ...]
    """All that are remembered."""


@dataclass
class Memory:
    """A warehouse between rounds, and a clock that is set by hand."""

    now: datetime = START
    settings: Settings = field(default_factory=make_settings)

    def __post_init__(self) -> None:
        self.live = _claim()
        weakref.finalize(self, _FREE.append, self.live)
        self.settings = self.settings.model_copy(update={"data": self.live.data, "seeds": _seeds()})
        self.rounds: list[Found] = []
        self._captures: set[int] = set()
        self._problems: set[Problem] = set()

    def collect(self, sources: Sequence[Source], network: Network) -> Found:
        """One round now: what it left."""
        now, live = self.now, self.live  # nothing that a round leaves behind may hold this memory

        @contextmanager
        def opened(data: Path, *, lock_timeout_s: float, now: datetime) -> Iterator[Live]:
            live.opened_at = utc(now)
            yield live

        with (
            patch.object(rounds, "read_sources", lambda settings: [LOCAL_SOURCE, *sources]),
            patch("flows.rounds.open_live", opened),
            patch("flows.desk.open_live", opened),
        ):
            rounds.collect_due(self.settings, lambda: now, lambda n, n_all, note: None, network)
        found = Found(captures=self._new_captures(), problems=self._new_problems(), pages=self._pages())
        self.rounds.append(found)
        return found

    def _new_captures(self) -> tuple[Capture, ...]:
        ids = set(read(self.live, "SELECT capture_id FROM store.captures")["capture_id"]) - self._captures
        self._captures |= ids
        rows = sorted(read_index(self.live, sorted(ids)), key=lambda row: row.capture_id)
        return tuple(read_captures(self.settings.archive, [row.location for row in rows]))

    def _new_problems(self) -> tuple[Problem, ...]:
        rows = self.ask("FROM problems")
        found = {Problem(**{**row, "occurred_at": row["occurred_at"].replace(tzinfo=UTC)}) for row in rows}
        new = found - self._problems
        self._problems |= new
        return tuple(sorted(new, key=lambda p: (p.source_id or "", p.subject, p.code)))

    def _pages(self) -> tuple[Page, ...]:
        ids = read(self.live, "SELECT page_id FROM store.pages")["page_id"].to_list()
        return tuple(read_known_pages(self.live, ids))

    @property
    def states(self) -> dict[int, FeedState]:
        """What is remembered of feeds."""
        return read_feed_states(self.live)

    @property
    def pages(self) -> dict[int, Page]:
        """What is remembered of pages."""
        return {page.page_id: page for page in self._pages()}

    def page(self, url: str) -> Page:
        """The remembered page of an address."""
        return next(page for page in self._pages() if page.url == url)

    def ask(self, query: str) -> list[Row]:
        """The rows of a query on the warehouse."""
        return read(self.live, query).to_dicts()

    def coverage(self, source_id: str = "s0", day: date | None = None) -> Row:
        """What the ledger says of a source on a day, today if not given."""
        rows = [row for row in self.ask("FROM coverage") if row["source_id"] == source_id]
        return next(row for row in rows if row["day"] == (day or self.now.date()))

    def is_due(self) -> bool:
        """Whether a round now would ask for anything."""
        feeds = self.ask("SELECT next_poll_at AS at FROM store.feed_states WHERE NOT is_retired")
        pages = self.ask("SELECT next_look_at AS at FROM store.pages WHERE next_look_at IS NOT NULL")
        return not feeds or any(row["at"] <= utc(self.now) for row in (*feeds, *pages))

    def copy_to(self, data: Path) -> None:
        """Leave the warehouse and the archive in another data directory, for the stages after collection."""
        execute(self.live, "CHECKPOINT")
        data.mkdir()
        shutil.copyfile(self.live.data / LIVE, data / LIVE)
        shutil.copytree(self.settings.archive, data / self.settings.archive.name)

    def pass_time(self, **how_much: float) -> None:
        """Set the clock forward, as `timedelta` takes it."""
        self.now += timedelta(**how_much)


def look_at(site: Site, *urls: str, memory: Memory | None = None, network: Network | None = None) -> Found:
    """One round over single pages, one source each; `sN` is the source of the Nth address."""
    sources = [make_source(f"s{n}", url, kind=FeedKind.PAGE) for n, url in enumerate(urls)]
    return (memory or Memory()).collect(sources, network or site.network())


def pages_of(found: Found) -> list[Capture]:
    """The captures that are pages."""
    return [capture for capture in found.captures if not is_feed_capture(capture)]


def codes_of(found: Found) -> list[str]:
    """The codes of the round's problems."""
    return [problem.code for problem in found.problems]
