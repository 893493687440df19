"""Adds evidence up to stances, each with a calibrated confidence.

In: evidence, the reading, the weights of confidence. Out: `Stance`s, one per holder and target. Refuses:
a stance below the threshold: the text does not say.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from transforms.stances.evidence import TEXT, Evidence
from transforms.stances.reading import Reading
from vocabulary import Polarity, Span, Stance

CLARITY = 0.35
"""Share of the weight that the weaker side may have before a stance is unclear."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Balance:
    """The evidence of one holder toward one target, added up."""

    holder: str
    target: str
    polarity: Polarity
    weight: float
    margin: float
    """What is left of the winner's weight after the other side's, as a share of both."""
    n_evidence: int
    has_explicit: bool
    is_quoted: bool
    is_guess: bool
    best: Evidence


def balance_evidence(evidence: Iterable[Evidence]) -> list[Balance]:
    """One balance per holder and target, in the order of first evidence."""
    groups: dict[tuple[str, str], list[Evidence]] = defaultdict(list)
    for sign in evidence:
        groups[sign.holder, sign.target].append(sign)
    return [_balance(holder, target, signs) for (holder, target), signs in groups.items()]


def _balance(holder: str, target: str, signs: Sequence[Evidence]) -> Balance:
    sums: dict[Polarity, float] = defaultdict(float)
    for sign in signs:
        sums[sign.polarity] += sign.weight
    polarity = max(sums, key=lambda p: sums[p])
    total = sum(sums.values())
    own = [sign for sign in signs if sign.polarity is polarity]
    return Balance(
        holder=holder,
        target=target,
        polarity=polarity,
        weight=sums[polarity],
        margin=(2 * sums[polarity] - total) / total if total else 0.0,
        n_evidence=len(own),
        has_explicit=any(sign.is_explicit for sign in own),
        is_quoted=any(sign.is_quoted for sign in own),
        is_guess=all(sign.is_guess for sign in own),
        best=max(own, key=lambda sign: (sign.is_explicit, sign.weight)),
    )


def features(balance: Balance) -> dict[str, float]:
    """What confidence is computed from; names as in the table `stance_model`."""
    return {
        "bias": 1.0,
        "log_weight": math.log1p(2 * balance.weight),
        "margin": balance.margin,
        "n_evidence": min(balance.n_evidence, 5) / 5,
        "explicit": float(balance.has_explicit),
        "text": float(balance.holder == TEXT),
        "quoted": float(balance.is_quoted),
        "guess": float(balance.is_guess),
        "mixed": float(balance.polarity is Polarity.MIXED),
    }


def confidence(balance: Balance, model: Mapping[str, float]) -> float:
    """The probability that the stance is right, from a logistic model fitted on development gold."""
    total = sum(model.get(name, 0.0) * value for name, value in features(balance).items())
    return 1 / (1 + math.exp(-total))


def to_stance(reading: Reading, balance: Balance, sure: float) -> Stance:
    """The stance with the span from its cue to its target."""
    span: Span = reading.words.span(balance.best.first, balance.best.last)
    return Stance(
        holder=balance.holder,
        target=balance.target,
        polarity=balance.polarity,
        span=span,
        surface=span.of(reading.text),
        confidence=round(sure, 4),
        person_id=reading.cast.person_ids.get(balance.holder),
    )
