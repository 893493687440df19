"""Text → figures: reads every number, finds its unit, joins ranges, drops what is no figure.

In: a normalised text and a compiled lexicon. Out: `Quantity` values sorted by start, `cited_by` still empty.
Refuses: dates, ages, ordinals, labels and names; see `refusals`.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import replace

from transforms.quantities.candidates import find_candidates
from transforms.quantities.context import fill_units, find_noun, sentence_of, sentence_starts
from transforms.quantities.dimensions import is_name_of_kind, join_parts, weigh_pounds
from transforms.quantities.doubts import mend_print, note_false_friends
from transforms.quantities.drafts import Draft
from transforms.quantities.lexicon import Kind, QuantityLexicon, Role, UnitWord
from transforms.quantities.measures import Cues, find_periods, measure, period
from transforms.quantities.numerals import Numeral, is_hyphen, read_numeral
from transforms.quantities.pairs import join_cents, join_pairs
from transforms.quantities.qualifiers import qualify, sign
from transforms.quantities.refusals import PERSONS, is_label, is_refused, is_title, is_year
from transforms.quantities.scanner import Tokens, cut, paragraphs, place
from transforms.quantities.shares import (
    read_denominator,
    read_fixed_share,
    read_ratio,
    read_slash,
    read_times,
)
from transforms.quantities.units import (
    MONEY,
    end_of_chain,
    find_symbol,
    find_unit,
    resolve_currency,
    strength_unit,
    unit_at,
)
from vocabulary import Approx, Quantity, Span

_ADDRESS = re.compile(r"(?:https?://|www\.|\.(?:com|org|net|int|eu|io|co|de|fr|it|es|pl|ru|ua|uk|ch|at)/)\S+")
_CONTEXT = 60
"""Most tokens on either side of a figure in which its subject and period are looked for."""


def find_quantities(text: str, lexicon: QuantityLexicon) -> list[Quantity]:
    """The figures of `text`, sorted by start."""
    found: list[Quantity] = []
    for start, end in paragraphs(text):
        piece = _without_addresses(text[start:end])
        words = cut(piece, lexicon.scanner)
        places = find_candidates(words, lexicon)
        if places:
            tokens = place(piece, start, words)
            found += _finish(tokens, _read_paragraph(tokens, places, lexicon), lexicon)
    return note_false_friends(found)


def _without_addresses(piece: str) -> str:
    """The paragraph with web addresses blotted out, every other character in its place."""
    if "/" not in piece and "www." not in piece:
        return piece
    return _ADDRESS.sub(lambda found: "|" * len(found[0]), piece)


def _read_paragraph(tokens: Tokens, places: list[int], lexicon: QuantityLexicon) -> list[Draft]:
    drafts: list[Draft] = []
    free = 0
    for at in places:
        if at >= free:
            draft, free = _read(tokens, at, free, lexicon)
            if draft is not None:
                drafts.append(draft)
    return drafts


def _read(tokens: Tokens, place: int, free: int, lexicon: QuantityLexicon) -> tuple[Draft | None, int]:
    """The draft that begins at `place`, and where to go on; tokens before `free` belong to others."""
    fixed = read_fixed_share(tokens, place, lexicon)
    numeral = read_numeral(tokens, place, lexicon)
    if fixed is not None and (numeral is None or numeral.last <= fixed.last):
        return fixed, fixed.last
    if numeral is None or _is_rate(tokens, numeral):
        return None, place + 1
    draft = _share(tokens, numeral, lexicon)
    if draft is not None:
        return draft, draft.last
    if is_label(tokens, numeral, lexicon) or is_title(tokens, numeral):
        tokens.named = numeral.last
        return None, numeral.last
    draft = _with_unit(tokens, numeral, free, lexicon)
    if is_refused(tokens, draft, lexicon) or (numeral.is_weak and not draft.is_compound):
        return None, numeral.last
    return draft, max(numeral.last, draft.last)


def _is_rate(tokens: Tokens, numeral: Numeral) -> bool:
    """`$6.99-a-month`: an article that says for how long each."""
    return numeral.is_weak and is_hyphen(tokens, numeral.first - 1)


def _share(tokens: Tokens, numeral: Numeral, lexicon: QuantityLexicon) -> Draft | None:
    return (
        read_denominator(tokens, numeral, lexicon)
        or read_times(tokens, numeral, lexicon)
        or read_ratio(tokens, numeral, lexicon)
        or read_slash(tokens, numeral, lexicon)
    )


def _with_unit(tokens: Tokens, numeral: Numeral, free: int, lexicon: QuantityLexicon) -> Draft:
    """The numeral as a draft, with the unit beside it where there is one."""
    draft = Draft(numeral, numeral.first, numeral.last, numeral.value)
    if numeral.is_vague or numeral.is_about:
        draft.approx = Approx.AT_LEAST if numeral.is_vague else Approx.ABOUT
    symbol = find_symbol(tokens, numeral.first, lexicon, free)
    if numeral.head is not None:
        _set_head(tokens, draft, numeral.head, lexicon)
    elif symbol is not None:
        draft.first = symbol[0]
        _set_unit(
            draft, resolve_currency(tokens, numeral.last, numeral.last, numeral.last, symbol[1], lexicon).unit
        )
    else:
        _attach(tokens, draft, free, lexicon)
    if is_hyphen(tokens, draft.last) and lexicon.settings.get("compounds") == "yes":
        draft.last = end_of_chain(tokens, draft.last)
    return draft


def _set_unit(draft: Draft, unit: UnitWord) -> None:
    draft.unit, draft.kind = unit.unit, unit.kind
    draft.value *= unit.factor


def _set_head(tokens: Tokens, draft: Draft, head: UnitWord, lexicon: QuantityLexicon) -> None:
    draft.is_compound = True
    _set_unit(draft, head)
    if head.kind is Kind.AGE:
        is_noun = is_hyphen(tokens, draft.last - 2) and tokens.is_upper(draft.last - 1)
        following = unit_at(tokens, draft.last, lexicon)
        draft.counts_person = (
            is_noun
            or (following is not None and following[1].unit in PERSONS)
            or _is_name(tokens, draft.last, lexicon)
        )


def _is_name(tokens: Tokens, place: int, lexicon: QuantityLexicon) -> bool:
    """A capital after an adjective of age, where nouns have none: `пятилетнего Филиппа`."""
    plain = lexicon.settings.get("nouns_capitalised") != "yes"
    return plain and tokens.is_word(place) and tokens.is_upper(place)


def _attach(tokens: Tokens, draft: Draft, free: int, lexicon: QuantityLexicon) -> None:
    after = lexicon.after.at(tokens.words, draft.last)
    start = after[0] if after and unit_at(tokens, after[0], lexicon) else draft.last
    found = find_unit(tokens, start, lexicon, draft.numeral.takes_partitive)
    if after is not None and start != draft.last:
        draft.approx, draft.is_qualified = after[1].approx, True
    if found is None:
        if not _look_back(tokens, draft, lexicon) and not _money_before(tokens, draft, free, lexicon):
            find_noun(tokens, draft, lexicon)
        return
    draft.is_compound = is_hyphen(tokens, draft.last)
    _set_unit(draft, strength_unit(tokens, found.last, lexicon) or found.unit)
    half = lexicon.pieces.at(tokens.words, found.last) if found.unit.kind is Kind.DURATION else None
    if half is not None and half[1].role is Role.AND_HALF:
        draft.value += half[1].value * found.unit.factor
        draft.last, draft.is_compound = half[0], True
        return
    scale = lexicon.pieces.at(tokens.words, found.last) if found.unit.kind in MONEY else None
    if scale is not None and scale[1].role is Role.SCALE and draft.numeral.scale == 1:
        draft.value, draft.numeral.scale = draft.value * scale[1].value, scale[1].value
        draft.last = scale[0]
        return
    if not found.is_apart:
        strong = lexicon.contexts.get("strength")
        hit = strong.at(tokens.words, found.last) if strong else None
        draft.last = hit[0] if hit else found.last


def _look_back(tokens: Tokens, draft: Draft, lexicon: QuantityLexicon) -> bool:
    """`человек двадцать`: where a language says "about" by putting the noun first."""
    if lexicon.settings.get("noun_first_is_about") != "yes" or draft.numeral.is_digits:
        return False
    hit = lexicon.units.before(tokens.words, draft.first)
    if hit is None or not (hit[1].kind is Kind.DURATION or hit[1].unit in PERSONS) or draft.numeral.is_weak:
        return False
    _set_unit(draft, hit[1])
    draft.first, draft.approx = hit[0], Approx.ABOUT
    return True


_NAMED_FIRST = frozenset({"EUR", "USD"})
"""Currencies written as a name before the digits; other names are words of their own (`won 38`)."""


def _money_before(tokens: Tokens, draft: Draft, free: int, lexicon: QuantityLexicon) -> bool:
    """`Euro 1,50`, `dollar 22.5 million`: the name of a currency before digits that nothing else follows."""
    numeral = draft.numeral
    hit = lexicon.units.before(tokens.words, draft.first)
    if hit is None or hit[1].kind is not Kind.CURRENCY or hit[0] < free or is_year(numeral):
        return False
    if not numeral.is_digits or draft.is_qualified or tokens.word(draft.last)[:1].isalnum():
        return False
    unit = resolve_currency(tokens, hit[0], hit[0], draft.first, hit[1], lexicon).unit
    if unit.unit not in _NAMED_FIRST or tokens.is_digit(hit[0] - 1):
        return False
    _set_unit(draft, unit)
    draft.first = hit[0]
    return True


def _finish(tokens: Tokens, drafts: list[Draft], lexicon: QuantityLexicon) -> list[Quantity]:
    if not drafts:
        return []
    for draft in drafts:
        weigh_pounds(tokens, draft, lexicon)
    drafts = join_parts(tokens, join_cents(tokens, drafts, lexicon), lexicon)
    drafts = join_pairs(tokens, drafts, lexicon)
    for draft in drafts:
        qualify(tokens, draft, lexicon)
    drafts = fill_units(tokens, drafts, lexicon)
    drafts = [draft for draft in drafts if not _is_none(tokens, draft, lexicon)]
    for draft in drafts:
        sign(tokens, draft, lexicon)
    starts = sentence_starts(tokens) if drafts else []
    firsts = [draft.first for draft in drafts]
    cues, periods = Cues(tokens, lexicon), find_periods(tokens, lexicon)
    finished: list[Quantity] = []
    for draft in drafts:
        mend_print(draft)
        found = _quantity(tokens, draft, starts, drafts, firsts, cues, periods)
        finished.append(_as_former(found, finished[-1]) if finished else found)
    return finished


def _as_former(found: Quantity, former: Quantity) -> Quantity:
    """`390 billion needed by 2029, while others say 486 billion by 2029`: both measure the same."""
    if found.measures or not found.period or (found.unit, found.period) != (former.unit, former.period):
        return found
    return replace(found, measures=former.measures)


def _is_none(tokens: Tokens, draft: Draft, lexicon: QuantityLexicon) -> bool:
    return is_refused(tokens, draft, lexicon) or is_name_of_kind(tokens, draft, lexicon)


def _quantity(
    tokens: Tokens,
    draft: Draft,
    starts: list[int],
    drafts: list[Draft],
    firsts: list[int],
    cues: Cues,
    periods: list[tuple[int, str]],
) -> Quantity:
    sentence = sentence_of(starts, draft.first)
    begin = max(starts[sentence], draft.first - _CONTEXT)
    end = starts[sentence + 1] if sentence + 1 < len(starts) else len(tokens.words)
    end = min(end, draft.last + _CONTEXT)
    rivals = drafts[bisect_left(firsts, begin) : bisect_left(firsts, end)]
    span, told = _span(tokens, draft.first, draft.last), draft.partner or draft
    return Quantity(
        span=span,
        surface=tokens.text[span.start - tokens.base : span.end - tokens.base],
        value=float(f"{draft.value:.12g}"),
        value_high=None if draft.high is None else float(f"{draft.high:.12g}"),
        unit=draft.unit or "",
        approx=draft.approx,
        measures=measure(told, cues.near(told, begin, end), rivals),
        period=period(draft, periods, begin, end),
        doubt=draft.doubt,
        number=_span(tokens, draft.numeral.first, draft.numeral.last),
    )


def _span(tokens: Tokens, first: int, last: int) -> Span:
    return Span(tokens.base + tokens.starts[first], tokens.base + tokens.ends[last - 1])
