"""What a site offers to listen to: its feeds and news sitemaps, each asked once.

In: an address. Out: what was found there and what each candidate answered. Refuses: writing anything;
calling an address a feed before it has answered as one.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from lxml import etree, html

from flows.fetching import Fetched, Fetcher, Wanted
from flows.http import Client
from flows.http_transport import Network
from flows.settings import Settings
from transforms.content_coding import decode_archive
from transforms.discovery import Candidate, find_feeds, guessed_feeds, sitemap_candidates, unique
from transforms.feeds import FeedFailure, ParsedFeed, parse_feed
from transforms.listing import FEED_ACCEPT, PAGE_ACCEPT
from vocabulary import Feed, FeedKind, FetchFailure

MAX_ASKED = 12
"""Candidates of one site that are asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Probe:
    """What one address answered when it was asked for a feed."""

    url: str
    kind: FeedKind
    found_in: str
    code: str
    """`ok`, or why it is no feed."""
    detail: str = ""
    format: str | None = None
    title: str | None = None
    language: str | None = None
    n_entries: int = 0
    newest_at: datetime | None = None

    @property
    def is_feed(self) -> bool:
        """Whether the address is a feed or a sitemap."""
        return self.code == "ok"


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """What a home page says of itself, and the feeds that were found."""

    url: str
    name: str | None
    language: str | None
    probes: tuple[Probe, ...]


async def discover_site(
    url: str, settings: Settings, clock: Callable[[], datetime], network: Network | None = None
) -> Site | FetchFailure:
    """The feeds of a site: the address itself, declared ones, linked ones, sitemaps, then usual paths."""
    async with Client(settings, network) as client:
        fetcher = Fetcher(client, settings, clock)
        found = await fetcher.fetch(Wanted(url=url, accept=PAGE_ACCEPT, limit=_limit(settings)))
        if isinstance(found, FetchFailure):
            return found
        itself = _judge(Candidate(url=url, kind=FeedKind.FEED, found_in="given"), found, settings, clock())
        if itself.is_feed:
            return Site(url=url, name=itself.title, language=itself.language, probes=(itself,))
        name, language = _about(found.answer.body)
        probes = await _probe_in_turn(
            fetcher, [await _named(fetcher, found), guessed_feeds(found.answer.url)], settings, clock
        )
        return Site(url=found.answer.url, name=name, language=language, probes=tuple(probes))


async def probe_feeds(
    feeds: Sequence[Feed], settings: Settings, clock: Callable[[], datetime], network: Network | None = None
) -> list[Probe]:
    """Ask every feed once, hosts side by side; the answers in the order of `feeds`."""
    turns = asyncio.Semaphore(settings.concurrency)
    async with Client(settings, network) as client:
        fetcher = Fetcher(client, settings, clock)

        async def ask(feed: Feed) -> Probe:
            async with turns:
                candidate = Candidate(url=feed.url, kind=feed.kind, found_in="sources")
                return await _probe(fetcher, candidate, settings, clock)

        return list(await asyncio.gather(*map(ask, feeds)))


async def _named(fetcher: Fetcher, home: Fetched) -> list[Candidate]:
    """What the home page and robots.txt name."""
    sitemaps = await fetcher.sitemaps_of(home.answer.url)
    return unique(
        [*find_feeds(home.answer.body, home.answer.url), *sitemap_candidates(sitemaps, "robots.txt")]
    )


async def _probe_in_turn(
    fetcher: Fetcher,
    groups: Sequence[Sequence[Candidate]],
    settings: Settings,
    clock: Callable[[], datetime],
) -> list[Probe]:
    """Ask group after group until one has a feed."""
    probes: list[Probe] = []
    for group in groups:
        for candidate in group[:MAX_ASKED]:
            probes.append(await _probe(fetcher, candidate, settings, clock))
        if any(probe.is_feed and probe.kind is FeedKind.FEED for probe in probes):
            break
    return probes


async def _probe(
    fetcher: Fetcher, candidate: Candidate, settings: Settings, clock: Callable[[], datetime]
) -> Probe:
    found = await fetcher.fetch(Wanted(url=candidate.url, accept=FEED_ACCEPT, limit=_limit(settings)))
    if isinstance(found, FetchFailure):
        return Probe(
            url=candidate.url,
            kind=candidate.kind,
            found_in=candidate.found_in,
            code=found.code,
            detail=found.detail,
        )
    return _judge(candidate, found, settings, clock())


def _judge(candidate: Candidate, found: Fetched, settings: Settings, now: datetime) -> Probe:
    unpacked = decode_archive(found.answer.body, _limit(settings))
    body = unpacked[0] if unpacked else b""
    parsed = parse_feed(body, found.answer.url, now=now, content_type=found.answer.header("content-type"))
    if isinstance(parsed, FeedFailure):
        return Probe(
            url=candidate.url,
            kind=candidate.kind,
            found_in=candidate.found_in,
            code=parsed.code,
            detail=parsed.detail,
        )
    return Probe(
        url=candidate.url,
        kind=_kind(parsed, candidate),
        found_in=candidate.found_in,
        code="ok",
        format=parsed.format,
        title=parsed.title or candidate.title,
        language=parsed.language,
        n_entries=len(parsed.entries) + len(parsed.children),
        newest_at=max((e.published_at for e in parsed.entries if e.published_at), default=None),
    )


def _kind(parsed: ParsedFeed, candidate: Candidate) -> FeedKind:
    """What an address turned out to be; an empty sitemap is what its name says."""
    match parsed.format:
        case "news_sitemap":
            return FeedKind.NEWS_SITEMAP
        case "sitemap" if not parsed.entries and candidate.kind is FeedKind.NEWS_SITEMAP:
            return FeedKind.NEWS_SITEMAP
        case "sitemap" | "sitemap_index":
            return FeedKind.SITEMAP_INDEX
        case _:
            return FeedKind.FEED


def _about(body: bytes) -> tuple[str | None, str | None]:
    """A home page's name and language."""
    try:
        root = html.fromstring(body or b"<html/>")
    except (etree.ParserError, ValueError):
        return None, None
    names = [node.get("content") for node in root.iter("meta") if node.get("property") == "og:site_name"]
    title = next((node.text for node in root.iter("title") if node.text), None)
    name = next((" ".join(text.split()) for text in (*names, title) if text and text.strip()), None)
    return name, (root.get("lang") or "").split("-")[0].lower() or None


def _limit(settings: Settings) -> int:
    return int(settings.max_feed_mb * 1_000_000)
