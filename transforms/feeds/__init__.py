"""Feeds and sitemaps: bytes to entries.

In: the body of a response, its address and its content type. Out: a `ParsedFeed`, or a `FeedFailure`
that says why there is none. Refuses: expanding entities, loading a DTD, opening whatever a body looks like.

Well-formed XML is read by a strict parser straight into entries. What is not well-formed goes to
feedparser, which is built for it and thirty times slower; what has too many items for that is read by libxml2
in recovery mode. Which of the three it was stands in `ParsedFeed.reader`.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime

from transforms.feeds.json_feed import parse_json_feed
from transforms.feeds.model import Child, FeedFailure, ParsedFeed
from transforms.feeds.sitemaps import read_sitemap
from transforms.feeds.syndication import read_syndication
from transforms.feeds.tolerant import parse_tolerantly
from transforms.feeds.trees import local_name, looks_like_html, parse_strictly, parse_with_recovery

__all__ = ["Child", "FeedFailure", "ParsedFeed", "parse_feed"]

TOLERANT_LIMIT = 3_000
"""Items above which feedparser would take many seconds (about 90 s for 100,000)."""
_ITEM = re.compile(rb"<(?:\w+:)?(?:item|entry|url)[\s>/]", re.IGNORECASE)


def parse_feed(
    body: bytes, url: str, *, now: datetime, content_type: str | None = None
) -> ParsedFeed | FeedFailure:
    """The entries of an RSS, Atom or JSON feed or of a sitemap, in order; links absolute, times in UTC.

    `now` bounds plausible dates. Nothing raises on any bytes.

    >>> from datetime import UTC
    >>> body = b"<rss><channel><item><title>A</title><link>/a</link></item></channel></rss>"
    >>> parse_feed(body, "https://example.org/feed", now=datetime(2026, 1, 1, tzinfo=UTC)).entries[0].url
    'https://example.org/a'
    """
    if not body.strip(b"\0 \t\r\n\xef\xbb\xbf"):
        return FeedFailure(code="feed_empty", detail="the body is empty")
    if body.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"["):
        return parse_json_feed(body, url, now)
    found = _read_strictly(body, url, now, content_type)
    if found is None:
        found = _read_recovered(body, url, now, content_type)
    if found is None and not looks_like_html(body):
        found = parse_tolerantly(body, url, now, content_type)
    return found or _why_not(body)


def _read_strictly(body: bytes, url: str, now: datetime, content_type: str | None) -> ParsedFeed | None:
    root = parse_strictly(body, url, content_type)
    return None if root is None else _read(root, url, now, "strict")


def _read_recovered(body: bytes, url: str, now: datetime, content_type: str | None) -> ParsedFeed | None:
    """Only what is too large for feedparser; items that recovery did not find are counted as dropped."""
    n_items = len(_ITEM.findall(body))
    root = parse_with_recovery(body, url, content_type) if n_items > TOLERANT_LIMIT else None
    found = None if root is None else _read(root, url, now, "recovery")
    return found and replace(found, n_dropped=max(found.n_dropped, n_items - len(found.entries)))


def _read(root: object, url: str, now: datetime, reader: str) -> ParsedFeed | None:
    match local_name(root):
        case "urlset" | "sitemapindex":
            return read_sitemap(root, url, now, reader)
        case "rss" | "rdf" | "feed":
            return read_syndication(root, url, now, reader)
        case _:
            return None


def _why_not(body: bytes) -> FeedFailure:
    if looks_like_html(body):
        return FeedFailure(code="feed_is_html", detail="a web page was served in place of a feed")
    return FeedFailure(code="feed_unknown", detail=f"neither RSS, Atom, JSON Feed nor sitemap: {body[:40]!r}")
