"""Sitemaps, news sitemaps and sitemap indexes.

In: the root of a tree. Out: a `ParsedFeed` with entries, or with the children of an index. Refuses: other
roots; more than the protocol's 50,000 addresses are read all the same.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from transforms.feeds.dates import parse_date
from transforms.feeds.model import Child, ParsedFeed
from transforms.feeds.trees import local_name, plain_text, text_of
from transforms.urls import absolute_url
from vocabulary import Entry


def read_sitemap(root: Any, url: str, now: datetime, reader: str) -> ParsedFeed:
    """The addresses of a sitemap as entries, or the sitemaps of an index as children."""
    if local_name(root) == "sitemapindex":
        children = [_child(node, url, now) for node in root if local_name(node) == "sitemap"]
        kept = tuple(child for child in children if child)
        return ParsedFeed(
            format="sitemap_index", reader=reader, children=kept, n_dropped=len(children) - len(kept)
        )
    nodes = [node for node in root.iter("{*}url") if local_name(node) == "url"]
    is_news = next(root.iter("{*}news"), None) is not None
    entries = [_entry(node, url, now) for node in nodes]
    found = tuple(entry for entry in entries if entry)
    return ParsedFeed(
        format="news_sitemap" if is_news else "sitemap",
        reader=reader,
        entries=found,
        n_dropped=len(nodes) - len(found),
    )


def _address(node: Any, url: str) -> str | None:
    location = next((text_of(child) for child in node if local_name(child) == "loc"), None)
    try:
        return absolute_url(url, location) if location else None
    except ValueError:
        return None


def _child(node: Any, url: str, now: datetime) -> Child | None:
    address = _address(node, url)
    parts = {local_name(child): text_of(child) for child in node}
    return Child(url=address, modified_at=parse_date(parts.get("lastmod"), now)) if address else None


def _entry(node: Any, url: str, now: datetime) -> Entry | None:
    address = _address(node, url)
    if address is None:
        return None
    news = next((child for child in node if local_name(child) == "news"), None)
    told = {local_name(n): text_of(n) for n in (news.iter("*") if news is not None else ())}
    outer = {local_name(child): text_of(child) for child in node if isinstance(child.tag, str)}
    return Entry(
        url=address,
        title=plain_text(told.get("title")),
        published_at=parse_date(told.get("publication_date"), now) or parse_date(outer.get("lastmod"), now),
        language=told.get("language"),
    )
