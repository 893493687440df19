"""Authors as a page shows them to its readers.

In: the tree of a page. Out: strings that hold names. Refuses: names in lists of other articles, comments,
and footers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml.html import HtmlElement

_MARK = re.compile(
    r"(?:^|[\s_-])(?:author|authors|byline|autor|autoren|auteur|autore|verfasser)(?:$|[\s_-]|name)",
    re.IGNORECASE,
)
_ELSEWHERE = re.compile(
    r"comment|related|teaser|sidebar|recommend|footer|bio|avatar|image|picture|promo|widget", re.IGNORECASE
)
_TAGS = ("a", "span", "div", "p", "address", "li", "strong", "em", "b", "header", "section")
MAX_LENGTH = 120


def _marks(element: HtmlElement) -> str:
    return f"{element.get('class') or ''} {element.get('id') or ''} {element.get('data-testid') or ''}"


def _text(element: HtmlElement) -> str:
    return " ".join(" ".join(element.itertext()).split())


def _strict(tree: HtmlElement) -> Iterator[HtmlElement]:
    for element in tree.iter(*_TAGS):
        relation = (element.get("rel") or "").lower().split()
        prop = (element.get("itemprop") or "").lower()
        if "author" in relation or prop == "author":
            yield element


def _marked(tree: HtmlElement) -> Iterator[HtmlElement]:
    for element in tree.iter(*_TAGS):
        marks = _marks(element)
        if _MARK.search(marks) and not _ELSEWHERE.search(marks):
            yield element


def _is_elsewhere(element: HtmlElement) -> bool:
    return any(
        parent.tag in {"aside", "footer", "nav"} or _ELSEWHERE.search(_marks(parent))
        for parent in element.iterancestors()
    )


def visible_authors(tree: HtmlElement) -> list[tuple[str, bool]]:
    """The first marked byline's strings, none declared an organisation."""
    for search in (_strict, _marked):
        found: list[tuple[str, bool]] = []
        for element in search(tree):
            text = _text(element)
            if 2 < len(text) <= MAX_LENGTH and not _is_elsewhere(element):
                found.append((text, False))
                if len(found) >= 6 or search is _marked:
                    break
        if found:
            return found
    return []
