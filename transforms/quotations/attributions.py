"""Attribution without a main verb of reporting: "according to", "so X", "as X said", "the claim that".

In: a scene. Out: a draft: the sentence without the attribution, and the speaker. Refuses: verbs that
govern what they report.
"""

from __future__ import annotations

from transforms.quotations.clauses import complementizer
from transforms.quotations.phrases import (
    Range,
    apposition_end,
    np_after,
    np_before,
    opens_adjunct,
    skip_adverbs,
    with_apposition,
)
from transforms.quotations.scene import Draft, Scene, after_verb, quote_before


def phrase_frame(scene: Scene) -> Draft | None:
    cue, pieces = scene.cue, scene.pieces
    first, last = cue.first, cue.last
    speaker: Range | None = (cue.first, cue.last)
    if cue.kind == "noun":
        return _noun_frame(scene)
    if cue.kind == "words":
        return _words_frame(scene)
    if cue.kind == "hence":
        _, end = pieces.sentence_bounds(cue.first)
        right = (cue.last, min(end, scene.high))
        if cue.first > 1 and scene.pieces.is_delimiter(cue.first - 1):
            start, stop = pieces.segment(cue.first - 2)
            speaker = np_before(pieces, start, stop, scene.lexicon) or speaker
        return Draft((right,), cue, speaker) if pieces.n_words(*right) >= 2 else None
    if cue.kind == "source":
        _, end = pieces.sentence_bounds(cue.first)
        inner = np_after(pieces, cue.last - 1, end, scene.lexicon)
        last = max(cue.last, inner[1] if inner else 0)
        speaker = (cue.finite, last)
    elif cue.kind in ("before", "so", "view"):
        _, end = pieces.sentence_bounds(cue.first)
        speaker = np_after(pieces, cue.last, end, scene.lexicon)
        if speaker is None:
            return None
        close = apposition_end(pieces, speaker[1], end, scene.lexicon)
        if close is not None and pieces.n_words(close + 1, end) >= 2:
            speaker = (speaker[0], close)
        last = speaker[1]
        if cue.kind == "view" and not _judges(scene, last, end):
            return None
    elif cue.kind == "after":
        speaker = _np_back(scene)
        if speaker is None:
            return None
        first = speaker[0]
    return around(scene, first, last, speaker)


def _noun_frame(scene: Scene) -> Draft | None:
    """The clause after a noun for a statement; the sentence's opening noun phrase speaks."""
    pieces = scene.pieces
    low, high = pieces.sentence_bounds(scene.cue.first)
    marked = complementizer(scene, scene.cue.last, min(high, scene.cue.last + 2))
    if marked is None:
        return None
    speaker = None
    if not opens_adjunct(pieces, low, scene.lexicon):
        speaker = np_after(pieces, low, scene.cue.first, scene.lexicon)
    return Draft(((marked + 1, min(high, scene.high)),), scene.cue, speaker)


def _judges(scene: Scene, first: int, end: int) -> bool:
    """Whether the clause after "for X" says what something is, where such a phrase often means a benefit."""
    if not scene.feature("view_judges"):
        return True
    return scene.pieces.is_delimiter(first) and any(scene.has("copula", i) for i in range(first, end))


def _words_frame(scene: Scene) -> Draft | None:
    """ "“…” – with these words X opened …": the quoted stretch before, else the sentence before."""
    pieces, cue = scene.pieces, scene.cue
    _, high = pieces.sentence_bounds(cue.first)
    begin = cue.last
    while begin < high and (pieces.is_mark(begin) or pieces.words[begin].islower()) and begin - cue.last < 2:
        begin += 1
    speaker = np_after(pieces, begin, high, scene.lexicon)
    if speaker is None:
        return None
    quote = quote_before(scene, cue.first)
    if quote is not None:
        return Draft(((quote, quote + 1),), cue, speaker)
    opens = pieces.sentence_bounds(cue.first)[0] == cue.first and not pieces.quotes
    return Draft((), cue, speaker, is_previous=True) if opens else None


def coined_frame(scene: Scene) -> Draft | None:
    """The quoted words before a relative clause that says who coined them ("a word that X coined")."""
    pieces = scene.pieces
    first, _ = scene.segment
    low, _ = pieces.sentence_bounds(scene.cue.first)
    quote = next((i for i in range(first - 1, low - 1, -1) if i in pieces.quotes), None)
    if quote is None or not scene.has("relative", first):
        return None
    speaker = np_after(pieces, first + 1, scene.cue.first, scene.lexicon)
    return Draft(((quote, quote + 1),), scene.cue, speaker) if speaker else None


def _np_back(scene: Scene) -> Range | None:
    """The noun phrase that ends at a phrase placed after its source ("den Angaben des Ministers zufolge")."""
    pieces, lexicon = scene.pieces, scene.lexicon
    segment, _ = pieces.segment(scene.cue.first)
    start = scene.cue.first
    while start > segment and scene.cue.first - start < 12:
        low, word = pieces.lows[start - 1], pieces.words[start - 1]
        inside = word[0].isupper() or low in lexicon.of("article") or low in lexicon.of("link")
        adjective = start < scene.cue.first and pieces.words[start][0].isupper() and start - 1 > segment
        if not (
            inside
            or (
                adjective
                and low not in lexicon.of("stop")
                and not lexicon.verbs.get(low)
                and low not in lexicon.of("auxiliary")
                and low not in lexicon.moods
            )
        ):
            break
        start -= 1
    return (start, scene.cue.first) if start < scene.cue.first else None


def around(scene: Scene, first: int, last: int, speaker: Range | None) -> Draft | None:
    """The sentence without the attribution from `first` to before `last`."""
    pieces = scene.pieces
    low, high = pieces.sentence_bounds(scene.cue.first)
    left = (max(low, scene.low), first)
    right = (last, min(high, max(scene.high, last)))
    left_words, right_words = pieces.n_words(*left), pieces.n_words(*right)
    if left_words and right_words and _is_lead(scene, left):
        left_words = 0
    parts = tuple(
        part for part, n in ((left, left_words), (right, right_words)) if n >= (1 if left_words else 2)
    )
    if not parts or left_words + right_words < 2:
        return None
    return Draft(parts, scene.cue, speaker)


def _is_lead(scene: Scene, left: Range) -> bool:
    """Nothing but a conjunction or adverbs before the attribution."""
    return all(
        scene.has("conjunction", i) or scene.has("adverb", i) or scene.pieces.is_mark(i) for i in range(*left)
    )


def as_frame(scene: Scene, first: int) -> Draft | None:
    pieces, lexicon, cue = scene.pieces, scene.lexicon, scene.cue
    _, last = scene.segment
    opening = skip_adverbs(pieces, first + 1, cue.first, lexicon)
    verb_first = opening >= cue.finite or all(
        scene.has("clitic_pronoun", i) or scene.has("auxiliary", i) for i in range(opening, cue.first)
    )
    speaker = np_after(
        pieces, after_verb(scene) if verb_first else opening, last if verb_first else cue.first, lexicon
    )
    if speaker is None:
        return None
    speaker = with_apposition(pieces, speaker, lexicon)
    draft = around(scene, first, max(last if not verb_first else speaker[1], after_verb(scene)), speaker)
    if draft is None and pieces.sentence_bounds(first)[0] == first:
        return None
    return draft


def opened_as(scene: Scene, first: int) -> bool:
    """Whether a verb that stands alone after an apposition ends a clause of "as" that opens the sentence."""
    low, _ = scene.pieces.sentence_bounds(first)
    return first > low and scene.has("as", low) and scene.pieces.is_delimiter(first - 1) and first - low <= 22


def as_word(scene: Scene, first: int) -> bool:
    return (
        any(scene.has("as", i) for i in range(first, min(first + 4, scene.cue.first)))
        and scene.cue.first - first <= 14
    )
