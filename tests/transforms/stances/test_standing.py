"""Who somebody is and from which side they speak: whole names, origins, lacks, provisos."""

from __future__ import annotations

import pytest

from tests.transforms.stances.texts import judge, lexicon, mark, sides
from transforms.stances.framing import Framing
from transforms.stances.reading import Reading, read_text
from transforms.text import split_sentences
from vocabulary import Polarity

FAVOR, AGAINST, MIXED = Polarity.FAVOR, Polarity.AGAINST, Polarity.MIXED
TROOPS, AID = "troop_deployment", "military_aid"


def read(marked: str, language: str = "en") -> Reading:
    text, quotations, persons = mark(marked)
    return read_text(text, split_sentences(text, language), quotations, [], persons, lexicon(language))


@pytest.mark.parametrize(
    ("language", "text", "holder"),
    [
        ("en", "On Sunday [Latvia's Juris Ozols] rejected the troop deployment.", "Juris Ozols"),
        ("de", "Der Parteichef [Konrad] Vogt lehnte die Entsendung von Soldaten ab.", "Konrad Vogt"),
        ("en", "The senator Juris Ozols rejected the troop deployment.", "Juris Ozols"),
        ("en", "A mayor of the region, Juris Ozols, rejected the troop deployment.", "Juris Ozols"),
    ],
)
def test_a_holder_has_the_whole_name(language: str, text: str, holder: str) -> None:
    assert sides(text, language)[holder, TROOPS] is AGAINST


def test_a_noun_after_a_last_name_is_no_part_of_it() -> None:
    marked = "[Vogts] Drängen auf eine Entsendung von Soldaten ist unverzichtbar. [Vogt] lehnte sie ab."
    assert {name for _, name in read(marked, "de").cast.mentions} <= {"Vogt", "Vogts"}


def test_capitals_alone_are_nobody() -> None:
    found = read("Only yesterday the Grand Bazaar was full of soldiers.")
    assert not found.cast.mentions


@pytest.mark.parametrize(
    ("text", "name", "origin"),
    [
        ("The Russian envoy [Ivan Petrov] spoke.", "Ivan Petrov", "moscow"),
        ("Defence minister [Ann Reed] spoke.", "Ann Reed", "office"),
        ("Talks went on. [Ann Reed], a backbencher, spoke.", "Ann Reed", "bench"),
    ],
)
def test_the_words_beside_a_name_say_where_somebody_stands(text: str, name: str, origin: str) -> None:
    assert origin in Framing(read(text)).origins(name)


def test_framing_words_give_each_voice_its_slant() -> None:
    reading = read(
        "Pensioners and nurses pay, taxpayers too. [Ann Reed] said {Ann Reed|the invaders hit our cities}."
    )
    framing = Framing(reading)
    assert framing.slant("text") < 0 < framing.slant("Ann Reed")


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The arms deliveries are too slow and come in dribs and drabs."),
        ("de", "Die Waffenlieferungen kommen zu spät und reichen nicht."),
        ("uk", "Постачання зброї Україні надто повільне, ракет бракує."),
    ],
)
def test_whoever_finds_too_little_wants_more(language: str, text: str) -> None:
    assert sides(text, language)["text", AID] is FAVOR


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (
            "en",
            "[Ann Reed]: {Ann Reed|The troop deployment? Only if parliament agrees, and not without a mandate.}",
        ),
        ("de", "[Ann Reed]: {Ann Reed|Eine Entsendung von Soldaten nur unter der Bedingung eines Mandats.}"),
    ],
)
def test_consent_that_hangs_on_a_condition_is_mixed(language: str, text: str) -> None:
    assert sides(text, language)["Ann Reed", TROOPS] is MIXED


def test_a_report_that_names_critics_stays_neutral() -> None:
    text = "Officials said on Monday that the troop deployment is on the agenda; a statement is expected this week."
    assert judge(text)[1].labels[TROOPS] is Polarity.NEUTRAL
