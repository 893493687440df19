"""Feeds that a web site offers.

In: a home page, a robots.txt, an address. Out: addresses of feeds and sitemaps, best first. Refuses:
fetching them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from lxml import etree, html

from transforms.urls import absolute_url, origin_of
from vocabulary import FeedKind

_TYPES = {
    "application/rss+xml",
    "application/atom+xml",
    "application/rdf+xml",
    "application/feed+json",
    "application/json",
    "text/xml",
    "application/xml",
}
_LINK = re.compile(r"(?:/|\b)(?:rss|feeds?|atom)(?:2|\.xml|\.rdf|\.json)?(?:[/?.]|$)", re.IGNORECASE)
_COMMENTS = re.compile(r"comments?|kommentare|commentaires|comentarios", re.IGNORECASE)
_NEWS = re.compile(r"news", re.IGNORECASE)
USUAL_PATHS = ("/feed/", "/rss", "/rss.xml", "/feed.xml", "/atom.xml", "/index.xml", "/feed.json")
USUAL_SITEMAPS = ("/news-sitemap.xml", "/sitemap-news.xml", "/sitemap_news.xml", "/sitemap.xml")


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """An address that may be a feed, and where it was found."""

    url: str
    kind: FeedKind
    found_in: str
    title: str | None = None


def find_feeds(body: bytes, url: str) -> list[Candidate]:
    """The feeds that a home page declares or links to: declared ones first, feeds of comments left out."""
    try:
        root = html.fromstring(body or b"<html/>", base_url=url)
    except (etree.ParserError, ValueError):
        return []
    base = next((node.get("href") for node in root.iter("base")), None) or url
    declared = [
        _candidate(base, node, "autodiscovery")
        for node in root.iter("link")
        if "alternate" in (node.get("rel") or "").lower().split()
        and (node.get("type") or "").lower().split(";")[0].strip() in _TYPES
    ]
    linked = [
        _candidate(base, node, "link")
        for node in root.iter("a")
        if _LINK.search(_path(node.get("href") or ""))
    ]
    return unique([*declared, *linked])


def guessed_feeds(url: str) -> list[Candidate]:
    """Where sites usually keep their feeds and news sitemaps."""
    origin = origin_of(url)
    feeds = [Candidate(url=origin + p, kind=FeedKind.FEED, found_in="usual path") for p in USUAL_PATHS]
    return [*feeds, *sitemap_candidates([origin + p for p in USUAL_SITEMAPS], "usual path")]


def sitemap_candidates(addresses: Iterable[str], found_in: str) -> list[Candidate]:
    """Sitemaps as candidates, those named after news first."""
    found = [
        Candidate(
            url=address,
            kind=FeedKind.NEWS_SITEMAP if _NEWS.search(_path(address)) else FeedKind.SITEMAP_INDEX,
            found_in=found_in,
        )
        for address in addresses
    ]
    return sorted(found, key=lambda candidate: candidate.kind != FeedKind.NEWS_SITEMAP)


def unique(candidates: Iterable[Candidate | None]) -> list[Candidate]:
    """Each address once, in order."""
    found: dict[str, Candidate] = {}
    for candidate in candidates:
        if candidate:
            found.setdefault(candidate.url, candidate)
    return list(found.values())


def _candidate(base: str, node: html.HtmlElement, found_in: str) -> Candidate | None:
    title = (node.get("title") or node.text_content() or "").strip() or None
    try:
        address = absolute_url(base, node.get("href") or "")
    except ValueError:
        return None
    if _COMMENTS.search(_path(address)) or (title and _COMMENTS.search(title)):
        return None
    return Candidate(url=address, kind=FeedKind.FEED, found_in=found_in, title=title)


def _path(address: str) -> str:
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    return f"{parts.path}?{parts.query}" if parts.query else parts.path
