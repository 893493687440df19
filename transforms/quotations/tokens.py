"""Words, marks and sentences of a text as the speech annotators see them.

In: a normalised text and the sentence spans. Out: tokens in order, and units: sentences joined where a
quoted stretch runs across them. Refuses: judging what is said.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from transforms.quotations.marks import Quoted
from vocabulary import Span


@dataclass(frozen=True, slots=True)
class Tokens:
    """Parallel columns, one place per token: where it begins and ends, its word, the word in lower case."""

    starts: list[int]
    ends: list[int]
    words: list[str]
    lows: list[str]

    def __len__(self) -> int:
        return len(self.starts)

    def first_from(self, offset: int) -> int:
        """The index of the first token that begins at or after `offset`."""
        return bisect_left(self.starts, offset)


def token_pattern(elisions: Sequence[str], clitics: Sequence[str]) -> re.Pattern[str]:
    """The words of a language: elided articles and possessive clitics stand alone, initials keep their stop."""
    elided = "|".join(sorted(map(re.escape, elisions), key=len, reverse=True))
    clitic = "|".join(sorted(map(re.escape, clitics), key=len, reverse=True))
    head = rf"\b(?:{elided})['’](?=\w)|" if elided else ""
    tail = rf"['’](?:{clitic})\b|" if clitic else ""
    inner = rf"(?!['’](?:{clitic})\b)" if clitic else ""
    word = rf"\w+(?:{inner}['’‑-]\w+)*"
    return re.compile(
        rf"(?i:{head}{tail})(?:[^\W\d_]\.){{2,}}|[^\W\d_]\.(?=[ \u00a0]?[^\W\d_])(?<=\b[A-ZА-ЯІЇЄҐ]\.)|{word}|([^\w\s])\1*"
    )


@lru_cache(maxsize=4)
def tokenise(text: str, pattern: re.Pattern[str]) -> Tokens:
    """Every token of `text`; a run of one repeated mark is one token."""
    starts: list[int] = []
    ends: list[int] = []
    words: list[str] = []
    for found in pattern.finditer(text):
        starts.append(found.start())
        ends.append(found.end())
        words.append(found.group())
    return Tokens(starts, ends, words, [word.lower() for word in words])


@dataclass(frozen=True, slots=True)
class Unit:
    """One or more sentences that belong together because a quoted stretch spans them."""

    start: int
    end: int
    sentences: tuple[Span, ...]
    starts_paragraph: bool


def split_units(text: str, sentences: Sequence[Span], quoted: Sequence[Quoted]) -> list[Unit]:
    """Sentences in order, joined across the quoted stretches that cut them and at stray openings."""
    units: list[Unit] = []
    held: list[Span] = []
    q = 0
    for index, sentence in enumerate(sentences):
        held.append(sentence)
        while q < len(quoted) and quoted[q].end <= sentence.end:
            q += 1
        if q < len(quoted) and quoted[q].start < sentence.end:
            continue
        following = sentences[index + 1] if index + 1 < len(sentences) else None
        if following and _goes_on(text, sentence, following):
            continue
        units.append(_unit(text, held))
        held = []
    if held:
        units.append(_unit(text, held))
    return units


def _goes_on(text: str, sentence: Span, following: Span) -> bool:
    """Whether the splitter cut before a tag: a lower-case word or a comma after a closing mark."""
    if "\n" in text[sentence.end : following.start]:
        return False
    first = text[following.start]
    if first in ",;–—-":
        return True
    return first.islower() and text[sentence.end - 1] in "“”»«’‘\"'?!…"


def _unit(text: str, held: list[Span]) -> Unit:
    start = held[0].start
    return Unit(start, held[-1].end, tuple(held), start == 0 or "\n" in text[max(0, start - 2) : start])
