"""Adds evidence up to stances, each with a calibrated confidence.

In: evidence, the reading, the weights of a small model. Out: `Stance`s, one per holder and target. Refuses:
a stance below the threshold: the text does not say.

Two logistic models over features of the rules, fitted on development gold by `tests.benchmarks.stances_fit`:
one for the polarity (how much each kind of sign counts), one for the probability that the stance is right.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from transforms.stances.framing import Framing
from transforms.stances.lexicon import Frame
from transforms.stances.opposition import marks_of_opinion
from transforms.stances.reading import Reading
from transforms.stances.signs import TEXT, Evidence
from vocabulary import Polarity, Stance

SIGNS = {Polarity.FAVOR: 1.0, Polarity.AGAINST: -1.0}
IMPLIED, IMPLIED_LIMIT = ("guess", "agree", "dissent", "echo"), 0.45
"""Signs that follow from the other side alone, and the most that a named holder's stance counts by them."""
EVEN = 0.5
"""Share of the weight from which mixed or neutral signs decide."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Balance:
    """The evidence of one holder toward one target, added up."""

    holder: str
    target: str
    signs: tuple[Evidence, ...]
    sums: Mapping[str, float]
    """Kind of sign, with `+` where the target is named and `-` where not, to its signed weight."""
    unsigned: Mapping[Polarity, float]
    """Mixed and neutral weight."""
    share: float
    """This target's share of all the weight that the holder gives to targets."""
    is_main: bool
    """Whether the target is the one the text names most."""
    opinion: float
    """Marks of opinion per sentence of the text's own voice."""
    slant: float = 0.0
    """From which side the holder sees the war, -1 (restraint) to 1 (support)."""
    origins: frozenset[str] = frozenset()
    """Where a named holder stands: `moscow`, `office` and the like."""

    @property
    def weight(self) -> float:
        """All weight, whatever its direction."""
        return sum(sign.weight for sign in self.signs)


def balance_evidence(reading: Reading, evidence: Iterable[Evidence], main: str | None) -> list[Balance]:
    """One balance per holder and target, in the order of first evidence."""
    groups: dict[tuple[str, str], list[Evidence]] = defaultdict(list)
    of_holder: dict[str, float] = defaultdict(float)
    for sign in evidence:
        groups[sign.holder, sign.target].append(sign)
        of_holder[sign.holder] += sign.weight
    opinion, framing = marks_of_opinion(reading), Framing(reading)
    return [
        Balance(
            holder=holder,
            target=target,
            signs=tuple(signs),
            sums=_sums(signs),
            unsigned=_unsigned(signs),
            share=sum(sign.weight for sign in signs) / max(of_holder[holder], 1e-9),
            is_main=target == main,
            opinion=opinion,
            slant=framing.slant(holder),
            origins=framing.origins(holder),
        )
        for (holder, target), signs in groups.items()
    ]


def _sums(signs: Sequence[Evidence]) -> dict[str, float]:
    sums: dict[str, float] = defaultdict(float)
    for sign in signs:
        sums[sign.kind + ("+" if sign.is_explicit else "-")] += SIGNS.get(sign.polarity, 0.0) * sign.weight
    return dict(sums)


def _unsigned(signs: Sequence[Evidence]) -> dict[Polarity, float]:
    sums: dict[Polarity, float] = defaultdict(float)
    for sign in signs:
        if sign.polarity not in SIGNS:
            sums[sign.polarity] += sign.weight
    return dict(sums)


def polarity_features(balance: Balance) -> dict[str, float]:
    """What the polarity is computed from; each is positive for favor."""
    return {
        **{f"polarity:{kind}": math.tanh(total) for kind, total in balance.sums.items()},
        "polarity:text": float(balance.holder == TEXT),
        "polarity:named": float(balance.holder != TEXT),
        **_standing(balance, "polarity"),
    }


def _standing(balance: Balance, model: str) -> dict[str, float]:
    """Slant, origin and lacks, for any target and for this one."""
    found = {
        f"{model}:slant": balance.slant,
        f"{model}:slant:{balance.target}": balance.slant,
        f"{model}:on:{balance.target}": 1.0,
    }
    lacks = sum(sign.weight for sign in balance.signs if sign.kind == Frame.LACK)
    if lacks:
        found[f"{model}:lacks:{balance.target}"] = math.tanh(lacks)
    for origin in balance.origins:
        found |= {f"{model}:{origin}": 1.0, f"{model}:{origin}:{balance.target}": 1.0}
    return found


def lean(balance: Balance, model: Mapping[str, float]) -> float:
    """Log odds of favor."""
    return sum(model.get(name, 0.0) * value for name, value in polarity_features(balance).items())


def judge_polarity(balance: Balance, model: Mapping[str, float]) -> Polarity:
    """Mixed or neutral where such signs make up half of the weight, else the side it leans to."""
    if balance.unsigned:
        kind = max(balance.unsigned, key=lambda p: balance.unsigned[p])
        if balance.unsigned[kind] >= EVEN * balance.weight:
            return kind
    return Polarity.FAVOR if lean(balance, model) > 0 else Polarity.AGAINST


def confidence_features(balance: Balance, model: Mapping[str, float]) -> dict[str, float]:
    """What confidence is computed from; all between 0 and about 1."""
    is_text = float(balance.holder == TEXT)
    opinion = min(balance.opinion, 4.0) / 4
    kinds = {sign.kind for sign in balance.signs}
    return {
        **{f"confidence:{kind}": math.tanh(abs(total)) for kind, total in balance.sums.items()},
        "confidence:bias": 1.0,
        "confidence:lean": math.tanh(abs(lean(balance, model)) / 2),
        "confidence:weight": math.tanh(balance.weight / 2),
        "confidence:n_signs": min(len(balance.signs), 5) / 5,
        "confidence:explicit": float(any(sign.is_explicit for sign in balance.signs)),
        "confidence:share": balance.share,
        "confidence:main": float(balance.is_main),
        "confidence:unsigned": sum(balance.unsigned.values()) / max(balance.weight, 1e-9),
        "confidence:text": is_text,
        "confidence:text_opinion": is_text * opinion,
        "confidence:text_main": is_text * float(balance.is_main),
        "confidence:text_share": is_text * balance.share,
        "confidence:quoted": float(any(sign.is_quoted for sign in balance.signs)),
        "confidence:guess": float(kinds == {"guess"}),
        "confidence:slant": abs(balance.slant),
        "confidence:origin": float(bool(balance.origins)),
        **{f"confidence:{origin}": 1.0 for origin in balance.origins},
    }


def confidence(balance: Balance, model: Mapping[str, float]) -> float:
    """The probability that the stance is right."""
    total = sum(model.get(name, 0.0) * v for name, v in confidence_features(balance, model).items())
    found = 1 / (1 + math.exp(-total))
    is_implied = balance.holder != TEXT and all(sign.kind in IMPLIED for sign in balance.signs)
    return min(found, IMPLIED_LIMIT) if is_implied else found


def to_stance(reading: Reading, balance: Balance, model: Mapping[str, float]) -> Stance:
    """The stance with the span of its plainest sign, from cue to target."""
    polarity = judge_polarity(balance, model)
    own = [sign for sign in balance.signs if sign.polarity is polarity] or list(balance.signs)
    best = max(own, key=lambda sign: (sign.kind != "guess", sign.weight, -sign.first))
    span = reading.words.span(best.first, best.last)
    return Stance(
        holder=balance.holder,
        target=balance.target,
        polarity=polarity,
        span=span,
        surface=span.of(reading.text),
        confidence=round(confidence(balance, model), 4),
        person_id=reading.cast.person_ids.get(balance.holder),
    )
