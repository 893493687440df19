"""Places of a paragraph where a figure may begin: a look at each word, before anything is read.

In: the words of one paragraph. Out: token numbers. Refuses: articles that count nothing, and numbers that stand
in a table or deep in a list of numbers, which have no unit of their own.
"""

from __future__ import annotations

from transforms.quantities.lexicon import QuantityLexicon

_DIGITS = frozenset("0123456789½⅓⅔¼¾⅕⅛")
_LIST_MARKS = frozenset(",;|/")
_DEEP = 16
"""Tokens on either side that must be numbers and marks for a list to be a table."""
_RATIO_REACH = 5


def find_candidates(words: list[str], lexicon: QuantityLexicon) -> list[int]:
    """The places where a number might begin, in order."""
    triggers, starts, gates = lexicon.triggers, lexicon.morpheme_starts, lexicon.gates
    return [
        at
        for at, word in enumerate(words)
        if (word in triggers or word[0] in _DIGITS or word[:3] in starts)
        and (word not in gates or _may_count(words, at, gates[word], lexicon))
        and not (word[0] in _DIGITS and _is_in_row(words, at))
    ]


def _is_in_row(words: list[str], at: int) -> bool:
    """Whether a number stands in a table: among numbers alone, or deep in a long list; no unit is its own."""
    near = words[at - 1 : at] + words[at + 1 : at + 3]
    if len(near) == 3 and all(word[0].isdecimal() for word in near):
        return True
    if len(near) < 3 or near[1] not in _LIST_MARKS:
        return False
    around = words[max(0, at - _DEEP) : at + _DEEP + 1]
    return len(around) == 2 * _DEEP + 1 and all(w in _LIST_MARKS or w[0].isdecimal() for w in around)


def _may_count(words: list[str], at: int, followers: frozenset[str], lexicon: QuantityLexicon) -> bool:
    """Whether an article may begin a number: `a million`, `ein Drittel`, `un élève sur deux`."""
    near = words[at + 1 : at + _RATIO_REACH]
    if near and near[0] in followers:
        return True
    if not near or words[at] not in lexicon.weak:
        return False
    ratio = lexicon.contexts.get("ratio")
    return near[0][:3] in lexicon.morpheme_starts or (
        ratio is not None and any(word in ratio.firsts for word in near)
    )
