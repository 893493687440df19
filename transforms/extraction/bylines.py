"""Authors as a page shows them to its readers.

In: the tree of a page. Out: strings that hold names. Refuses: names in lists of other articles, comments,
and footers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import cast

from lxml.etree import XPath
from lxml.html import HtmlElement

from transforms.extraction.authors import Claim
from transforms.extraction.lexicon import ExtractionLexicon

_MARK = re.compile(
    r"(?:^|[\s_-])(?:author|authors|byline|autor|autoren|auteur|autore|verfasser)(?:$|[\s_-]|name)",
    re.IGNORECASE,
)
_ELSEWHERE = re.compile(
    r"comment|related|teaser|sidebar|recommend|footer|bio|avatar|image|picture|promo|widget", re.IGNORECASE
)
_DECLARED = XPath("//*[@itemprop='author' or contains(concat(' ', @rel, ' '), ' author ')]")
_NAMED = XPath(
    "//*["
    + " or ".join(
        f"contains(@{name}, '{part}')"
        for name in ("class", "id", "data-testid")
        for part in ("uthor", "yline", "utor", "uteur", "erfasser")
    )
    + "]"
)
_TAGS = ("a", "span", "div", "p", "address", "li", "strong", "em", "b", "header", "section")
MAX_LENGTH = 120
MAX_AUTHORS = 12


def _marks(element: HtmlElement) -> str:
    return f"{element.get('class') or ''} {element.get('id') or ''} {element.get('data-testid') or ''}"


def _text(element: HtmlElement) -> str:
    return " ".join(" ".join(element.itertext()).split())


def _strict(tree: HtmlElement) -> Iterator[HtmlElement]:
    yield from cast("list[HtmlElement]", _DECLARED(tree))


def _marked(tree: HtmlElement) -> Iterator[HtmlElement]:
    for element in cast("list[HtmlElement]", _NAMED(tree)):
        marks = _marks(element)
        if element.tag in _TAGS and _MARK.search(marks) and not _ELSEWHERE.search(marks):
            yield element


def _is_elsewhere(element: HtmlElement) -> bool:
    return any(
        parent.tag in {"aside", "footer", "nav"} or _ELSEWHERE.search(_marks(parent))
        for parent in element.iterancestors()
    )


def after_byline(text: str, lexicon: ExtractionLexicon) -> str:
    """What follows the last byline word in a short text: "Essay von Anna Muster" gives the name."""
    for found in re.finditer(r"(?<!\w)", text):
        if matched := lexicon.byline.match(text, found.start()):
            return text[matched.end() :]
    return text


def _is_near(element: HtmlElement, first: HtmlElement) -> bool:
    """Whether both stand in one byline: within four levels of a common ancestor."""
    return bool(set(islice(element.iterancestors(), 4)) & set(islice(first.iterancestors(), 4)))


def _claims(elements: Iterator[HtmlElement], most: int, lexicon: ExtractionLexicon) -> list[Claim]:
    fit = (e for e in elements if 2 < len(_text(e)) <= MAX_LENGTH and not _is_elsewhere(e))
    found = list(islice(fit, most))
    near = [element for element in found if _is_near(element, found[0])]
    return [Claim(text=after_byline(_text(one), lexicon), is_visible=True) for one in near]


def tagged_authors(tree: HtmlElement, lexicon: ExtractionLexicon) -> list[Claim]:
    """The names that mark-up ties to the page with `rel="author"` or `itemprop="author"`."""
    return _claims(_strict(tree), MAX_AUTHORS, lexicon)


def named_authors(tree: HtmlElement, lexicon: ExtractionLexicon) -> list[Claim]:
    """The first byline by the name of its class; slower, and less sure."""
    return _claims(_marked(tree), 1, lexicon)
