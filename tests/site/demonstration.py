"""Nine invented outlets over ten weeks: topical and other articles, wire copies, edits, four kinds of feed.

Everything follows from `tests/recorded/demonstration.yaml` by a fixed rule, so that two sites are alike.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from functools import cache
from html import escape
from pathlib import Path
from typing import Any

import yaml

FIRST = datetime(2026, 1, 5, 7, 30, tzinfo=UTC)
DAYS = 66
RECORDED = Path(__file__).resolve().parent.parent / "recorded" / "demonstration.yaml"
WIRE_EVERY = 11
COPIERS = ("havelbote", "nordwelle")
"""Outlets that print the dispatch of the wire, each under its own headline."""


@dataclass(frozen=True)
class Article:
    """One article of one outlet."""

    outlet: str
    number: int
    title: str
    sentences: tuple[str, ...]
    published_at: datetime
    is_on_topic: bool
    is_wire_copy: bool = False

    @property
    def path(self) -> str:
        """Where it stands on the site."""
        return f"/{self.outlet}/{self.number}.html"


@cache
def recorded() -> Mapping[str, Any]:
    """The outlets and their sentences."""
    loaded: Mapping[str, Any] = yaml.safe_load(RECORDED.read_text(encoding="utf-8"))
    return loaded


@cache
def articles(days: int = DAYS) -> tuple[Article, ...]:
    """Every article, oldest first."""
    return tuple(article for day in range(days) for article in _of_day(day))


def _of_day(day: int) -> Iterator[Article]:
    for place, outlet in enumerate(recorded()["outlets"]):
        if (day + place) % 3 == 0:
            yield _article(outlet, day, place)
    if day % WIRE_EVERY == 4:
        for place, outlet in enumerate(COPIERS):
            yield _wire(outlet, day, place)


def _article(outlet: str, day: int, place: int) -> Article:
    about = recorded()["outlets"][outlet]
    language, turn = about["language"], day // 3 + place
    off_topic = recorded()["off_topic"].get(language)
    is_on_topic = not (off_topic and turn % 5 == 4)
    if is_on_topic:
        themes = recorded()["themes"][language]
        theme = themes[turn % len(themes)]
        sentences = [_filled(sentence, language, turn) for sentence in theme["sentences"]]
        voice = recorded()["voices"].get(language, {}).get(about["stance"])
        sentences += [voice] if voice else []
    else:
        theme, sentences = off_topic, off_topic["sentences"]
    when = FIRST + timedelta(days=day, minutes=17 * place)
    return Article(outlet, day, f"{theme['title']} ({day + 1})", tuple(sentences), when, is_on_topic)


def _filled(sentence: str, language: str, turn: int) -> str:
    values = recorded()["values"]
    soldiers = {"de": "soldiers", "en": "soldiers_en"}.get(language, "soldiers_space")
    low, high = values[soldiers][turn % 3]
    return sentence.format(
        low=low, high=high, money=values["money"][turn % 3], countries=values["countries"][turn % 3]
    )


def _wire(outlet: str, day: int, place: int) -> Article:
    wire = recorded()["wire"]
    title = wire["title"] if place == 0 else f"Ukraine-Truppe: {wire['title']}"
    late = FIRST + timedelta(days=day, hours=9, minutes=20 * place)
    dated = f"Das teilten die Beteiligten am {day + 1}. Tag der Beratungen mit."
    return Article(outlet, 1000 + day, title, (*wire["sentences"], dated), late, True, True)


def page(article: Article, *, is_edited: bool = False, furniture: str = "") -> bytes:
    """The article's page; `is_edited` adds a sentence and changes a figure."""
    about = recorded()["outlets"][article.outlet]
    sentences = list(article.sentences)
    if is_edited:
        sentences[0] = sentences[0].replace("30", "40")
        sentences.append(EDITS[about["language"]])
    author = about["author"]
    ld = {
        "@context": "https://schema.org", "@type": "NewsArticle", "headline": article.title,
        "datePublished": article.published_at.isoformat(), "inLanguage": about["language"],
        **({"author": {"@type": "Person", "name": author}} if author else {}),
    }  # fmt: skip
    body = "".join(f"<p>{escape(sentence, quote=False)}</p>" for sentence in sentences)
    return (
        f"<!doctype html><html lang='{about['language']}'><head><meta charset='utf-8'>"
        f"<title>{escape(article.title)} | {escape(about['name'])}</title>"
        f"<meta property='og:title' content='{escape(article.title)}'>"
        f"<meta property='og:site_name' content='{escape(about['name'])}'>"
        f"<script type='application/ld+json'>{json.dumps(ld, ensure_ascii=False)}</script></head>"
        f"<body><header><nav><a href='/'>{escape(about['name'])}</a> <a href='/more'>{escape(furniture)}</a></nav>"
        f"</header><main><article><h1>{escape(article.title)}</h1>{body}</article></main>"
        f"<footer><a href='/imprint'>Imprint</a></footer></body></html>"
    ).encode()


EDITS = {
    "de": "In einer früheren Fassung fehlte die Angabe des Präsidialamts.",
    "en": "An earlier version of this article left out the figure of the presidency.",
    "fr": "Une version précédente ne donnait pas le chiffre de la présidence.",
    "pl": "W poprzedniej wersji zabrakło danych pałacu.",
    "uk": "У попередній версії не було даних палацу.",
}


def feed(outlet: str, listed: list[Article], base: str) -> tuple[bytes, str]:
    """The outlet's feed in its own format, and its media type."""
    newest = sorted(listed, key=lambda a: a.published_at, reverse=True)
    return _FORMATS[recorded()["outlets"][outlet]["feed"]](outlet, newest, base)


def _rss(outlet: str, listed: list[Article], base: str) -> tuple[bytes, str]:
    items = "".join(
        f"<item><title>{escape(a.title)}</title><link>{base}{a.path}</link><guid>{base}{a.path}</guid>"
        f"<pubDate>{format_datetime(a.published_at)}</pubDate></item>"
        for a in listed
    )
    name = escape(recorded()["outlets"][outlet]["name"])
    text = f"<rss version='2.0'><channel><title>{name}</title><link>{base}/</link>{items}</channel></rss>"
    return f"<?xml version='1.0' encoding='utf-8'?>{text}".encode(), "application/rss+xml"


def _atom(outlet: str, listed: list[Article], base: str) -> tuple[bytes, str]:
    entries = "".join(
        f"<entry><title>{escape(a.title)}</title><id>{base}{a.path}</id><link href='{base}{a.path}'/>"
        f"<updated>{a.published_at.isoformat()}</updated><published>{a.published_at.isoformat()}</published></entry>"
        for a in listed
    )
    head = f"<title>{escape(outlet)}</title><id>{base}/{outlet}</id><updated>{FIRST.isoformat()}</updated>"
    text = f"<feed xmlns='http://www.w3.org/2005/Atom'>{head}{entries}</feed>"
    return f"<?xml version='1.0' encoding='utf-8'?>{text}".encode(), "application/atom+xml"


def _json(outlet: str, listed: list[Article], base: str) -> tuple[bytes, str]:
    items = [
        {"id": a.path, "url": base + a.path, "title": a.title, "date_published": a.published_at.isoformat()}
        for a in listed
    ]
    made = {"version": "https://jsonfeed.org/version/1.1", "title": outlet, "items": items}
    return json.dumps(made, ensure_ascii=False).encode(), "application/feed+json"


def _sitemap(outlet: str, listed: list[Article], base: str) -> tuple[bytes, str]:
    language = recorded()["outlets"][outlet]["language"]
    urls = "".join(
        f"<url><loc>{base}{a.path}</loc><news:news><news:publication><news:name>{escape(outlet)}</news:name>"
        f"<news:language>{language}</news:language></news:publication>"
        f"<news:publication_date>{a.published_at.isoformat()}</news:publication_date>"
        f"<news:title>{escape(a.title)}</news:title></news:news></url>"
        for a in listed
    )
    spaces = (
        "xmlns='http://www.sitemaps.org/schemas/sitemap/0.9' "
        "xmlns:news='http://www.google.com/schemas/sitemap-news/0.9'"
    )
    return (
        f"<?xml version='1.0' encoding='utf-8'?><urlset {spaces}>{urls}</urlset>".encode(),
        "application/xml",
    )


_FORMATS = {"rss": _rss, "atom": _atom, "json": _json, "sitemap": _sitemap}


def sources_yaml(base: str) -> str:
    """A sources file for the site."""
    entries = [
        {
            "source_id": outlet, "name": about["name"], "domain": f"{outlet}.test", "country": about["country"],
            "language": about["language"], "kind": about["kind"], "expected_per_day": 0.33,
            "expected_reason": "publishes every third day",
            "feeds": [
                {
                    "url": f"{base}/{outlet}/feed",
                    "kind": "news_sitemap" if about["feed"] == "sitemap" else "feed",
                    "found_in": "the tests",
                }
            ],
        }
        for outlet, about in recorded()["outlets"].items()
    ]  # fmt: skip
    return yaml.safe_dump(entries, allow_unicode=True, sort_keys=False)
