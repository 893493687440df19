"""What ought to be, what will not be, and `no` before a target: stances without a word of judgement.

In: a stretch. Out: `Evidence` of kind `wish`. Refuses: clauses in which another cue stands.
"""

from __future__ import annotations

from collections.abc import Iterator

from transforms.phrases import PhraseMatch
from transforms.stances.lexicon import Role
from transforms.stances.reading import NOBODY, Reading, Stretch
from transforms.stances.signs import Evidence, make_evidence
from vocabulary import Polarity


def find_wishes(reading: Reading, stretch: Stretch) -> Iterator[Evidence]:
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
