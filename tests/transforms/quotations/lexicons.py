"""The compiled lexicons of the seeds that ship, once per test run."""

from __future__ import annotations

from functools import lru_cache

from flows.seeds import read_lexicons, read_names
from transforms.persons import find_persons
from transforms.quotations import SpeechLexicon, build_speech_lexicon, find_quotations
from transforms.speakers import Resolved, resolve_speakers
from transforms.text import split_sentences
from vocabulary import PersonMention, Quotation

LANGUAGES = ("de", "en", "fr", "it", "es", "pl", "ru", "uk")


@lru_cache(maxsize=1)
def tables():
    """All lexicon tables."""
    return read_lexicons()


@lru_cache(maxsize=16)
def lexicon(language: str) -> SpeechLexicon:
    """The compiled lexicon of one language."""
    return build_speech_lexicon(language, tables()[language], tables()["common"], read_names())


def quotations(language: str, text: str) -> list[Quotation]:
    """The quotations of a text."""
    return find_quotations(text, split_sentences(text, language), lexicon(language))


def persons(language: str, text: str) -> list[PersonMention]:
    """The persons and organisations of a text."""
    return find_persons(text, split_sentences(text, language), lexicon(language))


def resolved(language: str, text: str, authors: tuple[str, ...] = ()) -> Resolved:
    """Quotations with speakers, as the composition makes them."""
    sentences = split_sentences(text, language)
    found = find_quotations(text, sentences, lexicon(language))
    named = find_persons(text, sentences, lexicon(language))
    return resolve_speakers(text, sentences, found, named, lexicon(language), authors)
