"""Where a statement is attributed: reporting verbs and attributing phrases.

In: the pieces of a unit and the lexicon. Out: cues in order. Refuses: deciding what was said or by whom.
"""

from __future__ import annotations

from dataclasses import dataclass

from transforms.speech.lexicon import Phrase, SpeechLexicon, Verb
from transforms.quotations.pieces import Pieces

PARTICLE_WITHIN = 30


@dataclass(frozen=True, slots=True)
class Cue:
    """A cue: its pieces from `first` to before `last`; `finite` is the piece that agrees with the subject."""

    kind: str
    first: int
    last: int
    finite: int
    particle: int | None = None
    is_passive: bool = False
    is_verb: bool = True


def find_cues(pieces: Pieces, lexicon: SpeechLexicon) -> list[Cue]:
    """Every cue of the unit, in order, none overlapping."""
    found: list[Cue] = []
    index = 0
    while index < len(pieces):
        cue = _noun_at(pieces, index, lexicon) or _source_at(pieces, index, lexicon) or _phrase_at(pieces, index, lexicon) or _verb_at(pieces, index, lexicon)
        if cue:
            found.append(cue)
        index = cue.last if cue else index + 1
    return found


def _phrase_at(pieces: Pieces, index: int, lexicon: SpeechLexicon) -> Cue | None:
    for phrase in lexicon.phrases.get(pieces.lows[index], ()):
        last = index + len(phrase.words)
        if tuple(pieces.lows[index:last]) == phrase.words and _fits(pieces, index, last, phrase):
            return Cue(phrase.kind, index, last, index, is_verb=False)
    return None


def _noun_at(pieces: Pieces, index: int, lexicon: SpeechLexicon) -> Cue | None:
    """A noun for a statement with its clause: "the claim that", "mit der Feststellung, dass"."""
    if pieces.lows[index] not in lexicon.of("statement_noun"):
        return None
    place = index + 1
    place += place < len(pieces) and pieces.lows[place] == ","
    if place < len(pieces) and pieces.lows[place] in lexicon.of("complementizer"):
        return Cue("noun", index, index + 1, index, is_verb=False)
    return None


def _source_at(pieces: Pieces, index: int, lexicon: SpeechLexicon) -> Cue | None:
    """A preposition with a noun for words or knowledge: "nach ersten Angaben der Polizei", "selon une étude"."""
    if pieces.lows[index] not in lexicon.of("source_preposition"):
        return None
    for place in range(index + 1, min(index + 5, len(pieces))):
        if pieces.lows[place] in lexicon.of("source_noun"):
            return Cue("source", index, place + 1, index + 1, is_verb=False)
        if not pieces.is_word(place) or lexicon.verbs.get(pieces.lows[place]):
            return None
    return None


def _fits(pieces: Pieces, index: int, last: int, phrase: Phrase) -> bool:
    """A bare `so` attributes only between a delimiter and a name or an article."""
    if phrase.kind != "so":
        return True
    opens = index > 0 and (pieces.is_delimiter(index - 1) or index - 1 in pieces.quotes)
    return opens and last < len(pieces) and pieces.is_word(last)


def _verb_at(pieces: Pieces, index: int, lexicon: SpeechLexicon) -> Cue | None:
    senses = lexicon.verbs.get(pieces.lows[index])
    if not senses or _is_noun(pieces, index, lexicon):
        return None
    if _is_infinitive(pieces, index, lexicon):
        return None
    cues = [cue for sense in senses if (cue := _sense_at(pieces, index, sense, lexicon))]
    cues.sort(key=lambda cue: cue.particle is None)
    return cues[0] if cues else None


def _is_noun(pieces: Pieces, index: int, lexicon: SpeechLexicon) -> bool:
    """A capital letter within a sentence makes a noun, where the language writes nouns so."""
    word = pieces.words[index]
    before = pieces.lows[index - 1] if index else ""
    if before in lexicon.of("noun_before"):
        return True
    if "noun_capitals" not in lexicon.features or not word[0].isupper():
        return False
    return index > 0 and pieces.sentence[index] == pieces.sentence[index - 1] and before not in (":", '"')


def _is_infinitive(pieces: Pieces, index: int, lexicon: SpeechLexicon) -> bool:
    """A form that may be an infinitive, after its marker or with a modal verb in its clause."""
    if index and pieces.lows[index - 1] in lexicon.of("infinitive"):
        return True
    endings = tuple(lexicon.of("infinitive_ending"))
    if not endings or not pieces.lows[index].endswith(endings):
        return False
    first, _ = pieces.segment(index)
    return any(pieces.lows[i] in lexicon.of("modal") for i in range(first, index))


def _sense_at(pieces: Pieces, index: int, sense: Verb, lexicon: SpeechLexicon) -> Cue | None:
    if sense.is_participle:
        return _participle_at(pieces, index, sense, lexicon)
    if sense.particle is None:
        finite = _auxiliary_before(pieces, index, lexicon.of("auxiliary"), 3)
        return Cue(sense.kind, index, index + 1, index if finite is None else finite)
    particle = _particle_after(pieces, index, sense.particle)
    if particle is None:
        return None
    return Cue(sense.kind, index, index + 1, index, particle)


def _particle_after(pieces: Pieces, index: int, particle: str) -> int | None:
    """The separated particle: next to the verb, or the last word before a delimiter or the sentence's end."""
    _, end = pieces.sentence_bounds(index)
    for place in range(index + 1, min(end, index + PARTICLE_WITHIN)):
        if pieces.lows[place] == particle:
            closes = place + 1 >= end or not pieces.is_word(place + 1)
            if place == index + 1 or closes:
                return place
    return None


def _auxiliary_before(pieces: Pieces, index: int, words: frozenset[str], within: int) -> int | None:
    first, _ = pieces.segment(index)
    for place in range(index - 1, max(first, index - within) - 1, -1):
        if pieces.lows[place] in words:
            return place
    return None


def _participle_at(pieces: Pieces, index: int, sense: Verb, lexicon: SpeechLexicon) -> Cue | None:
    first, last = pieces.segment(index)
    for kind, passive in (("passive", True), ("auxiliary", False)):
        words = lexicon.of(kind)
        finite = _auxiliary_before(pieces, index, words, 25)
        if finite is None and index + 1 < last and pieces.lows[index + 1] in words:
            finite = index
        if finite is not None:
            return Cue(sense.kind, index, index + 1, finite, is_passive=passive)
    return None
