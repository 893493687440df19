"""What a text says of those it quotes: it sides with them, parts from them, throws their words back.

In: a `Reading` with its evidence. Out: the evidence, with what follows from such ties. Refuses: ties where
neither side's polarity is known.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from transforms.stances.focus import Focus
from transforms.stances.lexicon import Role
from transforms.stances.reading import NOBODY, Reading, Stretch
from transforms.stances.signs import OPPOSITE, TEXT, Evidence, make_evidence
from vocabulary import Polarity

TIED = 0.6
"""Weight of what follows from siding or parting."""
ECHOED = 0.7
"""Weight of what follows from a word thrown back."""
IRONIC = 0.45
ECHO_STEM, ECHO_LENGTH, ECHO_REACH, ECHO_WORDS = 5, 4, 2, 7
COMMON = 4
"""Occurrences from which a word is too common in its text to be an echo."""


@dataclass(frozen=True, slots=True)
class Tie:
    """The text with a holder (`sides` true) or against, in one stretch of the text's own voice."""

    holder: str
    sides: bool
    weight: float
    stretch: Stretch
    kind: str
    echo: int | None = None
    """Position of the word thrown back."""


def add_discourse(reading: Reading, focus: Focus, evidence: Sequence[Evidence]) -> list[Evidence]:
    """The evidence with irony marks and with what ties between text and holders imply."""
    echoes = list(_echoes(reading))
    echoed = {tie.echo for tie in echoes}
    known = [sign for sign in evidence if sign.holder != TEXT or not _repeats(sign, echoed)]
    known += _irony(reading)
    for tie in [*_siding(reading), *echoes]:
        known.extend(_follow(tie, focus, known))
    return known


def _repeats(sign: Evidence, echoed: set[int | None]) -> bool:
    """Whether a sign rests on a word that the text only takes up from a quotation."""
    return any(sign.first <= at <= sign.last for at in echoed if at is not None)


def _follow(tie: Tie, focus: Focus, known: Sequence[Evidence]) -> Iterator[Evidence]:
    """From the side whose polarity is plainer to the other."""
    target = _target(tie, focus, known)
    if target is None:
        return
    ours, theirs = _sum(known, TEXT, target), _sum(known, tie.holder, target)
    if abs(theirs) >= 0.4:
        yield _implied(tie, TEXT, target, theirs, tie.weight)
    elif abs(ours) >= 0.4:
        yield _implied(tie, tie.holder, target, ours, tie.weight)


def _target(tie: Tie, focus: Focus, known: Sequence[Evidence]) -> str | None:
    theirs = Counter[str]()
    for sign in known:
        if sign.holder == tie.holder:
            theirs[sign.target] += int(100 * sign.weight)
    if theirs:
        return theirs.most_common(1)[0][0]
    named = focus.in_sentence(tie.stretch.sentence)
    if named:
        return named[-1].payload
    before = focus.before(tie.stretch.sentence)
    return before[0] if before else None


def _sum(known: Sequence[Evidence], holder: str, target: str) -> float:
    signs = {Polarity.FAVOR: 1.0, Polarity.AGAINST: -1.0}
    return sum(
        signs.get(sign.polarity, 0.0) * sign.weight
        for sign in known
        if sign.holder == holder and sign.target == target
    )


def _implied(tie: Tie, holder: str, target: str, known: float, weight: float) -> Evidence:
    polarity = Polarity.FAVOR if known > 0 else Polarity.AGAINST
    return make_evidence(
        tie.stretch,
        (tie.stretch.first, tie.stretch.last),
        holder=holder,
        target=target,
        polarity=polarity if tie.sides else OPPOSITE[polarity],
        weight=weight,
        is_explicit=False,
        kind=tie.kind,
    )


def _siding(reading: Reading) -> Iterator[Tie]:
    """Words of agreement or dissent in the text's voice beside a named speaker or a quotation."""
    in_sentence: dict[int, list[str]] = {}
    for stretch in reading.stretches:
        names = [name for _, name in stretch.mentions]
        if stretch.quotation != NOBODY:
            names += reading.holders(stretch.quotation)
        in_sentence.setdefault(stretch.sentence, []).extend(names)
    for stretch in reading.stretches:
        if stretch.quotation != NOBODY:
            continue
        agrees, dissents = stretch.has(Role.AGREE), stretch.has(Role.DISSENT)
        names = in_sentence.get(stretch.sentence) or in_sentence.get(stretch.sentence - 1, [])
        if agrees != dissents and names:
            yield Tie(names[0], agrees, TIED, stretch, "agree" if agrees else "dissent")


def _echoes(reading: Reading) -> Iterator[Tie]:
    """A word of a quotation that the text takes up at the head of one of its next sentences."""
    stems = [form[:ECHO_STEM] for form in reading.words.forms]
    counts = Counter(stems)
    for number, quotation in enumerate(reading.quotations):
        said = [s for s in reading.stretches if s.quotation == number]
        holders = reading.holders(number)
        if not said or not holders or quotation.content.end - quotation.content.start > 400:
            continue
        taken = {at for s in said for m in s.targets for at in m.positions}
        words = {
            stems[at]
            for s in said
            for at in range(s.first, s.last + 1)
            if len(reading.words.forms[at]) >= ECHO_LENGTH and at not in taken and counts[stems[at]] < COMMON
        }
        echo = _echo_after(reading, said[-1], words, stems)
        if echo:
            yield Tie(holders[0], False, ECHOED, echo[0], "echo", echo[1])


def _echo_after(
    reading: Reading, said: Stretch, words: set[str], stems: Sequence[str]
) -> tuple[Stretch, int] | None:
    """Where a word comes back, and at which position."""
    for stretch in reading.stretches:
        is_next = 0 < stretch.sentence - said.sentence <= ECHO_REACH
        if is_next and stretch.quotation == NOBODY:
            head = range(stretch.first, min(stretch.last + 1, stretch.first + ECHO_WORDS))
            for at in head:
                if stems[at] in words:
                    return stretch, at
    return None


def _irony(reading: Reading) -> Iterator[Evidence]:
    """A mark of distance right before a target in the text's own voice."""
    for stretch in reading.stretches:
        if stretch.quotation != NOBODY:
            continue
        for target in stretch.targets:
            for mark in stretch.operators:
                if Role.IRONY in mark.payload and 0 < target.first - mark.last <= 3:
                    yield _ironic(stretch, target.payload, mark.first, target.last)


def _ironic(stretch: Stretch, target: str, first: int, last: int) -> Evidence:
    return make_evidence(
        stretch,
        (first, last),
        holder=TEXT,
        target=target,
        polarity=Polarity.AGAINST,
        weight=IRONIC,
        is_explicit=True,
        kind="irony",
    )
