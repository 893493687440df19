"""What in a text speaks for or against a target, and who holds it.

In: a `Reading`. Out: `Evidence`, one per cue and holder, in the order of the text. Refuses: adding it up;
that is what `weighing` does.
"""

from __future__ import annotations

from collections.abc import Iterator

from transforms.phrases import PhraseMatch
from transforms.stances.focus import Aim, Focus, find_aim
from transforms.stances.lexicon import Cue, Frame, Role
from transforms.stances.reading import NOBODY, Reading, Stretch
from transforms.stances.scope import is_conditional, is_negated, is_reversed, weight_in_sentence
from transforms.stances.signs import OPPOSITE, Evidence, make_evidence
from transforms.stances.wishes import find_wishes
from vocabulary import Polarity

PRONOUN = "pronoun"
PROVISO = Cue(Polarity.MIXED, Frame.VERDICT, 0.8)
"""What a condition counts as."""
STATE_REACH = 4
"""Words from a state to the verb of which it is the subject."""
OPENING = 6
"""Words from the beginning of a sentence within which its subject is sought."""


def find_evidence(reading: Reading, focus: Focus) -> list[Evidence]:
    """All signs of polarity in the text, by stretch and word."""
    found: list[Evidence] = []
    for stretch in reading.stretches:
        if stretch.is_question:
            continue
        taken = _taken_by_ties(stretch)
        for cue in stretch.cues:
            if not taken & set(cue.positions):
                found.extend(_judge(reading, focus, stretch, cue))
        found.extend(find_wishes(reading, stretch))
        found.extend(_provisos(reading, focus, stretch))
    return found


def _provisos(reading: Reading, focus: Focus, stretch: Stretch) -> Iterator[Evidence]:
    """A mixed sign for every condition on which the consent of whoever speaks hangs."""
    for match in stretch.operators:
        if Role.PROVISO in match.payload:
            cue = PhraseMatch(match.positions, PROVISO, match.n_letters)
            aim = find_aim(reading, focus, stretch, cue)
            if aim is None:
                continue
            for holder in _cue_holders(reading, stretch, cue):
                yield _evidence(stretch, cue, holder, aim, Polarity.MIXED, PROVISO.weight * aim.closeness)


def _taken_by_ties(stretch: Stretch) -> set[int]:
    """Words that judge somebody quoted, as in `she is right`, not a target."""
    ties = {Role.AGREE, Role.DISSENT}
    return {at for match in stretch.operators if ties & match.payload for at in match.positions}


def _judge(reading: Reading, focus: Focus, stretch: Stretch, cue: PhraseMatch[Cue]) -> Iterator[Evidence]:
    if cue.payload.polarity is None:
        return
    aim = find_aim(reading, focus, stretch, cue)
    if aim is None:
        return
    polarity = _polarity(reading, stretch, cue, aim)
    weight = cue.payload.weight * aim.closeness * weight_in_sentence(reading, stretch, cue)
    for holder in _cue_holders(reading, stretch, cue):
        yield _evidence(stretch, cue, holder, aim, polarity, weight)


def _evidence(
    stretch: Stretch,
    cue: PhraseMatch[Cue],
    holder: str,
    aim: Aim,
    polarity: Polarity,
    weight: float,
) -> Evidence:
    return make_evidence(
        stretch,
        cue.positions + (aim.at.positions if aim.at else ()),
        holder=holder,
        target=aim.target,
        polarity=polarity,
        weight=weight,
        is_explicit=aim.at is not None,
        kind=str(cue.payload.frame),
    )


def _polarity(reading: Reading, stretch: Stretch, cue: PhraseMatch[Cue], aim: Aim) -> Polarity:
    polarity = cue.payload.polarity
    assert polarity is not None
    if polarity not in OPPOSITE or cue.payload.frame is Frame.LACK:
        return polarity
    negated = is_negated(reading, stretch, cue)
    if negated and cue.payload.frame is Frame.ATTITUDE and polarity is Polarity.AGAINST:
        return Polarity.MIXED
    turned = negated != is_reversed(stretch, cue, aim.at)
    if turned:
        return OPPOSITE[polarity]
    if polarity is Polarity.FAVOR and is_conditional(reading, stretch, cue):
        return Polarity.MIXED
    return polarity


def _cue_holders(reading: Reading, stretch: Stretch, cue: PhraseMatch[Cue]) -> tuple[str, ...]:
    """Whose judgement a cue is: the quoted, the subject of the verb, or the voice; nobody if unnamed."""
    for at in cue.positions:
        if at in reading.cued:
            return reading.holders(reading.cued[at])
    labelled = _label_before(stretch, cue)
    if cue.payload.is_judgement and not labelled:
        opener = _opener(stretch, cue)
        return (opener,) if opener else reading.holders(stretch.quotation)
    subject = _subject(stretch, labelled or cue)
    if subject:
        return (subject,)
    state = _state(reading, stretch, labelled or cue)
    if state:
        return (state,)
    if _is_first_person(reading, stretch, cue):
        return reading.holders(stretch.quotation)
    if stretch.quotation != NOBODY and cue.payload.frame is not Frame.LABEL and not labelled:
        return reading.holders(stretch.quotation)
    return ()


def _label_before(stretch: Stretch, cue: PhraseMatch[Cue]) -> PhraseMatch[Cue] | None:
    """A labelling verb before a verdict in the same stretch."""
    if not cue.payload.is_judgement:
        return None
    labels = [m for m in stretch.cues if m.payload.frame is Frame.LABEL and m.first < cue.first]
    return labels[-1] if labels else None


def _opener(stretch: Stretch, cue: PhraseMatch[Cue]) -> str | None:
    """The person with whom a sentence in the text's voice begins: what follows is reported of them.

    Not so where a plan or target comes first, as in `the plan of A is`.
    """
    if stretch.quotation != NOBODY:
        return None
    spoken_of = [m.first for m in (*stretch.targets, *stretch.references) if m.payload != PRONOUN]
    for at, name in stretch.mentions:
        if at < cue.first and at - stretch.first <= OPENING:
            return None if any(place < at for place in spoken_of) else name
    return None


def _subject(stretch: Stretch, cue: PhraseMatch[Cue]) -> str | None:
    """The person named nearest before the verb, else the first after it, within the stretch."""
    before = [name for at, name in stretch.mentions if at < cue.first]
    after = [name for at, name in stretch.mentions if cue.first < at]
    return before[-1] if before else (after[0] if after else None)


def _state(reading: Reading, stretch: Stretch, cue: PhraseMatch[Cue]) -> str | None:
    """The state or capital with which the clause of a verb of position opens in the text's own voice."""
    if stretch.quotation != NOBODY or stretch.has(Role.MODAL):
        return None
    clauses, words = reading.clauses, reading.words
    for at, name in stretch.states:
        first = at - name.count(" ")
        opens = first <= stretch.first + 1 or clauses[first - 1] != clauses[at]
        runs_on = reading.text[words.ends[at] : words.ends[at] + 2].strip().isalpha()
        if opens and runs_on and clauses[at] == clauses[cue.first] and 0 < cue.first - at <= STATE_REACH:
            return name
    return None


def _is_first_person(reading: Reading, stretch: Stretch, cue: PhraseMatch[Cue]) -> bool:
    clause = reading.clauses[cue.first]
    return any(
        Role.FIRST in match.payload and abs(reading.clauses[match.first] - clause) <= 1
        for match in stretch.operators
    )
