"""The tree of a page, within bounds.

In: the text of a page. Out: an lxml tree and what was cut. Refuses: pages with more tags than any article.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree
from lxml.html import (
    HtmlComment,
    HtmlElement,
    HtmlEntity,
    HTMLParser,
    HtmlProcessingInstruction,
    document_fromstring,
)

MAX_PAGE = 3_000_000
"""Bytes of a page that are read."""
MAX_TAGS = 60_000
"""Elements; beyond that extraction takes minutes."""
MAX_ATTRIBUTES = 200
_LONG_TAG = re.compile(r"<([a-zA-Z][\w:-]*)(\s[^<>]{8192,})>?")
_ATTRIBUTE = re.compile(r"[^\s=\"'>/]+(?:\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s\"'>]+))?")
_BAD = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_TAG = re.compile(r"<[a-zA-Z]")
_CLASSES = etree.ElementDefaultClassLookup(
    element=HtmlElement, comment=HtmlComment, pi=HtmlProcessingInstruction, entity=HtmlEntity
)
"""One class for all elements, for lxml.html asks a function of Python for each, and only forms need others."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Markup:
    """A parsed page."""

    tree: HtmlElement
    is_cut: bool = False
    """Whether tags were dropped to bound time and memory."""


def _bounded(found: re.Match[str]) -> str:
    n_attributes = sum(
        1 for _, _ in zip(_ATTRIBUTE.finditer(found[2]), range(MAX_ATTRIBUTES + 1), strict=False)
    )
    return f"<{found[1]}>" if n_attributes > MAX_ATTRIBUTES else found[0]


def parse_markup(text: str) -> Markup | None:
    """The tree; None where there is none. Raises `ValueError` for too many tags."""
    bounded = _LONG_TAG.sub(_bounded, _BAD.sub("", text))
    is_cut = len(bounded) < len(text) - 4096
    if sum(1 for _ in _TAG.finditer(bounded)) > MAX_TAGS:
        raise ValueError("too many tags")
    parser = HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, collect_ids=False)
    parser.set_element_class_lookup(_CLASSES)
    try:
        tree = document_fromstring(bounded.encode("utf-8"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None
    return Markup(tree=tree, is_cut=is_cut)
