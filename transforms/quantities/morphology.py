"""Word forms and phrases out of table cells.

In: cells such as `soldier~s;member of parliament`; `~s` names a paradigm, a set of endings, and `;` parts
alternatives. Out: every form, and books that find the longest phrase at, or before, a place. Refuses: unknown
paradigms.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import product
from typing import Generic, TypeVar

from vocabulary import Row

Payload = TypeVar("Payload")
Paradigms = Mapping[str, tuple[str, ...]]

WORDS = re.compile(r"\d+|[^\W\d_]+|[^\w\s]|_")


def fold(text: str) -> str:
    """Lower case, one apostrophe, one е, and every character in its place.

    >>> fold("П’ЯТЬ Ёлок")
    "п'ять елок"
    """
    low = text.lower()
    if len(low) != len(text):
        low = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    return low.replace("’", "'").replace("ʼ", "'").replace("‘", "'").replace("ё", "е")


def read_paradigms(rows: Sequence[Row]) -> Paradigms:
    """Paradigm name to its endings; `0` in a cell is the empty ending."""
    return {row["paradigm"]: tuple("" if e == "0" else e for e in row["endings"].split()) for row in rows}


def _inflect(word: str, paradigms: Paradigms) -> tuple[str, ...]:
    stem, _, name = word.partition("~")
    return tuple(stem + ending for ending in paradigms[name]) if name else (word,)


def expand(cell: str, paradigms: Paradigms) -> list[str]:
    """All forms that a cell stands for, folded.

    >>> expand("ракет~f;БМП", {"f": ("а", "ы", "")})
    ['ракета', 'ракеты', 'ракет', 'бмп']
    """
    forms: list[str] = []
    for phrase in cell.split(";"):
        words = [_inflect(word, paradigms) for word in phrase.split()]
        forms += [fold(" ".join(choice)) for choice in product(*words)]
    return forms


class PhraseBook(Generic[Payload]):
    """Phrases with what they mean; looked up by their first or by their last word."""

    __slots__ = ("firsts", "lasts")

    def __init__(self, entries: Iterable[tuple[str, Payload]]) -> None:
        self.firsts: dict[str, list[tuple[tuple[str, ...], Payload]]] = {}
        self.lasts: dict[str, list[tuple[tuple[str, ...], Payload]]] = {}
        for form, payload in entries:
            words = tuple(WORDS.findall(form))
            self.firsts.setdefault(words[0], []).append((words, payload))
            self.lasts.setdefault(words[-1], []).append((words, payload))
        for index in (self.firsts, self.lasts):
            for phrases in index.values():
                phrases.sort(key=lambda phrase: -len(phrase[0]))

    def at(self, words: Sequence[str], place: int) -> tuple[int, Payload] | None:
        """The longest phrase that begins at `place`, as (its end, payload)."""
        phrases = self.firsts.get(words[place]) if place < len(words) else None
        if phrases is None:
            return None
        for phrase, payload in phrases:
            end = place + len(phrase)
            if len(phrase) == 1 or tuple(words[place:end]) == phrase:
                return end, payload
        return None

    def before(self, words: Sequence[str], place: int) -> tuple[int, Payload] | None:
        """The longest phrase that ends just before `place`, as (its start, payload)."""
        if place < 1:
            return None
        for phrase, payload in self.lasts.get(words[place - 1], ()):
            start = place - len(phrase)
            if start >= 0 and (len(phrase) == 1 or tuple(words[start:place]) == phrase):
                return start, payload
        return None
