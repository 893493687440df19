"""Who speaks in constructions that name the source in an unusual place, and what then is reported."""

from __future__ import annotations

import pytest

from tests.transforms.quotations.lexicons import resolved
from vocabulary import QuotationType

CASES = [
    (
        "de",
        "Laut einem Bericht der „Süddeutschen Zeitung“ will die Regierung im Mai Soldaten schicken.",
        "Süddeutsche Zeitung",
        "will die Regierung im Mai Soldaten schicken",
    ),
    (
        "de",
        "Nach Informationen der „Weserbrücker Rundschau“ steigen die Kosten im Herbst.",
        "Weserbrücker Rundschau",
        "steigen die Kosten im Herbst",
    ),
    (
        "de",
        "KIEW (dpa) – Das Land brauche mehr Strom, sagte Ministerin Olena Marchuk am Montag.",
        "Olena Marchuk",
        "Das Land brauche mehr Strom",
    ),
    (
        "en",
        "LONDON — Troops could leave within weeks, Defence Secretary Helen Marsh said.",
        "Helen Marsh",
        "Troops could leave within weeks",
    ),
    (
        "en",
        "GENEVA, May 4 (Reuters) - The plan costs too much, said analyst Peter Collins.",
        "Peter Collins",
        "The plan costs too much",
    ),
    (
        "en",
        "For Peter Collins of Chatham House, the force is a symbol.",
        "Peter Collins",
        "the force is a symbol",
    ),
    (
        "de",
        "„Wir gehen diesen Weg zu Ende“ – mit diesen Worten eröffnete Jonas Brandt die Tagung.",
        "Jonas Brandt",
        "Wir gehen diesen Weg zu Ende",
    ),
    (
        "pl",
        "Premier Donald Tusk wrócił z Kijowa. Zdaniem szefa rządu plan nie wystarczy.",
        "Donald Tusk",
        "nie wystarczy",
    ),
]


@pytest.mark.parametrize(("language", "text", "speaker", "content"), CASES)
def test_source_and_content(language: str, text: str, speaker: str, content: str) -> None:
    assert [(q.speaker_name, q.surface) for q in resolved(language, text).quotations] == [(speaker, content)]


def test_body_with_a_dash_after_it_is_no_dateline() -> None:
    text = "NATO – das ältere Bündnis – müsse zahlen, sagte Ministerin Olena Marchuk."
    assert resolved("de", text).quotations[0].surface.startswith("NATO")


@pytest.mark.parametrize(
    ("title", "speakers"),
    [
        ("Ukraine : les alliés préparent une force", []),
        ("Ukraine : « Nous avons besoin d'avions »", ["Ukraine"]),
    ],
)
def test_country_before_a_colon_speaks_only_in_reported_words(title: str, speakers: list[str]) -> None:
    found = resolved("fr", f"{title}\n\nLe texte suit ici.").quotations
    assert [q.speaker_name for q in found] == speakers


def test_joint_speakers_all_count_for_one_quotation() -> None:
    found = resolved("de", "Jonas Brandt und Marta Klein betonen, dass die Truppe zu klein sei.")
    assert [(q.speaker_name) for q in found.quotations] == ["Jonas Brandt"]
    assert [(s.name, s.n_quotations) for s in found.speakers] == [("Jonas Brandt", 1), ("Marta Klein", 1)]


def test_for_somebody_is_no_view_unless_it_says_what_something_is() -> None:
    assert not resolved("en", "For Helen Marsh, the party went on.").quotations


def test_capitals_before_an_aside_are_no_dateline() -> None:
    text = "UKRAINE — a country at war — needs help, Secretary Helen Marsh said."
    assert resolved("en", text).quotations[0].surface.startswith("UKRAINE")


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "“We will go on” — with these words Helen Marsh opened the day."),
        ("fr", "« Nous irons plus loin » : par ces mots, Helen Marsh a ouvert la séance."),
        ("it", "«Andremo avanti»: con queste parole Helen Marsh ha aperto il vertice."),
        ("es", "«Seguiremos así», con estas palabras abrió Helen Marsh la reunión."),
        ("pl", "„Nie ustąpimy nigdy” – tymi słowami Helen Marsh otworzyła spotkanie."),
    ],
)
def test_these_words_are_those_before(language: str, text: str) -> None:
    (quotation,) = resolved(language, text).quotations
    assert (quotation.speaker_name, quotation.type) == ("Helen Marsh", QuotationType.DIRECT)


def test_somebody_within_a_role_is_no_joint_speaker() -> None:
    text = "Jonas Brandt, Berater von Marta Klein und Olaf Stern, sagte, die Truppe sei zu klein."
    assert [s.name for s in resolved("de", text).speakers if s.n_quotations] == ["Jonas Brandt"]
