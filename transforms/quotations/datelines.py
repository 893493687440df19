"""Datelines: place, date and agency before the first words of a report.

In: a text, its sentences. Out: the sentences without datelines ("KIEW (dpa) –", "LONDON —", "PARIS, May 3 (AFP) -").
Refuses: dashes after a name in capitals that the names file knows as a body; sentences within a paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from transforms.identity import NameIndex
from vocabulary import Span

_DATELINE = re.compile(
    r"(?P<place>[^\W\d_][\w.'’\-]{0,30}(?:[ /][^\W\d_][\w.'’\-]{0,30}){0,3})"
    r"(?P<date>, ?[^()\n–—]{1,24}?)?"
    r"(?P<agency> ?\([^()\n]{2,30}\))?"
    r"\s?(?:[–—]|--?(?=\s))\s*(?=\S)"
)
LETTERS_AT_LEAST = 4
"""Of a place in capitals, so that most acronyms stay what they are."""


def without_datelines(text: str, sentences: Sequence[Span], names: NameIndex) -> list[Span]:
    """The sentences; one that opens a paragraph begins after its dateline."""
    return [_cut(text, sentence, names) for sentence in sentences]


def _cut(text: str, sentence: Span, names: NameIndex) -> Span:
    if sentence.start and text[sentence.start - 1] != "\n":
        return sentence
    found = _DATELINE.match(text, sentence.start, sentence.end)
    if not found or not _is_place(found, names) or text[found.end()].islower():
        return sentence
    return Span(found.end(), sentence.end)


def _is_place(found: re.Match[str], names: NameIndex) -> bool:
    """A place in capitals, or one with an agency in brackets after it."""
    place = found["place"]
    if any(not word[0].isupper() for word in re.split(r"[ /]", place)):
        return False
    entry = names.find(place)
    if entry and entry.is_organisation:
        return False
    capitals = place.isupper() and len(place) >= LETTERS_AT_LEAST
    return capitals if not found["agency"] else capitals or not entry
