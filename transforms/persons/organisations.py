"""Names of organisations, told by the word that heads them.

In: tokens, a place, the lexicon. Out: where the name ends. Refuses: names without such a word; those come
from the names file.
"""

from __future__ import annotations

from transforms.speech.naming import PersonLexicon
from transforms.speech.tokens import Tokens

WORDS_AT_MOST = 10
TAIL_LETTERS = 5


def organisation_end(tokens: Tokens, index: int, lexicon: PersonLexicon) -> int | None:
    """Past an organisation's name that begins at `index`; None where none begins.

    A run of capitalised words, joined by the language's links ("for", "für", "de"), that holds a head word
    ("Institute", "Stiftung", "ministère") and at least one further word, or a head that is a name in itself.
    """
    heads, links = lexicon.of("org_head"), lexicon.of("org_link")
    place, last, has_head = index, index, False
    while place < len(tokens) and place - index < WORDS_AT_MOST:
        word, low = tokens.words[place], tokens.lows[place]
        if (
            has_head
            and word[0].isupper()
            and tokens.words[place - 1][0].islower()
            and tokens.lows[place - 1] not in links
        ):
            break
        if has_head and low in lexicon.first_names and place > index and _names_follow(tokens, place):
            break
        if not has_head and low in links and place - index > 1 and tokens.lows[index] in lexicon.first_names:
            break
        if (
            word[0].isupper() and low not in lexicon.of("not_org") and not (has_head and lexicon.role_of(low))
        ) or (low in heads and place > index):
            has_head = has_head or low in heads
            last = place + 1
        elif has_head and low in links and len(low) > TAIL_LETTERS:
            last = place + 1
        elif not (_is_link(low, has_head, lexicon) and place > index and _leads_on(tokens, place, links)):
            break
        place += 1
    return last if has_head and last - index >= 2 else None


def _is_link(low: str, has_head: bool, lexicon: PersonLexicon) -> bool:
    """An article joins only after the head word: a programme of a foundation is not its name."""
    return low in lexicon.of("org_link") and (has_head or low not in lexicon.of("determiner"))


def _names_follow(tokens: Tokens, place: int) -> bool:
    """Whether a first name is followed by another capitalised word: a person, not the body's name."""
    return place + 1 < len(tokens) and tokens.words[place + 1][0].isupper()


def _leads_on(tokens: Tokens, place: int, links: frozenset[str]) -> bool:
    """Whether a capitalised word follows within two links."""
    for following in range(place + 1, min(place + 3, len(tokens))):
        if tokens.words[following][0].isupper():
            return True
        if tokens.lows[following] not in links:
            return False
    return False
