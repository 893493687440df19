"""The paragraphs of an article, from the tree of its page.

In: a tree, what the page says of itself. Out: lines. Refuses: an extractor of its own; trafilatura takes the
text, and this module prepares the tree, takes a second look where the first went wrong, and adds the
standfirst that readers see above the text.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from lxml.html import HtmlElement
from trafilatura import bare_extraction

from transforms.extraction.furniture import is_byline, keep_article, without_title
from transforms.extraction.lexicon import ExtractionLexicon
from transforms.extraction.metadata import Metadata
from transforms.extraction.pruning import linked_length, prune, text_of
from transforms.text import normalise_text

MIN_PARAGRAPH = 80
"""Characters below which a paragraph says little about where the article is."""
SHORT_LINE = 60
MAX_SHORT = 0.6
"""Share of short lines above which a text is a menu."""
MISSED = 4.0
"""A block of prose this many times longer than what was taken: the wrong block was taken."""
STANDFIRST = (40, 700)
"""Least and most characters of a standfirst."""
_SQUEEZE = re.compile(r"[\W_]+")
_LONG_WORD = re.compile(r"[^\W\d_]{5,}")
_CUT = re.compile(r"\s*(?:…|\.{3}|\[…\])\s*$")


def _take(tree: HtmlElement, url: str | None, *, fast: bool) -> list[str]:
    found = bare_extraction(tree, url=url, fast=fast, include_comments=False, with_metadata=False)
    raw = "" if found is None or isinstance(found, dict) else str(found.text or "")
    return [line.strip() for line in normalise_text(raw).split("\n") if line.strip()]


def _n_short(lines: Sequence[str]) -> float:
    total = sum(map(len, lines)) or 1
    return sum(len(line) for line in lines if len(line) < SHORT_LINE) / total


def _ancestor(element: HtmlElement, levels: int) -> HtmlElement:
    for _ in range(levels):
        parent = element.getparent()
        if parent is None:
            return element
        element = parent
    return element


def _n_missed(tree: HtmlElement, text: str) -> int:
    """Characters of prose not taken in the block that holds most of it."""
    blocks: dict[HtmlElement, list[int]] = defaultdict(lambda: [0, 0])
    for paragraph in tree.iter("p"):
        words = text_of(paragraph)
        if len(words) > MIN_PARAGRAPH and linked_length(paragraph) < 0.5 * len(words):
            block = blocks[_ancestor(paragraph, 3)]
            block[0] += len(words)
            block[1] += len(words) if words[:50] not in text else 0
    return max(blocks.values(), default=[0, 0])[1]


def _take_article(tree: HtmlElement, url: str | None, declared: str | None) -> list[str]:
    """The fast extraction; the thorough one where the fast one took a menu or a small part."""
    lines = _take(tree, url, fast=True)
    n_taken = sum(map(len, lines))
    is_menu = _n_short(lines) > MAX_SHORT
    is_part = _n_missed(tree, "\n".join(lines)) > MISSED * n_taken
    if is_menu or is_part:
        again = _take(tree, url, fast=False)
        if _n_short(again) < _n_short(lines) or sum(map(len, again)) > 2 * n_taken:
            lines = again
    n_taken = sum(map(len, lines))
    if declared and len(declared) > 300 and len(declared) > MISSED * n_taken:
        lines = [line.strip() for line in normalise_text(declared).split("\n") if line.strip()]
    return lines


def squeezed(text: str) -> str:
    """Letters and digits alone, without case."""
    return _SQUEEZE.sub("", text).casefold()


def _standfirst(tree: HtmlElement, descriptions: Sequence[str]) -> str | None:
    """The description, if the page prints it to its readers."""
    wanted = [squeezed(_CUT.sub("", one)) for one in descriptions if len(one) >= STANDFIRST[0]]
    if not wanted:
        return None
    for element in tree.iter("p", "h2", "h3", "h4", "div", "span", "strong", "li"):
        begin = squeezed(element.text or (element[0].text if len(element) else None) or "")[:12]
        if not begin or (element.tag in {"div", "span"} and len(element) > 3):
            continue
        if not any(begin in one for one in wanted):
            continue
        words = text_of(element)
        if STANDFIRST[0] <= len(words) <= STANDFIRST[1]:
            shown = squeezed(words)
            if any(one in shown and len(shown) < 1.5 * len(one) + 30 for one in wanted):
                return words
    return None


def _with_standfirst(lines: list[str], standfirst: str | None, title: str | None) -> list[str]:
    """The lines after the standfirst, unless that is there already or speaks of the site alone."""
    if not standfirst or squeezed(standfirst) in squeezed("".join(lines[:6])):
        return lines
    words = {word.casefold() for word in _LONG_WORD.findall(standfirst)}
    text = " ".join([title or "", *lines]).casefold()
    n_shared = sum(word in text for word in words)
    return [standfirst, *lines] if n_shared >= len(words) / 3 else lines


def find_lines(
    tree: HtmlElement, url: str | None, metadata: Metadata, lexicon: ExtractionLexicon
) -> list[str]:
    """The paragraphs of the article's body, the standfirst first. Changes the tree."""
    standfirst = _standfirst(tree, metadata.descriptions)
    prune(tree)
    lines = keep_article(_take_article(tree, url, metadata.described.body), lexicon)
    if lines:
        lines = _with_standfirst(lines, standfirst, metadata.title)
    lines = without_title(lines, metadata.title)
    return [line for n, line in enumerate(lines) if n > 3 or not is_byline(line, metadata.authors, lexicon)]
