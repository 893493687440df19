"""What a page says of itself in JSON-LD (schema.org).

In: the texts of `application/ld+json` scripts. Out: the node that is the article, as `Described`. Refuses:
guessing in broken JSON beyond mending stray control characters; nodes of other articles that are only linked.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from html import unescape
from typing import Any

MAX_SCRIPT = 1_000_000
"""Characters of one script that are read; 5 MB of JSON-LD costs a gigabyte."""
MAX_NODES = 2_000
_ARTICLE = re.compile(r"(?:article|report|posting|review|blog)$", re.IGNORECASE)
_PAGE = re.compile(r"(?:webpage|videoobject|itempage)$", re.IGNORECASE)
_ORGANISATION = re.compile(r"organi[sz]ation|corporation|agency|brand|website", re.IGNORECASE)
_TRAILING_COMMA = re.compile(r",\s*([}\]])")
_COMMENT = re.compile(r"^\s*(?://\s*)?<!\[CDATA\[|(?://\s*)?\]\]>\s*$|^\s*<!--|-->\s*$")
_TAG = re.compile(r"<[^>]+>")

Node = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Author:
    """One author as declared."""

    name: str
    is_organisation: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Described:
    """What the article's node says."""

    headline: str | None = None
    authors: tuple[Author, ...] = ()
    published: tuple[str, ...] = ()
    modified: tuple[str, ...] = ()
    publisher: str | None = None
    language: str | None = None
    body: str | None = None
    description: str | None = None
    is_free: bool | None = None


def _load(script: str) -> Any:
    script = _COMMENT.sub("", script.strip())
    for text in (script, _TRAILING_COMMA.sub(r"\1", script)):
        try:
            return json.loads(text, strict=False)
        except (json.JSONDecodeError, RecursionError):
            continue
    return None


def _as_list(value: Any) -> list[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _text(value: Any) -> str | None:
    """A string value, without tags, entities and outer space."""
    for one in _as_list(value):
        if isinstance(one, Mapping):
            one = one.get("@value") or one.get("name")
        if isinstance(one, str) and (found := " ".join(_TAG.sub(" ", unescape(unescape(one))).split())):
            return found
    return None


def _types(node: Node) -> str:
    return " ".join(str(kind) for kind in _as_list(node.get("@type")))


def _walk(value: Any, depth: int = 0) -> Iterator[Node]:
    """Nodes on the page's own level: lists, graphs and what a page is chiefly about."""
    for one in _as_list(value):
        if isinstance(one, Mapping) and depth < 6:
            yield one
            for key in ("@graph", "mainEntity", "mainEntityOfPage", "hasPart", "subjectOf"):
                if isinstance(one.get(key), Mapping | list):
                    yield from _walk(one[key], depth + 1)
        elif isinstance(one, list) and depth < 6:
            yield from _walk(one, depth + 1)


def read_nodes(scripts: Iterable[str]) -> list[Node]:
    """The nodes of all scripts, in order."""
    nodes: list[Node] = []
    for script in scripts:
        if len(script) <= MAX_SCRIPT and "{" in script:
            for node in _walk(_load(script)):
                nodes.append(node)
                if len(nodes) >= MAX_NODES:
                    return nodes
    return nodes


def _rank(node: Node) -> int:
    kinds = _types(node)
    if any(_ARTICLE.search(kind) for kind in kinds.split()) and "liveblogupdate" not in kinds.lower():
        filled = sum(key in node for key in ("headline", "author", "datePublished"))
        return 10 + filled
    if any(_PAGE.search(kind) for kind in kinds.split()):
        return sum(key in node for key in ("author", "datePublished"))
    return 0


def _author(value: Any, named: Mapping[str, Node]) -> Iterator[Author]:
    if isinstance(value, str):
        if value.lstrip().startswith(("[", "{")):
            for one in _as_list(_load(value)):
                if not isinstance(one, str):
                    yield from _author(one, named)
            return
        yield Author(name=" ".join(_TAG.sub(" ", unescape(value)).split()))
    elif isinstance(value, Mapping):
        node = named.get(str(value.get("@id")), value) if "name" not in value else value
        names = _as_list(node.get("name"))
        if not names and (node.get("givenName") or node.get("familyName")):
            names = [f"{node.get('givenName') or ''} {node.get('familyName') or ''}"]
        for name in names:
            if text := _text(name):
                yield Author(name=text, is_organisation=bool(_ORGANISATION.search(_types(node))))


def _authors(node: Node, named: Mapping[str, Node]) -> tuple[Author, ...]:
    for key in ("author", "creator"):
        found = [author for value in _as_list(node.get(key)) for author in _author(value, named)]
        if any(author.name for author in found):
            return tuple(author for author in found if author.name)
    return ()


def describe(nodes: list[Node]) -> Described:
    """The best article node, with gaps filled from the page's node."""
    ranked = sorted((n for n in nodes if _rank(n)), key=_rank, reverse=True)
    named = {str(node["@id"]): node for node in nodes if "@id" in node and "name" in node}
    if not ranked:
        return Described()
    best = ranked[0]
    free = next((n["isAccessibleForFree"] for n in ranked if "isAccessibleForFree" in n), None)
    return Described(
        headline=_text(best.get("headline")) or (_text(best.get("name")) if _rank(best) >= 10 else None),
        authors=next((found for n in ranked if (found := _authors(n, named))), ()),
        published=tuple(t for n in ranked[:3] if (t := _text(n.get("datePublished")))),
        modified=tuple(t for n in ranked[:3] if (t := _text(n.get("dateModified")))),
        publisher=_publisher(ranked, named),
        language=_text(best.get("inLanguage")),
        body=_body(best.get("articleBody")),
        description=_text(best.get("description")),
        is_free=None if free is None else str(free).strip().lower() not in {"false", "no", "0"},
    )


def _body(value: Any) -> str | None:
    """An article's text; tags in it become line breaks."""
    return _TAG.sub("\n", unescape(value)) if isinstance(value, str) else None


def _publisher(ranked: list[Node], named: Mapping[str, Node]) -> str | None:
    for node in ranked:
        for value in _as_list(node.get("publisher")):
            if isinstance(value, Mapping):
                value = named.get(str(value.get("@id")), value)
            if text := _text(value):
                return text
    return None
