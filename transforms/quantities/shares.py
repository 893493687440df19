"""Fractions, ratios and multiples: `zwei Drittel`, `one in five`, `verdoppeln`, `dreimal so viel`.

In: tokens and a place or a numeral. Out: drafts in percent, or in multiples. Refuses ordinals (`the third`,
`zweite Hälfte`) and plain repetition (`three times a day`).
"""

from __future__ import annotations

from transforms.quantities.drafts import Draft
from transforms.quantities.lexicon import Kind, QuantityLexicon
from transforms.quantities.numerals import Numeral, is_hyphen, read_numeral
from transforms.quantities.scanner import Tokens

PERCENT, MULTIPLE = "percent", "count:multiple"
_DENOMINATORS = frozenset({2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 15, 20, 25, 30, 50, 100, 1000})
_FEW_WORDS = 4


def _context(tokens: Tokens, place: int, sense: str, lexicon: QuantityLexicon) -> int | None:
    book = lexicon.contexts.get(sense)
    hit = book.at(tokens.words, place) if book else None
    return hit[0] if hit else None


def _before(tokens: Tokens, place: int, sense: str, lexicon: QuantityLexicon) -> int | None:
    book = lexicon.contexts.get(sense)
    hit = book.before(tokens.words, place) if book else None
    return hit[0] if hit else None


def _percent(value: float, first: int, last: int, numeral: Numeral | None = None) -> Draft:
    share = round(100 * value, 1)
    return Draft(
        numeral or Numeral(first, last, share),
        first,
        last,
        share,
        unit=PERCENT,
        kind=Kind.PERCENT,
        is_phrase=numeral is None,
    )


def read_fixed_share(tokens: Tokens, place: int, lexicon: QuantityLexicon) -> Draft | None:
    """A share or a multiple that is one phrase: `die Hälfte`, `jeder Dritte`, `verdoppelt`."""
    share = lexicon.shares.at(tokens.words, place)
    multiple = lexicon.multiples.at(tokens.words, place)
    if share is not None and share[1][1] != "denominator" and (multiple is None or multiple[0] <= share[0]):
        end, (value, kind) = share
        return _fixed(tokens, place, end, value, kind, lexicon)
    if multiple is None:
        return None
    end, (value, kind) = multiple
    if _context(tokens, end, "multiple_blocker", lexicon) is not None:
        return None
    if kind == "adverb" and not _compares(tokens, end, lexicon):
        return None
    if kind == "verb" and not (_compares(tokens, end, lexicon) or _is_verb(tokens, place, lexicon)):
        return None
    if is_hyphen(tokens, end) or is_hyphen(tokens, place - 1):
        return None
    end = _context(tokens, end, "reflexive", lexicon) or end
    numeral = Numeral(place, end, value)
    return Draft(numeral, place, end, value, unit=MULTIPLE, kind=Kind.MULTIPLE)


def _part_of_unit(
    tokens: Tokens, first: int, end: int, value: float, lexicon: QuantityLexicon
) -> Draft | None:
    """`trois quarts d’heure`, `half a percentage point`: a part of a unit of time or of a percentage point."""
    place = end + lexicon.has("partitive", tokens.word(end))
    while tokens.word(place) == "'" or lexicon.has("article", tokens.word(place)):
        place += 1
    hit = lexicon.units.at(tokens.words, place)
    if hit is None or hit[1].kind not in {Kind.DURATION, Kind.PERCENT}:
        return None
    part = round(value * hit[1].factor, 4)
    return Draft(Numeral(first, end, part), first, hit[0], part, unit=hit[1].unit, kind=hit[1].kind)


def _fixed(
    tokens: Tokens, place: int, end: int, value: float, kind: str, lexicon: QuantityLexicon
) -> Draft | None:
    if kind.startswith("duration:"):
        return Draft(Numeral(place, end, value), place, end, value, unit=kind, kind=Kind.DURATION)
    part = _part_of_unit(tokens, place, end, value, lexicon) if kind in {"whole", "half"} else None
    if part is not None and (part.kind is Kind.PERCENT or (kind == "whole" and value != 0.5)):
        return part
    if _before(tokens, place, "ordinal", lexicon) is not None or is_hyphen(tokens, end):
        return None
    if kind == "half" and not _is_share(tokens, place, end, lexicon):
        return None
    if kind == "whole" and end - place == 2 and value < 0.5 and _is_ordinal(tokens, end, lexicon):
        return None
    if kind == "every" or _context(tokens, end, "share_blocker", lexicon) is None:
        return _percent(value, place, end)
    return None


def _is_share(tokens: Tokens, place: int, end: int, lexicon: QuantityLexicon) -> bool:
    """`half of`, `half the`, `by half`, `nearly half`; not `half open`."""
    if lexicon.before.before(tokens.words, place) or not tokens.is_word(end):
        return True
    return bool(
        _context(tokens, end, "half_after", lexicon) or _before(tokens, place, "half_before", lexicon)
    )


def _is_verb(tokens: Tokens, place: int, lexicon: QuantityLexicon) -> bool:
    return _before(tokens, place, "verb_before", lexicon) is not None


def _compares(tokens: Tokens, end: int, lexicon: QuantityLexicon) -> bool:
    return _context(tokens, end, "comparative", lexicon) is not None


def read_denominator(tokens: Tokens, numeral: Numeral, lexicon: QuantityLexicon) -> Draft | None:
    """`zwei` + `Drittel`, `a` + `third`, `two` + `-thirds`: the share, else None."""
    at = numeral.last + is_hyphen(tokens, numeral.last)
    hit = lexicon.shares.at(tokens.words, at)
    if hit is None or hit[1][1] != "denominator" or numeral.value < 1 or numeral.decimals:
        return None
    end, (part, _) = hit
    timed = _part_of_unit(tokens, numeral.first, end, numeral.value * part, lexicon)
    if numeral.value > 9 or timed is not None:
        return timed
    if (
        numeral.value * part in {0.5, 1.0}
        or numeral.value * part > 1
        or _context(tokens, end, "share_blocker", lexicon) is not None
        or _is_ordinal(tokens, end, lexicon)
    ):
        return None
    return _percent(numeral.value * part, numeral.first, end, numeral)


def _is_ordinal(tokens: Tokens, end: int, lexicon: QuantityLexicon) -> bool:
    """`un cuarto piso`: a noun directly after, where fractions and ordinals are one word."""
    if lexicon.settings.get("ordinals_are_fractions") != "yes" or not tokens.is_word(end):
        return False
    return not lexicon.is_function(tokens.words[end])


def read_ratio(tokens: Tokens, numeral: Numeral, lexicon: QuantityLexicon) -> Draft | None:
    """`one in five`, `1 su 5`, `uno de cada cinco`, also with the counted noun inside; else None."""
    if numeral.head is not None:
        return None
    reach = _FEW_WORDS if lexicon.settings.get("ratio_holds_noun") == "yes" else 1
    for at in range(numeral.last, numeral.last + reach):
        after = _context(tokens, at, "ratio", lexicon)
        if after is not None:
            break
        if not tokens.is_word(at):
            return None
    else:
        return None
    whole = read_numeral(tokens, after, lexicon) if after < len(tokens.words) else None
    if whole is None or not _is_ratio(numeral, whole):
        return None
    if at > numeral.last and lexicon.is_function(tokens.words[at - 1]):
        return None
    return _percent(numeral.value / whole.value, numeral.first, whole.last, numeral)


def _is_ratio(part: Numeral, whole: Numeral) -> bool:
    return (
        0 < part.value < whole.value
        and whole.value in _DENOMINATORS
        and part.value < 100
        and (part.is_digits == whole.is_digits or whole.value in {10, 100})
        and not part.decimals
        and whole.head is None
    )


def read_slash(tokens: Tokens, numeral: Numeral, lexicon: QuantityLexicon) -> Draft | None:
    """`2/3` as a share, `1/4 mile` as a part of a unit: small numbers, nothing glued around; else None."""
    at = numeral.last
    if tokens.word(at) != "/" or not tokens.touches(at) or not tokens.touches(at + 1):
        return None
    below = tokens.word(at + 1)
    if not below.isdigit() or len(below) > 1 or tokens.word(at + 2) in {"/", "-"}:
        return None
    part = numeral.value / int(below) if int(below) else 1.0
    hit = lexicon.units.at(tokens.words, at + 2)
    if hit is not None and hit[1].kind in {Kind.COUNT, Kind.DURATION, Kind.PERCENT} and 0 < part < 1:
        unit = hit[1]
        value = part * unit.factor
        return Draft(numeral, numeral.first, hit[0], value, unit=unit.unit, kind=unit.kind)
    return _percent(part, numeral.first, at + 2, numeral) if 0 < part < 1 else None


def read_times(tokens: Tokens, numeral: Numeral, lexicon: QuantityLexicon) -> Draft | None:
    """`three times as many`, `dreimal so viel`, `в три раза`: a multiple, else None."""
    head = numeral.head
    if head is not None and head.kind is Kind.MULTIPLE:
        return _times(numeral, numeral.last) if numeral.value > 1 else None
    end = numeral.last
    if head is None:
        at = end + is_hyphen(tokens, end)
        hit = lexicon.units.at(tokens.words, at)
        if hit is None or hit[1].kind not in {Kind.TIMES, Kind.MULTIPLE}:
            return None
        end = hit[0]
        if hit[1].kind is Kind.MULTIPLE:
            return _times(numeral, end)
    elif head.kind is not Kind.TIMES:
        return None
    compared = _context(tokens, end, "comparative", lexicon)
    if compared is not None or _before(tokens, numeral.first, "times_before", lexicon) is not None:
        return _times(numeral, compared or end)
    return None


def _times(numeral: Numeral, last: int) -> Draft:
    return Draft(numeral, numeral.first, last, numeral.value, unit=MULTIPLE, kind=Kind.MULTIPLE)
