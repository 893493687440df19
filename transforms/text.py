"""Text as every later stage sees it: normalised once, then cut into paragraphs and sentences.

In: strings. Out: one normal form, and spans into it. Refuses: changing a text after `normalise_text`;
from there on offsets are sacred.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from sentencex import segment

from vocabulary import Span

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufeff\ufffe\uffff\ud800-\udfff]")
_LINE_BREAKS = re.compile("\r\n?|\u2028|\u2029|\x85")
_PARAGRAPH = re.compile(r"[^\n]+")
ABBREVIATION_LETTERS = 5
LONGEST_SENTENCE = 4000
"""Characters; no sentence of prose is longer, and what compares words within one has to end."""


def normalise_text(raw: str) -> str:
    """NFC, line feeds only, no control characters, lone surrogates or byte order marks.

    >>> normalise_text("a\\r\\nb\\x00 e\\u0301")
    'a\\nb é'
    """
    return unicodedata.normalize("NFC", _FORBIDDEN.sub("", _LINE_BREAKS.sub("\n", raw)))


def _trim(text: str, start: int, end: int) -> Span | None:
    piece = text[start:end]
    left = len(piece) - len(piece.lstrip())
    right = len(piece.rstrip())
    return Span(start + left, start + right) if right > left else None


def split_paragraphs(text: str) -> list[Span]:
    """The non-empty lines of `text`, trimmed, in order.

    >>> [s.of("a\\n\\n b ") for s in split_paragraphs("a\\n\\n b ")]
    ['a', 'b']
    """
    spans = (_trim(text, *found.span()) for found in _PARAGRAPH.finditer(text))
    return [span for span in spans if span]


def split_sentences(text: str, language: str | None) -> list[Span]:
    r"""The sentences of every paragraph, trimmed, in order; rules of `sentencex` for the language.

    A short word's stop before a small letter ends none ("30 tys. żołnierzy"). One beyond `LONGEST_SENTENCE`
    characters is cut at a space, so that a text without stops stays readable.

    >>> text = "Am 3. Oktober sagte Dr. Li: \u201eJa.\u201c Rund 1,5 Mio. Euro.\nEnde"
    >>> [s.of(text) for s in split_sentences(text, "de")][-2:]
    ['Rund 1,5 Mio. Euro.', 'Ende']
    """
    spans: list[Span] = []
    for paragraph in split_paragraphs(text):
        start = end = paragraph.start
        for piece in segment(language or "en", paragraph.of(text)):
            end += len(piece)
            if end < paragraph.end and _is_abbreviated(text, start, end):
                continue
            spans += filter(None, (_trim(text, *part) for part in _parts(text, start, end)))
            start = end
    return spans


def _is_abbreviated(text: str, start: int, end: int) -> bool:
    """Whether the stop before `end` belongs to an abbreviation: a short word, and a small letter follows."""
    if not text[end : end + 2].lstrip()[:1].islower():
        return False
    words = text[max(start, end - ABBREVIATION_LETTERS - 3) : end].split()
    return bool(words) and words[-1].endswith(".") and len(words[-1]) <= ABBREVIATION_LETTERS + 1


def _parts(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """(start, end) of pieces of at most `LONGEST_SENTENCE` characters, cut at spaces where there are any."""
    while end - start > LONGEST_SENTENCE:
        cut = text.rfind(" ", start + 1, start + LONGEST_SENTENCE) + 1 or start + LONGEST_SENTENCE
        yield start, cut
        start = cut
    yield start, end
