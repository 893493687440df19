"""The compiled word lists of speech, persons and roles of one language.

In: the tables of a language, those common to all, and the names file. Out: dictionaries and patterns,
built once. Refuses: tables that lack a column (`KeyError` names it).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from transforms.identity import NameIndex, build_name_index
from transforms.speech.marks import marks_pattern
from transforms.speech.naming import PersonLexicon, build_person_lexicon
from transforms.speech.tokens import token_pattern
from vocabulary import Row, Tables


@dataclass(frozen=True, slots=True)
class Verb:
    """One sense of a form: `kind` of report, and the separated particle that must follow."""

    kind: str
    particle: str | None
    is_participle: bool


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that attribute: `kind` says where the source stands."""

    words: tuple[str, ...]
    kind: str


@dataclass(frozen=True, eq=False)
class SpeechLexicon:
    """What the annotators know of one language. Compared by identity."""

    language: str
    verbs: Mapping[str, tuple[Verb, ...]]
    phrases: Mapping[str, tuple[Phrase, ...]]
    """First word to the phrases that begin with it, longest first."""
    words: Mapping[str, frozenset[str]]
    """Kind to words: complementizer, auxiliary, stop, link, adverb …"""
    moods: frozenset[str]
    mood_endings: tuple[str, ...]
    pairs: Mapping[str, tuple[str, ...]]
    marks: re.Pattern[str]
    token: re.Pattern[str]
    features: frozenset[str]
    source_heads: tuple[str, ...]
    """Nouns for words or knowledge that head compounds."""
    persons: PersonLexicon
    names: NameIndex

    def of(self, kind: str) -> frozenset[str]:
        """The words of one kind; empty where the language has none."""
        return self.words.get(kind, frozenset())


def forms_of(cell: str) -> list[str]:
    """The forms in a cell, written one after another with `|` between.

    >>> forms_of("sagt|sagte")
    ['sagt', 'sagte']
    """
    return [form.strip() for form in cell.split("|") if form.strip()]


def _verbs(rows: Sequence[Row]) -> dict[str, tuple[Verb, ...]]:
    table: dict[str, list[Verb]] = {}
    for row in rows:
        particle = None if row["particle"] == "-" else row["particle"]
        for column in ("forms", "participles"):
            if row[column] == "-":
                continue
            for form in forms_of(row[column]):
                is_participle = column == "participles"
                verb = Verb(row["kind"], particle, is_participle)
                table.setdefault(form.lower(), []).append(verb)
    return {form: tuple(dict.fromkeys(verbs)) for form, verbs in table.items()}


def _phrases(rows: Sequence[Row]) -> dict[str, tuple[Phrase, ...]]:
    table: dict[str, list[Phrase]] = {}
    for row in rows:
        for form in forms_of(row["forms"]):
            words = tuple(form.lower().split())
            table.setdefault(words[0], []).append(Phrase(words, row["kind"]))
    return {
        first: tuple(sorted(set(phrases), key=lambda p: (-len(p.words), p.words, p.kind)))
        for first, phrases in table.items()
    }


def words_by_kind(rows: Sequence[Row]) -> dict[str, frozenset[str]]:
    """Kind to the words listed under it."""
    table: dict[str, set[str]] = {}
    for row in rows:
        table.setdefault(row["kind"], set()).update(forms_of(row["forms"]))
    return {kind: frozenset(words) for kind, words in table.items()}


def build_speech_lexicon(
    language: str, tables: Tables, common: Tables, names: Sequence[Row]
) -> SpeechLexicon:
    """Compile what the annotators of persons, quotations and speakers know of one language."""
    words = words_by_kind(tables.get("speech_words", ()))
    moods = words_by_kind(tables.get("speech_moods", ()))
    pairs = {row["open"]: tuple(row["close"].split()) for row in common.get("speech_marks", ())}
    index = build_name_index(names)
    return SpeechLexicon(
        language=language,
        verbs=_verbs(tables.get("speech_verbs", ())),
        phrases=_phrases(tables.get("speech_phrases", ())),
        words=words,
        moods=moods.get("form", frozenset()),
        mood_endings=tuple(sorted(moods.get("ending", frozenset()))),
        pairs=pairs,
        marks=marks_pattern(pairs),
        token=token_pattern(*(sorted(words.get(kind, ())) for kind in ("elision", "clitic", "inverted"))),
        features=words.get("feature", frozenset()),
        source_heads=tuple(sorted(noun for noun in words.get("source_noun", ()) if len(noun) > 5)),
        persons=build_person_lexicon(tables, common, index),
        names=index,
    )
