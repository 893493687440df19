"""Names of persons and bodies, in eight languages and two scripts."""

from __future__ import annotations

import pytest

from tests.transforms.quotations.lexicons import persons

NAMES = [
    ("de", "Bundeskanzlers Merz Rede gefiel Ursula von der Leyen.", ["Merz", "Ursula von der Leyen"]),
    ("de", "Der Historiker Jonas Brandt schwieg. Brandts Buch liegt vor.", ["Jonas Brandt", "Jonas Brandt"]),
    ("de", "General a. D. Hanno Kremer kam.", ["Hanno Kremer"]),
    ("en", "Retired Gen. Ben Hodges met J. D. Vance.", ["Ben Hodges", "J. D. Vance"]),
    ("en", "President Zelensky thanked Mr Starmer.", ["Zelensky", "Starmer"]),
    (
        "fr",
        "La ministre Catherine Vautrin a rencontré Jean-Noël Barrot.",
        ["Catherine Vautrin", "Jean-Noël Barrot"],
    ),
    ("it", "Il ministro Guido Crosetto ha visto Giorgia Meloni.", ["Guido Crosetto", "Giorgia Meloni"]),
    ("es", "La ministra Margarita Robles habló con Pedro Sánchez.", ["Margarita Robles", "Pedro Sánchez"]),
    ("pl", "Rozmawiał z Donaldem Tuskiem.", ["Donald Tusk"]),
    ("ru", "Встреча с Владимиром Путиным отменена.", ["Владимир Путин"]),
    ("uk", "Зустріч із Володимиром Зеленським триває.", ["Володимир Зеленський"]),
]


@pytest.mark.parametrize(("language", "text", "names"), NAMES)
def test_names_stand_in_their_fullest_nominative_form(language: str, text: str, names: list[str]) -> None:
    found = [m for m in persons(language, text) if not m.is_organisation]
    assert [m.name for m in found] == names
    assert all(m.span.of(text) == m.surface for m in found)


def test_one_person_in_every_language_and_script() -> None:
    texts = {
        "de": "Präsident Selenskyj sprach.",
        "en": "President Zelenskyy spoke.",
        "fr": "Le président Volodymyr Zelensky a parlé.",
        "es": "El presidente Volodímir Zelenski habló.",
        "pl": "Rozmowa z Wołodymyrem Zełenskim.",
        "ru": "Слова Владимира Зеленского.",
        "uk": "Слова Володимира Зеленського.",
    }
    assert {persons(lang, text)[0].person_id for lang, text in texts.items()} == {"volodymyr-zelensky"}


def test_capitals_of_an_agency_are_read() -> None:
    (mention,) = persons("de", "SELENSKYJ reist ab.")
    assert mention.person_id == "volodymyr-zelensky"


def test_bodies_are_told_by_their_head_word_or_by_the_names_file() -> None:
    text = "She works at the Kyiv School of Economics and advises NATO."
    assert [(m.surface, m.is_organisation) for m in persons("en", text)] == [
        ("Kyiv School of Economics", True),
        ("NATO", True),
    ]


def test_states_months_and_nouns_are_no_persons() -> None:
    text = "Im Januar traf sich die Koalition in Paris. Deutschland und Polen sagten zu."
    assert persons("de", text) == []


def test_last_names_are_not_joined_across_first_names() -> None:
    text = "Anna Berg und Karl Berg kamen. Anna Berg sprach."
    assert [m.name for m in persons("de", text)] == ["Anna Berg", "Karl Berg", "Anna Berg"]
