"""Who must stand where, given where the others stand: voices are reported because they differ.

In: the reading and the evidence so far. Out: further, light evidence for people who take part but whose
words the lexicon does not know. Refuses: anybody where no other side is known.

Source of the method: the norm of balance in reporting; measured on the development gold, where the text parts
from those it names in 71 % of cases and two voices of a news item differ in 94 %.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from transforms.stances.focus import Focus
from transforms.stances.framing import ARGUE, REPORT, Framing, own_frames
from transforms.stances.lexicon import Role
from transforms.stances.reading import NOBODY, Reading, Stretch
from transforms.stances.signs import OPPOSITE, TEXT, Evidence, make_evidence
from vocabulary import Polarity

GUESSED = 0.4
"""Weight of a side that follows from the other side alone."""
KNOWN = 0.35
"""Weight from which a side counts as known."""
OFFICES, CRITICS = frozenset({"office"}), frozenset({"moscow", "sceptic", "bench"})
"""Origins of those who tend to be for what governments plan, and of those who tend to be against."""
SLANTED = 0.7
"""Slant from which a text without another sign is placed by it: two words more on one side."""
LEAD = 1
"""Words of argument by which these must lead those of report."""
OPINION = 0.8
"""Marks of opinion per sentence of the text's own voice from which it argues."""


def add_opposition(reading: Reading, focus: Focus, evidence: Sequence[Evidence]) -> list[Evidence]:
    """The evidence, with a light sign for every person who takes part and is not placed yet."""
    known, framing = list(evidence), Framing(reading)
    for name, stretch in _taking_part(reading):
        target = _target(focus, stretch)
        if target and not _is_placed(known, name):
            signs = list(_opposite(known, name, target, stretch))
            known.extend(signs or _by_origin(framing.origins(name), name, target, stretch))
    if not _is_placed(known, TEXT) and argues(reading):
        signs = list(_text_against_named(reading, known))
        known.extend(signs or _by_slant(reading, focus, framing.slant(TEXT)))
    return known


def _by_origin(origins: frozenset[str], name: str, target: str, stretch: Stretch) -> Iterator[Evidence]:
    """Governments tend to be for what they plan together, those beside them against."""
    if origins & (OFFICES | CRITICS):
        polarity = Polarity.AGAINST if origins & CRITICS else Polarity.FAVOR
        yield _guess(name, target, polarity, stretch)


def _by_slant(reading: Reading, focus: Focus, slant: float) -> Iterator[Evidence]:
    own = [stretch for stretch in reading.stretches if stretch.quotation == NOBODY]
    if focus.main and abs(slant) >= SLANTED and own:
        polarity = Polarity.FAVOR if slant > 0 else Polarity.AGAINST
        yield _guess(TEXT, focus.main, polarity, own[-1])


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
    manner = own_frames(reading)
    return marks_of_opinion(reading) >= OPINION or manner[ARGUE] > manner[REPORT] + LEAD


def marks_of_opinion(reading: Reading) -> float:
    """Judgements, demands, first person, questions and the like per sentence of the text's own voice."""
    own = [stretch for stretch in reading.stretches if stretch.quotation == NOBODY]
    sentences = {stretch.sentence for stretch in own}
    marks = 0
    for stretch in own:
        marks += sum(cue.payload.is_judgement for cue in stretch.cues)
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
