"""Words, marks and sentences of a text as the speech annotators see them.

In: a normalised text and the sentence spans. Out: tokens in order, and units: sentences joined where a
quoted stretch runs across them. Refuses: judging what is said.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from transforms.speech.marks import Quoted
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


def token_pattern(
    elisions: Sequence[str], clitics: Sequence[str], inverted: Sequence[str] = ()
) -> re.Pattern[str]:
    """The words of a language: elided articles, possessive clitics and inverted pronouns stand alone."""
    elided, clitic, pronoun = (_alternation(words) for words in (elisions, clitics, inverted))
    cut = rf"(?!['’](?:{clitic})\b)(?!-(?:t-)?(?:{pronoun})\b)"
    parts = (
        r"\d+(?:[.,:]\d+)+",
        rf"\b(?i:{elided})['’](?=\w)",
        rf"['’](?i:{clitic})\b",
        rf"-(?:t-)?(?i:{pronoun})\b",
        r"(?:[^\W\d_]\.){2,}",
        r"\b[A-ZÀ-ÖØ-ÞŁŚŻŹĆА-ЯЁІЇЄҐ]\.(?=[ \u00a0]?[^\W\d_])",
        rf"\w+(?:{cut}['’‑-]\w+)*",
        r"([^\w\s])\1*",
    )
    return re.compile("|".join(parts))


def _alternation(words: Sequence[str]) -> str:
    """The words as alternatives, longest first; what never matches where there are none."""
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True)) or r"(?!)"


@lru_cache(maxsize=4)
def tokenise(text: str, pattern: re.Pattern[str]) -> Tokens:
    """Every token; a run of one repeated mark is one token, an inverted pronoun loses its hyphen."""
    starts: list[int] = []
    ends: list[int] = []
    words: list[str] = []
    for found in pattern.finditer(text):
        word, start = found.group(), found.start()
        if word[0] == "-" and word[-1].isalpha():
            short = word.removeprefix("-").removeprefix("t-")
            start, word = found.end() - len(short), short
        starts.append(start)
        ends.append(found.end())
        words.append(word)
    return Tokens(starts, ends, words, [word.lower().replace("’", "'") for word in words])


@dataclass(frozen=True, slots=True)
class Unit:
    """One or more sentences that belong together because a quoted stretch spans them."""

    start: int
    end: int
    sentences: tuple[Span, ...]
    starts_paragraph: bool


def split_units(
    text: str, sentences: Sequence[Span], quoted: Sequence[Quoted], is_tag: Callable[[Span], bool]
) -> list[Unit]:
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
        if following and (
            _goes_on(text, sentence, following) or _is_tagged(text, sentence, following, is_tag)
        ):
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


def _is_tagged(text: str, sentence: Span, following: Span, is_tag: Callable[[Span], bool]) -> bool:
    """A quoted question or exclamation whose tag the splitter took for a sentence ("“Why?” she asked.")."""
    closes = text[sentence.end - 1] in '“”»«’"' and text[sentence.end - 2] in "?!….—"
    return closes and "\n" not in text[sentence.end : following.start] and is_tag(following)


def _unit(text: str, held: list[Span]) -> Unit:
    start = held[0].start
    return Unit(start, held[-1].end, tuple(held), start == 0 or "\n" in text[max(0, start - 2) : start])
