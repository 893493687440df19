"""The reported clause beside a verb.

In: a scene and a place. Out: the range of the clause after that place, if one is reported there. Refuses:
objects of verbs of position; speakers.
"""

from __future__ import annotations

from transforms.quotations.phrases import Range, opens_apposition, skip_adverbs
from transforms.quotations.scene import OBJECT_WORDS, WEAK, Scene, holds


def explicit(scene: Scene, right: Range) -> bool:
    """Whether the clause on the right is opened by a complementizer, a colon or a quoted stretch."""
    pieces = scene.pieces
    start = right[0]
    before = pieces.lows[start - 1] if start else ""
    return (
        scene.has("complementizer", start)
        or scene.has("complementizer", start - 1)
        or before == ":"
        or start in pieces.long
    )


def clause_after(scene: Scene, start: int) -> Range | None:
    """The reported clause to the right of the verb, if there is one."""
    pieces = scene.pieces
    low, high = pieces.sentence_bounds(scene.cue.first)
    high = min(high, scene.high)
    _, last = pieces.segment(start - 1) if start > low else (low, start)
    marked = complementizer(scene, start, high)
    if marked is not None:
        return (marked + 1 if not scene.has("whether", marked) else marked, high)
    colon = next((i for i in range(start, min(high, start + 25)) if pieces.lows[i] == ":"), None)
    if colon is not None and all(pieces.lows[i] not in (",",) or True for i in range(start, colon)):
        return _after_colon(scene, colon, high)
    if scene.cue.kind in WEAK:
        quote = next((i for i in range(start, min(last + 2, high)) if i in pieces.long), None)
        return (quote, quote + 1) if quote is not None else None
    quote = next((i for i in range(start, min(last + 1, high)) if i in pieces.quotes), None)
    if scene.feature("bare_clause"):
        begin = _past_time(scene, start, last)
        if begin is not None and (pieces.n_words(begin, last) >= 2 or quote is not None):
            return (begin, high)
    if quote is not None and pieces.n_words(start, quote) <= 3:
        return (quote, high)
    if last < high and pieces.lows[last] in (",", "–", "—") and pieces.n_words(last + 1, high) >= 2:
        if scene.has("relative_only", last + 1):
            return None
        return (last + 1, high)
    if last < high and last in pieces.quotes:
        return (last, high)
    return None


def _after_colon(scene: Scene, colon: int, high: int) -> Range | None:
    pieces = scene.pieces
    if colon + 1 in pieces.quotes:
        end = colon + 1
        total = min(len(pieces), max(scene.high, high))
        while end < total and not pieces.is_word(end):
            end += 1
        quotes = [i for i in range(colon + 1, end) if i in pieces.quotes]
        if end >= high or quotes[-1] in pieces.long:
            return (colon + 1, quotes[-1] + 1)
    return (colon + 1, high) if pieces.n_words(colon + 1, high) >= 2 else None


def complementizer(scene: Scene, start: int, high: int) -> int | None:
    """A complementizer that opens a clause: after a comma, or anywhere near where commas are not needed.

    What lies between the verb and it may name a day or present somebody, but holds no verb of its own.
    """
    pieces = scene.pieces
    crossed = False
    for place in range(start, min(high, start + 24)):
        after_comma = place > start and pieces.is_delimiter(place - 1)
        if scene.has("complementizer", place):
            if after_comma or place == start or scene.feature("bare_complementizer"):
                return place
        elif crossed and _is_predicate(scene, place):
            return None
        crossed = crossed or pieces.lows[place] == ","
    return None


def _is_predicate(scene: Scene, index: int) -> bool:
    low = scene.pieces.lows[index]
    kinds = ("auxiliary", "modal", "passive")
    listed = any(scene.has(kind, index) for kind in kinds) or low in scene.lexicon.moods
    return scene.feature("verb_second") and (listed or bool(scene.lexicon.verbs.get(low)))


def _past_time(scene: Scene, start: int, last: int) -> int | None:
    """Past adverbs, days and "in a statement" between the verb and a clause without a comma.

    None where nothing but such an adjunct follows.
    """
    pieces = scene.pieces
    place = skip_adverbs(pieces, start, last, scene.lexicon)
    if scene.has("adjunct", place):
        end = place + 1
        while (
            end < min(last, place + 6)
            and not scene.has("subject_article", end)
            and not scene.has("subject_pronoun", end)
        ):
            if scene.has("adjunct_noun", end):
                after = skip_adverbs(pieces, end + 1, last, scene.lexicon)
                return after if pieces.n_words(after, last) >= 3 and not scene.has("adjunct", after) else None
            end += 1
        if (
            end < last
            and (scene.has("subject_article", end) or scene.has("subject_pronoun", end))
            and end - place > 2
        ):
            return end
        return None
    return place


def infinitive_clause(scene: Scene, after: int, high: int) -> Range | None:
    """The infinitive clause after a comma and few words ("forderte sie auf, das Land zu verlassen")."""
    pieces = scene.pieces
    comma = next((i for i in range(after, high) if pieces.lows[i] == ","), None)
    if comma is None or pieces.n_words(after, comma) > OBJECT_WORDS or scene.has("relative", comma + 1):
        return None
    return (comma + 1, high) if holds(scene, "infinitive", comma + 1, high) else None


def _is_aside(scene: Scene, start: int, high: int) -> bool:
    """Whether the words after a tag's comma still belong to the tag: a relative clause, a name, a role."""
    if scene.has("relative", start) or scene.has("article", start) or scene.has("as", start):
        return True
    close = next((i for i in range(start, high) if scene.pieces.is_mark(i)), high)
    return close > start and opens_apposition(scene.pieces, start, close, scene.lexicon)


def rest_after_tag(scene: Scene, end: int, high: int) -> Range | None:
    """What follows a tag within the sentence and is no apposition: the reported clause goes on."""
    pieces = scene.pieces
    high = min(high, scene.high)
    if end >= high or pieces.lows[end] not in (",", "–", "—", "-"):
        return None
    start = end + 1
    while start < high and _is_aside(scene, start, high):
        comma = next((i for i in range(start, high) if pieces.lows[i] == ","), None)
        if comma is None:
            return None
        start = comma + 1
    return (
        (start, high) if pieces.n_words(start, high) >= 2 and not scene.has("subordinator", start) else None
    )


def is_adjunct(scene: Scene, left: Range) -> bool:
    return scene.has("subordinator", left[0])
