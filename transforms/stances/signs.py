"""One sign for or against a target: the value that every rule of stance yields.

In: a stretch and the words that carry the sign. Out: `Evidence`. Refuses: adding signs up; that is what
`weighing` does.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from transforms.stances.reading import NOBODY, Stretch
from vocabulary import Polarity

TEXT = "text"
"""The holder that is the text's own voice."""
OPPOSITE = {Polarity.FAVOR: Polarity.AGAINST, Polarity.AGAINST: Polarity.FAVOR}


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
    """What sort of sign: a cue's frame, `wish`, `irony`, `agree`, `dissent`, `echo` or `guess`."""


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
