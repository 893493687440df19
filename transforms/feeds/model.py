"""What a feed says, whichever its format.

In: nothing. Out: frozen values. Refuses: behaviour.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from vocabulary import Entry


@dataclass(frozen=True, slots=True, kw_only=True)
class Child:
    """A sitemap that a sitemap index lists."""

    url: str
    modified_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedFeed:
    """One reading of one feed."""

    format: str
    """`rss`, `rdf`, `atom`, `json`, `sitemap`, `news_sitemap` or `sitemap_index`."""
    reader: str
    """`strict`, `tolerant`, `recovery` or `json`."""
    entries: tuple[Entry, ...] = ()
    children: tuple[Child, ...] = ()
    n_dropped: int = 0
    """Entries without an address that could be looked at."""
    title: str | None = None
    language: str | None = None
    ttl_s: float | None = None
    """Seconds between two changes as the feed states them (`ttl`, syndication module)."""
    skip_hours: frozenset[int] = frozenset()
    skip_days: frozenset[int] = frozenset()
    """Monday is 0."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedFailure:
    """A body that is no feed."""

    code: str
    detail: str
