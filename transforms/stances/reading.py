"""A text laid out for judging: who speaks in which stretch, which targets and cues stand where.

In: a text with its sentences, quotations and speakers, and the lexicon. Out: a `Reading` of `Stretch`es.
Refuses: deciding polarity; that is what `evidence` does.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

from transforms.persons.completion import Names
from transforms.phrases import BREAK, JOINED, PhraseMatch, PhraseTable, Words, longest, split_words
from transforms.stances.attribution import attribute_quoted
from transforms.stances.holders import Cast, cast_speakers
from transforms.stances.lexicon import Cue, Frame, Role, StanceLexicon
from transforms.topics import HINT
from vocabulary import PersonMention, Polarity, Quotation, Span, Speaker

T = TypeVar("T")

NOBODY = -1
"""The quotation number of the text's own voice."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """Consecutive words of one sentence in one voice."""

    sentence: int
    first: int
    last: int
    quotation: int
    """Index of the quotation it lies in, or `NOBODY`."""
    targets: tuple[PhraseMatch[str], ...]
    cues: tuple[PhraseMatch[Cue], ...]
    operators: tuple[PhraseMatch[frozenset[Role]], ...]
    references: tuple[PhraseMatch[str], ...]
    mentions: tuple[tuple[int, str], ...]
    """Word and holder where a speaker is named."""
    states: tuple[tuple[int, str], ...] = ()
    """Word and name where a state or capital is named."""
    frames: tuple[PhraseMatch[str], ...] = ()
    """Words of slant and manner."""
    is_question: bool = False

    def has(self, role: Role) -> bool:
        """Whether an operator of that role stands in it."""
        return any(role in match.payload for match in self.operators)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A text laid out for judging."""

    text: str
    words: Words
    sentences: Sequence[Span]
    quotations: Sequence[Quotation]
    cast: Cast
    stretches: tuple[Stretch, ...]
    clauses: tuple[int, ...]
    """The clause number of each word."""
    cued: dict[int, int] = field(default_factory=dict)
    """Word that belongs to a quotation's cue, to that quotation's index."""

    own: frozenset[int] = frozenset()
    """Quotations in which the text quotes itself: `we call on`."""
    origins: tuple[PhraseMatch[str], ...] = ()
    """Words that say where a person stands."""
    numbers: tuple[int, ...] = ()
    """The sentence number of each word."""

    def sentence_of(self, word: int) -> int:
        """The number of the sentence in which a word stands."""
        return self.numbers[word]

    def holders(self, quotation: int) -> tuple[str, ...]:
        """Who holds what is said there; empty for unnamed sources."""
        if quotation == NOBODY or quotation in self.own:
            return ("text",)
        return self.cast.holders[quotation] or self._named_inside(quotation)

    def _named_inside(self, quotation: int) -> tuple[str, ...]:
        """Where a quotation without a speaker swallowed its introduction: the first person named in it."""
        inside = [s.mentions[0][1] for s in self.stretches if s.quotation == quotation and s.mentions]
        return tuple(inside[:1])


def read_text(
    text: str,
    sentences: Sequence[Span],
    quotations: Sequence[Quotation],
    speakers: Sequence[Speaker],
    persons: Sequence[PersonMention],
    lexicon: StanceLexicon,
) -> Reading:
    """Lay out `text`: one stretch per sentence and voice, in the order of the text."""
    words = split_words(text)
    origins = tuple(longest(lexicon.origins.find(words)))
    offices = {at: match.payload for match in origins for at in match.positions}
    found_cues = longest(lexicon.cues.find(words))
    verbs = frozenset(match.first for match in found_cues if not match.payload.is_judgement)
    states = frozenset(at for match in lexicon.states.find(words) for at in match.positions)
    names = Names(text, words, persons, quotations, speakers, offices, verbs, states)
    persons, speakers = names.persons, [names.of_speaker(speaker) for speaker in speakers]
    quotations = [names.of_quotation(quotation) for quotation in quotations]
    quotations = attribute_quoted(text, sentences, quotations, speakers, persons, lexicon)
    cast = cast_speakers(text, words, quotations, speakers, persons, lexicon.states)
    voices = _voices(words, quotations)
    numbers = _sentence_numbers(words, sentences)
    stretches = _cut(text, words, numbers, voices)
    filled = _fill(stretches, words, lexicon, cast, found_cues)
    return Reading(
        text=text,
        words=words,
        sentences=sentences,
        quotations=quotations,
        cast=cast,
        stretches=tuple(filled),
        clauses=_clauses(words, voices),
        cued=_cued(words, quotations),
        own=_own(words, filled, quotations),
        origins=origins,
        numbers=tuple(numbers),
    )


def _words_in(words: Words, span: Span, start: int = 0) -> range:
    first = bisect_left(words.starts, span.start, start)
    return range(first, bisect_left(words.starts, span.end, first))


def _voices(words: Words, quotations: Sequence[Quotation]) -> list[int]:
    """The innermost quotation of each word."""
    voices = [NOBODY] * len(words)
    order = sorted(
        range(len(quotations)), key=lambda q: quotations[q].content.start - quotations[q].content.end
    )
    for number in order:
        quotation = quotations[number]
        for part in quotation.parts or (quotation.content,):
            for at in _words_in(words, part):
                voices[at] = number
    return voices


def _cued(words: Words, quotations: Sequence[Quotation]) -> dict[int, int]:
    return {
        at: number
        for number, quotation in enumerate(quotations)
        if quotation.cue
        for at in _words_in(words, quotation.cue)
    }


def _own(words: Words, stretches: Sequence[Stretch], quotations: Sequence[Quotation]) -> frozenset[int]:
    """Quotations whose cue has the first person of the text's own voice beside it."""
    first = [
        match.first
        for stretch in stretches
        if stretch.quotation == NOBODY
        for match in stretch.operators
        if Role.FIRST in match.payload
    ]
    cued = _cued(words, quotations)
    return frozenset(number for at, number in cued.items() if any(abs(at - place) <= 2 for place in first))


def _sentence_numbers(words: Words, sentences: Sequence[Span]) -> list[int]:
    numbers, number = [], 0
    for start in words.starts:
        while number + 1 < len(sentences) and sentences[number + 1].start <= start:
            number += 1
        numbers.append(number)
    return numbers


def _cut(
    text: str, words: Words, numbers: list[int], voices: list[int]
) -> list[tuple[int, int, int, int, bool]]:
    """Sentence, first word, last word, voice and whether it asks, for every stretch."""
    cuts: list[tuple[int, int, int, int, bool]] = []
    first = 0
    for at in range(1, len(words) + 1):
        if at == len(words) or numbers[at] != numbers[first] or voices[at] != voices[first]:
            after = text[words.ends[at - 1] : words.ends[at - 1] + 3]
            cuts.append((numbers[first], first, at - 1, voices[first], "?" in after))
            first = at
    return cuts if len(words) else []


def _fill(
    cuts: list[tuple[int, int, int, int, bool]],
    words: Words,
    lexicon: StanceLexicon,
    cast: Cast,
    found_cues: Sequence[PhraseMatch[Cue]],
) -> list[Stretch]:
    targets = find_targets(
        words, lexicon.targets, [cut[0] for cut in cuts for _ in range(cut[1], cut[2] + 1)]
    )
    taken = {at for match in targets for at in match.positions}
    cues = [match for match in found_cues if not _is_name_of_target(match, taken)]
    found = zip(
        cuts,
        _by_stretch(targets, cuts),
        _by_stretch(cues, cuts),
        _by_stretch(longest(lexicon.operators.find(words)), cuts),
        _by_stretch(longest(lexicon.references.find(words)), cuts),
        _by_stretch(longest(lexicon.frames.find(words)), cuts),
        strict=True,
    )
    return [
        Stretch(
            sentence=sentence,
            first=first,
            last=last,
            quotation=voice,
            targets=named,
            cues=cued,
            operators=operators,
            references=references,
            mentions=tuple(m for m in cast.mentions if first <= m[0] <= last),
            states=tuple(s for s in cast.states if first <= s[0] <= last),
            frames=frames,
            is_question=asks,
        )
        for (sentence, first, last, voice, asks), named, cued, operators, references, frames in found
    ]


def _is_name_of_target(match: PhraseMatch[Cue], named: set[int]) -> bool:
    """Whether a cue is only the target's own name, as `pledge`; `dictated peace` judges it."""
    inside = named.issuperset(match.positions)
    return inside and (match.payload.frame is not Frame.VERDICT or match.payload.polarity is Polarity.FAVOR)


def find_targets(words: Words, table: PhraseTable[str], numbers: Sequence[int]) -> list[PhraseMatch[str]]:
    """Where targets are named; hints (no letters) only in sentences, numbered per word, that name none."""
    found = list(dict.fromkeys(match for match in longest(table.find(words)) if match.payload))
    plain = {numbers[match.first] for match in found if not match.payload.startswith(HINT)}
    return [
        match
        if not match.payload.startswith(HINT)
        else replace(match, payload=match.payload.removeprefix(HINT), n_letters=0)
        for match in found
        if not match.payload.startswith(HINT) or numbers[match.first] not in plain
    ]


def _by_stretch(
    matches: Sequence[PhraseMatch[T]], cuts: Sequence[tuple[int, int, int, int, bool]]
) -> list[tuple[PhraseMatch[T], ...]]:
    """The matches that begin in each stretch; both are in the order of the text."""
    firsts = [match.first for match in matches]
    return [
        tuple(matches[bisect_left(firsts, first) : bisect_left(firsts, last + 1)])
        for _, first, last, _, _ in cuts
    ]


def _clauses(words: Words, voices: list[int]) -> tuple[int, ...]:
    """A number per word that rises at every comma, dash, bracket, sentence end and change of voice."""
    numbers, number = [], 0
    for at in range(len(words)):
        if at and (words.parted[at] != JOINED or voices[at] != voices[at - 1]):
            number += 1 if words.parted[at] != BREAK else 2
        numbers.append(number)
    return tuple(numbers)
