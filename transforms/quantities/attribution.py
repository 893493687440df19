"""Who is named for a figure.

In: a text, its figures, quotations and persons. Out: the figures with `cited_by`. Refuses sources of other
sentences, and unnamed ones.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace
from itertools import accumulate
from typing import TypeVar

from transforms.quantities.context import sentence_of, sentence_starts
from transforms.quantities.lexicon import QuantityLexicon
from transforms.quantities.morphology import PhraseBook, fold
from transforms.quantities.scanner import Tokens, cut, paragraphs, place
from vocabulary import PersonMention, Quantity, Quotation, Span

_MOST_DETERMINERS = 2
_LONGEST_NAME = 8
_JOINTS = frozenset("-'’")
_AFTER_CLAUSE = frozenset(',”“»"–—')


class _Named:
    """The quotations of named speakers, those around a place found without looking at all of them."""

    def __init__(self, quotations: Sequence[Quotation], lexicon: QuantityLexicon) -> None:
        kept = [q for q in quotations if q.speaker_name and not _is_act(q, lexicon)]
        pieces = [(piece.start, piece.end, q) for q in kept for piece in q.parts or (q.content,)]
        self.pieces = sorted(pieces, key=lambda piece: piece[:2])
        self.starts = [piece[0] for piece in self.pieces]
        self.reach = list(accumulate((piece[1] for piece in self.pieces), max))
        """The furthest end of every piece up to this one: where it falls short, none before it covers."""

    def around(self, span: Span) -> str | None:
        """The speaker of the narrowest quotation that holds `span`."""
        found: list[Quotation] = []
        at = bisect_right(self.starts, span.start) - 1
        while at >= 0 and self.reach[at] >= span.end:
            found += [self.pieces[at][2]] if self.pieces[at][1] >= span.end else []
            at -= 1
        found.sort(key=lambda q: (q.content.end - q.content.start, q.content.start))
        return found[0].speaker_name if found else None


def _is_act(quotation: Quotation, lexicon: QuantityLexicon) -> bool:
    """Whether the cue is a pledge or a wish: it makes the figure, it does not cite it."""
    words = fold(quotation.cue_surface or "").split()
    return any(word.startswith(stem) for word in words for stem in lexicon.words.get("act", ()))


def _forward(tokens: Tokens, place: int, lexicon: QuantityLexicon) -> tuple[int, int] | None:
    """The capitalised name that begins at `place`, determiners skipped, as (first, last) tokens."""
    for _ in range(_MOST_DETERMINERS):
        if lexicon.has("article", tokens.word(place)) or tokens.word(place) == "'":
            place += 1
    last = place
    while last < min(len(tokens.words), place + _LONGEST_NAME):
        joined = tokens.word(last) in _JOINTS and tokens.touches(last) and tokens.is_word(last + 1)
        linked = lexicon.has("partitive", tokens.word(last)) and tokens.is_word(last + 1)
        if tokens.is_word(last) and tokens.is_upper(last):
            last += 1
        elif last > place and (joined or (linked and tokens.is_upper(last + 1))):
            last += 2
        else:
            break
    return (place, last) if last > place else None


def _backward(tokens: Tokens, end: int, lexicon: QuantityLexicon) -> tuple[int, int] | None:
    """The capitalised name that ends just before token `end`."""
    first = end
    while first > max(0, end - _LONGEST_NAME):
        word = tokens.word(first - 1)
        joint = word in _JOINTS and tokens.touches(first) and tokens.touches(first - 1)
        capital = tokens.is_word(first - 1) and tokens.is_upper(first - 1)
        if not joint and (not capital or lexicon.has("article", word)):
            break
        first -= 1
    return (first, end) if first < end else None


def _sources(tokens: Tokens, lexicon: QuantityLexicon) -> list[tuple[int, int]]:
    """The names that `according to`, `laut`, `estimates` or a verb of report mark as sources.

    `according to` is surer than a verb after a name, and then stands alone.
    """
    empty: PhraseBook[str] = PhraseBook(())
    before = lexicon.contexts.get("source_before", empty)
    after = lexicon.contexts.get("source_after", empty)
    explicit: list[tuple[int, int] | None] = []
    found: list[tuple[int, int] | None] = []
    for at, word in enumerate(tokens.words):
        hit = before.at(tokens.words, at) if word in before.firsts else None
        if hit is not None:
            explicit.append(_forward(tokens, hit[0], lexicon))
        if word in after.firsts and after.at(tokens.words, at) is not None:
            found.append(_backward(tokens, at, lexicon))
            if tokens.word(at - 1) in _AFTER_CLAUSE:
                found.append(_forward(tokens, at + 1, lexicon))
    named = [name for name in explicit if name and not _is_unnamed(tokens, name, lexicon)]
    return named or [name for name in found if name and not _is_unnamed(tokens, name, lexicon)]


def _is_unnamed(tokens: Tokens, name: tuple[int, int], lexicon: QuantityLexicon) -> bool:
    first, last = name
    words = tokens.words[first:last]
    return last - first == 1 and (
        lexicon.has("no_source", words[0]) or words[0].isdigit() or len(words[0]) < 2
    )


def _by_source(
    text: str,
    quantities: Sequence[Quantity],
    persons: Sequence[PersonMention],
    lexicon: QuantityLexicon,
) -> dict[Span, str]:
    """Figures whose sentence names a source, with the nearest one."""
    named: dict[Span, str] = {}
    figures = sorted(quantities, key=lambda q: q.span.start)
    mentions = sorted(persons, key=lambda p: p.span.start)
    for start, end in paragraphs(text):
        inside = _within(figures, start, end)
        if not inside:
            continue
        piece = text[start:end]
        tokens = place(piece, start, cut(piece, lexicon.scanner))
        sources = _sources(tokens, lexicon)
        named |= _nearest(tokens, inside, sources, _within(mentions, start, end)) if sources else {}
    return named


_Placed = TypeVar("_Placed", Quantity, PersonMention)


def _within(sorted_by_start: Sequence[_Placed], start: int, end: int) -> Sequence[_Placed]:
    """Those that begin from `start` to `end` (exclusive)."""
    first, last = (bisect_left(sorted_by_start, edge, key=lambda p: p.span.start) for edge in (start, end))
    return sorted_by_start[first:last]


def _nearest(
    tokens: Tokens,
    figures: Sequence[Quantity],
    sources: Sequence[tuple[int, int]],
    persons: Sequence[PersonMention],
) -> dict[Span, str]:
    starts = sentence_starts(tokens)
    by_sentence: dict[int, list[tuple[int, int]]] = {}
    for source in sorted(sources):
        by_sentence.setdefault(sentence_of(starts, source[0]), []).append(source)
    named: dict[Span, str] = {}
    for figure in figures:
        at = bisect_right(tokens.starts, figure.span.start - tokens.base) - 1
        here = by_sentence.get(sentence_of(starts, at))
        if here:
            near = bisect_left(here, (at, 0))
            nearest = min((abs(at - name[0]), name) for name in here[max(0, near - 1) : near + 1])[1]
            named[figure.span] = _fullest(tokens, nearest, persons)
    return named


def _fullest(tokens: Tokens, name: tuple[int, int], persons: Sequence[PersonMention]) -> str:
    """The name of the mention at these tokens, else the words themselves."""
    start, end = tokens.base + tokens.starts[name[0]], tokens.base + tokens.ends[name[1] - 1]
    before = bisect_left(persons, end, key=lambda p: p.span.start)
    near = persons[max(0, before - _LONGEST_NAME) : before]
    mention = next((p for p in near if start < p.span.end), None)
    return mention.name if mention else tokens.text[start - tokens.base : end - tokens.base]


def attribute_quantities(
    text: str,
    quantities: Sequence[Quantity],
    quotations: Sequence[Quotation],
    persons: Sequence[PersonMention],
    lexicon: QuantityLexicon,
) -> list[Quantity]:
    """The figures with `cited_by`: the speaker of the quotation around, else a source in the sentence."""
    named = _by_source(text, quantities, persons, lexicon) if quantities else {}
    quoted = _Named(quotations, lexicon)
    return [
        replace(
            quantity, cited_by=quoted.around(quantity.number or quantity.span) or named.get(quantity.span)
        )
        for quantity in quantities
    ]
