"""Who is named for a figure.

In: a text, its figures, quotations and persons. Out: the figures with `cited_by`. Refuses sources of other
sentences, and unnamed ones.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from transforms.quantities.context import sentence_starts
from transforms.quantities.lexicon import QuantityLexicon
from transforms.quantities.scanner import Tokens, scan
from vocabulary import PersonMention, Quantity, Quotation, Span

_REACH = 4


def _covers(quotation: Quotation, span: Span) -> bool:
    pieces = quotation.parts or (quotation.content,)
    return any(piece.start <= span.start and span.end <= piece.end for piece in pieces)


def _quoted(quantity: Quantity, quotations: Sequence[Quotation]) -> str | None:
    """The speaker of the narrowest quotation that holds the figure."""
    around = [q for q in quotations if _covers(q, quantity.number or quantity.span)]
    named = [q for q in around if q.speaker_name]
    if not named:
        return None
    return min(named, key=lambda q: q.content.end - q.content.start).speaker_name


def _introduces(tokens: Tokens, place: int, end: int, lexicon: QuantityLexicon) -> bool:
    """Whether `according to`, `laut` stands before token `place`, or `zufolge`, `estimates` after `end`."""
    before, after = lexicon.contexts.get("source_before"), lexicon.contexts.get("source_after")
    for start in range(place, max(-1, place - _REACH), -1):
        if before is not None and before.before(tokens.words, start) is not None:
            return True
        if not tokens.is_word(start - 1):
            break
    return after is not None and after.at(tokens.words, end) is not None


def _sources(
    tokens: Tokens, persons: Sequence[PersonMention], lexicon: QuantityLexicon
) -> list[tuple[int, int, str]]:
    """(sentence, place, name) of every mention in this paragraph that is introduced as a source."""
    starts = sentence_starts(tokens)
    found: list[tuple[int, int, str]] = []
    for person in persons:
        low, high = person.span.start - tokens.base, person.span.end - tokens.base
        place = bisect_right(tokens.starts, low) - 1
        end = bisect_right(tokens.starts, high - 1)
        if _introduces(tokens, place, end, lexicon):
            found.append((bisect_right(starts, place) - 1, place, person.name))
    return found


def _by_source(
    text: str,
    quantities: Sequence[Quantity],
    persons: Sequence[PersonMention],
    lexicon: QuantityLexicon,
) -> dict[Span, str]:
    """Figures whose sentence names a source, with the nearest one."""
    named: dict[Span, str] = {}
    for tokens in scan(text, lexicon.scanner):
        end = tokens.base + len(tokens.text)
        here = [p for p in persons if tokens.base <= p.span.start < end]
        figures = [q for q in quantities if tokens.base <= q.span.start < end]
        sources = _sources(tokens, here, lexicon) if here and figures else []
        starts = sentence_starts(tokens) if sources else []
        for figure in figures if sources else ():
            place = bisect_right(tokens.starts, figure.span.start - tokens.base) - 1
            sentence = bisect_right(starts, place) - 1
            near = [(abs(at - place), name) for number, at, name in sources if number == sentence]
            if near:
                named[figure.span] = min(near)[1]
    return named


def attribute_quantities(
    text: str,
    quantities: Sequence[Quantity],
    quotations: Sequence[Quotation],
    persons: Sequence[PersonMention],
    lexicon: QuantityLexicon,
) -> list[Quantity]:
    """The figures with `cited_by`: the speaker of the quotation around, else a source named in the sentence."""
    named = _by_source(text, quantities, persons, lexicon) if persons and quantities else {}
    return [
        replace(quantity, cited_by=_quoted(quantity, quotations) or named.get(quantity.span))
        for quantity in quantities
    ]
