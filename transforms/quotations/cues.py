"""Where a statement is attributed: reporting verbs and attributing phrases.

In: the pieces of a unit and the lexicon. Out: cues in order. Refuses: deciding what was said or by whom.
"""

from __future__ import annotations

from dataclasses import dataclass

from transforms.quotations.pieces import Pieces
from transforms.speech.lexicon import Phrase, SpeechLexicon, Verb
from transforms.speech.tokens import Tokens
from vocabulary import Span

PARTICLE_WITHIN = 30
TAG_TOKENS = 16
TAG_REACH = 6
VIEW_REACH = 6


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
        cue = (
            _noun_at(pieces, index, lexicon)
            or _source_at(pieces, index, lexicon)
            or _phrase_at(pieces, index, lexicon)
            or _verb_at(pieces, index, lexicon)
            or _unknown_tag(pieces, index, lexicon)
        )
        if cue:
            found.append(cue)
        index = cue.last if cue else index + 1
    return found


def is_tag(sentence: Span, tokens: Tokens, lexicon: SpeechLexicon) -> bool:
    """Whether a short sentence is but a tag: a reporting verb among its first words, no clause after it."""
    first, last = tokens.first_from(sentence.start), tokens.first_from(sentence.end)
    if last - first > TAG_TOKENS:
        return False
    lows = tokens.lows[first:last]
    verb = next((i for i, low in enumerate(lows[:TAG_REACH]) if _says(low, lexicon)), None)
    return verb is not None and not any(
        low in lexicon.of("complementizer") or low == ":" for low in lows[verb:]
    )


def _says(low: str, lexicon: SpeechLexicon) -> bool:
    return any(verb.kind in ("say", "both", "tell", "weak") for verb in lexicon.verbs.get(low, ()))


def looks_like_tag(tokens: Tokens | Pieces, place: int, lexicon: SpeechLexicon) -> bool:
    """A small word that no list knows, before a name, a role or a pronoun: the verb of a tag."""
    low, word = tokens.lows[place], tokens.words[place]
    if not word.islower() or len(word) < 3 or not word.isalpha() or _is_function_word(low, lexicon):
        return False
    after = place + 1
    while after < len(tokens) and tokens.lows[after] in lexicon.of("reflexive"):
        after += 1
    if after < len(tokens) and tokens.lows[after] in lexicon.of("subject_pronoun"):
        return True
    return any(_names_somebody(tokens, i, lexicon) for i in range(after, min(after + 3, len(tokens))))


def _is_function_word(low: str, lexicon: SpeechLexicon) -> bool:
    kinds = ("stop", "adverb", "article", "conjunction", "relative", "link", "subordinator", "auxiliary",
             "complementizer", "pronoun", "as", "particle", "modal")  # fmt: skip
    return any(low in lexicon.of(kind) for kind in kinds) or bool(lexicon.persons.role_of(low))


def _names_somebody(tokens: Tokens | Pieces, place: int, lexicon: SpeechLexicon) -> bool:
    low = tokens.lows[place]
    if lexicon.persons.role_of(low):
        return True
    return tokens.words[place][0].isupper() and (
        low in lexicon.persons.first_names or "noun_capitals" not in lexicon.features
    )


def _unknown_tag(pieces: Pieces, index: int, lexicon: SpeechLexicon) -> Cue | None:
    """The verb of a tag after quoted words, or after a clause in the reporting mood, that no list knows."""
    if (
        index < 2
        or pieces.lows[index - 1] not in (",", "–", "—", "-")
        or not looks_like_tag(pieces, index, lexicon)
    ):
        return None
    if index - 2 in pieces.long or (index == 2 and 0 in pieces.quotes):
        return Cue("say", index, index + 1, index)
    low, _ = pieces.sentence_bounds(index)
    mood = any(pieces.lows[i] in lexicon.moods for i in range(low, index - 1))
    return Cue("say", index, index + 1, index) if mood and "verb_second" in lexicon.features else None


def _phrase_at(pieces: Pieces, index: int, lexicon: SpeechLexicon) -> Cue | None:
    for phrase in lexicon.phrases.get(pieces.lows[index], ()):
        last = index + len(phrase.words)
        if tuple(pieces.lows[index:last]) == phrase.words and _fits(pieces, index, last, phrase, lexicon):
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
    """A preposition with a noun for words or knowledge: "nach ersten Angaben der Polizei"."""
    if pieces.lows[index] not in lexicon.of("source_preposition"):
        return None
    for place in range(index + 1, min(index + 5, len(pieces))):
        if _is_source(pieces.lows[place], lexicon):
            return Cue("source", index, place + 1, index + 1, is_verb=False)
        if not pieces.is_word(place) or lexicon.verbs.get(pieces.lows[place]):
            return None
    return None


def _is_source(low: str, lexicon: SpeechLexicon) -> bool:
    """A noun for words or knowledge, also as the head of a compound ("Polizeiangaben")."""
    nouns = lexicon.of("source_noun")
    return low in nouns or ("noun_capitals" in lexicon.features and low.endswith(lexicon.source_heads))


def _fits(pieces: Pieces, index: int, last: int, phrase: Phrase, lexicon: SpeechLexicon) -> bool:
    """A bare `so` attributes only between a delimiter and a name or an article."""
    if phrase.kind == "view":
        return _opens_view(pieces, index, last, lexicon)
    if phrase.kind != "so":
        return True
    opens = index > 0 and (pieces.is_delimiter(index - 1) or index - 1 in pieces.quotes)
    if not opens or last >= len(pieces) or not pieces.is_word(last):
        return False
    return pieces.words[last][0].isupper() or pieces.lows[last] in lexicon.of("article")


def _opens_view(pieces: Pieces, index: int, last: int, lexicon: SpeechLexicon) -> bool:
    """ "For" attributes at the start of a sentence before a person's or listed body's name."""
    if last >= len(pieces) or pieces.sentence_bounds(index)[0] != index:
        return False
    _, end = pieces.segment(index)
    names = lexicon.persons.first_names
    for place in range(last, min(end, last + VIEW_REACH)):
        word, low = pieces.words[place], pieces.lows[place]
        if low in lexicon.persons.of("state") or lexicon.verbs.get(low):
            return False
        if word[0].isupper() and lexicon.persons.stem(word) in lexicon.persons.known:
            return True
        if low in names and place + 1 < len(pieces) and pieces.words[place + 1][0].isupper():
            return True
    return False


def _verb_at(pieces: Pieces, index: int, lexicon: SpeechLexicon) -> Cue | None:
    senses = lexicon.verbs.get(pieces.lows[index])
    if not senses or _is_noun(pieces, index, lexicon):
        return None
    if _is_infinitive(pieces, index, lexicon):
        return None
    cues = [cue for sense in senses if (cue := _sense_at(pieces, index, sense, lexicon))]
    cues.sort(key=lambda cue: (cue.particle is None, cue.finite == cue.first and not cue.is_passive))
    return cues[0] if cues else None


def _is_noun(pieces: Pieces, index: int, lexicon: SpeechLexicon) -> bool:
    """A capital letter within a sentence makes a noun, where the language writes nouns so."""
    word = pieces.words[index]
    before = pieces.lows[index - 1] if index else ""
    if before in lexicon.of("noun_before"):
        return True
    if pieces.lows[index] in lexicon.of("ambiguous") and not _has_subject(pieces, index, lexicon):
        return True
    if "noun_capitals" not in lexicon.features or not word[0].isupper():
        return False
    return index > 0 and pieces.sentence[index] == pieces.sentence[index - 1] and before not in (":", '"')


def _has_subject(pieces: Pieces, index: int, lexicon: SpeechLexicon) -> bool:
    """Whether a form that may be a noun is in small letters and follows a pronoun or a name."""
    place = index - 1
    while place >= 0 and pieces.lows[place] in lexicon.of("adverb"):
        place -= 1
    if place < 0 or not pieces.words[index].islower():
        return False
    low = pieces.lows[place]
    return low in lexicon.of("pronoun") or (
        pieces.words[place][0].isupper() and low not in lexicon.of("article")
    )


def _is_infinitive(pieces: Pieces, index: int, lexicon: SpeechLexicon) -> bool:
    """A form that may be an infinitive, after its marker or with a modal verb in its clause."""
    if index and pieces.lows[index - 1] in lexicon.of("infinitive"):
        return True
    endings = tuple(lexicon.of("infinitive_ending"))
    if not endings or not pieces.lows[index].endswith(endings):
        return False
    first, last = pieces.segment(index)
    return any(pieces.lows[i] in lexicon.of("modal") for i in range(first, min(last, index + 2)))


def _sense_at(pieces: Pieces, index: int, sense: Verb, lexicon: SpeechLexicon) -> Cue | None:
    if sense.is_participle:
        return _participle_at(pieces, index, sense, lexicon)
    if sense.particle is None:
        if _has_other_particle(pieces, index, lexicon):
            return None
        if _is_bare_participle(pieces, index, lexicon):
            return None
        finite = _auxiliary_before(pieces, index, lexicon.of("auxiliary"), 3)
        return Cue(sense.kind, index, index + 1, index if finite is None else finite)
    particle = _particle_after(pieces, index, sense.particle)
    if particle is None:
        return None
    return Cue(sense.kind, index, index + 1, index, particle)


def _is_bare_participle(pieces: Pieces, index: int, lexicon: SpeechLexicon) -> bool:
    """Whether the form is passive: its agent follows, or a form of being precedes."""
    if index + 1 < len(pieces) and pieces.lows[index + 1] in lexicon.of("agent"):
        return True
    place = index - 1
    while (
        place >= 0
        and pieces.lows[place] in lexicon.of("adverb")
        and pieces.lows[place] not in lexicon.of("being")
    ):
        place -= 1
    return place >= 0 and pieces.lows[place] in lexicon.of("being") and not pieces.lows[index].endswith("ing")


def _has_other_particle(pieces: Pieces, index: int, lexicon: SpeechLexicon) -> bool:
    """Whether the clause ends in a separated particle that makes it another verb ("forderte … an")."""
    particles = lexicon.of("separable")
    if not particles:
        return False
    _, last = pieces.segment(index)
    return last - 1 > index and pieces.lows[last - 1] in particles


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
    _, last = pieces.segment(index)
    particle = None
    if sense.particle is not None:
        particle = _particle_after(pieces, index, sense.particle)
        if particle is None:
            return None
    for kind, passive in (("passive", True), ("auxiliary", False)):
        words = lexicon.of(kind)
        finite = _auxiliary_before(pieces, index, words, 25)
        if finite is None and index + 1 < last and pieces.lows[index + 1] in words:
            finite = index
        if finite is not None:
            return Cue(sense.kind, index, index + 1, finite, particle, passive)
    return None
