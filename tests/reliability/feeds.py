"""The feed that the cases of group F are read as."""

from __future__ import annotations

from datetime import UTC, datetime

from transforms.feeds import ParsedFeed, parse_feed

URL = "https://outlet.test/feeds/all.xml"
NOW = datetime(2026, 3, 2, tzinfo=UTC)


def parse(body: bytes, content_type: str | None = None) -> ParsedFeed:
    """What is read of a body that must be a feed."""
    found = parse_feed(body, URL, now=NOW, content_type=content_type)
    assert isinstance(found, ParsedFeed), found
    return found
