"""One pass over a text: numbers, words and marks, with their places.

In: a text and the compiled pattern of a language. Out: `Tokens` of one paragraph at a time. Refuses: nothing;
a paragraph beyond `LONGEST` characters is cut at a space, so that memory stays bounded.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from transforms.quantities.morphology import fold

LONGEST = 20_000
_PARAGRAPH = re.compile(r"[^\n]+")
_SPACES = " \u00a0\u2009\u202f"


def compile_scanner(marks: str) -> re.Pattern[str]:
    """The pattern that cuts a text; `marks` are the signs that may stand between groups of three digits."""
    between = re.escape(marks)
    return re.compile(
        r"[½⅓⅔¼¾⅕⅛]|[^\W\d_]+"
        rf"|\d{{1,3}}(?:[{between}]\d{{3}})+(?!\d)(?:[.,]\d+)?|\d+(?:[.,]\d+)*"
        r"|[()\[\]{}<>|*=_]+|[^\w\s]|\w"
    )


@dataclass(slots=True)
class Tokens:
    """The pieces of one paragraph: folded words with their places in the paragraph.

    `base` is where the paragraph begins in the whole text; `named` where the last number ended that only names.
    """

    text: str
    base: int
    words: list[str]
    starts: list[int]
    ends: list[int]
    named: int = 0

    def touches(self, place: int) -> bool:
        """Whether piece `place` follows the piece before it without a space."""
        return 0 < place < len(self.words) and self.starts[place] == self.ends[place - 1]

    def is_upper(self, place: int) -> bool:
        """Whether piece `place` begins with a capital letter."""
        return self.text[self.starts[place]].isupper()

    def is_capitals(self, place: int) -> bool:
        """Whether piece `place` is written in capitals alone."""
        return self.text[self.starts[place] : self.ends[place]].isupper()

    def is_word(self, place: int) -> bool:
        """Whether there is a piece at `place` and it is made of letters."""
        return 0 <= place < len(self.words) and self.words[place][0].isalpha()

    def is_digit(self, place: int) -> bool:
        """Whether there is a piece at `place` and it begins with a digit."""
        return 0 <= place < len(self.words) and self.words[place][0].isdigit()

    def word(self, place: int) -> str:
        """The folded piece at `place`, or nothing beyond the edges."""
        return self.words[place] if 0 <= place < len(self.words) else ""


def paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """(start, end) of every line that is not empty, in pieces of at most `LONGEST` characters."""
    for paragraph in _PARAGRAPH.finditer(text):
        start, end = paragraph.span()
        while end - start > LONGEST:
            cut = max(text.rfind(space, start, start + LONGEST) for space in _SPACES)
            cut = cut if cut > start else start + LONGEST
            yield start, cut
            start = cut
        yield start, end


def cut(piece: str, scanner: re.Pattern[str]) -> list[str]:
    """The folded words, numbers and marks of one paragraph, without their places."""
    return scanner.findall(fold(piece))


def place(piece: str, base: int, words: list[str]) -> Tokens:
    """The words that `cut` gave, with their places: nothing but spaces stands between them."""
    folded, end = fold(piece), 0
    starts: list[int] = []
    ends: list[int] = []
    for word in words:
        start = folded.index(word, end)
        end = start + len(word)
        starts.append(start)
        ends.append(end)
    return Tokens(piece, base, words, starts, ends)


def scan(text: str, scanner: re.Pattern[str]) -> Iterator[Tokens]:
    """The paragraphs of `text` as tokens, in order."""
    for start, end in paragraphs(text):
        piece = text[start:end]
        yield place(piece, start, cut(piece, scanner))
