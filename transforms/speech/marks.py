"""Quoted stretches: which opening mark closes where.

In: a normalised text and, per opening mark, what closes it. Out: outermost quoted stretches in order, also
those that run over paragraphs. Refuses: apostrophes; a mark that never closes. One pass, each mark looked
at a bounded number of times.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

PARAGRAPHS_AT_MOST = 12
_BEFORE_OPENING = set(" \u00a0\u202f\n\t([{–—-/:,;…¿¡")


@dataclass(frozen=True, slots=True)
class Quoted:
    """A quoted stretch: outer span with its marks, inner span without."""

    start: int
    end: int
    inner_start: int
    inner_end: int


def marks_pattern(pairs: Mapping[str, tuple[str, ...]]) -> re.Pattern[str]:
    """Every mark that opens or closes, the line feed, and runs of one mark, which say nothing."""
    marks = sorted({*pairs, *(mark for closing in pairs.values() for mark in closing)}, key=len, reverse=True)
    single = "".join(re.escape(mark) for mark in marks if len(mark) == 1)
    noise = rf"([{single}])\1{{3,}}"
    return re.compile("|".join((noise, *map(re.escape, marks), "\n")))


@dataclass(slots=True)
class _Open:
    mark: str
    start: int
    inner: int
    depth: int
    paragraphs: int
    broken_at: int | None
    """Where the paragraph ended in which this stretch began, if it is still open after it."""


def _may_open(text: str, mark: str, start: int, end: int) -> bool:
    before = text[start - 1] if start else "\n"
    after = text[end] if end < len(text) else "\n"
    if mark in "»":
        return (before in _BEFORE_OPENING) and not after.isspace()
    if mark in "«":
        return before in _BEFORE_OPENING or before.isspace()
    if mark in "„“‚‹,,``":
        return not after.isspace() or mark in "„"
    free = before in _BEFORE_OPENING or before in "„“«»\"'"
    return free and not after.isspace() and after not in ".,;:!?)"


def _may_close(text: str, mark: str, start: int, end: int) -> bool:
    if mark not in "’'‘\"":
        return True
    after = text[end] if end < len(text) else "\n"
    before = text[start - 1] if start else "\n"
    if mark == '"':
        return not before.isspace() or not after.isalnum()
    return not after.isalnum() and not before.isspace()


def find_quoted(text: str, pairs: Mapping[str, tuple[str, ...]], pattern: re.Pattern[str]) -> list[Quoted]:
    """The outermost quoted stretches of `text`, in order."""
    found: list[Quoted] = []
    held: _Open | None = None
    for match in pattern.finditer(text):
        mark, start, end = match.group(), match.start(), match.end()
        if match.group(1):
            continue
        if mark == "\n":
            held = _at_line_end(held, start)
        elif held is None:
            if mark in pairs and _may_open(text, mark, start, end):
                held = _Open(mark, start, end, 0, 1, None)
        else:
            held = _inside(text, pairs, held, match, found)
    return found


def _at_line_end(held: _Open | None, at: int) -> _Open | None:
    if held is None or held.mark in "'‘‚‹":
        return None
    if held.broken_at is None:
        held.broken_at = at
    held.paragraphs += 1
    return held if held.paragraphs <= PARAGRAPHS_AT_MOST * 2 else None


def _inside(
    text: str, pairs: Mapping[str, tuple[str, ...]], held: _Open, match: re.Match[str], found: list[Quoted]
) -> _Open | None:
    mark, start, end = match.group(), match.start(), match.end()
    opens_line = start == 0 or text[start - 1] == "\n"
    if opens_line and mark in pairs and _may_open(text, mark, start, end):
        return _reopened(text, held, mark, start, end)
    if mark in pairs[held.mark] and _may_close(text, mark, start, end):
        if held.depth:
            held.depth -= 1
            return held
        found.append(Quoted(held.start, end, held.inner, start))
        return None
    if mark == held.mark:
        held.depth += 1
    return held


def _reopened(text: str, held: _Open, mark: str, start: int, end: int) -> _Open:
    """A paragraph that begins with an opening mark: the same speech goes on, or the last one never closed."""
    goes_on = mark == held.mark and held.broken_at is not None and _opens_line(text, held, start)
    return held if goes_on else _Open(mark, start, end, 0, 1, None)


def _opens_line(text: str, held: _Open, start: int) -> bool:
    """Whether nothing but blank lines lies between the last paragraph and this opening mark."""
    return text[text.rfind("\n", 0, max(0, start - 2)) + 1 : start].strip() != "" or held.paragraphs > 1
