"""A demonstration warehouse, filled through the warehouse's own writers.

Sixty days of twelve sources in eight languages: wire copies, a burst, a source that fails for ten days, one
day on which nothing could be had, figures in dispute, articles without dates, hostile titles. The texts are
ours; the annotations are made with them, so that every number can be told beforehand.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from hashlib import sha256
from pathlib import Path

import polars as pl

from flows.settings import load_settings
from flows.trending import build_trends
from tests.report.phrasebook import CITIES
from tests.report.seed_text import seed_annotations, seed_text
from tests.report.texts import ANNOTATORS, Draft, Plan, write_text
from transforms.ids import stable_id
from vocabulary import (
    Annotations,
    Capture,
    Collected,
    Document,
    Feed,
    Polarity,
    Problem,
    Source,
    SourceKind,
    Stage,
    Tally,
    Version,
)
from warehouse.annotations import replace_annotations
from warehouse.archive import append_captures
from warehouse.collection import write_collected
from warehouse.connection import Live, open_live
from warehouse.origins import replace_origins
from warehouse.problems import write_problems
from warehouse.publish import publish
from warehouse.sources import write_sources
from warehouse.versions import read_versions_to_annotate, write_versions

FIRST = date(2026, 1, 5)
NOW = datetime(2026, 3, 6, 6, tzinfo=UTC)
SILENT_DAY = FIRST + timedelta(days=33)
SUMMIT = FIRST + timedelta(days=40)
HOSTILE_TITLES = (
    "<script>window.hacked = true</script> & \"quotes\" '=1+1'",
    "\u202eright-to-left override\u202c mixed with עברית and العربية",
    '=HYPERLINK("http://evil.example")',
    "long " * 20_000,
)
OUTLETS = (
    ("harbour-wire", "Harbour Wire", "GB", "en", SourceKind.WIRE),
    ("herald", "The Herald", "GB", "en", SourceKind.BROADSHEET),
    ("tribune", "The Tribune", "IE", "en", SourceKind.BROADSHEET),
    ("abendblatt", "Abendblatt", "DE", "de", SourceKind.BROADSHEET),
    ("rundfunk", "Rundfunk", "AT", "de", SourceKind.PUBLIC_BROADCASTER),
    ("gegenwind", "Gegenwind", "DE", "de", SourceKind.ALTERNATIVE_LEFT),
    ("le-phare", "Le Phare", "FR", "fr", SourceKind.BROADSHEET),
    ("il-porto", "Il Porto", "IT", "it", SourceKind.TABLOID),
    ("la-ria", "La Ría", "ES", "es", SourceKind.ONLINE),
    ("gazeta", "Gazeta Portowa", "PL", "pl", SourceKind.BROADSHEET),
    ("mayak", "Маяк", "RU", "ru", SourceKind.STATE_MEDIA),
    ("havan", "Гавань", "UA", "uk", SourceKind.ONLINE),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """One article of the demonstration."""

    source_id: str
    published_on: date | None
    seen_on: date
    draft: Draft
    annotations: Annotations
    title: str
    copy_of: str | None = None
    """Address of the article whose text it copies."""

    @property
    def url(self) -> str:
        key = sha256(f"{self.source_id} {self.seen_on} {self.draft.text}".encode()).hexdigest()[:12]
        return f"https://{self.source_id}.example/{key}"


def sources(n_more: int = 0) -> list[Source]:
    """The outlets, and `n_more` that are like them."""
    found = [_source(*outlet) for outlet in OUTLETS]
    for n in range(n_more):
        key, name, country, language, kind = OUTLETS[n % len(OUTLETS)]
        found.append(_source(f"{key}-{n}", f"{name} {n}", country, language, kind))
    return found


def _source(key: str, name: str, country: str, language: str, kind: SourceKind) -> Source:
    feed = Feed(feed_id=stable_id(key), source_id=key, url=f"https://{key}.example/feed")
    return Source(
        source_id=key, name=name, domain=f"{key}.example", country=country, language=language, kind=kind,
        expected_per_day=6.0, expected_reason="an estimate", feeds=(feed,),
    )  # fmt: skip


def is_down(source_id: str, day: date) -> bool:
    """Whether nothing could be had from a source on a day."""
    n = (day - FIRST).days
    return day == SILENT_DAY or (source_id.startswith("gazeta") and 20 <= n < 30)


def articles(outlets: list[Source], n_days: int, share: float = 0.35) -> Iterator[Made]:
    """What the sources publish, day by day; wire texts are copied by others in English."""
    draw = random.Random(20260105)
    for n in range(n_days):
        day = FIRST + timedelta(days=n)
        wire: Made | None = None
        for source in outlets:
            chance = 1.0 if day == SUMMIT else share
            if is_down(source.source_id, day) or draw.random() > chance:
                continue
            for part in range(3 if day == SUMMIT else 1):
                can_copy = wire and source.language == "en" and source.kind != SourceKind.WIRE
                if wire and can_copy and draw.random() < 0.6:
                    yield replace(wire, source_id=source.source_id, copy_of=wire.url)
                    continue
                made = _article(source, day, draw, part)
                wire = made if source.kind == SourceKind.WIRE else wire
                yield made


def _article(source: Source, day: date, draw: random.Random, part: int) -> Made:
    is_on_topic = draw.random() > 0.15
    doubt = {"ru": 0.9, "pl": 0.5, "de": 0.5}.get(str(source.language), 0.2)
    troops = draw.choice(
        [None, ("Jan Castor", 10_000, None), ("Mira Olden", 15_000, 30_000), ("Lea Hollis", 50_000, None)]
    )
    plan = Plan(
        language=str(source.language),
        city=draw.choice(CITIES),
        n=draw.randrange(10**6) + part,
        troops=troops,
        aid=draw.choice([None, None, 390, 390, 486]),
        against=draw.choice(["Jan Castor", "Lea Hollis"]) if draw.random() < doubt else None,
        favor=draw.choice(["Ines Varga", "Tomas Berg"]) if draw.random() < 0.5 else None,
        deterrence="Mira Olden" if draw.random() < 0.4 else None,
        own=draw.choice([None, Polarity.AGAINST if draw.random() < doubt else Polarity.FAVOR]),
        is_on_topic=is_on_topic,
    )
    return _made(source.source_id, day, plan)


def _made(source_id: str, day: date, plan: Plan, published_on: date | None = None) -> Made:
    draft = write_text(plan)
    return Made(
        source_id=source_id,
        published_on=published_on or day,
        seen_on=day,
        draft=draft,
        annotations=draft.annotations(is_on_topic=plan.is_on_topic),
        title=draft.text.split("\n")[0],
    )


def odd_articles() -> Iterator[Made]:
    """Articles without a date, and with titles that want to be markup or formulas."""
    for n in range(3):
        plan = Plan(language="en", city="Oslo", n=n, aid=390, own=Polarity.FAVOR)
        yield replace(_made("herald", FIRST + timedelta(days=n), plan), published_on=None)
    for n, title in enumerate(HOSTILE_TITLES):
        plan = Plan(language="en", city="Oslo", n=100 + n, against="Jan Castor")
        yield replace(_made("tribune", FIRST + timedelta(days=50 + n), plan), title=title)


def tallies(outlets: list[Source], n_days: int) -> Iterator[Tally]:
    """What polling found, day by day."""
    for n in range(n_days):
        day = FIRST + timedelta(days=n)
        for source in outlets:
            failed = is_down(source.source_id, day)
            yield Tally(
                source_id=source.source_id, day=day, n_polls=4, n_polls_failed=4 if failed else 0,
                n_listed=0 if failed else 6, n_fetched=0 if failed else 6, n_robots=1,
                n_failed={} if failed else {"timeout": n % 2},
            )  # fmt: skip


def fill(live: Live, archive: Path, outlets: list[Source], n_days: int, share: float = 0.35) -> None:
    """Everything before the trend tables."""
    write_sources(live, outlets)
    made = [*articles(outlets, n_days, share), *(odd_articles() if n_days >= 60 else ())]
    unique = {each.url: each for each in made}
    captures = [_capture(each) for each in unique.values()]
    locations = append_captures(archive, captures)
    write_collected(
        live, Collected(captures=tuple(captures), tallies=tuple(tallies(outlets, n_days))), locations
    )
    write_versions(live, [_version(each) for each in unique.values()])
    _write_seed(live)
    _annotate(live, {stable_id(each.url): each.annotations for each in unique.values()})
    _link(live, unique)
    down = "timed out after 60 s; asked again tomorrow"
    write_problems(live, [_problem(n, down) for n in range(20, 30)])


def _problem(n: int, detail: str) -> Problem:
    at = datetime.combine(FIRST + timedelta(days=n), time(7), UTC)
    return Problem(stage=Stage.COLLECT, subject="https://gazeta.example/feed", code="timeout", detail=detail,
                   occurred_at=at, source_id="gazeta")  # fmt: skip


def _seen_at(made: Made) -> datetime:
    return datetime.combine(made.seen_on, time(9), UTC)


def _capture(made: Made) -> Capture:
    body = made.draft.text.encode()
    return Capture(
        capture_id=stable_id(f"capture {made.url}"), url=made.url, final_url=made.url, fetched_at=_seen_at(made),
        status=200, headers=(("Content-Type", "text/html; charset=utf-8"),), body=body,
        body_sha256=sha256(body).hexdigest(), source_id=made.source_id,
    )  # fmt: skip


def _version(made: Made) -> Version:
    document = Document(
        url=made.url, title=made.title, authors=(), published_at=None, published_on=made.published_on,
        modified_at=None, language=made.draft.language, site_name=None, text=made.draft.text,
        body_start=made.draft.text.find("\n") + 1,
    )  # fmt: skip
    return _version_of(
        stable_id(made.url), document, made.source_id, _seen_at(made), stable_id(f"capture {made.url}")
    )


def _version_of(
    article_id: int, document: Document, source_id: str, seen_at: datetime, capture_id: int | None
) -> Version:
    return Version(
        version_id=stable_id(f"{article_id} {document.text}"), article_id=article_id, capture_id=capture_id,
        source_id=source_id, seen_at=seen_at, document=document,
        text_sha256=sha256(document.text.encode()).hexdigest(), n_words=len(document.text.split()),
        extractor="demonstration", extractor_version="1",
    )  # fmt: skip


SEED_URL = "seed:koalition-der-willigen.de.md"
SEED_ID = stable_id(SEED_URL)


def _write_seed(live: Live) -> None:
    text = seed_text()
    document = Document(
        url=SEED_URL, title=text.split("\n")[0], authors=("Rainer Rupp",),
        published_at=None, published_on=None, modified_at=None, language="de", site_name=None, text=text,
        body_start=text.find("\n") + 1,
    )  # fmt: skip
    local = Source(source_id="documents", name="Single documents", domain="", country=None, language=None,
                   kind=SourceKind.DOCUMENT)  # fmt: skip
    write_sources(live, [*sources(), local])
    write_versions(live, [_version_of(SEED_ID, document, "documents", NOW, None)])


def _annotate(live: Live, known: Mapping[int, Annotations]) -> None:
    of = {**known, SEED_ID: seed_annotations()}
    while todo := read_versions_to_annotate(live, ANNOTATORS, 2000):
        replace_annotations(live, [(row, of[row.article_id]) for row in todo], NOW)


def _link(live: Live, unique: Mapping[str, Made]) -> None:
    rows = [
        {
            "article_id": stable_id(made.url),
            "version_id": stable_id(f"{stable_id(made.url)} {made.draft.text}"),
            "origin_id": stable_id(made.copy_of or made.url),
            "similarity": 1.0 if made.copy_of else None,
            "method": "demonstration",
        }
        for made in unique.values()
    ]
    schema = {"article_id": pl.Int64, "version_id": pl.Int64, "origin_id": pl.Int64, "similarity": pl.Float64,
              "method": pl.String}  # fmt: skip
    replace_origins(live, pl.DataFrame(rows, schema=schema))


def build(data: Path, n_days: int = 60, n_more: int = 0, share: float = 0.35) -> Path:
    """A published demonstration in the directory `data`."""
    settings = load_settings(data=data)
    with open_live(data, lock_timeout_s=5, now=NOW) as live:
        fill(live, data / "archive", sources(n_more), n_days, share)
    build_trends(settings, NOW)
    publish(data, lock_timeout_s=5, now=NOW)
    return data
