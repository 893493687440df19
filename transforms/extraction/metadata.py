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

from transforms.extraction.authors import choose_authors
from transforms.extraction.bylines import visible_authors
from transforms.extraction.dates import Dated, choose_moment
from transforms.extraction.jsonld import Described, describe, read_nodes
from transforms.extraction.lexicon import ExtractionLexicon, fold
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
    "article:author_name", "article.author", "shareaholic:article_author_name", "twitter:data1",
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
LANGUAGES = ("og:locale", "content-language", "dc.language", "language", "dcterms.language")
_SUFFIX = re.compile(r"\s+[|–—·•»›:-]+\s+|\s*\|\s*")
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


def without_site(title: str, site: str | None, host: str) -> str:
    """A title without the site's name at its end or beginning.

    >>> without_site("Kiew berät - Beispiel Zeitung", "Beispiel Zeitung", "beispiel.example")
    'Kiew berät'
    """
    pieces = list(_SUFFIX.finditer(title))
    if not pieces:
        return title
    names = {
        fold(name)
        for name in (site or "", host, host.removeprefix("www."), host.removeprefix("www.").split(".")[0])
        if name
    }
    squeezed = {name.replace(" ", "") for name in names}
    if fold(title[pieces[-1].end() :]).replace(" ", "") in squeezed:
        return without_site(title[: pieces[-1].start()].strip(), site, host)
    if fold(title[: pieces[0].start()]).replace(" ", "") in squeezed:
        return title[pieces[0].end() :].strip()
    return title


def _headings(tree: HtmlElement) -> list[str]:
    found = [_plain(" ".join(h.itertext())) for h in tree.iter("h1")]
    return [text for text in found if text]


def _title_element(tree: HtmlElement) -> str | None:
    element = tree.find(".//title")
    return _plain(element.text_content()) if element is not None else None


def choose_title(
    tree: HtmlElement, metas: Metas, described: Described, site: str | None, host: str
) -> str | None:
    """The headline as the page declares it, without the site's name."""
    declared = [described.headline, *_first(metas, TITLES[:3])]
    headings = _headings(tree)
    candidates = [
        *declared,
        *(headings[:1] if len(headings) == 1 else ()),
        *_first(metas, TITLES[3:]),
        _title_element(tree),
        *headings,
    ]
    for candidate in candidates:
        if candidate and (title := without_site(_plain(candidate), site, host)) and len(title) > 1:
            return title
    return None


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
    declared = [(author.name, author.is_organisation) for author in described.authors]
    in_metas = [(name, False) for name in _first(metas, AUTHORS[:-1])]
    modified = choose_moment([*described.modified, *_first(metas, MODIFIED)], now).moment
    return Metadata(
        title=choose_title(tree, metas, described, site, host),
        authors=choose_authors([declared, in_metas, visible_authors(tree)], site, lexicon),
        published=_published(tree, metas, described, url, now),
        modified_at=modified.at if modified else None,
        canonical_url=address,
        site_name=site,
        languages=(tree.get("lang"), described.language, *_first(metas, LANGUAGES)),
        described=described,
    )
