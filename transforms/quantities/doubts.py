"""Where the printed number looks wrong: a lost decimal mark, a group mark read as one, a false friend.

In: drafts of one text. Out: the same with `doubt`, and the likelier value where the print leaves one. Refuses
to change a value without saying why.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from transforms.quantities.drafts import Draft
from transforms.quantities.lexicon import Kind
from vocabulary import Quantity

_FALSE_FRIENDS = 1000.0


def mend_print(draft: Draft) -> None:
    """`02` beside `0,4 Prozent` → 0.2; `1,500 Soldaten` under a decimal comma → 1500."""
    numeral = draft.numeral
    if (
        numeral.has_leading_zero
        and numeral.value.is_integer()
        and draft.kind in {Kind.PERCENT, Kind.CURRENCY}
    ):
        digits = f"{numeral.value:g}"
        draft.value = float(f"0.{digits}") * (numeral.scale if numeral.scale > 1 else 1.0)
        draft.doubt = f"printed “0{digits}”, a leading zero without a decimal mark: read as 0.{digits}"
    elif (
        draft.kind is Kind.COUNT
        and numeral.decimals == 3
        and numeral.value >= 1 == numeral.scale
        and draft.high is None
    ):
        draft.value = round(draft.value * 1000)
        draft.doubt = "a decimal mark before three digits of a count: read as a mark between groups"


def note_false_friends(quantities: Sequence[Quantity]) -> list[Quantity]:
    """Mark figures of one text that differ by exactly a factor of a thousand: billion or Milliarde?"""
    large = {(q.unit, q.value) for q in quantities if q.value >= 1e8}
    return [_with_doubt(q, large) if q.value >= 1e11 and q.doubt is None else q for q in quantities]


def _with_doubt(quantity: Quantity, large: set[tuple[str, float]]) -> Quantity:
    if (quantity.unit, quantity.value / _FALSE_FRIENDS) not in large:
        return quantity
    return replace(
        quantity, doubt="a thousandth of it stands in the same text: a false friend of the scale word?"
    )
