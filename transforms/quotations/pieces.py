"""A unit as a row of pieces: words and marks outside quotation marks, each quoted stretch as one piece.

In: the text, its tokens, a unit and the quoted stretches within it. Out: `Pieces`, cut into segments at
commas, colons, dashes, brackets and sentence ends. Refuses: meaning.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field

from transforms.speech.marks import Quoted
from transforms.speech.tokens import Tokens, Unit

QUOTE = '"'
DELIMITERS = frozenset(",;:–—()-…/")
STOPS = frozenset("!?…")
"""A full stop within a sentence ends an ordinal or an abbreviation, and cuts nothing."""
LONG_QUOTE_WORDS = 5
BRACKETED_AT_MOST = 9


@dataclass(slots=True)
class Pieces:
    """Parallel columns, one place per piece; `lows[i] == QUOTE` marks a quoted stretch."""

    text: str
    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    lows: list[str] = field(default_factory=list)
    sentence: list[int] = field(default_factory=list)
    quotes: dict[int, Quoted] = field(default_factory=dict)
    long: set[int] = field(default_factory=set)
    soft: set[int] = field(default_factory=set)
    """Brackets around a few words ("(CDU)") and what they hold, which cut no clause."""

    def __len__(self) -> int:
        return len(self.starts)

    def is_delimiter(self, index: int) -> bool:
        """Whether a clause may end here."""
        return self.lows[index] in DELIMITERS

    def is_mark(self, index: int) -> bool:
        """Whether the piece is punctuation of any sort."""
        low = self.lows[index]
        return low != QUOTE and not low[0].isalnum()

    def is_word(self, index: int) -> bool:
        """Whether the piece is a word or a number."""
        return self.lows[index][0].isalnum()

    def n_words(self, first: int, last: int) -> int:
        """The words from `first` to before `last`; a quoted stretch counts by its own words."""
        total = 0
        for index in range(first, last):
            if index in self.quotes:
                quoted = self.quotes[index]
                total += len(self.text[quoted.inner_start : quoted.inner_end].split(None, 6))
            elif self.is_word(index):
                total += 1
        return total

    def sentence_bounds(self, index: int) -> tuple[int, int]:
        """The first piece of the sentence of `index`, and the one after its last."""
        number = self.sentence[index]
        return bisect_left(self.sentence, number), bisect_left(self.sentence, number + 1)

    def segment(self, index: int) -> tuple[int, int]:
        """The pieces around `index` up to the next delimiter, long quoted stretch or sentence end."""
        low, high = self.sentence_bounds(index)
        first = index
        while first > low and not self._cuts(first - 1):
            first -= 1
        last = index + 1
        while last < high and not self._cuts(last):
            last += 1
        return first, last

    def _cuts(self, index: int) -> bool:
        if index in self.soft:
            return False
        return index in self.long or self.is_delimiter(index) or self.lows[index] in STOPS

    def close_brackets(self) -> None:
        """Note the brackets that hold a few words."""
        for place, low in enumerate(self.lows):
            if low == "(":
                close = next(
                    (
                        i
                        for i in range(place + 1, min(place + BRACKETED_AT_MOST, len(self)))
                        if self.lows[i] == ")"
                    ),
                    None,
                )
                if close is not None:
                    self.soft.update(range(place, close + 1))


def _is_long(text: str, quoted: Quoted) -> bool:
    inner = text[quoted.inner_start : quoted.inner_end].strip()
    return inner[-1:] in ".,!?…" or len(inner.split(None, LONG_QUOTE_WORDS)) >= LONG_QUOTE_WORDS


def build_pieces(text: str, tokens: Tokens, unit: Unit, quoted: Sequence[Quoted]) -> Pieces:
    """The pieces of one unit; `quoted` are the stretches that begin in it, in order."""
    pieces = Pieces(text)
    sentence_ends = [sentence.end for sentence in unit.sentences]
    q = 0
    index = tokens.first_from(unit.start)
    while index < len(tokens) and tokens.starts[index] < unit.end:
        start = tokens.starts[index]
        if q < len(quoted) and start >= quoted[q].start:
            _add_quote(pieces, quoted[q], sentence_ends)
            index = max(index + 1, tokens.first_from(quoted[q].end))
            q += 1
            continue
        _add(pieces, start, tokens.ends[index], tokens.words[index], tokens.lows[index], sentence_ends)
        index += 1
    pieces.close_brackets()
    return pieces


def _add(pieces: Pieces, start: int, end: int, word: str, low: str, sentence_ends: list[int]) -> None:
    pieces.starts.append(start)
    pieces.ends.append(end)
    pieces.words.append(word)
    pieces.lows.append(low if low[0].isalnum() or low[0] != low[-1] else low[0])
    pieces.sentence.append(bisect_left(sentence_ends, end))


def _add_quote(pieces: Pieces, quoted: Quoted, sentence_ends: list[int]) -> None:
    place = len(pieces)
    pieces.quotes[place] = quoted
    if _is_long(pieces.text, quoted):
        pieces.long.add(place)
    _add(pieces, quoted.start, quoted.end, QUOTE, QUOTE, sentence_ends)
    pieces.lows[place] = QUOTE
