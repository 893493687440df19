"""What stands around an article on its page and is not part of it.

In: the lines of an extracted text, the lexicon, the title. Out: the lines that are the article. Refuses:
dropping a sentence for its topic; rules that name an outlet.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from transforms.extraction.lexicon import ExtractionLexicon, fold

_BULLET = re.compile(r"^[-–•*]\s+")
_MARK = re.compile(r"[.!?…:;]\W*$")
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
    """The lines without a repetition of the title at the beginning."""
    if not title:
        return list(lines)
    wanted = fold(title)
    for index, line in enumerate(lines[:3]):
        if fold(line.lstrip("# ")) == wanted:
            return [*lines[:index], *lines[index + 1 :]]
    return list(lines)
