"""Commands on sources: what is listened to.

In: addresses, lists of feeds. Out: the user's own `sources.yaml`, tables, OPML. Refuses: writing an address
that did not answer as a feed.
"""

from __future__ import annotations

import asyncio
import csv
import json
from collections.abc import Sequence
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlsplit

import typer

from flows.cli import app
from flows.cli.options import DataOption, JsonOption, SeedsOption, settings_for
from flows.settings import UsageError
from vocabulary import Feed, FeedKind, Source, SourceKind

sources_app = typer.Typer(help="List, add, exchange and probe the sources that are listened to.")
app.add_typer(sources_app, name="sources")
PrivateOption = Annotated[
    bool, typer.Option("--allow-private", help="Also ask private and loopback addresses.")
]


def _now() -> datetime:
    return datetime.now(UTC)


@sources_app.command("list")
def list_sources(data: DataOption = None, seeds: SeedsOption = None, as_json: JsonOption = False) -> None:
    """Every source with its feeds: key, country, language, kind, addresses."""
    from flows.sources import read_sources, source_as_entry

    found = [source for source in read_sources(settings_for(data, seeds)) if source.feeds]
    if as_json:
        print(json.dumps([source_as_entry(source) for source in found], ensure_ascii=False, indent=1))
        return
    for source in found:
        where = f"{source.country or '--'} {source.language or '--'}"
        print(f"{source.source_id:32} {where}  {source.kind:24} {' '.join(f.url for f in source.feeds)}")


@sources_app.command()
def add(
    url: Annotated[str, typer.Argument(help="A home page or a feed.", show_default=False)],
    name: Annotated[str | None, typer.Option(help="The outlet's name; its own if not given.")] = None,
    country: Annotated[str | None, typer.Option(help="Two letters, such as DE.")] = None,
    language: Annotated[str | None, typer.Option(help="Two letters, such as de.")] = None,
    kind: Annotated[SourceKind, typer.Option(help="What sort of outlet it is.")] = SourceKind.ONLINE,
    allow_private: PrivateOption = False,
    data: DataOption = None,
    seeds: SeedsOption = None,
    as_json: JsonOption = False,
) -> None:
    """Find the feeds of a site, show them, and write the source into your own sources.yaml."""
    from flows.discovering import discover_site
    from flows.sources import add_sources, source_as_entry
    from transforms.ids import slug, stable_id
    from vocabulary import FetchFailure

    settings = settings_for(data, seeds, allow_private=allow_private or None)
    site = asyncio.run(discover_site(_web_address(url), settings, _now))
    if isinstance(site, FetchFailure):
        raise UsageError(f"{url}: {site.code}: {site.detail}; check the address in a browser")
    found = [probe for probe in site.probes if probe.is_feed]
    if not as_json:
        _show([_probe_as_row(probe) for probe in site.probes], as_json=False)
    if not found:
        raise UsageError(f"{url}: no feed or sitemap found; give the address of one")
    domain = (urlsplit(site.url).hostname or "").removeprefix("www.")
    key = slug(domain)
    feeds = tuple(Feed(feed_id=stable_id(p.url), source_id=key, url=p.url, kind=p.kind) for p in _best(found))
    source = Source(
        source_id=key,
        name=name or site.name or domain,
        domain=domain,
        country=country,
        language=language or site.language or found[0].language,
        kind=kind,
        feeds=feeds,
    )
    n_added = add_sources(settings, [source])
    if as_json:
        print(json.dumps({**source_as_entry(source), "is_new": bool(n_added)}, ensure_ascii=False))
    else:
        print(f"{key}: {'added to' if n_added else 'already in'} {settings.data / 'sources.yaml'}")


@sources_app.command("import")
def import_list(
    path: Annotated[Path, typer.Argument(help="OPML, CSV with a url column, or one address per line.")],
    data: DataOption = None,
    seeds: SeedsOption = None,
) -> None:
    """Add the feeds of a list to your own sources.yaml."""
    from flows.reading import read_bytes
    from flows.sources import add_sources

    settings = settings_for(data, seeds)
    listed = _read_list(path, read_bytes(path))
    if not listed:
        raise UsageError(f"{path}: no web address in it; OPML, CSV with a url column, or one per line")
    n_added = add_sources(settings, listed)
    print(f"{n_added} of {len(listed)} sources are new ({settings.data}/sources.yaml)")


@sources_app.command("export")
def export_list(
    path: Annotated[Path, typer.Argument(help="The OPML file to write.")],
    data: DataOption = None,
    seeds: SeedsOption = None,
) -> None:
    """Write every source as OPML, for feed readers."""
    from flows.sources import read_sources
    from transforms.opml import render_opml

    found = [source for source in read_sources(settings_for(data, seeds)) if source.feeds]
    try:
        path.write_bytes(render_opml(found, "Tenor's sources"))
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror or error}; choose another file") from error
    print(f"{len(found)} sources in {path}")


@sources_app.command()
def probe(
    keys: Annotated[list[str] | None, typer.Argument(help="Source keys; all if none is given.")] = None,
    allow_private: PrivateOption = False,
    data: DataOption = None,
    seeds: SeedsOption = None,
    as_json: JsonOption = False,
) -> None:
    """Ask every feed once and say what it answered; exit 1 where one did not answer as a feed."""
    from flows.discovering import probe_feeds
    from flows.sources import read_sources

    settings = settings_for(data, seeds, allow_private=allow_private or None)
    known = {source.source_id: source for source in read_sources(settings)}
    unknown = [key for key in keys or () if key not in known]
    if unknown:
        raise UsageError(f"{unknown[0]}: no such source; see `tenor sources list`")
    feeds = [feed for key in keys or known for feed in known[key].feeds]
    probes = asyncio.run(probe_feeds(feeds, settings, _now))
    _show([_probe_as_row(probe) for probe in probes], as_json=as_json)
    raise typer.Exit(0 if all(probe.is_feed for probe in probes) else 1)


def _web_address(url: str) -> str:
    return url if "://" in url else f"https://{url}"


def _best(probes: Sequence[Any]) -> list[Any]:
    """Feeds before sitemaps; a plain sitemap only where there is nothing else."""
    feeds = [p for p in probes if p.kind is FeedKind.FEED and p.n_entries] or [
        p for p in probes if p.kind is FeedKind.FEED
    ]
    news = [p for p in probes if p.kind is FeedKind.NEWS_SITEMAP]
    return feeds[:3] + news[:1] if feeds or news else list(probes[:1])


def _probe_as_row(probe: Any) -> dict[str, Any]:
    newest = probe.newest_at.isoformat() if probe.newest_at else None
    return {
        "url": probe.url,
        "code": probe.code,
        "kind": str(probe.kind),
        "n_entries": probe.n_entries,
        "newest_at": newest,
        "found_in": probe.found_in,
        "detail": probe.detail,
    }


def _show(rows: Sequence[dict[str, Any]], *, as_json: bool) -> None:
    for row in rows:
        if as_json:
            print(json.dumps(row, ensure_ascii=False))
        else:
            said = f"{row['n_entries']} entries" if row["code"] == "ok" else row["detail"]
            print(f"{row['code']:18} {row['kind']:14} {row['url']}  {said}")


def _read_list(path: Path, body: bytes) -> list[Source]:
    from transforms.opml import parse_opml

    if b"<opml" in body[:2000].lower():
        return [_source_of(o.feed_url, o.title) for o in parse_opml(body)]
    try:
        lines = body.decode("utf-8-sig").splitlines()
    except UnicodeDecodeError as error:
        raise UsageError(f"{path}: not UTF-8 at byte {error.start}; convert it") from error
    if lines and "url" in [cell.strip().lower() for cell in lines[0].split(",")]:
        rows = [
            {(k or "").strip().lower(): v for k, v in r.items()}
            for r in csv.DictReader(StringIO("\n".join(lines)))
        ]
        return [_source_of(r["url"], r.get("name")) for r in rows if (r["url"] or "").startswith("http")]
    return [
        _source_of(line.strip(), None) for line in lines if line.strip().startswith(("http://", "https://"))
    ]


def _source_of(url: str, name: str | None) -> Source:
    from transforms.ids import slug, stable_id

    domain = (urlsplit(url).hostname or "").removeprefix("www.")
    key = slug(name) if name and slug(name) else slug(domain)
    feed = Feed(feed_id=stable_id(url), source_id=key, url=url)
    return Source(
        source_id=key,
        name=name or domain,
        domain=domain,
        country=None,
        language=None,
        kind=SourceKind.ONLINE,
        feeds=(feed,),
    )
