"""What a number counts: the currency, percent, duration or counted noun beside it.

In: tokens and a numeral. Out: the unit and where the surface then begins and ends. Refuses to look across
punctuation, function words or more than three words that might be adjectives.
"""

from __future__ import annotations

from dataclasses import dataclass

from transforms.quantities.dimensions import MEASURES
from transforms.quantities.lexicon import Kind, QuantityLexicon, UnitWord
from transforms.quantities.numerals import HYPHENS, is_hyphen
from transforms.quantities.scanner import Tokens

MOST_ADJECTIVES = 3
_SHORTEST_TAIL = 4
MONEY_SIGNS = frozenset({Kind.SYMBOL, Kind.CODE})
MONEY = MONEY_SIGNS | {Kind.CURRENCY}
_LONGEST_CHAIN = 6
_BRACKETS = {"(": ")", "[": "]", "{": "}", "<": ">"}


@dataclass(frozen=True, slots=True)
class Attached:
    """A unit word found beside a number; the surface reaches to token `last` (exclusive)."""

    unit: UnitWord
    last: int
    is_apart: bool = False
    """The noun stands beyond a partitive and a determiner: it tells the unit but not the surface."""


def find_symbol(
    tokens: Tokens, first: int, lexicon: QuantityLexicon, floor: int = 0
) -> tuple[int, UnitWord] | None:
    """A currency sign or code directly before a number: `$90`, `EUR 131`, as (start, unit).

    Nothing before token `floor` is looked at.
    """
    hit = lexicon.units.before(tokens.words, first)
    if hit is not None and first - hit[0] > 1 and not _is_money_sign(tokens, hit[0], first, hit[1]):
        single = lexicon.units.at(tokens.words, first - 1)
        hit = (first - 1, single[1]) if single and single[0] == first else None
    if hit is None or hit[0] < floor or not _is_money_sign(tokens, hit[0], first, hit[1]):
        return None
    return hit


def _is_money_sign(tokens: Tokens, start: int, end: int, unit: UnitWord) -> bool:
    """Whether pieces are written as a sign of money is: `TRY` in capitals, `SFr` with one, `A$` in one."""
    if unit.kind not in MONEY_SIGNS:
        return False
    if tokens.is_word(start) and tokens.touches(start) and tokens.is_word(start - 1):
        return False
    if unit.kind is Kind.SYMBOL:
        return True
    joined = all(tokens.touches(place) for place in range(start + 1, end))
    is_code = tokens.words[start].upper() == unit.unit
    return joined and (tokens.is_capitals(start) if is_code else tokens.is_upper(start))


def _tail(word: str, lexicon: QuantityLexicon) -> UnitWord | None:
    """The counted noun that ends a compound: `Kampfpanzer` → tank."""
    if not lexicon.tails:
        return None
    for start in range(2, len(word) - _SHORTEST_TAIL + 1):
        unit = lexicon.tails.get(word[start:])
        if unit is not None:
            return unit
    return None


def unit_at(tokens: Tokens, place: int, lexicon: QuantityLexicon) -> tuple[int, UnitWord] | None:
    """The unit word or counted noun that begins at `place`, as (end, unit)."""
    hit = lexicon.units.at(tokens.words, place)
    if hit is not None and hit[1].kind in MONEY_SIGNS:
        belongs_to_next = tokens.is_digit(hit[0]) and tokens.touches(hit[0]) and not tokens.is_word(place)
        is_sign = tokens.is_digit(place - 1) or _is_money_sign(tokens, place, hit[0], hit[1])
        is_type = is_hyphen(tokens, hit[0]) and tokens.is_digit(hit[0] + 1)
        hit = hit if is_sign and not belongs_to_next and not is_type else None
    if hit is not None and hit[1].is_proper and tokens.is_word(place) and not tokens.is_upper(place):
        hit = None
    if hit is not None or not tokens.is_word(place):
        return hit
    tail = _tail(tokens.words[place], lexicon)
    return (place + 1, tail) if tail else None


def country_of(word: str, lexicon: QuantityLexicon) -> str | None:
    """The country whose adjective `word` is, where a table of currencies needs it."""
    for size in range(len(word), 3, -1):
        country = lexicon.countries.get(word[:size])
        if country is not None:
            return country
    return None


def _money(unit: UnitWord, countries: list[str], lexicon: QuantityLexicon) -> UnitWord:
    """`dollar` with `kanadisch` → CAD."""
    head = unit.unit.partition(":")[2] if unit.unit.startswith("head:") else ""
    for country in countries:
        code = lexicon.money.get((head, country))
        if code:
            return UnitWord(code, Kind.CURRENCY, unit.factor)
    return UnitWord(lexicon.money.get((head, "-"), "money:unknown"), Kind.CURRENCY, unit.factor)


def resolve_currency(
    tokens: Tokens, start: int, at: int, end: int, unit: UnitWord, lexicon: QuantityLexicon
) -> Attached:
    """Currency by the adjectives between number and noun (`start` to `at`) or directly after (`end`)."""
    if not unit.unit.startswith("head:"):
        return Attached(unit, end)
    countries = [c for word in tokens.words[start:at] if (c := country_of(word, lexicon))]
    after = country_of(tokens.word(end), lexicon) if tokens.is_word(end) else None
    if after and not countries:
        return Attached(_money(unit, [after], lexicon), end + 1)
    return Attached(_money(unit, countries, lexicon), end)


def find_unit(tokens: Tokens, start: int, lexicon: QuantityLexicon, takes_partitive: bool) -> Attached | None:
    """The unit word after a number that ends at token `start`, adjectives skipped.

    `takes_partitive`: the number is a noun itself, so that `thousands of soldiers` is one surface.
    """
    place, is_apart = _skip_partitive(tokens, start, lexicon, takes_partitive)
    is_joined = is_hyphen(tokens, place)
    place += is_joined
    begin = place
    nearest: Attached | None = None
    if tokens.word(place) in _BRACKETS and not is_joined:
        return _in_brackets(tokens, place, lexicon)
    for _ in range(MOST_ADJECTIVES + 1):
        hit = unit_at(tokens, place, lexicon) or _chain_at(tokens, place, lexicon)
        if hit is not None and _is_participle(tokens, place, hit[0], hit[1], lexicon):
            is_near = place == begin and not takes_partitive and not _is_modifier(tokens, hit[0], lexicon)
            nearest = Attached(hit[1], hit[0], is_apart) if is_near else nearest
            hit = None
        if hit is not None and hit[1].kind in MONEY:
            return resolve_currency(tokens, begin, place, hit[0], hit[1], lexicon)
        if hit is not None:
            if place > begin and hit[1].kind not in {Kind.COUNT, Kind.DURATION, Kind.GENERIC}:
                return None
            return Attached(hit[1], hit[0], is_apart)
        if is_joined or not _may_be_adjective(tokens, place, lexicon):
            return nearest
        place += 1
        place += is_hyphen(tokens, place)
    return None


def _chain_at(tokens: Tokens, place: int, lexicon: QuantityLexicon) -> tuple[int, UnitWord] | None:
    """`Internet-Nutzer`: the counted noun that ends a compound with hyphens, where nouns have capitals."""
    if not lexicon.tails or not is_hyphen(tokens, place + 1) or not tokens.is_upper(place):
        return None
    end = end_of_chain(tokens, place + 1)
    hit = unit_at(tokens, end - 1, lexicon)
    return hit if hit is not None and hit[0] == end and hit[1].kind is Kind.COUNT else None


def _in_brackets(tokens: Tokens, place: int, lexicon: QuantityLexicon) -> Attached | None:
    """`20 (kg)`: a unit alone in brackets."""
    hit = unit_at(tokens, place + 1, lexicon)
    if hit is None or tokens.word(hit[0]) != _BRACKETS[tokens.word(place)] or hit[1].kind in MONEY:
        return None
    return Attached(hit[1], hit[0] + 1)


def _is_part_of_name(tokens: Tokens, place: int, end: int) -> bool:
    if is_hyphen(tokens, end) and tokens.is_word(end + 1):
        return True
    return tokens.is_upper(place) and end - place == 1 and tokens.is_word(end) and tokens.is_upper(end)


def _is_singular(tokens: Tokens, place: int, end: int, lexicon: QuantityLexicon) -> bool:
    plural = lexicon.settings.get("singular", "-")
    if (
        plural == "-"
        or is_hyphen(tokens, place - 1)
        or (tokens.touches(place) and tokens.is_digit(place - 1))
    ):
        return False
    return tokens.words[end - 1] + plural in lexicon.plurals


def _is_modifier(tokens: Tokens, end: int, lexicon: QuantityLexicon) -> bool:
    """`three building blocks`: a plural follows, where plurals end alike."""
    plural = lexicon.settings.get("singular", "-")
    if plural == "-" or not tokens.is_word(end) or lexicon.is_function(tokens.words[end]):
        return False
    return len(tokens.words[end]) >= _SHORTEST_TAIL and tokens.words[end].endswith(plural)


def _is_participle(tokens: Tokens, place: int, end: int, unit: UnitWord, lexicon: QuantityLexicon) -> bool:
    """`1388 verletzte Zivilisten`: lower case before a capital, where nouns have capitals.

    Elsewhere: a capital before a capital (`10,000 National Guard troops`), a noun before a hyphen, and a
    singular where plurals are marked (`six jumpers flat`).
    """
    if unit.kind is not Kind.COUNT:
        return False
    if lexicon.settings.get("nouns_capitalised") != "yes":
        return _is_part_of_name(tokens, place, end) or _is_singular(tokens, place, end, lexicon)
    if is_hyphen(tokens, end) and tokens.is_word(end + 1) and not is_hyphen(tokens, place - 1):
        return True
    is_long = len(tokens.word(place)) >= _SHORTEST_TAIL and unit.unit not in MEASURES
    return is_long and not tokens.is_upper(place) and tokens.is_word(end) and tokens.is_upper(end)


def strength_unit(tokens: Tokens, last: int, lexicon: QuantityLexicon) -> UnitWord | None:
    """`a 650-strong staff`: what the noun after `strong` counts; None where it is a force, or nothing follows."""
    if not lexicon.has("strong", tokens.word(last - 1)) or not tokens.is_word(last):
        return None
    near = tokens.words[last : last + MOST_ADJECTIVES]
    if any(word.startswith(stem) for word in near for stem in lexicon.words.get("army", ())):
        return None
    for place in range(last, last + MOST_ADJECTIVES - 1):
        hit = unit_at(tokens, place, lexicon)
        if hit is not None and hit[1].kind is Kind.COUNT:
            return hit[1]
    return UnitWord("count:person", Kind.COUNT)


def _skip_partitive(
    tokens: Tokens, start: int, lexicon: QuantityLexicon, takes_partitive: bool
) -> tuple[int, bool]:
    if not lexicon.has("partitive", tokens.word(start)):
        return start, False
    place = start + 1
    place += tokens.word(place) == "'"
    determined = False
    while lexicon.has("determiner", tokens.word(place)):
        place, determined = place + 1, True
    place += tokens.word(place) == "'"
    return place, determined or not takes_partitive


def _may_be_adjective(tokens: Tokens, place: int, lexicon: QuantityLexicon) -> bool:
    if not tokens.is_word(place) or (tokens.touches(place) and tokens.word(place - 1) not in HYPHENS | {"'"}):
        return False
    if lexicon.is_function(tokens.words[place]) and not (
        len(tokens.words[place]) > 1 and tokens.is_capitals(place)
    ):
        return False
    number = lexicon.pieces.at(tokens.words, place)
    if number is not None and number[1].value > 1 and is_hyphen(tokens, number[0]):
        return False
    if lexicon.settings.get("nouns_capitalised") != "yes" or not tokens.is_upper(place):
        return True
    return unit_at(tokens, place + 1, lexicon) is not None and tokens.is_upper(place + 1)


def end_of_chain(tokens: Tokens, last: int) -> int:
    """Where a hyphenated compound ends that goes on at token `last`: `500-Milliarden-Sondervermögen`."""
    for _ in range(_LONGEST_CHAIN):
        if not is_hyphen(tokens, last) or not tokens.is_word(last + 1):
            return last
        last += 2
    return last
