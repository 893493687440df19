"""Writes one text of the demonstration together with its annotations.

In: a language, what is to be said by whom. Out: the text and an `Annotations` value whose spans hold.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from tests.report.phrasebook import BILLIONS, PHRASEBOOK, SOLDIERS, Phrases
from transforms.text import normalise_text
from vocabulary import (
    Annotations,
    Approx,
    PersonMention,
    Polarity,
    Quantity,
    Quotation,
    QuotationType,
    Relevance,
    Span,
    Speaker,
    SpeakerKind,
    Stance,
)

ANNOTATORS = {"relevance": "1", "quantities": "1", "quotations": "1", "stances": "1"}
PERSONS = {
    "Mira Olden": ("mira-olden", SpeakerKind.EXPERT, "Senior Fellow", "Harbour Institute"),
    "Jan Castor": ("jan-castor", SpeakerKind.EXPERT, "Analyst", "Harbour Institute"),
    "Ines Varga": ("ines-varga", SpeakerKind.POLITICIAN, "Minister", None),
    "Tomas Berg": ("tomas-berg", SpeakerKind.OFFICIAL, "Spokesman", None),
    "Lea Hollis": ("lea-hollis", SpeakerKind.MILITARY, "General", None),
}


@dataclass(slots=True)
class Draft:
    """A text as it is written, with what was annotated so far."""

    language: str
    text: str = ""
    sentences: list[Span] = field(default_factory=list)
    quantities: list[Quantity] = field(default_factory=list)
    persons: list[PersonMention] = field(default_factory=list)
    quotations: list[Quotation] = field(default_factory=list)
    stances: list[Stance] = field(default_factory=list)
    topic: list[Span] = field(default_factory=list)

    @property
    def phrases(self) -> Phrases:
        return PHRASEBOOK[self.language]

    def write(self, sentence: str, end: str = " ") -> tuple[int, list[Span]]:
        """Append a sentence; where it begins, and the spans that stood in square brackets."""
        begin, spans, plain = len(self.text), [], ""
        for piece in re.split(r"(\[[^\]]*\])", sentence):
            words = piece[1:-1] if piece.startswith("[") else piece
            if piece.startswith("["):
                spans.append(Span(begin + len(plain), begin + len(plain) + len(words)))
            plain += words
        self.text += plain
        self.sentences.append(Span(begin, len(self.text)))
        self.text += end
        return begin, spans

    def say(self, sentence: str, speaker: str, **fields: str) -> Quotation:
        """A sentence with a speaker, a cue and a content, in brackets in that order."""
        begin, spans = self.write(sentence.format(speaker=speaker, **fields))
        person = Span(self.text.index(speaker, begin), self.text.index(speaker, begin) + len(speaker))
        person_id = PERSONS[speaker][0]
        self.persons.append(PersonMention(span=person, surface=speaker, name=speaker, person_id=person_id))
        cue, content = spans
        quotation = Quotation(
            content=content, surface=content.of(self.text), type=QuotationType.INDIRECT, cue=cue,
            cue_surface=cue.of(self.text), speaker=person, speaker_name=speaker, person_id=person_id,
        )  # fmt: skip
        self.quotations.append(quotation)
        return quotation

    def figure(self, words: str, value: float, high: float | None, unit: str, by: str | None) -> None:
        """The figure whose words were written last."""
        start = self.text.rindex(words)
        measures = "needed soldier" if unit == "count:soldier" else "needed aid"
        self.quantities.append(
            Quantity(
                span=Span(start, start + len(words)), surface=words, value=value, value_high=high, unit=unit,
                approx=Approx.RANGE if high else Approx.EXACT, measures=measures, cited_by=by,
            )
        )  # fmt: skip

    def stand(self, target: str, polarity: Polarity, span: Span, holder: str = "text") -> None:
        person_id = PERSONS[holder][0] if holder != "text" else None
        self.stances.append(
            Stance(
                holder=holder, target=target, polarity=polarity, span=span, surface=span.of(self.text),
                confidence=0.8, person_id=person_id,
            )
        )  # fmt: skip

    def annotations(self, *, is_on_topic: bool = True) -> Annotations:
        """All that was annotated."""
        own = {s.target: s.polarity for s in self.stances if s.holder == "text"}
        return Annotations(
            language=self.language,
            relevance=Relevance(
                is_on_topic=is_on_topic, score=0.9 if is_on_topic else 0.1, evidence=tuple(self.topic)
            ),
            annotators=ANNOTATORS,
            sentences=tuple(self.sentences),
            quantities=tuple(self.quantities),
            persons=tuple(self.persons),
            quotations=tuple(self.quotations),
            speakers=tuple(self._speakers()),
            stances=tuple(self.stances),
            article_stance=own,
        )

    def _speakers(self) -> list[Speaker]:
        found = {}
        for person in self.persons:
            person_id, kind, role, affiliation = PERSONS[person.name]
            said = sum(q.person_id == person_id for q in self.quotations)
            found.setdefault(
                person_id,
                Speaker(
                    name=person.name, span=person.span, surface=person.surface, kind=kind, role=role,
                    affiliation=affiliation, n_quotations=said, person_id=person_id,
                ),
            )  # fmt: skip
        return list(found.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What one text is to say."""

    language: str
    city: str
    n: int
    """Makes each text its own."""
    title: str | None = None
    troops: tuple[str, int, int | None] | None = None
    """Speaker, soldiers, upper end."""
    aid: int | None = None
    """Billions of dollars."""
    against: str | None = None
    favor: str | None = None
    deterrence: str | None = None
    own: Polarity | None = None
    is_on_topic: bool = True


def write_text(plan: Plan) -> Draft:
    """The draft of one text."""
    draft = Draft(plan.language)
    phrases = draft.phrases
    draft.write(plan.title or phrases.title.format(city=plan.city), end="\n")
    if not plan.is_on_topic:
        draft.write(f"{phrases.off} ({plan.n})")
        return draft
    _, draft.topic = draft.write(phrases.lead.format(city=plan.city))
    if plan.troops:
        _write_troops(draft, *plan.troops)
    if plan.aid:
        words = f"{plan.aid} {BILLIONS[plan.language]}"
        draft.write(phrases.aid.format(figure=words))
        draft.figure(words, plan.aid * 1e9, None, "USD", None)
    if plan.against:
        said = draft.say(phrases.against, plan.against)
        draft.stand("troop_deployment", Polarity.AGAINST, said.content, plan.against)
    if plan.favor:
        said = draft.say(phrases.favor, plan.favor)
        draft.stand("security_guarantees", Polarity.FAVOR, said.content, plan.favor)
    if plan.deterrence:
        said = draft.say(phrases.deterrence, plan.deterrence)
        draft.stand("troop_deployment", Polarity.FAVOR, said.content, plan.deterrence)
    if plan.own is Polarity.AGAINST:
        draft.stand("coalition_of_the_willing", plan.own, draft.write(phrases.own_against)[1][0])
    if plan.own is Polarity.FAVOR:
        draft.stand("coalition_of_the_willing", plan.own, draft.write(phrases.own_praise)[1][0])
        draft.stand("military_aid", plan.own, draft.write(phrases.own_favor)[1][0])
    draft.write(f"({plan.n})", end="")
    if draft.text != normalise_text(draft.text):
        raise ValueError(f"not normalised: {draft.text!r}")
    return draft


def _write_troops(draft: Draft, speaker: str, low: int, high: int | None) -> None:
    number = f"{low:,}–{high:,}" if high else f"{low:,}"
    words = f"{number.replace(',', ' ')} {SOLDIERS[draft.language]}"
    draft.say(draft.phrases.troops, speaker, figure=words)
    draft.figure(words, float(low), float(high) if high else None, "count:soldier", speaker)
