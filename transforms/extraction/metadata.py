"""Title, authors, dates, address, site and language of a page.

In: the tree, the address it was fetched from, `now`. Out: `Metadata`. Refuses: visible guesses where the
page declares itself; JSON-LD first, then meta tags, then the page as read.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from html import unescape

from htmldate import find_date
from lxml.html import HtmlElement

from transforms.extraction.authors import Claim, choose_authors, site_names
from transforms.extraction.bylines import named_authors, tagged_authors
from transforms.extraction.dates import Dated, choose_moment
from transforms.extraction.jsonld import Described, describe, read_nodes
from transforms.extraction.lexicon import ExtractionLexicon, squeeze
from transforms.urls import absolute_url, canonical_url

PUBLISHED = (
    "article:published_time", "og:article:published_time", "article:published", "datepublished", "date",
    "dc.date", "dc.date.issued", "dcterms.created", "dcterms.date", "dc.date.created", "parsely-pub-date",
    "sailthru.date", "pubdate", "publishdate", "publish-date", "publication_date",
    "citation_publication_date",
    "cxenseparse:recs:publishtime", "article.published", "published_time_telegram", "og:published_time",
    "last-modified-date", "issued", "dcterms.issued", "published_at", "date.created",
)  # fmt: skip
MODIFIED = (
    "article:modified_time",
    "og:updated_time",
    "datemodified",
    "dcterms.modified",
    "last-modified",
    "lastmod",
    "revised",
)
AUTHORS = (
    "author", "article:author", "authors", "byl", "dc.creator", "dcterms.creator", "citation_author",
    "parsely-author", "sailthru.author", "og:article:author", "cxenseparse:author", "creator", "dc.author",
    "article:author_name", "article.author", "shareaholic:article_author_name", "dcsext.author",
)  # fmt: skip
TITLES = (
    "og:title",
    "twitter:title",
    "dc.title",
    "dcterms.title",
    "citation_title",
    "parsely-title",
    "sailthru.title",
    "headline",
    "title",
)
SITES = (
    "og:site_name",
    "application-name",
    "apple-mobile-web-app-title",
    "dc.publisher",
    "publisher",
    "twitter:site",
)
DESCRIPTIONS = (
    "og:description",
    "description",
    "twitter:description",
    "dc.description",
    "sailthru.description",
)
LANGUAGES = ("og:locale", "content-language", "dc.language", "language", "dcterms.language")
_SUFFIX = re.compile(r"\s+[|–—·•»›:-]+\s+|\s*\|\s*|:\s+")
_WORD = re.compile(r"\w+")
_SPACE = re.compile(r"\s+")
_TAG = re.compile(r"<[^>]+>")


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """What a page says of itself."""

    title: str | None
    authors: tuple[str, ...]
    published: Dated
    modified_at: datetime | None
    canonical_url: str | None
    site_name: str | None
    languages: tuple[str | None, ...]
    described: Described
    descriptions: tuple[str, ...] = ()
    """Summaries in meta tags and JSON-LD; pages often print one above the text."""


Metas = Mapping[str, list[str]]


def read_metas(tree: HtmlElement) -> Metas:
    """Lower-case name, property or itemprop of every `<meta>` to its contents."""
    metas: dict[str, list[str]] = defaultdict(list)
    for element in tree.iter("meta"):
        content = element.get("content")
        name = (
            element.get("property")
            or element.get("name")
            or element.get("itemprop")
            or element.get("http-equiv")
        )
        if content and name and content.strip():
            metas[name.strip().lower()].append(content.strip())
    return metas


def _first(metas: Metas, names: Iterable[str]) -> list[str]:
    return [value for name in names for value in metas.get(name, ())]


def _plain(raw: str) -> str:
    return _SPACE.sub(" ", _TAG.sub("", unescape(raw))).strip()


def without_site(title: str, sites: frozenset[str]) -> str:
    """A title without the site's name at its end or beginning.

    >>> without_site("Kiew berät - Beispiel Zeitung", frozenset({"beispielzeitung"}))
    'Kiew berät'
    """
    pieces = list(_SUFFIX.finditer(title))
    if not pieces:
        return title
    if squeeze(title[pieces[-1].end() :]) in sites:
        return without_site(title[: pieces[-1].start()].strip(), sites)
    if squeeze(title[: pieces[0].start()]) in sites:
        return title[pieces[0].end() :].strip()
    return title


def _headings(tree: HtmlElement) -> list[str]:
    found = [_plain(" ".join(h.itertext())) for h in tree.iter("h1")]
    return [text for text in found if text]


def _title_element(tree: HtmlElement) -> str | None:
    element = tree.find(".//title")
    return _plain(element.text_content()) if element is not None else None


def _agreement(title: str, candidates: list[str]) -> int:
    """How many candidates are this title, or end with it after a kicker ("Kiew: …")."""
    wanted = " ".join(_WORD.findall(title)).casefold()
    others = [" ".join(_WORD.findall(other)).casefold() for other in candidates]
    is_long = len(wanted.split()) >= 4
    return sum(other == wanted or (is_long and other.endswith(f" {wanted}")) for other in others)


def choose_title(tree: HtmlElement, metas: Metas, described: Described, sites: frozenset[str]) -> str | None:
    """The title on which heading, JSON-LD and OpenGraph agree most; ties go to what readers see."""
    shared = next(iter(_first(metas, TITLES[:1])), None)
    declared = [described.headline, shared]
    candidates = _titles([_heading(tree, declared), *declared], sites)
    if candidates:
        return max(candidates, key=lambda title: _agreement(title, candidates))
    rest = _titles([*_first(metas, TITLES[1:]), _title_element(tree)], sites)
    return rest[0] if rest else None


def _titles(raw: Iterable[str | None], sites: frozenset[str]) -> list[str]:
    cleaned = [without_site(_plain(one), sites) for one in raw if one]
    return [title for title in cleaned if len(title) > 1 and squeeze(title) not in sites]


def _heading(tree: HtmlElement, declared: list[str | None]) -> str | None:
    """The only heading of the first level, or the one nearest to what is declared."""
    headings = _headings(tree)
    words = {word.casefold() for one in declared if one for word in _WORD.findall(one)}
    if len(headings) < 2 or not words:
        return headings[0] if headings else None
    return max(headings, key=lambda heading: len(words & {w.casefold() for w in _WORD.findall(heading)}))


def _canonical(tree: HtmlElement, metas: Metas, fetched: str | None) -> str | None:
    links = [e.get("href") for e in tree.iter("link") if (e.get("rel") or "").lower() == "canonical"]
    for claim in [*links, *_first(metas, ("og:url",)), fetched]:
        try:
            url = canonical_url(absolute_url(fetched or "", claim)) if claim else None
        except ValueError:
            continue
        if url and _has_path(url, fetched):
            return url
    return None


def _has_path(url: str, fetched: str | None) -> bool:
    """A canonical link to the front page of a site is a template's mistake."""
    path = url.split("://", 1)[1].partition("/")[2]
    return bool(path) or (fetched or url).rstrip("/").count("/") < 3


def _times(tree: HtmlElement) -> list[str]:
    """`<time>` elements that are marked as the publication."""
    marked = []
    for element in tree.iter("time"):
        value = element.get("datetime")
        marks = f"{element.get('itemprop') or ''} {element.get('class') or ''}".lower()
        if value and ("publish" in marks or "pubdate" in marks or element.get("pubdate") is not None):
            marked.append(value)
    return marked


def _published(
    tree: HtmlElement, metas: Metas, described: Described, url: str | None, now: datetime | None
) -> Dated:
    candidates = [*described.published, *_first(metas, PUBLISHED), *_times(tree)]
    dated = choose_moment(candidates, now)
    if dated.moment or dated.doubts:
        return dated
    visible = find_date(tree, original_date=True, url=url, max_date=now, outputformat="%Y-%m-%d")
    return choose_moment([visible] if visible else [], now)


def read_metadata(
    tree: HtmlElement, url: str | None, lexicon: ExtractionLexicon, now: datetime | None
) -> Metadata:
    """Everything but the text; the tree is not changed."""
    metas = read_metas(tree)
    scripts = [s.text for s in tree.iter("script") if s.text and "ld+json" in (s.get("type") or "")]
    described = describe(read_nodes(scripts))
    address = _canonical(tree, metas, url)
    host = (url or address or "").split("://", 1)[-1].split("/", 1)[0].lower()
    site = next(
        (_plain(s) for s in [*_first(metas, SITES[:1]), described.publisher, *_first(metas, SITES[1:])] if s),
        None,
    )
    sites = site_names(site, host)
    declared = [Claim(text=a.name, is_organisation=a.is_organisation) for a in described.authors]
    in_metas = [[Claim(text=value) for value in metas.get(name, ())] for name in AUTHORS]
    modified = choose_moment([*described.modified, *_first(metas, MODIFIED)], now).moment
    return Metadata(
        title=choose_title(tree, metas, described, sites),
        authors=choose_authors(
            [declared, *in_metas, tagged_authors(tree, lexicon)],
            sites,
            lexicon,
            resort=lambda: named_authors(tree, lexicon),
        ),
        published=_published(tree, metas, described, url, now),
        modified_at=modified.at if modified else None,
        canonical_url=address,
        site_name=site,
        languages=(tree.get("lang"), described.language, *_first(metas, LANGUAGES)),
        described=described,
        descriptions=tuple(_plain(d) for d in [*_first(metas, DESCRIPTIONS), described.description] if d),
    )
