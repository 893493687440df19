"""Words in quotation marks that no quotation covers, beside a name: whose words they are.

In: the quotations as found, persons and speakers. Out: these quotations and further ones. Refuses: marks in
a sentence that names nobody; those are the text's own distance marks.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from itertools import accumulate
from typing import TYPE_CHECKING

from transforms.speech.marks import find_quoted
from vocabulary import PersonMention, Quotation, QuotationType, Span, Speaker

if TYPE_CHECKING:
    from transforms.stances.lexicon import StanceLexicon


def attribute_quoted(
    text: str,
    sentences: Sequence[Span],
    quotations: Sequence[Quotation],
    speakers: Sequence[Speaker],
    persons: Sequence[PersonMention],
    lexicon: StanceLexicon,
) -> tuple[Quotation, ...]:
    """The quotations, then answers of interviews, then other quoted stretches whose sentence names somebody.

    An answer stands for the quotations found inside it.
    """
    if not lexicon.marks:
        return tuple(quotations)
    names = [(person.span, person.name) for person in persons]
    names += [(speaker.span, speaker.name) for speaker in speakers]
    names += [(q.speaker, q.speaker_name) for q in quotations if q.speaker and q.speaker_name]
    answers = _answers(text, names)
    kept = [q for q in quotations if not any(_overlap(q.content, answer.content) for answer in answers)]
    return (*kept, *answers, *_beside_names(text, sentences, [*kept, *answers], names, lexicon))


def _answers(text: str, names: Sequence[tuple[Span, str]]) -> list[Quotation]:
    """Lines that begin with a name and a colon: answers in an interview, where a name has two of them."""
    found: list[Quotation] = []
    for span, name in names:
        opens = span.start == 0 or text[span.start - 1] == "\n"
        if opens and text[span.end : span.end + 2] == ": ":
            end = text.find("\n", span.end)
            answer = Span(span.end + 2, len(text) if end < 0 else end)
            if answer.start < answer.end and all(q.content != answer for q in found):
                found.append(_quotation(text, answer, span, name))
    named = Counter(quotation.speaker_name for quotation in found)
    return [quotation for quotation in found if named[quotation.speaker_name] > 1]


def _beside_names(
    text: str,
    sentences: Sequence[Span],
    quotations: Sequence[Quotation],
    names: Sequence[tuple[Span, str]],
    lexicon: StanceLexicon,
) -> list[Quotation]:
    """Quoted stretches that no quotation covers, in a sentence that names somebody."""
    added = []
    parts = sorted((part for q in quotations for part in (q.parts or (q.content,))), key=lambda p: p.start)
    starts = [part.start for part in parts]
    reach = list(accumulate((part.end for part in parts), max))
    for quoted in find_quoted(text, lexicon.marks, lexicon.marks_pattern):
        inner = Span(quoted.inner_start, quoted.inner_end)
        before = bisect_left(starts, inner.end)
        if not before or reach[before - 1] <= inner.start:
            nearest = _nearest_name(inner, sentences, names)
            if nearest:
                added.append(_quotation(text, inner, *nearest))
    return added


def _overlap(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


def _nearest_name(
    inner: Span, sentences: Sequence[Span], names: Sequence[tuple[Span, str]]
) -> tuple[Span, str] | None:
    """The name nearest to the quoted words in their sentence, those before them first."""
    sentence = next((s for s in sentences if s.start <= inner.start < s.end), None)
    if sentence is None:
        return None
    near = [
        (inner.start - span.end if span.end <= inner.start else 2 * (span.start - inner.end), span, name)
        for span, name in names
        if sentence.start <= span.start < sentence.end and not _overlap(span, inner)
    ]
    if not near:
        return None
    _, span, name = min(near, key=lambda entry: (entry[0], entry[1].start))
    return span, name


def _quotation(text: str, inner: Span, named: Span, name: str) -> Quotation:
    return Quotation(
        content=inner,
        surface=inner.of(text),
        type=QuotationType.DIRECT,
        speaker=named,
        speaker_name=name,
    )
