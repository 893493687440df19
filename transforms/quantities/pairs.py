"""Two numbers that belong together: ranges (one figure) and changes (two figures with one unit).

In: drafts in the order of the text. Out: the same, ranges merged, units and scale words shared. Refuses pairs
whose units differ, and ranges that do not rise.
"""

from __future__ import annotations

from itertools import pairwise

from transforms.quantities.drafts import Draft
from transforms.quantities.lexicon import Kind, Pair, QuantityLexicon
from transforms.quantities.scanner import Tokens
from transforms.quantities.units import MONEY
from vocabulary import Approx

_FEW = 20
_CHANGE_REACH = 8


def _sense(tokens: Tokens, low: Draft, high: Draft, lexicon: QuantityLexicon) -> tuple[Pair, int] | None:
    """The pair of words around two drafts, and where its opener begins."""
    between = tuple(tokens.words[low.last : high.first])
    qualifier = lexicon.before.before(tokens.words, high.first)
    bare = between[: qualifier[0] - low.last] if qualifier and qualifier[0] > low.last else between
    for pair in lexicon.pairs:
        start = low.first - len(pair.opener)
        if (
            pair.joiner in (between, bare)
            and start >= 0
            and tuple(tokens.words[start : low.first]) == pair.opener
        ):
            return pair, start
    return None


def _changes(tokens: Tokens, start: int, high: Draft, lexicon: QuantityLexicon) -> bool:
    stems = lexicon.words.get("change", frozenset())
    near = tokens.words[max(0, start - _CHANGE_REACH) : start] + tokens.words[high.last : high.last + 4]
    return any(word.startswith(stem) for word in near for stem in stems)


def _share_scale(low: Draft, high: Draft) -> None:
    """`zwischen 40 und 60 Milliarden`: the scale word counts for both."""
    numeral = low.numeral
    if numeral.scale == 1.0 and high.numeral.scale > 1.0 and low.value < 1000 and not numeral.is_grouped:
        low.value *= high.numeral.scale
        numeral.scale = high.numeral.scale


def _agree(low: Draft, high: Draft) -> bool:
    """Whether the units fit; a missing one is taken from the other."""
    if low.unit is None and high.unit is not None:
        low.unit, low.kind = high.unit, high.kind
        low.value *= high.value / high.numeral.value if _is_converted(high) else 1.0
    elif high.unit is None and low.unit is not None:
        high.unit, high.kind = low.unit, low.kind
    if {low.unit, high.unit} == {"money:unknown", low.unit} and low.kind is not high.kind:
        return False
    return low.unit == high.unit


def _is_converted(draft: Draft) -> bool:
    return draft.kind in {Kind.DURATION, Kind.CURRENCY} and draft.numeral.value not in {0.0, draft.value}


def _is_range(pair: Pair, low: Draft, high: Draft) -> bool:
    if low.high is not None or high.high is not None or not low.value < high.value:
        return False
    if pair.sense == "list":
        words = not low.numeral.is_digits and not high.numeral.is_digits
        return words and high.value <= 3 * low.value and high.value <= _FEW * 5
    if pair.sense == "either":
        return high.value <= 3 * low.value
    return True


def _merge(low: Draft, high: Draft, start: int) -> None:
    high.first, high.high, high.value = start, high.value, low.value
    high.approx, high.doubt = Approx.RANGE, low.doubt or high.doubt
    high.numeral.first = low.numeral.first
    low.is_dropped = True


def join_cents(tokens: Tokens, drafts: list[Draft], lexicon: QuantityLexicon) -> list[Draft]:
    """`15 Dollar und 15 Cent`, `zwei Euro fünfzig`: one amount of money."""
    kept: list[Draft] = []
    for draft in drafts:
        former = kept[-1] if kept else None
        part = _cents(tokens, former, draft, lexicon) if former else None
        if former is not None and part is not None:
            former.value, former.last = round(former.value + part, 2), draft.last
        else:
            kept.append(draft)
    return kept


def _cents(tokens: Tokens, whole: Draft, part: Draft, lexicon: QuantityLexicon) -> float | None:
    if whole.kind not in MONEY or whole.numeral.scale > 1 or whole.numeral.decimals or part.value >= 100:
        return None
    between = tokens.words[whole.last : part.first]
    if part.kind is Kind.CURRENCY and part.value < 1 and part.value != part.numeral.value:
        joined = not between or (len(between) == 1 and _links(between[0], lexicon))
        return part.value if joined else None
    bare = part.unit is None and part.noun is None and part.value >= 10 and not part.numeral.decimals
    ends = len(between) == 1 and _links(between[0], lexicon) and not tokens.is_word(part.last)
    joined = (not between or ends) and tokens.is_word(whole.last - 1)
    return part.value / 100 if bare and joined else None


def _links(word: str, lexicon: QuantityLexicon) -> bool:
    return lexicon.has("conjunction", word) or lexicon.has("decimal_link", word)


def join_pairs(tokens: Tokens, drafts: list[Draft], lexicon: QuantityLexicon) -> list[Draft]:
    """Merge ranges, and share units between the two ends of a change."""
    for low, high in pairwise(drafts):
        found = _sense(tokens, low, high, lexicon)
        if found is None or low.is_phrase:
            continue
        pair, start = found
        had_unit = low.unit is not None
        if pair.sense in {"list", "either", "bare_range"} and (had_unit or high.unit is None):
            continue
        if pair.sense == "range" or pair.sense == "change" or not had_unit or low.unit == high.unit:
            _join(tokens, low, high, (pair, start), lexicon)
    return [draft for draft in drafts if not draft.is_dropped]


def _join(tokens: Tokens, low: Draft, high: Draft, found: tuple[Pair, int], lexicon: QuantityLexicon) -> None:
    pair, start = found
    high.floor, low.partner = low.last + 1, high
    is_change = pair.sense == "change" or (
        pair.sense == "range_or_change" and _changes(tokens, start, high, lexicon)
    )
    if low.unit is None or low.kind in MONEY:
        _share_scale(low, high)
    if not _agree(low, high) or is_change:
        return
    if _is_range(pair, low, high):
        _merge(low, high, start if pair.opener else low.first)
