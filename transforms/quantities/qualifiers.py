"""How exact a figure is: `fast`, `mehr als`, `up to`, `or so`, `50+`.

In: a draft. Out: its `approx`, and a surface that covers the qualifier. Refuses `über` after words such as
`Kredit` or `Vertrag`, where it means "amounting to".
"""

from __future__ import annotations

from transforms.quantities.drafts import Draft
from transforms.quantities.lexicon import Kind, Qualifier, QuantityLexicon
from transforms.quantities.scanner import Tokens
from vocabulary import Approx

_AMOUNT_REACH = 2
_CHANGE_REACH = 10


def _after_amount(tokens: Tokens, start: int, lexicon: QuantityLexicon) -> bool:
    stems = lexicon.words.get("amount", frozenset())
    near = tokens.words[max(0, start - _AMOUNT_REACH) : start]
    return any(stem in word for word in near for stem in stems)


def _is_blocked(
    tokens: Tokens, draft: Draft, start: int, qualifier: Qualifier, lexicon: QuantityLexicon
) -> bool:
    """`Kredit über 100 Milliarden`, `over 12 years` (during them): no qualifier there."""
    if qualifier.blocked == "amounts":
        return _after_amount(tokens, start, lexicon)
    if qualifier.blocked == "changes":
        stems = lexicon.words.get("change", frozenset())
        near = tokens.words[max(0, start - _CHANGE_REACH) : start]
        return any(word.startswith(stem) for word in near for stem in stems)
    if qualifier.blocked == "durations" and draft.kind is Kind.DURATION:
        return not lexicon.has("preposition", tokens.word(start - 1))
    return False


def qualify(tokens: Tokens, draft: Draft, lexicon: QuantityLexicon) -> None:
    """Set `approx` from the words before, or else after, and widen the surface."""
    start = draft.first
    while lexicon.has("article", tokens.word(start - 1)):
        start -= 1
    hit = lexicon.before.before(tokens.words, draft.first) or lexicon.before.before(tokens.words, start)
    if hit is not None and hit[0] >= draft.floor and not _is_blocked(tokens, draft, hit[0], hit[1], lexicon):
        draft.first = hit[0]
        draft.is_qualified = True
        _set(draft, hit[1].approx)
        outer = lexicon.before.before(tokens.words, draft.first)
        if outer is not None and outer[1].blocked == "-":
            draft.first = outer[0]
        return
    after = lexicon.after.at(tokens.words, draft.last)
    if after is not None and (tokens.words[draft.last][0].isalpha() or tokens.touches(draft.last)):
        draft.last = after[0]
        _set(draft, after[1].approx)


def _set(draft: Draft, approx: Approx) -> None:
    if draft.approx is not Approx.RANGE:
        draft.approx = approx
