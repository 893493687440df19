"""Units that the words around a number give: the sentence before it, the noun that no table knows.

In: drafts of one paragraph, in order. Out: the same with units; those that stay without are dropped.
Refuses to look further back than one sentence, and to give a unit to a number that only might count.
"""

from __future__ import annotations

from bisect import bisect_right

from transforms.quantities.dimensions import MEASURES, take_metres
from transforms.quantities.drafts import Draft
from transforms.quantities.lexicon import Kind, QuantityLexicon
from transforms.quantities.numerals import HYPHENS, is_hyphen
from transforms.quantities.refusals import is_age_of_name, is_year
from transforms.quantities.scanner import Tokens
from transforms.quantities.units import MONEY, unit_at

UNKNOWN_MONEY = "money:unknown"
_LEAST_MONEY = 1e5
_LEAST_MILLION = 1e6
_NUMBER_OF_REACH = 12
_TOLL_REACH = 30
_MOST_POINTS = 40
_DOZEN = 12
_MARKER_REACH = 8
_MEASURE_REACH = 5
_SHORTEST_NOUN = 4
_ENDS = frozenset(".!?…")
_CLOSERS = frozenset("\"'”“»«)’")


def sentence_starts(tokens: Tokens) -> list[int]:
    """Token indexes at which sentences begin, by a coarse rule that suffices for context."""
    starts = [0]
    words = tokens.words
    for place, word in enumerate(words):
        if word in _ENDS and place and _ends_sentence(tokens, place):
            starts.append(place + 1)
    return starts


def _ends_sentence(tokens: Tokens, place: int) -> bool:
    before, after = tokens.words[place - 1], place + 1
    if after >= len(tokens.words) or (tokens.touches(after) and tokens.words[after] not in _CLOSERS):
        return after >= len(tokens.words)
    if tokens.words[place] == "." and (len(before) == 1 or (before.isdigit() and len(before) < 3)):
        return False
    while after < len(tokens.words) and tokens.words[after] in _CLOSERS:
        after += 1
    return after >= len(tokens.words) or not tokens.text[tokens.starts[after]].islower()


def sentence_of(starts: list[int], place: int) -> int:
    """The number of the sentence that holds token `place`."""
    return bisect_right(starts, place) - 1


def _is_free(tokens: Tokens, draft: Draft, lexicon: QuantityLexicon) -> bool:
    """Whether a number without a unit may take one over: nothing that it could count follows."""
    last = draft.last
    if (is_year(draft.numeral) and not draft.is_qualified) or is_hyphen(tokens, last):
        return False
    if draft.noun is not None or draft.numeral.is_weak or draft.value < 2:
        return False
    follower = tokens.word(last)
    if lexicon.settings.get("ordinal_dot") == "yes" and follower == "." and _is_small(draft):
        return False
    if tokens.word(draft.first - 1) in HYPHENS and tokens.touches(draft.first):
        return False
    if _is_reference(tokens, draft) or is_age_of_name(tokens, draft, lexicon):
        return False
    if not follower or not follower[0].isalpha():
        return not (follower and (follower[0].isdigit() or follower in "/:°'\"″" or _is_marker(tokens, last)))
    return not (tokens.is_upper(last) or _has_own_noun(tokens, last, lexicon))


def _has_own_noun(tokens: Tokens, place: int, lexicon: QuantityLexicon) -> bool:
    """`two solid performances`: a plural that no table knows, where plurals end alike."""
    plural = lexicon.settings.get("singular", "-")
    for word in tokens.words[place : place + 2]:
        if plural == "-" or not word[0].isalpha() or lexicon.is_function(word):
            return False
        if len(word) > _SHORTEST_NOUN and word.endswith(plural):
            return True
    return False


def _is_reference(tokens: Tokens, draft: Draft) -> bool:
    """`[2]`, `(22)`: digits alone in brackets point to a note."""
    numeral = draft.numeral
    plain = numeral.is_digits and not numeral.decimals and not numeral.is_grouped and numeral.scale == 1
    around = tokens.word(draft.first - 1)[-1:], tokens.word(draft.last)[:1]
    return plain and around in {("(", ")"), ("[", "]")}


def _is_marker(tokens: Tokens, last: int) -> bool:
    """`3)` in a list, `28 - year`: no number that something else could complete."""
    if tokens.words[last] == ")":
        return "(" not in tokens.words[max(0, last - _MARKER_REACH) : last]
    return tokens.words[last] in HYPHENS and tokens.is_word(last + 1)


def _counts_people(tokens: Tokens, draft: Draft, lexicon: QuantityLexicon) -> bool:
    """`die Bevölkerung wächst auf 9,5 Millionen`: millions beside a word for all who live somewhere."""
    stems = lexicon.words.get("people", frozenset())
    near = tokens.words[max(0, draft.first - _NUMBER_OF_REACH) : draft.last + 6]
    return any(stem in word for word in near for stem in stems)


def _is_small(draft: Draft) -> bool:
    return draft.numeral.is_digits and draft.numeral.decimals == 0 and draft.value < 100


def _is_money_size(draft: Draft) -> bool:
    return draft.numeral.scale > 1 and draft.value >= _LEAST_MONEY


def _take_over(tokens: Tokens, draft: Draft, former: Draft | None, lexicon: QuantityLexicon) -> bool:
    """Give `draft` the unit of `former`, where that is sound."""
    if former is None or former.unit is None or former.kind in {Kind.AGE, Kind.MULTIPLE}:
        return False
    if former.kind is Kind.DURATION and (draft.numeral.is_digits or tokens.is_word(draft.last)):
        return False
    if not _may_take_over(tokens, draft, former, lexicon):
        return False
    if former.unit in MEASURES and draft.first - former.last > _MEASURE_REACH:
        return False
    if former.kind is Kind.PERCENT and (draft.value > 100 or draft.numeral.scale > 1):
        return False
    if former.kind in MONEY and not _is_money_size(draft) and not _is_plain_money(draft, former):
        return False
    if draft.numeral.is_grouped or draft.is_qualified or draft.numeral.scale > 1 or _is_close(draft, former):
        draft.unit, draft.kind = former.unit, former.kind
        return True
    return False


def _may_take_over(tokens: Tokens, draft: Draft, former: Draft, lexicon: QuantityLexicon) -> bool:
    """Not millions from counts of less, and not a number that follows a noun as its label."""
    if former.kind is Kind.COUNT and draft.numeral.scale >= _LEAST_MILLION > former.numeral.scale:
        return False
    plain = draft.numeral.is_digits and not draft.numeral.is_grouped and draft.numeral.scale == 1
    before = tokens.word(draft.first - 1)
    return not (plain and before.isalpha() and not draft.is_qualified and not lexicon.is_function(before))


def _is_plain_money(draft: Draft, former: Draft) -> bool:
    return former.numeral.scale == 1 and draft.value * 20 > former.value


def _is_close(draft: Draft, former: Draft) -> bool:
    if former.kind is Kind.PERCENT:
        return draft.numeral.is_digits
    return former.value >= 2 and (former.kind is not Kind.COUNT or draft.value <= 20 * former.value)


def _by_partitive(tokens: Tokens, draft: Draft, lexicon: QuantityLexicon, following: Draft | None) -> bool:
    """`Acht von 27 Staaten`: the unit of the whole."""
    if not lexicon.has("partitive", tokens.word(draft.last)) or following is None:
        return False
    between = tokens.words[draft.last + 1 : following.first]
    if (
        following.kind is not Kind.COUNT
        or following.is_compound
        or not all(lexicon.has("determiner", word) for word in between)
    ):
        return False
    draft.unit, draft.kind = following.unit, following.kind
    return True


def _by_number_of(tokens: Tokens, draft: Draft, lexicon: QuantityLexicon) -> bool:
    """`die Zahl der Toten stieg auf über 3600`: what the words `number of` announce."""
    book, toll = lexicon.contexts.get("number_of"), lexicon.contexts.get("death_toll")
    if book is None or draft.noun is not None or not _is_free(tokens, draft, lexicon):
        return False
    words = tokens.words
    for place in range(draft.first - 1, max(-1, draft.first - _TOLL_REACH), -1):
        if words[place] in _ENDS:
            return False
        if words[place] not in book.firsts and (toll is None or words[place] not in toll.firsts):
            continue
        if toll is not None and toll.at(tokens.words, place):
            draft.unit, draft.kind = "count:death", Kind.COUNT
            return True
        hit = book.at(tokens.words, place) if place > draft.first - _NUMBER_OF_REACH else None
        unit = unit_at(tokens, hit[0], lexicon) or unit_at(tokens, hit[0] + 1, lexicon) if hit else None
        if unit is not None and unit[1].kind is Kind.COUNT:
            draft.unit, draft.kind = unit[1].unit, Kind.COUNT
            return True
    return False


def _points_to_percent(draft: Draft, former: Draft | None, tokens: Tokens, lexicon: QuantityLexicon) -> None:
    """Points of a poll, a rate or a lead are percent; points of an index stay points."""
    if draft.unit != "count:point" or draft.value > _MOST_POINTS:
        return
    stems = lexicon.words.get("rate", frozenset())
    near = tokens.words[max(0, draft.first - _NUMBER_OF_REACH) : draft.last + 6]
    if (former is not None and former.kind is Kind.PERCENT) or any(
        word.startswith(stem) for word in near for stem in stems
    ):
        draft.unit, draft.kind = "percent", Kind.PERCENT


def fill_units(tokens: Tokens, drafts: list[Draft], lexicon: QuantityLexicon) -> list[Draft]:
    """Drafts with units; the others are dropped."""
    if all(draft.unit not in {None, "count:point"} for draft in drafts):
        return drafts
    starts = sentence_starts(tokens)
    former: Draft | None = None
    for draft, following in zip(drafts, [*drafts[1:], None], strict=True):
        if draft.unit is None:
            near = former if former and _is_near(starts, former, draft) else None
            _fill(tokens, draft, near, following, lexicon)
        _points_to_percent(draft, former, tokens, lexicon)
        if draft.unit is not None:
            former = draft
    return [draft for draft in drafts if draft.unit is not None]


def _is_near(starts: list[int], former: Draft, draft: Draft) -> bool:
    distance = sentence_of(starts, draft.first) - sentence_of(starts, former.first)
    return distance == 0 or (distance == 1 and _is_money_size(draft) and former.kind in MONEY)


def _fill(
    tokens: Tokens, draft: Draft, former: Draft | None, following: Draft | None, lexicon: QuantityLexicon
) -> None:
    if take_metres(tokens, draft, lexicon, needs_cue=True) or _by_number_of(tokens, draft, lexicon):
        return
    if _by_partitive(tokens, draft, lexicon, following):
        return
    if _is_free(tokens, draft, lexicon) and _take_over(tokens, draft, former, lexicon):
        return
    if draft.noun is not None:
        draft.unit, draft.kind, draft.last = f"count:{draft.noun}", Kind.COUNT, draft.noun_last
    elif take_metres(tokens, draft, lexicon, needs_cue=False):
        return
    elif draft.numeral.scale >= _LEAST_MILLION and _counts_people(tokens, draft, lexicon):
        draft.unit, draft.kind = "count:person", Kind.COUNT
    elif (
        _is_money_size(draft)
        and draft.numeral.scale >= _LEAST_MILLION
        and not _counts_things(tokens, draft, lexicon)
    ):
        draft.unit, draft.kind = UNKNOWN_MONEY, Kind.CURRENCY


def _counts_things(tokens: Tokens, draft: Draft, lexicon: QuantityLexicon) -> bool:
    """`millions of rare coins`, `10 Millionen QSE-Zellen`: a noun that no table knows follows."""
    place = draft.last
    if lexicon.has("partitive", tokens.word(place)):
        return tokens.is_word(place + 1) and not lexicon.is_function(tokens.words[place + 1])
    capitals = lexicon.settings.get("nouns_capitalised") == "yes"
    return capitals and tokens.is_word(place) and tokens.is_upper(place)


def find_noun(tokens: Tokens, draft: Draft, lexicon: QuantityLexicon) -> None:
    """Note the counted noun after a number where no table knows it, by the look of the word."""
    place = draft.last
    if not draft.numeral.is_digits and draft.value <= _DOZEN:
        return
    if draft.numeral.scale >= _LEAST_MILLION and lexicon.has("partitive", tokens.word(place)):
        place += 1
    if not tokens.is_word(place) or tokens.touches(place) or is_year(draft.numeral) or draft.numeral.is_weak:
        return
    capitals = lexicon.settings.get("nouns_capitalised") == "yes"
    if capitals and not tokens.is_upper(place) and tokens.is_word(place + 1):
        place += not lexicon.is_function(tokens.words[place])
    word = tokens.words[place]
    if lexicon.is_function(word) or len(word) < 4 or tokens.is_upper(place) is not capitals:
        return
    endings = lexicon.words.get("plural", frozenset())
    if any(word.endswith(tail) for tail in lexicon.words.get("no_noun", ())):
        return
    ending = next((e for e in sorted(endings, key=len, reverse=True) if word.endswith(e)), None)
    if ending is None or is_hyphen(tokens, place + 1):
        return
    draft.noun, draft.noun_last = _singular(word, lexicon), place + 1


def _singular(word: str, lexicon: QuantityLexicon) -> str:
    for pair in lexicon.settings.get("singular_rules", "").split():
        plural, _, single = pair.partition(":")
        if word.endswith(plural):
            return word.removesuffix(plural) + single
    rule = lexicon.settings.get("singular", "-")
    return word.removesuffix(rule) if rule != "-" else word
