"""Runs rounds of collection over the loopback site, remembering what the warehouse would."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from flows.collecting import collect_batch
from flows.http_transport import Network
from flows.robots import RobotsCache
from flows.settings import Settings
from tests.site.server import Site
from transforms.ids import stable_id
from transforms.listing import is_feed_capture
from vocabulary import Capture, Collected, Feed, FeedKind, FeedState, Page, Source, SourceKind

START = datetime(2026, 3, 2, 6, 0, tzinfo=UTC)


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


@dataclass
class Memory:
    """Feed states and pages between rounds, a clock that is set by hand, and everything collected."""

    now: datetime = START
    states: dict[int, FeedState] = field(default_factory=dict)
    pages: dict[int, Page] = field(default_factory=dict)
    rounds: list[Collected] = field(default_factory=list)
    robots: RobotsCache = field(default_factory=dict)
    settings: Settings = field(default_factory=make_settings)

    def collect(self, sources: Sequence[Source], network: Network) -> Collected:
        """One round now; its results are remembered."""
        found = asyncio.run(
            collect_batch(
                sources,
                self.states,
                self.pages,
                [p for p in self.pages.values() if p.next_look_at and p.next_look_at <= self.now],
                settings=self.settings,
                clock=lambda: self.now,
                robots_cache=self.robots,
                network=network,
            )
        )
        self.states.update({state.feed_id: state for state in found.feed_states})
        self.pages.update({page.page_id: page for page in found.pages})
        self.rounds.append(found)
        return found

    def pass_time(self, **how_much: float) -> None:
        """Set the clock forward, as `timedelta` takes it."""
        self.now += timedelta(**how_much)

    def page(self, url: str) -> Page:
        """The remembered page of an address."""
        return next(page for page in self.pages.values() if page.url == url)


def look_at(
    site: Site, *urls: str, memory: Memory | None = None, network: Network | None = None
) -> Collected:
    """One round over single pages, one source each; `sN` is the source of the Nth address."""
    sources = [make_source(f"s{n}", url, kind=FeedKind.PAGE) for n, url in enumerate(urls)]
    return (memory or Memory()).collect(sources, network or site.network())


def pages_of(found: Collected) -> list[Capture]:
    """The captures that are pages."""
    return [capture for capture in found.captures if not is_feed_capture(capture)]


def codes_of(found: Collected) -> list[str]:
    """The codes of the round's problems."""
    return [problem.code for problem in found.problems]
