"""What in a text speaks for or against a target, and who holds it.

In: a `Reading`. Out: `Evidence`, one per cue and holder, in the order of the text. Refuses: adding it up;
that is what `weighing` does.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from transforms.phrases import PhraseMatch
from transforms.stances.lexicon import Cue, Frame, Role
from transforms.stances.reading import NOBODY, Reading, Stretch
from transforms.stances.scope import is_conditional, is_negated, is_reversed, weight_in_sentence
from vocabulary import Polarity

TEXT, PRONOUN = "text", "pronoun"
SAME_CLAUSE, SAME_STRETCH, SAME_SENTENCE, REFERRED, INHERITED = 1.0, 0.85, 0.8, 0.65, 0.45
FADING = 0.85
"""What a target loses per sentence that it lies back."""
MEMORY = 4
"""Sentences for which a target stays in focus."""
HINT_TENTHS = 3
"""What a hint counts against ten for a mention."""
STATE_REACH = 4
"""Words between a state and the verb of which it is the subject."""
OPENING = 6
"""Words from the beginning of a sentence within which its subject is sought."""
SIDE_ISSUE = 4
"""Words by which a target that is not the text's main one counts as further away."""
OPPOSITE = {Polarity.FAVOR: Polarity.AGAINST, Polarity.AGAINST: Polarity.FAVOR}
OBJECT_FRAMES = (Frame.ATTITUDE, Frame.DEMAND, Frame.SUPPLY)


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """One sign of a holder's polarity toward a target: how heavy, and from which word to which."""

    holder: str
    target: str
    polarity: Polarity
    weight: float
    first: int
    last: int
    sentence: int
    is_explicit: bool
    """Whether the target is named in the same sentence."""
    is_quoted: bool
    kind: str
    """What sort of sign: a cue's frame, `wish`, `irony`, `tie`, `echo` or `guess`."""


@dataclass(frozen=True, slots=True)
class Aim:
    """The target that a cue speaks of, how surely, and where it is named."""

    target: str
    closeness: float
    at: PhraseMatch[str] | None


class Focus:
    """What is being spoken of: the targets of the last sentences, and the main one of the text."""

    def __init__(self, reading: Reading) -> None:
        """Count the targets of `reading`."""
        counts: Counter[str] = Counter()
        for match in (match for stretch in reading.stretches for match in stretch.targets):
            counts[match.payload] += 10 if match.n_letters else HINT_TENTHS
        self.main = max(counts, key=lambda t: counts[t]) if counts else None
        self._by_sentence: dict[int, list[PhraseMatch[str]]] = {}
        for stretch in reading.stretches:
            self._by_sentence.setdefault(stretch.sentence, []).extend(stretch.targets)

    def in_sentence(self, sentence: int) -> list[PhraseMatch[str]]:
        """The targets that a sentence names, in whatever voice."""
        return self._by_sentence.get(sentence, [])

    def before(self, sentence: int) -> tuple[str, float] | None:
        """The target last spoken of before `sentence`, and how much it has faded."""
        for back in range(1, MEMORY + 1):
            named = [match.payload for match in self.in_sentence(sentence - back)]
            if named:
                chosen = self.main if self.main in named else named[-1]
                return (chosen or named[-1], FADING ** (back - 1))
        return None


def find_evidence(reading: Reading) -> list[Evidence]:
    """All signs of polarity in the text, by stretch and word."""
    focus = Focus(reading)
    found: list[Evidence] = []
    for stretch in reading.stretches:
        if stretch.is_question:
            continue
        taken = _taken_by_ties(stretch)
        for cue in stretch.cues:
            if not taken & set(cue.positions):
                found.extend(_judge(reading, focus, stretch, cue))
        found.extend(_wishes(reading, stretch))
    return found


def _taken_by_ties(stretch: Stretch) -> set[int]:
    """Words that judge somebody quoted, as in `she is right`, not a target."""
    ties = {Role.AGREE, Role.DISSENT}
    return {at for match in stretch.operators if ties & match.payload for at in match.positions}


def _judge(reading: Reading, focus: Focus, stretch: Stretch, cue: PhraseMatch[Cue]) -> Iterator[Evidence]:
    if cue.payload.polarity is None:
        return
    aim = _aim(reading, focus, stretch, cue)
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


def make_evidence(
    stretch: Stretch,
    positions: Sequence[int],
    *,
    holder: str,
    target: str,
    polarity: Polarity,
    weight: float,
    is_explicit: bool,
    kind: str,
) -> Evidence:
    """Evidence in `stretch` from the first to the last of `positions`."""
    return Evidence(
        holder=holder,
        target=target,
        polarity=polarity,
        weight=weight,
        first=min(positions),
        last=max(positions),
        sentence=stretch.sentence,
        is_explicit=is_explicit,
        is_quoted=stretch.quotation != NOBODY,
        kind=kind,
    )


def _polarity(reading: Reading, stretch: Stretch, cue: PhraseMatch[Cue], aim: Aim) -> Polarity:
    polarity = cue.payload.polarity
    assert polarity is not None
    if polarity not in OPPOSITE:
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


def _aim(reading: Reading, focus: Focus, stretch: Stretch, cue: PhraseMatch[Cue]) -> Aim | None:
    """The nearest target in the stretch, else in the sentence, else the one in focus."""
    named = _nearest(reading, stretch.targets, cue, focus.main)
    if named:
        same = reading.clauses[named.first] == reading.clauses[cue.first]
        is_plain = named.n_letters > 0
        if is_plain or named.payload == focus.main or not _is_recent(focus, stretch):
            return Aim(named.payload, SAME_CLAUSE if same else SAME_STRETCH, named)
        return Aim(focus.main or named.payload, REFERRED, None)
    if cue.payload.frame is Frame.SUPPLY:
        return None
    named = _nearest(reading, focus.in_sentence(stretch.sentence), cue, focus.main)
    if named:
        return Aim(named.payload, SAME_SENTENCE, named)
    before = focus.before(stretch.sentence)
    if before is None or (cue.payload.frame is Frame.DEMAND and not stretch.references):
        return None
    return Aim(before[0], (REFERRED if stretch.references else INHERITED) * before[1], None)


def _is_recent(focus: Focus, stretch: Stretch) -> bool:
    """Whether the text's main target was spoken of just before."""
    before = focus.before(stretch.sentence)
    return before is not None and before[0] == focus.main


def _nearest(
    reading: Reading, targets: Sequence[PhraseMatch[str]], cue: PhraseMatch[Cue], main: str | None
) -> PhraseMatch[str] | None:
    clauses, prefers_right = reading.clauses, cue.payload.frame in OBJECT_FRAMES

    def cost(target: PhraseMatch[str]) -> float:
        distance = max(0, target.first - cue.last, cue.first - target.last)
        steps = abs(clauses[target.first] - clauses[cue.first])
        behind = 4 if prefers_right and target.last < cue.first else 0
        return distance + 5 * steps + behind + (0 if target.payload == main else SIDE_ISSUE)

    return min(targets, key=cost, default=None)


def _cue_holders(reading: Reading, stretch: Stretch, cue: PhraseMatch[Cue]) -> tuple[str, ...]:
    """Whose judgement a cue is: the quoted, the subject of the verb, or the voice; nobody if unnamed."""
    for at in cue.positions:
        if at in reading.cued:
            return reading.holders(reading.cued[at])
    labelled = _label_before(stretch, cue)
    if cue.payload.frame is Frame.VERDICT and not labelled:
        opener = _opener(stretch, cue)
        return (opener,) if opener else reading.holders(stretch.quotation)
    subject = _subject(stretch, labelled or cue) or _state(stretch, labelled or cue)
    if subject:
        return (subject,)
    if _is_first_person(reading, stretch, cue):
        return reading.holders(stretch.quotation)
    if stretch.quotation != NOBODY and cue.payload.frame is not Frame.LABEL and not labelled:
        return reading.holders(stretch.quotation)
    return ()


def _label_before(stretch: Stretch, cue: PhraseMatch[Cue]) -> PhraseMatch[Cue] | None:
    """A labelling verb before a verdict in the same stretch."""
    if cue.payload.frame is not Frame.VERDICT:
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


def _state(stretch: Stretch, cue: PhraseMatch[Cue]) -> str | None:
    """The state or capital named last before a verb for or against, close to it."""
    if cue.payload.frame is not Frame.ATTITUDE or stretch.has(Role.MODAL):
        return None
    before = [name for at, name in stretch.states if 0 < cue.first - at <= STATE_REACH]
    return before[-1] if before else None


def _is_first_person(reading: Reading, stretch: Stretch, cue: PhraseMatch[Cue]) -> bool:
    clause = reading.clauses[cue.first]
    return any(
        Role.FIRST in match.payload and abs(reading.clauses[match.first] - clause) <= 1
        for match in stretch.operators
    )


def _wishes(reading: Reading, stretch: Stretch) -> Iterator[Evidence]:
    """What ought to be or will be, and `no` before a target, where no other cue stands in the clause."""
    cued = {reading.clauses[cue.first] for cue in stretch.cues if cue.payload.polarity}
    for target in stretch.targets:
        clause = reading.clauses[target.first]
        if clause in cued:
            continue
        around = [m for m in stretch.operators if reading.clauses[m.first] == clause]
        wish = _wish(around, target, stretch.quotation != NOBODY or bool(stretch.mentions))
        if wish is None:
            continue
        polarity, weight, positions = wish
        for holder in _wish_holders(reading, stretch, target):
            yield make_evidence(
                stretch,
                positions + target.positions,
                holder=holder,
                target=target.payload,
                polarity=polarity,
                weight=weight,
                is_explicit=True,
                kind="wish",
            )


def _wish_holders(reading: Reading, stretch: Stretch, target: PhraseMatch[str]) -> tuple[str, ...]:
    """The person named in the stretch, before the target rather than after; else the voice."""
    if stretch.quotation == NOBODY and stretch.mentions:
        before = [name for at, name in stretch.mentions if at < target.first]
        return (before[-1] if before else stretch.mentions[0][1],)
    return reading.holders(stretch.quotation)


def _wish(
    operators: list[PhraseMatch[frozenset[Role]]], target: PhraseMatch[str], is_held: bool
) -> tuple[Polarity, float, tuple[int, ...]] | None:
    negators = [m for m in operators if Role.NEGATOR in m.payload]
    turners = negators + [m for m in operators if Role.REVERSER in m.payload and m.first < target.first]
    modal = next((m for m in operators if Role.MODAL in m.payload), None)
    plan = next((m for m in operators if Role.PLAN in m.payload), None)
    close = [m for m in negators if 0 < target.first - m.last <= 3]
    if modal:
        polarity = Polarity.AGAINST if len(turners) % 2 else Polarity.FAVOR
        return polarity, 0.5, modal.positions + tuple(p for m in turners for p in m.positions)
    if plan and negators and is_held:
        return Polarity.AGAINST, 0.6, plan.positions + negators[0].positions
    if close:
        return Polarity.AGAINST, 0.5 if is_held else 0.3, close[0].positions
    return None
