"""Titles and role nouns beside a name.

In: tokens, the lexicon, a place. Out: where a title or role ends, whether one is near. Refuses: names.
"""

from __future__ import annotations

from transforms.speech.naming import PersonLexicon
from transforms.speech.tokens import Tokens

_NUMERALS = frozenset(
    {"I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIV", "XVI"}
)


def past_numeral(tokens: Tokens, place: int) -> int:
    """Past a Roman numeral ("Elisabeth II.") or the stop of a closing initial ("Claudia B.")."""
    if place + 1 < len(tokens) and tokens.words[place] in _NUMERALS and tokens.words[place + 1] == ".":
        return place + 2
    if place < len(tokens) and tokens.words[place] == "." and len(tokens.words[place - 1]) == 1:
        return place + 1
    return place


def role_end(tokens: Tokens, lexicon: PersonLexicon, index: int) -> int | None:
    low = tokens.lows[index]
    if low in lexicon.of("honorific"):
        place = index + 1
        while place < len(tokens) and (
            tokens.lows[place] in lexicon.of("honorific") or tokens.words[place] == "."
        ):
            place += 1
        return place
    for length in range(min(lexicon.role_lengths.get(low, 1), len(tokens) - index), 1, -1):
        if " ".join(tokens.lows[index : index + length]) in lexicon.roles:
            return _past_post_role(tokens, lexicon, index + length)
    return _past_post_role(tokens, lexicon, index + 1) if lexicon.role_of(low) else None


def _past_post_role(tokens: Tokens, lexicon: PersonLexicon, place: int) -> int:
    """Past "a. D.", "i. R." after a rank or office."""
    words = lexicon.of("post_role")
    start = place
    while place < len(tokens) and (
        tokens.lows[place] in words or (place > start and tokens.words[place] == ".")
    ):
        place += 1
    return place


def is_retired(tokens: Tokens, lexicon: PersonLexicon, index: int) -> bool:
    """Whether what looks like an initial ends "a. D." after an office."""
    words = lexicon.of("post_role")
    before = index - 1 - (index > 1 and tokens.lows[index - 1] == ".")
    return before >= 0 and tokens.lows[index] in words and tokens.lows[before] in words


def role_near(
    tokens: Tokens, lexicon: PersonLexicon, first: int, last: int, *, past_comma: bool = False
) -> bool:
    last = min(last, len(tokens))
    first = max(first, 0)
    if past_comma and (first >= last or tokens.words[first] not in (",", "(")):
        return False
    words = tokens.words[first:last]
    if not past_comma and any(w in ',.;:!?"“”„«»' for w in words):
        return False
    return any(lexicon.role_of(low) for low in tokens.lows[first:last])
