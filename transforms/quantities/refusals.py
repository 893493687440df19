"""What is a number but no figure: dates, years, clock times, ages, ordinals, labels, names, idioms.

In: tokens and a draft. Out: whether to drop it. Refuses nothing else; a bare number without a unit is
dropped elsewhere.
"""

from __future__ import annotations

from transforms.quantities.drafts import Draft
from transforms.quantities.lexicon import Kind, QuantityLexicon
from transforms.quantities.numerals import Numeral, is_hyphen
from transforms.quantities.scanner import Tokens
from transforms.quantities.units import MONEY, unit_at

_LABEL_SIGNS = frozenset("#§№°")
_AGE_LEAST = 16
_OLDEST = 99
_AROUND_AGE = frozenset({",", ".", ")", "(", ";", "-", "–"})
_NAMED = 3
_IDIOM_REACH = 4
_LONGEST_JOINER = 3
_LONGEST_DATES = 7
_LONGEST_LINK = 2
_MOST_HOURS = 24
_STOPS = frozenset(";:!?()")
_LONGEST_TITLE = 4
_LEAST_PHONE = 1e6
_FORMATS = frozenset({240.0, 360.0, 480.0, 576.0, 720.0, 1080.0, 1440.0, 2160.0})
PERSONS = frozenset(f"count:{noun}" for noun in ("person", "child", "man", "woman", "boy", "girl", "soldier"))
_OPENING = frozenset('«„“"»')
_CLOSING = frozenset('»”“"«')


def _follows(tokens: Tokens, place: int, sense: str, lexicon: QuantityLexicon) -> bool:
    book = lexicon.contexts.get(sense)
    return book is not None and book.at(tokens.words, place) is not None


def _precedes(tokens: Tokens, place: int, sense: str, lexicon: QuantityLexicon) -> bool:
    book = lexicon.contexts.get(sense)
    return book is not None and book.before(tokens.words, place) is not None


def is_year(numeral: Numeral) -> bool:
    """Whether plain digits could name a year of our time."""
    return (
        numeral.is_digits
        and not numeral.is_grouped
        and not numeral.decimals
        and numeral.scale == 1.0
        and 1400 <= numeral.value <= 2100
    )


def is_label(tokens: Tokens, numeral: Numeral, lexicon: QuantityLexicon) -> bool:
    """`Artikel 5`, `Nr. 7`, `Kapitel drei`, `§ 12`, `3. Oktober`, `15 Uhr`: the number names, or dates."""
    first, last = numeral.first, numeral.last
    if _precedes(tokens, first, "phone", lexicon) and numeral.value >= _LEAST_PHONE:
        return True
    clock = lexicon.contexts.get("clock_after")
    hour = clock.at(tokens.words, last) if clock else None
    if hour is not None and hour[0] > last + 1 and numeral.value <= _MOST_HOURS:
        return True
    if not _can_name(tokens, numeral, lexicon):
        return False
    before = first - (tokens.word(first - 1) == ".")
    if _continues_labels(tokens, numeral, lexicon):
        return True
    if tokens.word(first - 1) in _LABEL_SIGNS or _precedes(tokens, before, "label", lexicon):
        return True
    if numeral.scale == 1 and _is_date(tokens, first, last, lexicon):
        return True
    if _precedes(tokens, first, "clock_after", lexicon) and tokens.is_digit(first - 2):
        return True
    return (
        _follows(tokens, last, "clock_after", lexicon)
        or _precedes(tokens, first, "clock_before", lexicon)
        or _is_idiom(tokens, first, last, lexicon)
    )


def _continues_labels(tokens: Tokens, numeral: Numeral, lexicon: QuantityLexicon) -> bool:
    """`Sections 21, 24 and 26`: digits that only a comma or `and` parts from a label before them."""
    between = tokens.words[tokens.named : numeral.first] if tokens.named else []
    if not 0 < len(between) <= _LONGEST_LINK or not numeral.is_digits:
        return False
    linked = all(word == "," or lexicon.has("conjunction", word) for word in between)
    return linked and lexicon.units.at(tokens.words, numeral.last) is None


def _can_name(tokens: Tokens, numeral: Numeral, lexicon: QuantityLexicon) -> bool:
    """Whether a number is plain enough to name or date something."""
    is_letter = len(tokens.words[numeral.last - 1]) == 1 and tokens.touches(numeral.last - 1)
    if (numeral.scale > 1 and not is_letter) or numeral.is_grouped or (numeral.decimals > 2):
        return False
    hit = lexicon.units.at(tokens.words, numeral.last)
    return hit is None or hit[1].kind not in MONEY | {Kind.PERCENT}


def is_title(tokens: Tokens, numeral: Numeral) -> bool:
    """`«Три сестры»`: a number word that opens a short title in quotation marks."""
    first = numeral.first
    if numeral.is_digits or tokens.word(first - 1) not in _OPENING or not tokens.is_upper(first):
        return False
    return any(tokens.word(at) in _CLOSING for at in range(numeral.last, numeral.last + _LONGEST_TITLE))


def _is_date(tokens: Tokens, first: int, last: int, lexicon: QuantityLexicon) -> bool:
    after = last + (tokens.word(last) == "." and tokens.touches(last))
    before = first - (tokens.word(first - 1) == ".")
    if _follows(tokens, after, "month", lexicon) or _precedes(tokens, before, "month", lexicon):
        return True
    is_day = False
    for place in range(after, after + _LONGEST_DATES):
        if is_day and _follows(tokens, place, "month", lexicon):
            return True
        word = tokens.word(place)
        if tokens.is_digit(place):
            is_day = len(word) < _LONGEST_JOINER
        elif not word or word in _STOPS or (word[0].isalpha() and not _is_joiner(word, lexicon)):
            return False
        else:
            is_day = is_day and word == "."
    return False


def _is_joiner(word: str, lexicon: QuantityLexicon) -> bool:
    return len(word) <= _LONGEST_JOINER and lexicon.is_function(word)


def _is_idiom(tokens: Tokens, first: int, last: int, lexicon: QuantityLexicon) -> bool:
    book = lexicon.contexts.get("idiom")
    if book is None:
        return False
    for start in range(max(0, first - _IDIOM_REACH), first + 1):
        hit = book.at(tokens.words, start)
        if hit is not None and hit[0] >= last:
            return True
    return False


def is_refused(tokens: Tokens, draft: Draft, lexicon: QuantityLexicon) -> bool:
    """Whether a number that has a unit is still none of the figures of the contract."""
    if draft.kind is Kind.MULTIPLE and draft.value == 1:
        return True
    if draft.kind is Kind.COUNT and draft.numeral.is_half and draft.unit != "count:point":
        return True
    if draft.kind in {Kind.NAME, Kind.TIMES} or _is_address(tokens, draft, lexicon):
        return True
    if draft.kind in MONEY and _is_format(tokens, draft):
        return True
    if draft.kind in {Kind.DURATION, Kind.AGE}:
        return _is_age(tokens, draft, lexicon) or _is_relative_date(tokens, draft, lexicon)
    if is_year(draft.numeral) and draft.kind is Kind.COUNT:
        return _is_dated(tokens, draft, lexicon)
    return is_year(draft.numeral) and draft.kind is None


def _is_format(tokens: Tokens, draft: Draft) -> bool:
    """`1080p`: the heights of pictures, not pence."""
    numeral = draft.numeral
    return tokens.words[draft.last - 1] == "p" and not numeral.is_grouped and numeral.value in _FORMATS


def _is_address(tokens: Tokens, draft: Draft, lexicon: QuantityLexicon) -> bool:
    """`10 Downing Street`: a road in capitals, where nouns have none."""
    plain = lexicon.settings.get("nouns_capitalised") != "yes"
    return plain and draft.unit == "count:road" and tokens.is_upper(draft.last - 1)


def _is_dated(tokens: Tokens, draft: Draft, lexicon: QuantityLexicon) -> bool:
    """A year before a noun: `the 2024 elections`; but `2000 Soldaten` counts, and `1388 Verletzte`."""
    value, first = draft.numeral.value, draft.numeral.first
    if _precedes(tokens, first, "date_before", lexicon):
        return True
    return 1900 <= value <= 2100 and value % 50 != 0 and not draft.is_qualified


def _is_age(tokens: Tokens, draft: Draft, lexicon: QuantityLexicon) -> bool:
    if is_year(draft.numeral):
        return True
    if _follows(tokens, draft.last, "age_after", lexicon) or _precedes(
        tokens, draft.first, "age_before", lexicon
    ):
        return True
    if draft.unit != "duration:year":
        return False
    if draft.high is not None and _is_of_persons(tokens, draft, lexicon):
        return True
    if draft.kind is Kind.AGE:
        return draft.value >= _AGE_LEAST or draft.counts_person
    return _is_apposition(tokens, draft, lexicon)


def _is_of_persons(tokens: Tokens, draft: Draft, lexicon: QuantityLexicon) -> bool:
    """`Jugendliche zwischen 13 und 15 Jahren`: a range of years right after those who have them."""
    hit = lexicon.units.before(tokens.words, draft.first)
    return hit is not None and hit[1].unit in PERSONS


def _is_apposition(tokens: Tokens, draft: Draft, lexicon: QuantityLexicon) -> bool:
    """`Giorgia Rossi, 47 anni,`: between commas after a capitalised name."""
    first = draft.first
    if lexicon.has("partitive", tokens.word(first - 1)) and draft.numeral.scale == 1:
        first -= 1
    return (
        tokens.word(first - 1) in {",", "("}
        and tokens.word(draft.last) in {",", ")", "."}
        and tokens.is_word(first - 2)
        and (tokens.is_upper(first - 2) or first < draft.first)
        and draft.value >= _AGE_LEAST
    )


def is_age_of_name(tokens: Tokens, draft: Draft, lexicon: QuantityLexicon) -> bool:
    """`said Anna Weber, 41.`: digits between marks after two words with capitals that are no unit."""
    first, last = draft.first, draft.last
    numeral = draft.numeral
    if not numeral.is_digits or numeral.decimals or draft.value > _OLDEST:
        return False
    if tokens.word(first - 1) not in _AROUND_AGE or first < _NAMED:
        return False
    if tokens.word(last) not in _AROUND_AGE and last < len(tokens.words):
        return False
    named = all(tokens.is_word(at) and tokens.is_upper(at) for at in (first - 2, first - 3))
    return named and unit_at(tokens, first - 2, lexicon) is None


def _is_relative_date(tokens: Tokens, draft: Draft, lexicon: QuantityLexicon) -> bool:
    if is_hyphen(tokens, draft.last):
        return False
    if draft.unit == "duration:hour" and _follows(tokens, draft.last, "clock_after", lexicon):
        return True
    return _follows(tokens, draft.last, "ago_after", lexicon) or _precedes(
        tokens, draft.first, "ago_before", lexicon
    )
