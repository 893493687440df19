"""The sources file: read, extended, exported.

In: `sources.yaml` of the seeds, and the user's own `sources.yaml` in the data directory. Out: `Source`
values. Refuses: entries without an address, unknown kinds, two sources of one key.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from flows.seeds import LOADER
from flows.settings import Settings, UsageError
from transforms.ids import stable_id
from vocabulary import Feed, FeedKind, Source, SourceKind

LOCAL_SOURCE = Source(
    source_id="documents",
    name="Single documents",
    domain="",
    country=None,
    language=None,
    kind=SourceKind.DOCUMENT,
    provenance="added by hand or shipped as seeds",
)
"""The source of documents that were added one by one."""


def read_sources(settings: Settings) -> list[Source]:
    """The shipped sources and the user's own; the user's replace shipped ones of the same key."""
    found: dict[str, Source] = {LOCAL_SOURCE.source_id: LOCAL_SOURCE}
    for path in (settings.seeds / "sources.yaml", settings.data / "sources.yaml"):
        if path.exists():
            found.update({source.source_id: source for source in parse_sources(path)})
    return list(found.values())


def parse_sources(path: Path) -> list[Source]:
    """The sources of one file."""
    try:
        entries = yaml.load(path.read_text(encoding="utf-8"), Loader=LOADER) or []
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise UsageError(f"{path}: not YAML in UTF-8: {error}; mend that line") from error
    if not isinstance(entries, list):
        raise UsageError(f"{path}: a sources file is a list of entries; begin each with `- source_id:`")
    sources = [_source(path, entry) for entry in entries]
    keys = [source.source_id for source in sources]
    for key in keys:
        if keys.count(key) > 1:
            raise UsageError(f"{path}: two sources have the key {key}; rename one")
    return sources


def _source(path: Path, entry: Mapping[str, Any]) -> Source:
    try:
        key = str(entry["source_id"])
        feeds = tuple(_feed(key, feed) for feed in entry.get("feeds", ()))
        found_in = sorted({str(feed.get("found_in", "user")) for feed in entry.get("feeds", ())})
        return Source(
            source_id=key,
            name=str(entry["name"]),
            domain=str(entry["domain"]),
            country=entry.get("country"),
            language=entry.get("language"),
            kind=SourceKind(entry.get("kind", "online")),
            ownership=entry.get("ownership"),
            family=entry.get("family"),
            expected_per_day=entry.get("expected_per_day"),
            expected_reason=entry.get("expected_reason"),
            provenance=", ".join(found_in) or None,
            feeds=feeds,
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        name = entry.get("source_id", "?") if isinstance(entry, Mapping) else repr(entry)
        raise UsageError(f"{path}: source {name}: {error!r}; see the entries beside it") from error


def _feed(source_id: str, entry: Mapping[str, Any]) -> Feed:
    url = str(entry["url"])
    return Feed(
        feed_id=stable_id(url), source_id=source_id, url=url, kind=FeedKind(entry.get("kind", "feed"))
    )


def source_as_entry(source: Source) -> dict[str, Any]:
    """A source as it stands in a sources file."""
    fields = {
        "source_id": source.source_id,
        "name": source.name,
        "domain": source.domain,
        "country": source.country,
        "language": source.language,
        "kind": str(source.kind),
        "ownership": source.ownership,
        "family": source.family,
        "expected_per_day": source.expected_per_day,
        "expected_reason": source.expected_reason,
        "feeds": [{"url": feed.url, "kind": str(feed.kind), "found_in": "user"} for feed in source.feeds],
    }
    return {name: value for name, value in fields.items() if value is not None}


def add_sources(settings: Settings, sources: list[Source]) -> int:
    """Append those not yet known to the user's own sources file; how many were new."""
    known = {source.source_id for source in read_sources(settings)}
    addresses = {feed.url for source in read_sources(settings) for feed in source.feeds}
    new = [s for s in sources if s.source_id not in known and not {feed.url for feed in s.feeds} <= addresses]
    path = settings.data / "sources.yaml"
    entries = yaml.load(path.read_text(encoding="utf-8"), Loader=LOADER) or [] if path.exists() else []
    entries += [source_as_entry(source) for source in new]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(yaml.safe_dump(entries, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return len(new)
