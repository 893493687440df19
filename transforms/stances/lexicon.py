"""The words of stance in one language, compiled.

In: the tables `stance_attitudes`, `stance_verdicts`, `stance_operators`, `stance_references`, `stance_frames`,
`stance_origins` of a language, `stance_model` of `common`, the topic's targets. Out: `StanceLexicon`. Refuses:
unknown polarities, frames and roles, with the table and the pattern in the message.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from transforms.phrases import PhraseTable
from transforms.speech.marks import marks_pattern
from transforms.topics import Topic, target_patterns
from vocabulary import Polarity, Row, Tables

TAIL = 5
"""Letters of inflection for which a `*` stands in the stance tables; longer words are compounds."""


class Frame(StrEnum):
    """How a cue relates holder and target."""

    ATTITUDE = "attitude"
    """Its subject is for or against its object."""
    DEMAND = "demand"
    """Its subject wants its object."""
    SUPPLY = "supply"
    """Its subject gives or sends its object."""
    LABEL = "label"
    """Its subject says what it thinks of its object; the judgement follows."""
    LACK = "lack"
    """Whoever speaks finds that there is too little of what is spoken of, or that it comes too late."""
    VERDICT = "verdict"
    """Whoever speaks judges what is spoken of."""


class Role(StrEnum):
    """What an operator does to the cues around it."""

    NEGATOR = "negator"
    NOT_NEGATOR = "not_negator"
    """Looks like a negator but is none: `not only`."""
    REVERSER = "reverser"
    """Names the end of its object: `stop`, `end of`."""
    CONTRAST = "contrast"
    CONCESSION = "concession"
    CONDITION = "condition"
    PROVISO = "proviso"
    """A condition on which consent hangs: `only if`, `not without`."""
    MODAL = "modal"
    """Says what ought to be."""
    PLAN = "plan"
    """Says what is intended: `will`."""
    REPORTED = "reported"
    """Marks a purpose or plan that the text only relates: `is meant to`."""
    FIRST = "first"
    """The first person: its speaker is the holder."""
    IRONY = "irony"
    AGREE = "agree"
    """The voice sides with whom it quotes."""
    DISSENT = "dissent"
    """The voice parts from whom it quotes."""


@dataclass(frozen=True, slots=True)
class Cue:
    """What one pattern says: its polarity (None for labels), its frame, how plainly (0 to 1)."""

    polarity: Polarity | None
    frame: Frame
    weight: float

    @property
    def is_judgement(self) -> bool:
        """Whether its holder is whoever speaks, rather than the subject of a verb."""
        return self.frame in (Frame.VERDICT, Frame.LACK)


@dataclass(frozen=True, slots=True, kw_only=True)
class StanceLexicon:
    """One language's compiled words of stance, with the topic's targets and the weights of confidence."""

    language: str
    cues: PhraseTable[Cue]
    operators: PhraseTable[frozenset[Role]]
    references: PhraseTable[str]
    frames: PhraseTable[str]
    """Words of slant (`support`, `restraint`) and of manner (`report`, `argue`)."""
    origins: PhraseTable[str]
    """Words beside a name that say where its bearer stands."""
    states: PhraseTable[str]
    """States, and capitals that speak for their governments, as subjects are written."""
    targets: PhraseTable[str]
    """The payload is the target's identifier; empty for words that only look like a target."""
    model: Mapping[str, float]
    marks: Mapping[str, tuple[str, ...]]
    """Opening quotation mark to what may close it."""
    marks_pattern: re.Pattern[str]


def build_stance_lexicon(language: str, tables: Tables, common: Tables, topic: Topic) -> StanceLexicon:
    """Compile the stance tables of `language`; ValueError names the table and the pattern at fault."""
    cues = [*_attitudes(tables), *_verdicts(tables)]
    marks = {row["open"]: tuple(row["close"].split()) for row in common.get("speech_marks", ())}
    operators = [(row["pattern"], _roles(row)) for row in tables.get("stance_operators", ())]
    references = _pairs(tables, "stance_references", "kind")
    return StanceLexicon(
        language=language,
        cues=PhraseTable(cues, max_tail=TAIL),
        operators=PhraseTable(operators, max_tail=TAIL),
        references=PhraseTable(references, max_tail=TAIL),
        frames=PhraseTable(_pairs(tables, "stance_frames", "frame"), max_tail=TAIL),
        origins=PhraseTable(_pairs(tables, "stance_origins", "origin"), max_tail=TAIL),
        states=PhraseTable(_states(tables)),
        targets=PhraseTable(target_patterns(topic.phrases, topic.targets, language)),
        model={row["feature"]: float(row["weight"]) for row in common.get("stance_model", ())},
        marks=marks,
        marks_pattern=marks_pattern(marks),
    )


def _pairs(tables: Tables, table: str, column: str) -> list[tuple[str, str]]:
    return [(row["pattern"], row[column]) for row in tables.get(table, ())]


def _polarity(row: Row, table: str) -> Polarity | None:
    if row["polarity"] == "-":
        return None
    try:
        return Polarity(row["polarity"])
    except ValueError as error:
        raise ValueError(
            f"{table}: {row['pattern']!r} has the unknown polarity {row['polarity']!r}"
        ) from error


def _attitudes(tables: Tables) -> Iterable[tuple[str, Cue]]:
    for row in tables.get("stance_attitudes", ()):
        try:
            frame = Frame(row["frame"])
        except ValueError as error:
            raise ValueError(
                f"stance_attitudes: {row['pattern']!r}: unknown frame {row['frame']!r}"
            ) from error
        yield row["pattern"], Cue(_polarity(row, "stance_attitudes"), frame, 1.0)


def _verdicts(tables: Tables) -> Iterable[tuple[str, Cue]]:
    for row in tables.get("stance_verdicts", ()):
        polarity = _polarity(row, "stance_verdicts")
        yield row["pattern"], Cue(polarity, Frame.VERDICT, float(row["weight"]))


def _states(tables: Tables) -> Iterable[tuple[str, str]]:
    for row in tables.get("persons_states", ()):
        yield from ((form, form) for form in row["forms"].split("|"))


def _roles(row: Row) -> frozenset[Role]:
    try:
        return frozenset(Role(role) for role in row["role"].split("|"))
    except ValueError as error:
        raise ValueError(
            f"stance_operators: {row['pattern']!r} has an unknown role {row['role']!r}"
        ) from error
