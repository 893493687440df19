"""Physical measures: `5 feet 2 inches`, `12m` of length, pounds of weight; calibres and race distances.

In: drafts of one paragraph. Out: the same in the units that are meant. Refuses, as names, the measures of
guns, shells and races: `a 155mm howitzer`, `the 100-metre sprint`.
"""

from __future__ import annotations

from transforms.quantities.drafts import Draft
from transforms.quantities.lexicon import Kind, QuantityLexicon
from transforms.quantities.numerals import is_hyphen
from transforms.quantities.scanner import Tokens

POUND = "count:pound"
_PARTS = {("count:foot", "count:inch"): 12, (POUND, "count:ounce"): 16}
_RACES = {"count:metre": "race", "count:millimetre": "calibre"}
_METRE = "count:metre"
MEASURES = frozenset(
    f"count:{name}"
    for name in (
        "foot", "inch", "metre", "centimetre", "millimetre", "kilometre", "mile", "kilogram", "pound", "litre",
        "hectare",
    )
)  # fmt: skip
"""Units of length and weight: a number further on without a unit is hardly one of them."""
_NAME_REACH = 2
_LENGTH_AFTER, _LENGTH_BEFORE = 3, 5
_WEIGHT_REACH = 14
_CROSSES = frozenset("x×")
_SHILLINGS = "/"
"""`4m/-`: the dash of an amount without cents."""


def _near(tokens: Tokens, first: int, last: int, role: str, lexicon: QuantityLexicon) -> bool:
    """Whether a word among tokens `first` to `last` (exclusive) begins with a stem of that role."""
    stems = tuple(lexicon.words.get(role, ()))
    return any(word.startswith(stems) for word in tokens.words[max(0, first) : last]) if stems else False


def is_name_of_kind(tokens: Tokens, draft: Draft, lexicon: QuantityLexicon) -> bool:
    """`155-mm-Granaten`, `100 metres hurdles`, `Vier-Länder-Turnier`, `12MP`: the number says which sort."""
    if is_hyphen(tokens, draft.numeral.last) and _ends_name(tokens, draft, lexicon):
        return True
    if draft.unit == "count:member_of_parliament" and tokens.touches(draft.last - 1):
        return True
    role = _RACES.get(draft.unit or "")
    if role is None:
        return False
    first = draft.first - (_NAME_REACH if role == "calibre" else 0)
    return _near(tokens, first, draft.last + _NAME_REACH, role, lexicon)


def _ends_name(tokens: Tokens, draft: Draft, lexicon: QuantityLexicon) -> bool:
    """`Vier-Länder-Meisterschaft`, `10-Millionen-Schweiz`: the last word of a compound that names."""
    return _near(tokens, draft.last - 1, draft.last, "name_tail", lexicon)


def join_parts(tokens: Tokens, drafts: list[Draft], lexicon: QuantityLexicon) -> list[Draft]:
    """`5 feet 2 inches`, `six feet and two inches`: one measure in the larger unit."""
    kept: list[Draft] = []
    for draft in drafts:
        former = kept[-1] if kept else None
        share = _PARTS.get((former.unit or "", draft.unit or "")) if former else None
        between = tokens.words[former.last : draft.first] if former else []
        joined = not between or (len(between) == 1 and lexicon.has("conjunction", between[0]))
        if former is not None and share and joined and draft.value < share:
            former.value, former.last = former.value + draft.value / share, draft.last
        else:
            kept.append(draft)
    return kept


def take_metres(tokens: Tokens, draft: Draft, lexicon: QuantityLexicon, needs_cue: bool) -> bool:
    """`a 12m tall mast`, `400m from the station`: make millions of nothing metres; False where they are none.

    `needs_cue`: a word of length must stand near; else the language's table must know the sign.
    """
    last = draft.numeral.last - 1
    if draft.numeral.scale < 1e6 or not (tokens.touches(last) and tokens.is_digit(last - 1)):
        return False
    if (
        len(tokens.words[last]) > 1
        or tokens.word(draft.last) == _SHILLINGS
        or not 0 < draft.value / draft.numeral.scale < 1000
    ):
        return False
    unit = lexicon.units.at(tokens.words, last)
    is_told = tokens.word(draft.last) in _CROSSES or _near(
        tokens, draft.last, draft.last + _LENGTH_AFTER, "length", lexicon
    )
    is_told = is_told or _near(tokens, draft.first - _LENGTH_BEFORE, draft.first, "length", lexicon)
    if not is_told and (needs_cue or unit is None or unit[1].kind is not Kind.COUNT):
        return False
    draft.value, draft.unit, draft.kind = draft.value / draft.numeral.scale, _METRE, Kind.COUNT
    return True


def weigh_pounds(tokens: Tokens, draft: Draft, lexicon: QuantityLexicon) -> None:
    """`lost 130 pounds of weight`, `a 500-pound bomb`: pounds in words, without a scale, near what weighs."""
    if draft.unit != "GBP" or draft.numeral.scale > 1 or not tokens.is_word(draft.last - 1):
        return
    if draft.first != draft.numeral.first or not _is_weight(tokens, draft, lexicon):
        return
    draft.unit, draft.kind = POUND, Kind.COUNT


def _is_weight(tokens: Tokens, draft: Draft, lexicon: QuantityLexicon) -> bool:
    last = draft.last
    if draft.is_compound and _near(tokens, last, last + _NAME_REACH, "weapon", lexicon):
        return True
    if lexicon.has("partitive", tokens.word(last)) and not lexicon.has("determiner", tokens.word(last + 1)):
        return True
    return _near(tokens, draft.first - _WEIGHT_REACH, last + _WEIGHT_REACH, "weight", lexicon)
