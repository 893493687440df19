"""Who must stand where, given where the others stand: voices are reported because they differ.

In: the reading and the evidence so far. Out: further, light evidence for people who take part but whose
words the lexicon does not know. Refuses: anybody where no other side is known.

Source of the method: the norm of balance in reporting; measured on the development gold, where the text parts
from those it names in 71 % of cases and two voices of a news item differ in 94 %.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from transforms.stances.focus import Focus
from transforms.stances.lexicon import Frame, Role
from transforms.stances.reading import NOBODY, Reading, Stretch
from transforms.stances.signs import OPPOSITE, TEXT, Evidence, make_evidence
from vocabulary import Polarity

GUESSED = 0.4
"""Weight of a side that follows from the other side alone."""
KNOWN = 0.35
"""Weight from which a side counts as known."""
OPINION = 0.8
"""Marks of opinion per sentence of the text's own voice from which it argues."""


def add_opposition(reading: Reading, focus: Focus, evidence: Sequence[Evidence]) -> list[Evidence]:
    """The evidence, with a light sign for every person who takes part and is not placed yet."""
    known = list(evidence)
    for name, stretch in _taking_part(reading):
        target = _target(focus, stretch)
        if target and not _is_placed(known, name):
            known.extend(_opposite(known, name, target, stretch))
    if not _is_placed(known, TEXT) and argues(reading):
        known.extend(_text_against_named(reading, known))
    return known


def _taking_part(reading: Reading) -> list[tuple[str, Stretch]]:
    """People quoted, or introduced by their full name in the text's voice, each at the first such place."""
    quoted = {name for holders in reading.cast.holders for name in holders}
    seen: dict[str, Stretch] = {}
    for stretch in reading.stretches:
        for _, name in stretch.mentions:
            if stretch.quotation == NOBODY and (name in quoted or " " in name):
                seen.setdefault(name, stretch)
        for name in reading.holders(stretch.quotation) if stretch.quotation != NOBODY else ():
            seen.setdefault(name, stretch)
    return list(seen.items())


def _target(focus: Focus, stretch: Stretch) -> str | None:
    named = focus.in_sentence(stretch.sentence)
    if named:
        payloads = [match.payload for match in named]
        return focus.main if focus.main in payloads else payloads[-1]
    before = focus.before(stretch.sentence)
    return before[0] if before else None


def _is_placed(known: Sequence[Evidence], holder: str) -> bool:
    return any(sign.holder == holder and sign.weight >= KNOWN for sign in known)


def _opposite(known: Sequence[Evidence], name: str, target: str, stretch: Stretch) -> Iterator[Evidence]:
    other = _side(known, TEXT, target)
    if other is None:
        others = [s.holder for s in known if s.target == target and s.holder not in (TEXT, name)]
        other = _side(known, others[-1], target) if others else None
    if other is not None:
        polarity = other if stretch.has(Role.AGREE) and not stretch.has(Role.DISSENT) else OPPOSITE[other]
        yield _guess(name, target, polarity, stretch)


def _side(known: Sequence[Evidence], holder: str, target: str) -> Polarity | None:
    total = 0.0
    for sign in known:
        if sign.holder == holder and sign.target == target and sign.polarity in OPPOSITE:
            total += sign.weight if sign.polarity is Polarity.FAVOR else -sign.weight
    if abs(total) < KNOWN:
        return None
    return Polarity.FAVOR if total > 0 else Polarity.AGAINST


def _guess(holder: str, target: str, polarity: Polarity, stretch: Stretch) -> Evidence:
    return make_evidence(
        stretch,
        (stretch.first, stretch.last),
        holder=holder,
        target=target,
        polarity=polarity,
        weight=GUESSED,
        is_explicit=False,
        kind="guess",
    )


def argues(reading: Reading) -> bool:
    """Whether the text's own voice argues rather than reports."""
    return marks_of_opinion(reading) >= OPINION


def marks_of_opinion(reading: Reading) -> float:
    """Judgements, demands, first person, questions and the like per sentence of the text's own voice."""
    own = [stretch for stretch in reading.stretches if stretch.quotation == NOBODY]
    sentences = {stretch.sentence for stretch in own}
    marks = 0
    for stretch in own:
        marks += sum(cue.payload.frame is Frame.VERDICT for cue in stretch.cues)
        marks += stretch.has(Role.MODAL) + stretch.has(Role.IRONY) + stretch.has(Role.FIRST)
        marks += stretch.has(Role.AGREE) + stretch.has(Role.DISSENT) + stretch.is_question
    return marks / max(1, len(sentences))


def _text_against_named(reading: Reading, known: Sequence[Evidence]) -> Iterator[Evidence]:
    for sign in known:
        if sign.holder != TEXT and sign.polarity in OPPOSITE and sign.weight >= KNOWN:
            own = [s for s in reading.stretches if s.quotation == NOBODY and s.sentence >= sign.sentence]
            if own:
                yield _guess(TEXT, sign.target, OPPOSITE[sign.polarity], own[-1])
            return
