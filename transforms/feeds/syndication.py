"""RSS 0.9x, 1.0 and 2.0 and Atom 0.3 and 1.0, from a parsed tree.

In: the root of a tree. Out: a `ParsedFeed`, or None where nothing in it is an entry although something
looks like one. Refuses: elements of other vocabularies that share a name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from transforms.feeds.dates import parse_date
from transforms.feeds.model import ParsedFeed
from transforms.feeds.trees import XML_LANG, local_name, plain_text, text_of
from transforms.urls import absolute_url
from vocabulary import Entry

_ATOM = {"http://www.w3.org/2005/Atom", "http://purl.org/atom/ns#"}
_ITEMS = {
    "",
    "http://purl.org/rss/1.0/",
    "http://channel.netscape.com/rdf/simple/0.9/",
    "http://my.netscape.com/rdf/simple/0.9/",
    "http://backend.userland.com/rss2",
    "http://purl.org/net/rss1.1#",
    *_ATOM,
}
_TITLES = {"", "http://purl.org/dc/elements/1.1/", *_ITEMS}
_PUBLISHED = ("pubdate", "published", "issued", "date", "created", "updated", "modified")
_AUTHORS = ("author", "creator")
_PERIODS = {
    "hourly": 3600.0,
    "daily": 86400.0,
    "weekly": 604800.0,
    "monthly": 2592000.0,
    "yearly": 31536000.0,
}
_DAYS = {"monday": 0, "tuesday": 1, "wednesday": 2, "thursday": 3, "friday": 4, "saturday": 5, "sunday": 6}
_RSS_AUTHOR = re.compile(r"^[^\s@]+@[^\s@]+\s*\((.+)\)$")
SUMMARY_LIMIT = 2000
"""Characters of a summary that are kept."""


def read_syndication(root: Any, url: str, now: datetime, reader: str) -> ParsedFeed | None:
    """The entries below `root`, in document order."""
    has_base = root.xpath("boolean(//@xml:base)")
    head = next((node for node in root if local_name(node) == "channel"), root)
    language = _language(head) or _language(root)
    nodes = [node for node in root.iter("{*}item", "{*}entry") if _namespace(node) in _ITEMS]
    entries = [_read_entry(node, node.base if has_base else url, now, language) for node in nodes]
    kept = tuple(entry for entry in entries if entry)
    format_name = {"feed": "atom"}.get(local_name(root), local_name(root))
    return ParsedFeed(
        format=format_name,
        reader=reader,
        entries=kept,
        n_dropped=len(nodes) - len(kept),
        title=_child_text(head, "title"),
        language=language,
        ttl_s=_ttl(head),
        skip_hours=frozenset(int(t) % 24 for t in _listed(head, "skiphours") if t.isdigit()),
        skip_days=frozenset(_DAYS[t.lower()] for t in _listed(head, "skipdays") if t.lower() in _DAYS),
    )


def _namespace(node: Any) -> str:
    return str(node.tag).rpartition("}")[0].removeprefix("{")


def _read_entry(node: Any, base: str, now: datetime, language: str | None) -> Entry | None:
    parts: dict[str, list[Any]] = {}
    for child in node:
        if isinstance(child.tag, str):
            parts.setdefault(local_name(child), []).append(child)
    guid = _first_text(parts.get("guid", ()) or parts.get("id", ()))
    url = _address(parts, guid, base)
    if url is None:
        return None
    return Entry(
        url=url,
        title=_title(parts),
        guid=guid or node.get("{http://www.w3.org/1999/02/22-rdf-syntax-ns#}about"),
        published_at=_first_date(parts, now),
        summary=(_first_text(parts.get("description", ()) or parts.get("summary", ())) or "")[:SUMMARY_LIMIT]
        or None,
        language=_first_text(parts.get("language", ())) or node.get(XML_LANG) or language,
        authors=_authors(parts),
    )


def _address(parts: dict[str, list[Any]], guid: str | None, base: str) -> str | None:
    """The first candidate that is a web address: publisher's own, alternate links, permalink."""
    for candidate in _candidates(parts, guid):
        if candidate and not candidate.isspace():
            try:
                return absolute_url(base, candidate)
            except ValueError:
                continue
    return None


def _candidates(parts: dict[str, list[Any]], guid: str | None) -> Iterable[str | None]:
    yield from (text_of(node) for node in parts.get("origlink", ()))
    links = parts.get("link", ())
    yield from (node.text for node in links if not node.get("href"))
    ranked = sorted(
        (n for n in links if n.get("href")), key=lambda n: n.get("type", "text/html") != "text/html"
    )
    yield from (node.get("href") for node in ranked if node.get("rel", "alternate") == "alternate")
    guids = parts.get("guid", ()) or parts.get("id", ())
    if guid and guid.startswith(("http://", "https://")):
        yield from (guid for node in guids if node.get("isPermaLink", "true").lower() != "false")
    # An enclosure or a related link is better than no address at all, but `self` and `edit` are machines'.
    yield from (n.get("href") for n in ranked if n.get("rel") in {"related", "via", "enclosure"})
    if guid and guid.startswith(("http://", "https://")):
        yield guid


def _title(parts: dict[str, list[Any]]) -> str | None:
    own = [node for node in parts.get("title", ()) if _namespace(node) in _TITLES]
    return plain_text(_first_text(own))


def _first_text(nodes: Iterable[Any]) -> str | None:
    return next((text for text in map(text_of, nodes) if text), None)


def _child_text(node: Any, name: str) -> str | None:
    return _first_text(child for child in node if local_name(child) == name)


def _first_date(parts: dict[str, list[Any]], now: datetime) -> datetime | None:
    dates = (parse_date(node.text, now) for name in _PUBLISHED for node in parts.get(name, ()))
    return next((date for date in dates if date), None)


def _authors(parts: dict[str, list[Any]]) -> tuple[str, ...]:
    names: dict[str, None] = {}
    for node in (node for name in _AUTHORS for node in parts.get(name, ())):
        text = _child_text(node, "name") if len(node) else text_of(node)
        if text:
            address = _RSS_AUTHOR.match(text)
            names.setdefault(address[1] if address else text)
    return tuple(names)


def _language(node: Any) -> str | None:
    return _child_text(node, "language") or node.get(XML_LANG)


def _listed(head: Any, name: str) -> list[str]:
    return [text_of(n) or "" for group in head if local_name(group) == name for n in group]


def _ttl(head: Any) -> float | None:
    """The longer of `ttl` (minutes) and the syndication module's period."""
    ttl = _number(_child_text(head, "ttl"))
    period = _PERIODS.get((_child_text(head, "updateperiod") or "").lower())
    frequency = _number(_child_text(head, "updatefrequency")) or 1.0
    known = [s for s in (ttl and ttl * 60, period and period / frequency) if s]
    return max(known, default=None)


def _number(text: str | None) -> float | None:
    return float(text) if text and re.fullmatch(r"\d{1,9}(?:\.\d{1,9})?", text) and float(text) > 0 else None
