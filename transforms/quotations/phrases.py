"""Noun phrases beside a cue: who may be meant.

In: pieces, a place, the lexicon. Out: piece ranges. Refuses: grammar beyond the word lists; resolving.
"""

from __future__ import annotations

from transforms.quotations.pieces import Pieces
from transforms.speech.lexicon import SpeechLexicon

NP_AT_MOST = 16
Range = tuple[int, int]


def skip_adverbs(pieces: Pieces, index: int, end: int, lexicon: SpeechLexicon) -> int:
    """The first place from `index` that is no adverb, reflexive or particle."""
    skipped = lexicon.of("adverb")
    while index < end and pieces.lows[index] in skipped:
        index += 1
    return index


def opens_adjunct(pieces: Pieces, index: int, lexicon: SpeechLexicon) -> bool:
    """Whether an adjunct opens at `index`, so that no subject does; "even", "also" before one are no adjunct."""
    low = pieces.lows[index]
    if low in lexicon.of("focus") and index + 1 < len(pieces):
        following = pieces.lows[index + 1]
        if pieces.words[index + 1][0].isupper() or following in lexicon.of("subject_article"):
            return False
    return any(low in lexicon.of(kind) for kind in ("stop", "adverb", "subordinator"))


def _is_open(pieces: Pieces, index: int, lexicon: SpeechLexicon) -> bool:
    low = pieces.lows[index]
    return pieces.is_word(index) and low not in lexicon.of("stop") and low not in lexicon.of("adverb")


def np_after(pieces: Pieces, index: int, end: int, lexicon: SpeechLexicon) -> Range | None:
    """The noun phrase that begins at `index`, adverbs and phrases of time or place before it passed over."""
    index = skip_adverbs(pieces, index, end, lexicon)
    if index < end and pieces.lows[index] in lexicon.of("stop"):
        index = _past_adjunct(pieces, index, end, lexicon)
    first = index
    while index < end and index - first < NP_AT_MOST and _continues(pieces, index, first, end, lexicon):
        index += 1
        index = _past_post_role(pieces, index, end, lexicon)
    while index > first and pieces.lows[index - 1] in lexicon.of("link"):
        index -= 1
    return (first, index) if index > first else None


def _past_post_role(pieces: Pieces, index: int, end: int, lexicon: SpeechLexicon) -> int:
    """Past "a. D." between a rank or office and a name."""
    words, place = lexicon.persons.of("post_role"), index
    if not lexicon.persons.role_of(pieces.lows[index - 1]):
        return index
    while place < end and (pieces.lows[place] in words or (place > index and pieces.lows[place] == ".")):
        place += 1
    return place if place < end and pieces.words[place][:1].isupper() else index


def _continues(pieces: Pieces, index: int, first: int, end: int, lexicon: SpeechLexicon) -> bool:
    if index in pieces.quotes:
        return index not in pieces.long
    if pieces.lows[index] in lexicon.of("pronoun"):
        return index == first
    if index > first and pieces.lows[index - 1] in lexicon.of("pronoun"):
        return False
    if (
        index > first
        and pieces.lows[index] in lexicon.of("np_break")
        and pieces.words[index - 1][0].isupper()
    ):
        return False
    if index > first and pieces.lows[index] in lexicon.of("link"):
        return index + 1 < end
    if lexicon.verbs.get(pieces.lows[index]) and pieces.words[index].islower() and index > first:
        return False
    if "noun_capitals" in lexicon.features and index > first and pieces.words[index][0].islower():
        return _adjective_before_noun(pieces, index, end, lexicon)
    if index > first and _leaves_name(pieces, index, end, lexicon):
        return False
    return _is_open(pieces, index, lexicon)


def _leaves_name(pieces: Pieces, index: int, end: int, lexicon: SpeechLexicon) -> bool:
    """Where only names have capitals: a small word after a name ends it, unless a role follows."""
    if "noun_capitals" in lexicon.features or not pieces.words[index - 1][0].isupper():
        return False
    if not pieces.words[index][0].islower() or pieces.lows[index] in lexicon.of("particle"):
        return False
    return not any(lexicon.persons.role_of(pieces.lows[i]) for i in range(index, min(end, index + 3)))


def _adjective_before_noun(pieces: Pieces, index: int, end: int, lexicon: SpeechLexicon) -> bool:
    """Where nouns have capitals: a small word stays in the phrase as an article or before the head noun."""
    low, before = pieces.lows[index], pieces.words[index - 1]
    if low in lexicon.of("article") or low in lexicon.of("particle"):
        return True
    if low in lexicon.of("stop") or low in lexicon.of("adverb"):
        return False
    return before[0].islower() and index + 1 < end


def _past_adjunct(pieces: Pieces, index: int, end: int, lexicon: SpeechLexicon) -> int:
    """Past a phrase of time or place that stands between verb and subject; `index` where none follows."""
    place = index + 1
    while place < end and place - index < 6:
        low = pieces.lows[place]
        if place - index > 1 and (
            low in lexicon.of("subject_article") or low in lexicon.of("subject_pronoun")
        ):
            return place
        if not pieces.is_word(place):
            break
        place += 1
    if place < end and place - index > 1 and pieces.is_word(place):
        return index
    return index


def np_before(pieces: Pieces, first: int, end: int, lexicon: SpeechLexicon) -> Range | None:
    """The noun phrase that ends before `end`, within the pieces from `first`: the subject before its verb."""
    if end > first and pieces.lows[end - 1] in lexicon.of("subject_pronoun"):
        return end - 1, end
    while end > first and (
        pieces.lows[end - 1] in lexicon.of("adverb")
        or pieces.lows[end - 1] in lexicon.of("auxiliary")
        or pieces.lows[end - 1] in lexicon.of("clitic_pronoun")
    ):
        end -= 1
    while first < end and (
        pieces.lows[first] in lexicon.of("conjunction")
        or pieces.lows[first] in lexicon.of("adverb")
        or pieces.lows[first] in lexicon.of("complementizer")
        or not (pieces.is_word(first) or first in pieces.quotes)
    ):
        first += 1
    if first < end and pieces.lows[first] in lexicon.of("stop"):
        return _last_phrase(pieces, first, end, lexicon)
    return (first, end) if first < end else None


def _last_phrase(pieces: Pieces, first: int, end: int, lexicon: SpeechLexicon) -> Range | None:
    """After a leading adjunct ("On Monday Merz said"): the words after its last preposition's noun."""
    place = end
    while place > first and _is_open(pieces, place - 1, lexicon):
        place -= 1
    capital = next((i for i in range(end - 1, place - 1, -1) if not pieces.words[i][0].isupper()), place - 1)
    start = capital + 1 if capital + 1 < end else place
    return (start, end) if start < end else None


def apposition_end(pieces: Pieces, index: int, end: int, lexicon: SpeechLexicon) -> int | None:
    """Past an apposition that opens with the comma at `index`: a name, or words that open with an article,
    a role or a relative, up to the comma that closes it."""
    if index >= end or pieces.lows[index] != "," or index + 1 >= end:
        return None
    close = next((i for i in range(index + 1, min(end, index + 22)) if pieces.lows[i] == ","), None)
    if close is None or close == index + 1:
        return None
    return close if opens_apposition(pieces, index + 1, close, lexicon) else None


def with_apposition(pieces: Pieces, phrase: Range, lexicon: SpeechLexicon) -> Range:
    """The noun phrase with the name or role that follows it after a comma ("the prefect, Name")."""
    start, end = phrase
    _, high = pieces.sentence_bounds(start)
    if end + 1 >= high or pieces.lows[end] != ",":
        return phrase
    close = end + 1
    while close < high and (close in pieces.soft or pieces.is_word(close)):
        close += 1
    return (start, close) if close > end + 1 and opens_apposition(pieces, end + 1, close, lexicon) else phrase


def opens_apposition(pieces: Pieces, first: int, last: int, lexicon: SpeechLexicon) -> bool:
    """Whether the words from `first` present somebody: a name alone, or a role, an article, a relative."""
    words = [pieces.words[i] for i in range(first, last) if pieces.is_word(i)]
    if 1 <= len(words) <= 4 and all(w[0].isupper() or w.lower() in lexicon.of("particle") for w in words):
        return True
    relative = lexicon.of("relative") | lexicon.of("relative_oblique")
    if pieces.lows[first] in relative and (
        pieces.lows[first] not in lexicon.of("article")
        or ("verb_second" in lexicon.features and pieces.words[last - 1].islower())
    ):
        return True
    endings = tuple(lexicon.of("aside_ending"))
    if (
        endings
        and last - first > 2
        and pieces.words[first].islower()
        and pieces.lows[first].endswith(endings)
    ):
        return True
    roles = lexicon.persons
    return any(roles.role_of(pieces.lows[i]) for i in range(first, min(last, first + 4)))


def subject_before_apposition(pieces: Pieces, first: int, lexicon: SpeechLexicon) -> Range | None:
    """The subject of a verb at `first` that follows a closed apposition ("Kim, an analyst, said …")."""
    low, _ = pieces.sentence_bounds(first)
    if first - 1 <= low or pieces.lows[first - 1] != ",":
        return None
    opening = next((i for i in range(first - 2, low, -1) if pieces.lows[i] == ","), None)
    if opening is None or opening - low > 22:
        return None
    named = opening >= 2 and all(pieces.words[i][0].isupper() for i in (opening - 1, opening - 2))
    short = (
        named
        and first - opening <= 10
        and not any(lexicon.verbs.get(pieces.lows[i]) for i in range(opening + 1, first))
    )
    aside = first - opening <= 6 and _is_plain_opening(pieces, low, opening, lexicon)
    if not short and not aside and not opens_apposition(pieces, opening + 1, first - 1, lexicon):
        return None
    start = opening
    while (
        start > low
        and (start - 1 in pieces.soft or not pieces.is_mark(start - 1))
        and start - 1 not in pieces.long
    ):
        start -= 1
    before = np_before(pieces, start, opening, lexicon)
    return (before[0], first - 1) if before and not _is_clause(pieces, before, lexicon) else None


def _is_clause(pieces: Pieces, phrase: Range, lexicon: SpeechLexicon) -> bool:
    """Where the verb stands second and nouns have capitals: whether a small word after a noun is a verb."""
    if "verb_second" not in lexicon.features or "noun_capitals" not in lexicon.features:
        return False
    kinds = ("article", "link", "particle", "stop", "adverb", "conjunction")
    return any(
        pieces.words[i - 1][0].isupper()
        and pieces.lows[i - 1] not in lexicon.of("article")
        and pieces.words[i][0].islower()
        and not any(pieces.lows[i] in lexicon.of(kind) for kind in kinds)
        and not pieces.lows[i].endswith(tuple(lexicon.of("attribute_ending")))
        for i in range(phrase[0] + 1, phrase[1])
    )


def _is_plain_opening(pieces: Pieces, low: int, end: int, lexicon: SpeechLexicon) -> bool:
    """Whether a sentence opens with a name or noun phrase alone, before a short aside ("Berlin, for its part,")."""
    head = pieces.lows[low]
    if (
        "verb_second" in lexicon.features
        or head in lexicon.of("stop")
        or head in lexicon.of("adverb")
        or head in lexicon.of("subordinator")
    ):
        return False
    words = [i for i in range(low, end) if pieces.is_word(i)]
    return bool(words) and len(words) <= 5 and pieces.words[words[-1]][0].isupper()
