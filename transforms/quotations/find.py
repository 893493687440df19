"""Every reported statement of a text.

In: a normalised text, its sentences, the lexicon. Out: quotations in order of their content, with the span
of the cue and of the words that name the speaker. Refuses: resolving speakers; that is `transforms.speakers`.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from transforms.persons.find import find_persons
from transforms.quotations.chains import PIECES_AT_MOST, Found, follow_chains
from transforms.quotations.cues import Cue, find_cues, is_tag
from transforms.quotations.datelines import without_datelines
from transforms.quotations.frames import frame, opened_by_colon, summed_up
from transforms.quotations.layouts import find_layout_quotations
from transforms.quotations.pieces import Pieces, build_pieces
from transforms.quotations.scene import Draft, trimmed
from transforms.speech.lexicon import SpeechLexicon
from transforms.speech.marks import find_quoted
from transforms.speech.tokens import split_units, tokenise
from vocabulary import Quotation, QuotationType, Span


def find_quotations(text: str, sentences: Sequence[Span], lexicon: SpeechLexicon) -> list[Quotation]:
    """The quotations of `text`, sorted by start; spans in code points, never overlapping the outer marks."""
    sentences = without_datelines(text, sentences, lexicon.names)
    quoted = find_quoted(text, lexicon.pairs, lexicon.marks)
    tokens = tokenise(text, lexicon.token)
    layout, taken = find_layout_quotations(
        text, sentences, tokens, quoted, lexicon, _Actors(text, sentences, lexicon)
    )
    starts = [stretch.start for stretch in quoted]
    ends = [span.end for span in taken]
    found: list[Found] = []
    for unit in split_units(text, sentences, quoted, lambda span: is_tag(span, tokens, lexicon)):
        used = bisect_right(ends, unit.start)
        if used < len(taken) and taken[used].start <= unit.start:
            continue
        within = quoted[bisect_left(starts, unit.start) : bisect_left(starts, unit.end)]
        pieces = build_pieces(text, tokens, unit, within)
        found.append(Found(unit, pieces, _drafts(pieces, lexicon)))
    quotations = [_quotation(text, f, draft) for f in follow_chains(found, lexicon) for draft in f.drafts]
    return sorted((*layout, *(q for q in quotations if q)), key=lambda q: (q.content.start, q.content.end))


class _Actors:
    """Whether words name somebody who can speak; persons are looked for at the first question only."""

    def __init__(self, text: str, sentences: Sequence[Span], lexicon: SpeechLexicon) -> None:
        self._text, self._sentences, self._lexicon = text, sentences, lexicon
        self._stems: frozenset[str] | None = None

    def __call__(self, words: str) -> bool:
        persons = self._lexicon.persons
        lows = words.lower().split()
        if any(low in self._lexicon.of("stop") or low in self._lexicon.of("adverb") for low in lows):
            return False
        if self._stems is None:
            mentions = find_persons(self._text, self._sentences, self._lexicon)
            named = {
                w for m in mentions for w in (m.surface.split() if m.is_organisation else m.name.split()[-1:])
            }
            self._stems = frozenset(persons.stem(w) for w in named) | persons.of("state")
        return any(
            w[0].isupper() and (persons.stem(w) in self._stems or w.lower() in self._stems)
            for w in words.split()
        )


def _drafts(pieces: Pieces, lexicon: SpeechLexicon) -> list[Draft]:
    """What the cues of one unit report; nothing for a unit longer than any sentence that people write."""
    if len(pieces) > PIECES_AT_MOST:
        return []
    cues = find_cues(pieces, lexicon)
    drafts: list[Draft] = []
    low = 0
    for number, cue in enumerate(cues):
        high = _high(pieces, cues, number, lexicon)
        draft = frame(pieces, cue, (low, high), lexicon)
        draft = trimmed(draft, pieces, lexicon) if draft else None
        if draft and not _repeats(drafts, draft):
            drafts.append(draft)
            if draft.parts and draft.parts[0][0] in pieces.quotes:
                low = max(low, draft.parts[-1][1])
        if high < pieces.sentence_bounds(cue.first)[1]:
            low = max(low, high)
    opened = opened_by_colon(pieces, lexicon) or summed_up(pieces, lexicon)
    if opened and not any(a <= opened.parts[0][0] < b for draft in drafts for a, b in draft.parts):
        drafts.append(opened)
    return drafts


def _high(pieces: Pieces, cues: list[Cue], number: int, lexicon: SpeechLexicon) -> int:
    """Where the content of a cue must end: before the next cue that is coordinated with it."""
    cue = cues[number]
    _, end = pieces.sentence_bounds(cue.first)
    for following in cues[number + 1 :]:
        if following.first >= end:
            break
        place = following.finite if following.finite > cue.finite else following.first
        first, _ = pieces.segment(place)
        while place > first and pieces.lows[place - 1] in lexicon.of("adverb"):
            place -= 1
        if place > cue.last and pieces.lows[place - 1] in lexicon.of("conjunction"):
            return place - 1
        if first > cue.last and pieces.lows[first] in lexicon.of("conjunction"):
            return first
    return len(pieces)


def _repeats(drafts: list[Draft], draft: Draft) -> bool:
    """Whether the same words were already given to another cue."""
    return any(other.parts == draft.parts and draft.parts for other in drafts)


def _quotation(text: str, found: Found, draft: Draft) -> Quotation | None:
    pieces = found.pieces
    spans = [Span(*_trim(pieces, part)) for part in draft.parts]
    if not spans:
        return None
    content = Span(min(s.start for s in spans), max(s.end for s in spans))
    if content.end <= content.start:
        return None
    cue = Span(pieces.starts[draft.cue.first], pieces.ends[draft.cue.last - 1]) if draft.cue.last else None
    return Quotation(
        content=content,
        surface=content.of(text),
        type=quotation_type(pieces, draft),
        cue=cue,
        cue_surface=cue.of(text) if cue else None,
        speaker=_range(pieces, draft.speaker),
        parts=tuple(spans) if len(spans) > 1 else (),
    )


def _range(pieces: Pieces, bounds: tuple[int, int] | None) -> Span | None:
    return Span(pieces.starts[bounds[0]], pieces.ends[bounds[1] - 1]) if bounds else None


def _trim(pieces: Pieces, part: tuple[int, int]) -> tuple[int, int]:
    """The characters of a part; a part that is wholly quoted stretches loses its outer marks."""
    first, last = part[0], part[1] - 1
    start, end = pieces.starts[first], pieces.ends[last]
    if all(i in pieces.quotes or pieces.is_mark(i) for i in range(*part)):
        if first in pieces.quotes:
            start = pieces.quotes[first].inner_start
        if last in pieces.quotes:
            end = pieces.quotes[last].inner_end
    text = pieces.text
    while end > start and (text[end - 1] in ",. \n" or text[end - 1].isspace()):
        end -= 1
    while start < end and text[start].isspace():
        start += 1
    return start, end


def quotation_type(pieces: Pieces, draft: Draft) -> QuotationType:
    """Direct where all words stand in marks, mixed where some do."""
    places = [i for part in draft.parts for i in range(*part)]
    has_quote = any(i in pieces.quotes for i in places)
    if has_quote and draft.cue.kind != "judge" and not any(pieces.is_word(i) for i in places):
        return QuotationType.DIRECT
    return QuotationType.MIXED if has_quote else QuotationType.INDIRECT
