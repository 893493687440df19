"""Feeds that are not well-formed, by feedparser.

In: bytes. Out: a `ParsedFeed`, or None where feedparser sees neither a feed nor an entry. Refuses: giving
feedparser anything but a stream, because it opens bytes that look like a path; entity declarations.
"""

from __future__ import annotations

from datetime import datetime
from io import BytesIO
from typing import Any

import feedparser

from transforms.feeds.dates import parse_date
from transforms.feeds.model import ParsedFeed
from transforms.feeds.syndication import SUMMARY_LIMIT
from transforms.feeds.trees import plain_text
from transforms.urls import absolute_url
from vocabulary import Entry

_DATES = ("published", "created", "updated")


def parse_tolerantly(body: bytes, url: str, now: datetime, content_type: str | None) -> ParsedFeed | None:
    """What feedparser makes of a faulty feed."""
    headers = {"content-location": url, **({"content-type": content_type} if content_type else {})}
    try:
        found = feedparser.parse(
            BytesIO(_without_doctype(body)), response_headers=headers, sanitize_html=False
        )
    except (ValueError, LookupError, RecursionError, AssertionError, TypeError, AttributeError):
        return None  # feedparser 6 raises these on a few bodies that no parser can read
    if not found.get("version") and not found.entries:
        return None
    entries = [_entry(raw, url, now, found.feed.get("language")) for raw in found.entries]
    kept = tuple(entry for entry in entries if entry)
    return ParsedFeed(
        format=(found.get("version") or "unknown").rstrip("0123456789.u") or "unknown",
        reader="tolerant",
        entries=kept,
        n_dropped=len(entries) - len(kept),
        title=found.feed.get("title") or None,
        language=found.feed.get("language") or None,
    )


def _without_doctype(body: bytes) -> bytes:
    """Cut a declaration of types up to the root: feedparser keeps entities without references in them,
    and a long one used often grows without bound."""
    start = body[:4096].upper().find(b"<!DOCTYPE")
    if start < 0 or b"<!ENTITY" not in body[start:].upper()[:1_000_000]:
        return body
    ends = [body.find(mark, start) for mark in (b"<rss", b"<feed", b"<rdf:RDF", b"<RDF", b"<urlset")]
    end = min((place for place in ends if place >= 0), default=-1)
    return body[:start] + body[end:] if end >= 0 else body


def _entry(raw: Any, url: str, now: datetime, language: str | None) -> Entry | None:
    address = _address(raw, url)
    if address is None:
        return None
    dates = (parse_date(raw.get(name), now) for name in _DATES)
    names = dict.fromkeys(a["name"] for a in raw.get("authors", ()) if a.get("name"))
    return Entry(
        url=address,
        title=plain_text(" ".join((raw.get("title") or "").split()) or None),
        guid=raw.get("id") or None,
        published_at=next((date for date in dates if date), None),
        summary=(raw.get("summary") or "")[:SUMMARY_LIMIT] or None,
        language=raw.get("language") or language or None,
        authors=tuple(names),
    )


def _address(raw: Any, url: str) -> str | None:
    links = [link.get("href") for link in raw.get("links", ()) if link.get("rel") in (None, "alternate")]
    for candidate in (raw.get("feedburner_origlink"), raw.get("link"), *links, raw.get("id")):
        if candidate and (candidate != raw.get("id") or str(candidate).startswith("http")):
            try:
                return absolute_url(url, str(candidate))
            except ValueError:
                continue
    return None
