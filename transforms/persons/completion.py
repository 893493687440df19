"""Whole names for stances: those that `find_persons` gives in part, with too much, or not at all.

In: a text's words, its persons, quotations and speakers, words of office. Out: the same with whole names. Refuses:
capitalised words with nothing beside them that marks a person.

A lone first name after a word of office takes the capitalised word after it; a nationality before a name
(`Lithuania's`, `Литовец`) falls off; two capitalised words after a word of office, or beside a verb of position, are a
person.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from transforms.phrases import BREAK, COMMA, JOINED, Words
from vocabulary import PersonMention, Quotation, Span, Speaker

DEMONYM = "demonym"
"""The origin of words that only say from which country somebody is."""
LONGEST = 3
"""Words of a name."""


class Names:
    """Whole names for those found, and people whom the persons layer lacks."""

    def __init__(
        self,
        text: str,
        words: Words,
        persons: Sequence[PersonMention],
        quotations: Sequence[Quotation],
        speakers: Sequence[Speaker],
        origins: Mapping[int, str],
        verbs: frozenset[int],
        states: frozenset[int],
    ) -> None:
        """Complete `persons`; `origins` holds words of office by position, `verbs` and `states` are positions."""
        self._text, self._words, self._origins, self._verbs = text, words, origins, verbs
        self._barred = origins.keys() | states
        self._at = {start: at for at, start in enumerate(words.starts)}
        self._renamed: dict[str, str] = {}
        for span, name in _spoken(quotations, speakers):
            if span.start in self._at:
                self._without_country(self._at[span.start], name)
        self.persons = [self._whole(person) for person in persons]
        self.persons = [replace(p, name=self._renamed.get(p.name, p.name)) for p in self.persons]
        self.persons += self._missed()

    def of_quotation(self, quotation: Quotation) -> Quotation:
        """The quotation with its speaker's whole name."""
        name = quotation.speaker_name
        return replace(quotation, speaker_name=self._renamed[name]) if name in self._renamed else quotation

    def of_speaker(self, speaker: Speaker) -> Speaker:
        """The speaker with the whole name."""
        return replace(speaker, name=self._renamed.get(speaker.name, speaker.name))

    def _word(self, at: int) -> str:
        return self._text[self._words.starts[at] : self._words.ends[at]]

    def _is_name(self, at: int) -> bool:
        """Whether a word looks like part of a name and belongs to the word before it."""
        word = self._word(at) if at < len(self._words) else ""
        return word[:1].isupper() and word[1:].islower() and at not in self._barred

    def _follows(self, at: int) -> bool:
        """Whether a word is joined to the one before it by a blank alone."""
        words = self._words
        return 0 < at < len(words) and self._text[words.ends[at - 1] : words.starts[at]] == " "

    def _whole(self, person: PersonMention) -> PersonMention:
        first = self._at.get(person.span.start)
        if first is None or person.is_organisation:
            return person
        if bare := self._without_country(first, person.name):
            start = person.span.start + len(person.name) - len(bare)
            return replace(person, span=Span(min(start, person.span.end - 1), person.span.end), name=bare)
        after = first + 1
        is_whole = self._is_name(after + 1) and self._follows(after + 1)
        is_first = person.surface == person.name and first - 1 in self._origins and self._follows(first)
        if (
            is_first
            and " " not in person.name
            and self._follows(after)
            and self._is_name(after)
            and not is_whole
        ):
            name = self._renamed[person.name] = f"{person.name} {self._word(after)}"
            return replace(person, span=Span(person.span.start, self._words.ends[after]), name=name)
        return person

    def _without_country(self, first: int, name: str) -> str | None:
        """The name without a nationality before it; None where there is none."""
        parts = name.split()
        is_country = parts[0].endswith(("'s", "’s")) or self._origins.get(first) == DEMONYM
        if len(parts) != LONGEST or not is_country:
            return None
        self._renamed[name] = " ".join(parts[1:])
        return self._renamed[name]

    def _missed(self) -> Iterator[PersonMention]:
        firsts = [(self._at.get(p.span.start, 0), len(p.surface.split())) for p in self.persons]
        taken = {at for first, n_words in firsts for at in range(first, first + n_words + 1)}
        for at in range(1, len(self._words) - 1):
            if at not in taken and at + 1 not in taken and self._is_pair(at):
                span = self._words.span(at, at + 1)
                yield PersonMention(span=span, surface=span.of(self._text), name=span.of(self._text))

    def _is_pair(self, at: int) -> bool:
        """Whether two words are a first and last name, by what stands beside them."""
        if not (self._is_name(at) and self._follows(at + 1) and self._is_name(at + 1)):
            return False
        if at + 2 < len(self._words) and self._follows(at + 2) and self._is_name(at + 2):
            return False
        parted = self._words.parted
        after = parted[at + 2] if at + 2 < len(parted) else BREAK
        if parted[at] == JOINED:
            offices = {at - 1} | ({at - 2} if self._word(at - 1)[:1].isupper() else set())
            return bool(offices & self._origins.keys())
        return at + 2 in self._verbs or (parted[at] == COMMA and after == COMMA)


def _spoken(quotations: Sequence[Quotation], speakers: Sequence[Speaker]) -> Iterator[tuple[Span, str]]:
    """Where speakers are named, and how."""
    yield from ((speaker.span, speaker.name) for speaker in speakers)
    for quotation in quotations:
        if quotation.speaker and quotation.speaker_name:
            yield quotation.speaker, quotation.speaker_name
