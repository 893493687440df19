"""Verbs of position: what is wanted, refused or judged.

In: a scene, the place after verb and subject, the subject. Out: a draft whose content is the verb's object.
Refuses: objects without a subject, unless the language leaves subjects out.
"""

from __future__ import annotations

from transforms.quotations.clauses import complementizer, infinitive_clause
from transforms.quotations.phrases import Range, skip_adverbs
from transforms.quotations.scene import OBJECT_WORDS, Draft, Scene, holds
from transforms.quotations.subjects import is_final, opens_clause


def position(scene: Scene, after: int, speaker: Range | None) -> Draft | None:
    """What is wanted, refused or judged: the words after the verb, or between subject and a final verb."""
    pieces, cue = scene.pieces, scene.cue
    first, last = scene.segment
    _, high = pieces.sentence_bounds(cue.first)
    high = min(high, scene.high)
    marked = complementizer(scene, after, high)
    if (
        marked is not None
        and pieces.n_words(after, marked) <= OBJECT_WORDS
        and not scene.has("whether", marked)
    ):
        return Draft(((marked + 1, high),), cue, speaker)
    wanted = infinitive_clause(scene, after, high)
    if wanted is not None and speaker is not None:
        return Draft((wanted,), cue, speaker)
    if scene.feature("verb_second") and cue.first >= cue.finite and is_final(scene, cue.first, last):
        return _final_position(scene, after, speaker, high)
    begin = skip_adverbs(pieces, after, high, scene.lexicon)
    high = next((i for i in range(begin, high) if pieces.lows[i] in (":", ";")), high)
    if cue.particle is not None:
        if begin == cue.particle:
            begin += 1
        if pieces.n_words(cue.particle + 1, high) == 0 or begin < cue.particle - 1:
            high = cue.particle if begin < cue.particle else high
    if pieces.n_words(begin, high) < 1 or (speaker is None and not opens_clause(scene, first)):
        return None
    return Draft(((begin, high),), cue, speaker)


def _final_position(scene: Scene, after: int, speaker: Range | None, high: int) -> Draft | None:
    """Subject, object, final verb: the infinitive clause that follows, else the words before the verb."""
    pieces, cue = scene.pieces, scene.cue
    _, last = scene.segment
    if speaker is None:
        return None
    if last < high and pieces.lows[last] == "," and holds(scene, "infinitive", last + 1, high):
        return Draft(((last + 1, high),), cue, speaker)
    begin = skip_adverbs(pieces, max(speaker[1], min(after, cue.first)), cue.first, scene.lexicon)
    if cue.finite < cue.first and speaker[1] <= cue.finite:
        begin = skip_adverbs(pieces, cue.finite + 1, cue.first, scene.lexicon)
    if pieces.n_words(begin, cue.first) < 1:
        return None
    return Draft(((begin, cue.first),), cue, speaker)
