"""Who is the subject of a reporting verb.

In: a scene. Out: the range of the noun phrase before or after the verb. Refuses: resolving it to a name.
"""

from __future__ import annotations

from transforms.quotations.phrases import Range, np_after, np_before, opens_adjunct, skip_adverbs
from transforms.quotations.scene import Scene


def place_of_words(scene: Scene) -> Range | None:
    """ "In the report it says", "heißt es in dem Bericht": the noun phrase of the place that says it."""
    pieces = scene.pieces
    low, high = pieces.sentence_bounds(scene.cue.first)
    before = range(low, scene.cue.first)
    after = range(scene.cue.last, min(high, scene.cue.last + 4))
    preposition = next((i for i in (*after, *before) if scene.has("place_preposition", i)), None)
    if preposition is None:
        return None
    return np_after(
        pieces, preposition + 1, scene.cue.first if preposition < scene.cue.first else high, scene.lexicon
    )


def inverted_subject(scene: Scene) -> Range | None:
    cue, pieces = scene.cue, scene.pieces
    _, last = scene.segment
    between = cue.first - cue.finite > 1
    start = cue.finite + 1 if between else cue.last
    end = cue.first if between else last
    if scene.has("complementizer", skip_adverbs(pieces, start, end, scene.lexicon)):
        return None
    return np_after(pieces, start, end, scene.lexicon)


def pronoun_follows(scene: Scene) -> bool:
    """Where the verb stands second: whether its subject is the pronoun after it."""
    return scene.feature("verb_second") and scene.has("subject_pronoun", scene.cue.finite + 1)


def subject_follows(scene: Scene) -> bool:
    """Where the verb stands second: whether its subject, a pronoun or "es", comes after it."""
    return pronoun_follows(scene) or (scene.feature("verb_second") and scene.cue.kind == "hiess")


def subject_past_reflexive(scene: Scene) -> bool:
    """Whether a name or noun phrase follows verb and reflexive ("Besorgt äußerte sich der Minister")."""
    place = scene.cue.finite + 2
    if (
        not scene.feature("verb_second")
        or place >= len(scene.pieces)
        or not scene.has("reflexive", place - 1)
    ):
        return False
    return scene.has("subject_article", place) or scene.pieces.words[place][:1].isupper()


def name_follows(scene: Scene) -> bool:
    """Whether a person's name stands alone between the verb and the report ("Der Zeitung sagte Name: …")."""
    pieces, lexicon, start = scene.pieces, scene.lexicon, scene.cue.finite + 1
    if scene.cue.kind not in ("say", "both") or not 0 < scene.cue.finite < start < len(pieces):
        return False
    end = start
    while (
        end < len(pieces)
        and pieces.words[end][:1].isupper()
        and not lexicon.persons.role_of(pieces.lows[end])
    ):
        end += 1
    if not start < end <= start + 4 or end >= len(pieces) or pieces.lows[end] not in (":", ","):
        return False
    low, persons = pieces.lows[start], lexicon.persons
    entries = [entry for _, entry in persons.known.get(persons.stem(low), ())]
    known = any(not entry.is_organisation for entry in entries)
    several = end - start > 1 and not entries and pieces.lows[end] == ":"
    return known or several or low in persons.first_names or low in persons.last_names


def fronted(scene: Scene) -> bool:
    """Where the verb stands second: whether an adjunct opens the sentence, so that the subject follows."""
    low, _ = scene.pieces.sentence_bounds(scene.cue.first)
    return scene.feature("verb_second") and opens_adjunct(scene.pieces, low, scene.lexicon)


def sentence_subject(scene: Scene) -> Range | None:
    """The subject that a second, coordinated verb shares: the sentence's first pronoun or noun phrase."""
    pieces = scene.pieces
    low, _ = pieces.sentence_bounds(scene.cue.first)
    pronoun = next((i for i in range(low, scene.cue.finite) if scene.has("subject_pronoun", i)), None)
    if pronoun is not None:
        return pronoun, pronoun + 1
    if opens_adjunct(pieces, low, scene.lexicon):
        return None
    return np_after(pieces, low, scene.cue.finite, scene.lexicon)


def is_subordinate(scene: Scene, first: int, last: int) -> bool:
    """A clause that its opener and its final verb show to be subordinate."""
    opens = (
        scene.has("subordinator", first) or scene.has("complementizer", first) or scene.has("relative", first)
    )
    final = is_final(scene, scene.cue.first, last) and scene.cue.finite >= scene.cue.first
    return opens and final and first > 0 and scene.pieces.is_delimiter(first - 1)


def antecedent(scene: Scene, first: int) -> Range | None:
    """The noun phrase before the comma that a relative clause hangs on, with the relative pronoun."""
    if not scene.has("relative", first) or first < 2:
        return None
    start, end = scene.pieces.segment(first - 2)
    phrase = np_before(scene.pieces, start, end, scene.lexicon)
    return (phrase[0], first + 1) if phrase else None


def opens_clause(scene: Scene, first: int) -> bool:
    """Where subjects may be left out: the verb opens its sentence, or follows "and"."""
    if not scene.feature("pro_drop"):
        return False
    low, _ = scene.pieces.sentence_bounds(scene.cue.first)
    return first == low or scene.has("conjunction", first) or scene.has("conjunction", scene.cue.finite - 1)


def refers_back(scene: Scene, after: int) -> bool:
    """ "Das teilte X mit": the object before or after the verb is a bare demonstrative."""
    return scene.feature("verb_second") and scene.has("this", after)


def is_final(scene: Scene, index: int, last: int) -> bool:
    """Whether the verb closes its clause, alone or before its auxiliary."""
    rest = range(index + 1, last)
    return all(scene.has("auxiliary", i) or scene.has("passive", i) or scene.pieces.is_mark(i) for i in rest)
