"""Digits and number words → numerals.

In: tokens and a place. Out: a `Numeral` that begins there: `390 Milliarden`, `fünfeinhalb`, `two dozen`,
`tens of thousands`. Refuses, with None, places where no number begins: letters glued to digits, digits that
continue a name (`F-16`) or a clock time.

Every token is read a bounded number of times, so that reading is linear in the length of the text.
"""

from __future__ import annotations

from dataclasses import dataclass

from transforms.quantities.accumulator import Accumulator
from transforms.quantities.compounds import find_head, split_word
from transforms.quantities.digits import read_digits
from transforms.quantities.lexicon import Joint, Kind, Piece, QuantityLexicon, Role, UnitWord
from transforms.quantities.scanner import Tokens

VULGAR = {"½": 0.5, "⅓": 1 / 3, "⅔": 2 / 3, "¼": 0.25, "¾": 0.75, "⅕": 0.2, "⅛": 0.125}
LONGEST = 24
"""No numeral has more tokens than this."""
HYPHENS = frozenset("-‐‑")
_PARTITIVE = frozenset({Role.SCALE, Role.ABBREVIATION, Role.COLLECTIVE})
_GLUED_BEFORE = frozenset(".,:/'’-‐‑–")


@dataclass(slots=True)
class Numeral:
    """A number in a text: tokens `first` to `last` (exclusive).

    `head` is the unit that a compound such as `dreitägig` carries in itself.
    """

    first: int
    last: int
    value: float = 0.0
    is_digits: bool = False
    is_grouped: bool = False
    decimals: int = 0
    has_leading_zero: bool = False
    scale: float = 1.0
    is_vague: bool = False
    is_weak: bool = False
    is_about: bool = False
    is_half: bool = False
    """Nothing but `half`."""
    takes_partitive: bool = False
    head: UnitWord | None = None


def is_hyphen(tokens: Tokens, place: int) -> bool:
    """Whether a hyphen without spaces joins the pieces around `place`."""
    return tokens.word(place) in HYPHENS and tokens.touches(place) and tokens.touches(place + 1)


def read_numeral(tokens: Tokens, place: int, lexicon: QuantityLexicon) -> Numeral | None:
    """The longest number that begins at token `place`."""
    numeral = Numeral(place, place)
    reading = Accumulator()
    word = tokens.words[place]
    if (word[0].isdigit() or word in VULGAR) and not _start(tokens, lexicon, reading, numeral):
        return None
    _continue(tokens, lexicon, reading, numeral)
    if numeral.last == place or _is_glued(tokens, numeral, lexicon):
        return None
    numeral.value = reading.value
    numeral.scale = reading.last_scale or 1.0
    numeral.is_vague, numeral.is_weak, numeral.is_about = reading.is_vague, reading.is_weak, reading.is_about
    numeral.is_half = reading.last_role is Role.HALF
    if reading.last_role is not Role.SCALE:
        _take_decimals(tokens, numeral, lexicon)
    numeral.takes_partitive = reading.last_role in _PARTITIVE or numeral.scale > 1
    return numeral


def _take_decimals(tokens: Tokens, numeral: Numeral, lexicon: QuantityLexicon) -> None:
    """`zwei Komma fünf`, `two point five million`: the places after a mark that is said."""
    if numeral.is_digits or numeral.is_vague or numeral.head is not None:
        return
    mark = tokens.word(numeral.last)
    is_sure = lexicon.has("decimal_mark", mark)
    if not (is_sure or lexicon.has("decimal_link", mark)) or not tokens.is_word(numeral.last + 1):
        return
    places = read_numeral(tokens, numeral.last + 1, lexicon)
    if places is None or places.is_vague or places.is_weak or places.is_digits or places.head is not None:
        return
    unit = None if is_sure else lexicon.units.at(tokens.words, places.last)
    if not is_sure and (unit is None or unit[1].kind is not Kind.PERCENT):
        return
    if places.value != int(places.value / places.scale) * places.scale:
        numeral.value, numeral.last = float(f"{numeral.value:.0f}.{places.value:.0f}"), places.last
        numeral.decimals, numeral.scale = len(f"{places.value:.0f}"), 1.0
        return
    digits = places.value / places.scale
    if digits == int(digits):
        numeral.value = float(f"{numeral.value:.0f}.{digits:.0f}") * places.scale
        numeral.last, numeral.scale, numeral.decimals = places.last, places.scale, len(f"{digits:.0f}")


def _start(tokens: Tokens, lexicon: QuantityLexicon, reading: Accumulator, numeral: Numeral) -> bool:
    place = numeral.first
    word = tokens.words[place]
    if _continues_name(tokens, place, lexicon):
        return False
    if word in VULGAR:
        reading.start(VULGAR[word])
        numeral.last = place + 1
        return True
    digits = read_digits(word, lexicon.decimal)
    if digits is None:
        return False
    numeral.is_digits, numeral.decimals = True, digits.decimals
    numeral.is_grouped, numeral.has_leading_zero = digits.is_grouped, digits.has_leading_zero
    numeral.last = place + 1
    part, end = _part(tokens, place + 1) if digits.decimals == 0 else (0.0, place + 1)
    reading.start(digits.value + part)
    numeral.last = end
    return True


def _part(tokens: Tokens, place: int) -> tuple[float, int]:
    """`½` or ` 1/2` after a whole number, and where it ends."""
    word = tokens.word(place)
    if word in VULGAR:
        return VULGAR[word], place + 1
    above, below = word, tokens.word(place + 2)
    plain = above.isdigit() and below.isdigit() and len(above) == 1 and len(below) == 1
    if plain and tokens.word(place + 1) == "/" and tokens.touches(place + 1) and 0 < int(above) < int(below):
        return int(above) / int(below), place + 3
    return 0.0, place


def _continues_name(tokens: Tokens, place: int, lexicon: QuantityLexicon) -> bool:
    """`F-16`, `G7`, `10:30`: what stands directly before makes the digits part of something else."""
    if not tokens.touches(place):
        return False
    before = tokens.word(place - 1)
    if before[0].isalpha():
        return not _is_symbol(tokens, place, lexicon)
    if before not in _GLUED_BEFORE or not tokens.touches(place - 1):
        return False
    if before in HYPHENS or before == "–":
        if tokens.is_digit(place - 2) and len(tokens.words[place - 2]) == 4 and len(tokens.words[place]) == 2:
            return tokens.words[place - 2].isdigit()
        if _falls(tokens.words[place - 2], tokens.words[place]) or _is_type(tokens, place - 2):
            return True
        return tokens.is_word(place - 2) and not _is_symbol(tokens, place, lexicon)
    return tokens.is_digit(place - 2)


def _is_type(tokens: Tokens, place: int) -> bool:
    """`A350` before `-900`."""
    return tokens.is_digit(place) and tokens.touches(place) and tokens.is_word(place - 1)


def _falls(before: str, word: str) -> bool:
    """`787-9`, `2-1`: two whole numbers that do not rise are no range."""
    return before.isdecimal() and word.isdecimal() and len(before) < LONGEST and int(before) >= int(word)


def _is_symbol(tokens: Tokens, place: int, lexicon: QuantityLexicon) -> bool:
    hit = lexicon.units.before(tokens.words, place)
    return hit is not None and hit[1].kind in {Kind.SYMBOL, Kind.CODE}


def _continue(tokens: Tokens, lexicon: QuantityLexicon, reading: Accumulator, numeral: Numeral) -> None:
    for _ in range(LONGEST):
        place = numeral.last or numeral.first
        started = numeral.last > numeral.first
        place += started and is_hyphen(tokens, place)
        if place >= len(tokens.words):
            return
        step = _take_phrase(tokens, lexicon, reading, place, numeral) or (
            started and _take_joined(tokens, lexicon, reading, place, numeral)
        )
        if step:
            continue
        if not _take_inside(tokens, lexicon, reading, place, numeral) or numeral.head is not None:
            return


def _is_longer_unit(tokens: Tokens, place: int, end: int, lexicon: QuantityLexicon) -> bool:
    """`24703m2`: the `m` of a unit that goes on, not of millions."""
    unit = lexicon.units.at(tokens.words, place)
    return unit is not None and unit[0] > end and all(map(tokens.touches, range(place, unit[0])))


def _take_phrase(
    tokens: Tokens, lexicon: QuantityLexicon, reading: Accumulator, place: int, numeral: Numeral
) -> bool:
    hit = lexicon.pieces.at(tokens.words, place)
    if hit is None:
        return False
    end, piece = hit
    started = numeral.last > numeral.first
    if piece.role is Role.ABBREVIATION and not (started and tokens.words[numeral.last - 1][0].isdigit()):
        return False
    if piece.role is Role.ABBREVIATION and _is_longer_unit(tokens, place, end, lexicon):
        return False
    if tokens.touches(place) and tokens.is_digit(place - 1) and piece.role is not Role.ABBREVIATION:
        return False
    if piece.alone == "joined" and not started and not is_hyphen(tokens, end):
        return False
    if not reading.take(piece, not started):
        return False
    numeral.last = end + _dot(tokens, lexicon, end, piece)
    return True


def _dot(tokens: Tokens, lexicon: QuantityLexicon, end: int, piece: Piece) -> int:
    """1 where a full stop belongs to an abbreviation that goes on: `Mrd. Euro`."""
    if piece.role is not Role.ABBREVIATION or tokens.word(end) != "." or not tokens.touches(end):
        return 0
    return int(
        (tokens.is_word(end + 1) and not tokens.is_upper(end + 1)) or _has_unit(tokens, lexicon, end + 1)
    )


def _has_unit(tokens: Tokens, lexicon: QuantityLexicon, place: int) -> bool:
    return any(lexicon.units.at(tokens.words, at) for at in (place, place + 1))


def _take_joined(
    tokens: Tokens, lexicon: QuantityLexicon, reading: Accumulator, place: int, numeral: Numeral
) -> bool:
    kind = lexicon.joiners.get(tokens.words[place])
    hit = lexicon.pieces.at(tokens.words, place + 1) if kind else None
    if kind is None or hit is None:
        return False
    piece = hit[1]
    fits = {
        Joint.TENS: piece.role is Role.ADD and reading.slot == 10 and piece.value < 10,
        Joint.HUNDRED: piece.role is Role.ADD and reading.last_role in {Role.TIMES, Role.SCALE},
        Joint.PARTITIVE: reading.is_bare and piece.role in {Role.SCALE, Role.COLLECTIVE},
        Joint.HALF: piece.role in {Role.SCALE, Role.COLLECTIVE} and reading.last_role is Role.HALF,
    }
    return fits[kind] and _take_phrase(tokens, lexicon, reading, place + 1, numeral)


def _take_inside(
    tokens: Tokens, lexicon: QuantityLexicon, reading: Accumulator, place: int, numeral: Numeral
) -> bool:
    """A word with numbers inside it; or, after a number, a word that is a unit, as in `24-stündig`."""
    word = tokens.words[place]
    pieces, rest = split_word(word, lexicon)
    started = numeral.last > numeral.first
    if (
        len(pieces) == 1
        and not rest
        and (pieces[0].value == 1 or (started and lexicon.shares.at(tokens.words, place)))
    ):
        return False
    head = find_head(rest, lexicon) if rest and (pieces or (started and tokens.touches(place))) else None
    if head is None and pieces and rest and pieces[-1].alone == "money":
        head = UnitWord("money:unknown", Kind.CURRENCY)
    if (not pieces and head is None) or (rest and head is None):
        return False
    for number, piece in enumerate(pieces):
        if not reading.take(piece, not started and number == 0):
            return False
    numeral.last, numeral.head = place + 1, head
    return True


def _is_glued(tokens: Tokens, numeral: Numeral, lexicon: QuantityLexicon) -> bool:
    """`5G`, `20th`, `16A`: letters directly after digits that are no unit."""
    end = numeral.last
    if is_hyphen(tokens, end) and len(tokens.words[end - 1]) == 1 and tokens.is_digit(end + 1):
        return not tokens.is_digit(end - 1)
    if is_hyphen(tokens, end) and lexicon.has("ordinal_suffix", tokens.word(end + 1)):
        return True
    if not tokens.touches(end) or not tokens.words[end - 1][0].isdigit():
        return False
    after = tokens.word(end)
    if after == ":" and tokens.is_digit(end + 1) and tokens.touches(end + 1):
        return True
    if not after[0].isalpha():
        return False
    is_letter = len(after) == 1 and (tokens.is_upper(end) or is_hyphen(tokens, end + 1))
    return is_letter or lexicon.units.at(tokens.words, end) is None
