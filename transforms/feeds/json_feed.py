"""JSON Feed 1.0 and 1.1.

In: bytes. Out: a `ParsedFeed` or a `FeedFailure`. Refuses: JSON that is no feed.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from transforms.feeds.dates import parse_date
from transforms.feeds.model import FeedFailure, ParsedFeed
from transforms.feeds.trees import plain_text
from transforms.urls import absolute_url
from vocabulary import Entry


def parse_json_feed(body: bytes, url: str, now: datetime) -> ParsedFeed | FeedFailure:
    """The items of a JSON feed, in order."""
    try:
        feed = json.loads(body.decode("utf-8-sig", "replace"))
    except (ValueError, RecursionError) as error:
        return FeedFailure(code="feed_not_json", detail=str(error)[:200])
    items = feed.get("items") if isinstance(feed, dict) else None
    if not isinstance(items, list):
        return FeedFailure(code="feed_unknown", detail="JSON without the `items` of a feed")
    language = _words(feed.get("language"))
    entries = [_entry(item, url, now, language) for item in items]
    kept = tuple(entry for entry in entries if entry)
    return ParsedFeed(
        format="json",
        reader="json",
        entries=kept,
        n_dropped=len(entries) - len(kept),
        title=_words(feed.get("title")),
        language=language,
    )


def _entry(item: Any, url: str, now: datetime, language: str | None) -> Entry | None:
    if not isinstance(item, Mapping):
        return None
    address = _address(item, url)
    if address is None:
        return None
    return Entry(
        url=address,
        title=plain_text(_words(item.get("title"))),
        guid=_words(item.get("id")),
        published_at=parse_date(_words(item.get("date_published")), now)
        or parse_date(_words(item.get("date_modified")), now),
        summary=_words(item.get("summary")),
        language=_words(item.get("language")) or language,
        authors=_authors(item),
    )


def _address(item: Mapping[str, Any], url: str) -> str | None:
    identity = _words(item.get("id")) or ""
    permalink = identity if identity.startswith("http") else None
    for candidate in (item.get("url"), permalink, item.get("external_url")):
        if isinstance(candidate, str) and candidate.strip():
            try:
                return absolute_url(url, candidate)
            except ValueError:
                continue
    return None


def _authors(item: Mapping[str, Any]) -> tuple[str, ...]:
    listed = item.get("authors")
    people = listed if isinstance(listed, list) else [item.get("author")]
    names = (_words(person.get("name")) for person in people if isinstance(person, Mapping))
    return tuple(dict.fromkeys(name for name in names if name))


def _words(value: Any) -> str | None:
    """Text of a string or number, spaces collapsed, lone surrogates dropped."""
    if not isinstance(value, str | int | float) or isinstance(value, bool):
        return None
    return " ".join(str(value).encode("utf-8", "ignore").decode().split()) or None
