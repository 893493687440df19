"""What stands around an article on its page and is not part of it.

In: the lines of an extracted text, the lexicon, the title. Out: the lines that are the article. Refuses:
dropping a sentence for its topic; rules that name an outlet.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from transforms.extraction.lexicon import ExtractionLexicon, fold, squeeze

_COPYRIGHT = re.compile(r"(?:©|\(c\)\s|copyright\b.{0,3}\b(?:19|20)\d\d)", re.IGNORECASE)
_MARK = re.compile(r"[.!?…:;]\W*$")
MIN_TITLE = 8
MAX_KICKER = 60
"""Letters that may stand before the title on its own line."""
MIN_PARAGRAPH = 80
MAX_LABEL = 40
MAX_CUT_LINE = 120
"""A line that ends the article is a heading, not a paragraph."""


def is_cut(line: str, lexicon: ExtractionLexicon) -> bool:
    """Whether the article ends before this line.

    A phrase that opens a teaser ("Mehr zum Thema – …") may carry the teaser's headline.
    """
    return len(line) <= MAX_CUT_LINE + 80 and bool(lexicon.cut_line.match(line))


def is_furniture(line: str, lexicon: ExtractionLexicon) -> bool:
    """Whether a single line is not part of the article."""
    if len(line) > 400:
        return False
    if _COPYRIGHT.match(line) and len(line) < 200:
        return True
    return bool(lexicon.drop_line.match(line)) or not any(c.isalnum() for c in line)


def keep_article(lines: Sequence[str], lexicon: ExtractionLexicon) -> list[str]:
    """The lines of the article.

    A cut counts only in the later part of a text: some pages put "Comments" above it.
    """
    kept: list[str] = []
    n_before, n_all = 0, sum(map(len, lines)) or 1
    for line in lines:
        if is_cut(line, lexicon):
            if n_before / n_all > 0.3:
                break
            continue
        n_before += len(line)
        if not is_furniture(line, lexicon):
            kept.append(line)
    return kept


def is_byline(line: str, authors: Sequence[str], lexicon: ExtractionLexicon) -> bool:
    """Whether a line only names the authors: "Von Anna Muster"."""
    if len(line) > 120 or not authors:
        return False
    found = lexicon.byline.match(line)
    rest = fold(line[found.end() :] if found else line)
    for author in authors:
        rest = rest.replace(fold(author), "")
    return not re.sub(r"\W+", "", lexicon.joiner.sub(" ", f" {rest} "))


def without_title(lines: Sequence[str], title: str | None) -> list[str]:
    """The lines without a repetition of the title at the beginning, perhaps after a kicker."""
    wanted = squeeze(title or "")
    if len(wanted) < MIN_TITLE:
        return list(lines)
    kept = [line for line in lines[:4] if not _repeats(line, wanted)]
    return [*kept, *lines[4:]]


def _repeats(line: str, wanted: str) -> bool:
    shown = squeeze(line)
    return shown.endswith(wanted) and len(shown) <= len(wanted) + MAX_KICKER


def without_head(lines: Sequence[str]) -> list[str]:
    """The lines without labels, menus and names of sections before the first paragraph."""
    first = next((n for n, line in enumerate(lines) if len(line) >= MIN_PARAGRAPH), 0)
    return [line for n, line in enumerate(lines) if n >= first or not _is_label(line)]


def _is_label(line: str) -> bool:
    """A few words that are no sentence."""
    return len(line) < MAX_LABEL and len(line.split()) <= 5 and not _MARK.search(line)
