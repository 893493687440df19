"""What turns or weakens a cue: negation, reversal, concession, contrast, condition.

In: a cue in its stretch. Out: whether it is turned, and what share of its weight is left. Refuses: words;
all of them are operators of the lexicon.
"""

from __future__ import annotations

from transforms.phrases import PhraseMatch
from transforms.stances.lexicon import Cue, Role
from transforms.stances.reading import NOBODY, Reading, Stretch

BEFORE, AFTER = 6, 3
"""Words before a cue, and after a verb, in which a negator reaches it."""
IN_DEMANDS = 4
"""Words after any cue in which a negator reaches it where something ought to be: `should not`."""
CONCEDED, BEFORE_CONTRAST, AFTER_CONTRAST, RELATED = 0.3, 0.6, 1.2, 0.25


def is_negated(reading: Reading, stretch: Stretch, cue: PhraseMatch[Cue]) -> bool:
    """Whether an odd number of negators of the same clause reaches the cue."""
    clause, own = reading.clauses[cue.first], set(cue.positions)
    beside = [match for match in stretch.operators if reading.clauses[match.first] == clause]
    after = AFTER if not cue.payload.is_judgement else 0
    if any(Role.MODAL in match.payload for match in beside):
        after = IN_DEMANDS
    n_negators = sum(
        Role.NEGATOR in match.payload
        and not own & set(match.positions)
        and -after <= cue.first - match.first <= BEFORE
        for match in beside
    )
    return n_negators % 2 == 1


def is_reversed(stretch: Stretch, cue: PhraseMatch[Cue], target: PhraseMatch[str] | None) -> bool:
    """Whether the cue is for or against the end of its target rather than the target."""
    if target is None or cue.payload.is_judgement:
        return False
    low, high = min(cue.first, target.first), max(cue.last, target.last)
    own = set(cue.positions) | set(target.positions)
    return (
        sum(
            Role.REVERSER in match.payload
            and low <= match.first <= high + 2
            and not own & set(match.positions)
            for match in stretch.operators
        )
        % 2
        == 1
    )


def is_conditional(reading: Reading, stretch: Stretch, cue: PhraseMatch[Cue]) -> bool:
    """Whether a condition stands in the cue's clause or beside it."""
    clause = reading.clauses[cue.first]
    return any(
        Role.CONDITION in match.payload and abs(reading.clauses[match.first] - clause) <= 1
        for match in stretch.operators
    )


def weight_in_sentence(reading: Reading, stretch: Stretch, cue: PhraseMatch[Cue]) -> float:
    """A conceded or merely related point counts little, one before `but` less, one after it more."""
    if stretch.quotation == NOBODY and stretch.has(Role.REPORTED):
        return RELATED
    contrasts = [m.first for m in stretch.operators if Role.CONTRAST in m.payload]
    conceded = [m.first for m in stretch.operators if Role.CONCESSION in m.payload]
    clause = reading.clauses[cue.first]
    if any(reading.clauses[at] == clause and at < cue.last for at in conceded):
        return CONCEDED
    if any(at < cue.first for at in contrasts):
        return AFTER_CONTRAST
    if any(at > cue.last for at in contrasts):
        return BEFORE_CONTRAST
    return 1.0
