"""The paragraphs of an article, from the tree of its page.

In: a tree, what the page says of itself. Out: lines. Refuses: an extractor of its own; trafilatura takes the
text, and this module prepares the tree, takes a second look where the first went wrong, and adds the
standfirst that readers see above the text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from lxml.html import HtmlElement
from trafilatura import bare_extraction

from transforms.extraction.chunks import join_chunks, missed_prose
from transforms.extraction.furniture import is_byline, keep_article, without_head, without_title
from transforms.extraction.lexicon import ExtractionLexicon, squeeze
from transforms.extraction.metadata import Metadata
from transforms.extraction.pruning import prune, text_of
from transforms.text import normalise_text

SHORT_LINE = 60
MAX_SHORT = 0.6
"""Share of short lines above which a text is a menu."""
PIECE = 0.6
"""Missed prose by length of the taken text: perhaps one of several pieces was taken."""
MISSED = 4.0
"""Missed prose by length of the taken text: the wrong block was taken."""
MIN_DECLARED = 300
"""Characters of a JSON-LD `articleBody` that may stand in for a page that scripts fill."""
STANDFIRST = (40, 700)
"""Least and most characters of a standfirst."""
_LONG_WORD = re.compile(r"[^\W\d_]{5,}")
_CUT = re.compile(r"\s*(?:…|\.{3}|\[…\])\s*$")


def _take(tree: HtmlElement, url: str | None, *, fast: bool) -> list[str]:
    found = bare_extraction(tree, url=url, fast=fast, include_comments=False, with_metadata=False)
    raw = "" if found is None or isinstance(found, dict) else str(found.text or "")
    return [line.strip() for line in normalise_text(raw).split("\n") if line.strip()]


def _n_short(lines: Sequence[str]) -> float:
    total = sum(map(len, lines)) or 1
    return sum(len(line) for line in lines if len(line) < SHORT_LINE) / total


def _take_article(tree: HtmlElement, url: str | None, declared: str | None) -> list[str]:
    """The fast extraction; a second look where it took a menu, a piece, or the wrong block."""
    lines = _take(tree, url, fast=True)
    text = "\n".join(lines)
    n_missed = missed_prose(tree, text)
    if n_missed > PIECE * len(text) and join_chunks(tree, text):
        lines = _longer(lines, _take(tree, url, fast=True), 1.2)
    elif n_missed > MISSED * len(text) or _n_short(lines) > MAX_SHORT:
        again = _take(tree, url, fast=False)
        lines = again if _n_short(again) < _n_short(lines) else _longer(lines, again, 2)
    if declared and len(declared) > MIN_DECLARED:
        stated = [line.strip() for line in normalise_text(declared).split("\n") if line.strip()]
        is_run_together = len(lines) == 1 < len(stated)
        lines = _longer(lines, stated, 0.9 if is_run_together else MISSED)
    return lines


def _longer(lines: list[str], other: list[str], factor: float) -> list[str]:
    """The other lines if they are that many times longer."""
    return other if sum(map(len, other)) > factor * sum(map(len, lines)) else lines


def _standfirst(tree: HtmlElement, descriptions: Sequence[str]) -> str | None:
    """The description, if the page prints it to its readers."""
    wanted = [squeeze(_CUT.sub("", one)) for one in descriptions if len(one) >= STANDFIRST[0]]
    if not wanted:
        return None
    for element in tree.iter("p", "h2", "h3", "h4", "div", "span", "strong", "li"):
        begin = squeeze((element.text or (element[0].text if len(element) else None) or "").lstrip()[:60])[
            :12
        ]
        is_loose = element.tag in {"div", "span", "strong", "li"}
        if is_loose and (not begin or len(element) > 3 or not any(begin in one for one in wanted)):
            continue
        words = text_of(element)
        if STANDFIRST[0] <= len(words) <= STANDFIRST[1]:
            shown = squeeze(words)
            if any(one in shown and len(shown) < 1.5 * len(one) + 30 for one in wanted):
                return words
    return None


def _with_standfirst(lines: list[str], standfirst: str | None, title: str | None) -> list[str]:
    """The lines after the standfirst, unless that is there already or speaks of the site alone."""
    if not standfirst or squeeze(standfirst) in squeeze("".join(lines[:6])):
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
    lines = without_head(without_title(lines, metadata.title))
    return [line for n, line in enumerate(lines) if n > 3 or not is_byline(line, metadata.authors, lexicon)]
