"""Languages of texts, and what pages claim."""

from __future__ import annotations

import pytest

from transforms.extraction import detect_language
from transforms.extraction.language import choose_language

TEXTS = {
    "de": "Die Staaten haben sich in Paris getroffen und lange beraten, wie es weitergehen soll.",
    "en": "The states met in Paris and spent a long time discussing how things should go on from here.",
    "fr": "Les États se sont réunis à Paris et ont longuement discuté de la suite des événements.",
    "it": "Gli Stati si sono riuniti a Parigi e hanno discusso a lungo su come andare avanti.",
    "es": "Los Estados se reunieron en París y debatieron durante mucho tiempo cómo seguir adelante.",
    "pl": "Państwa spotkały się w Paryżu i długo rozmawiały o tym, jak powinno się dalej działać.",
    "ru": "Представители государств встретились в Париже и долго обсуждали, как действовать дальше.",
    "uk": "Представники держав зустрілися в Парижі й довго обговорювали, як діяти далі.",
}


@pytest.mark.parametrize("language", TEXTS)
def test_languages(language: str) -> None:
    assert detect_language(TEXTS[language]) == language


@pytest.mark.parametrize("text", ["", "12 34", "Paris"])
def test_too_little_text_has_no_language(text: str) -> None:
    assert detect_language(text) is None


def test_a_template_with_another_language_does_not_win() -> None:
    assert choose_language(TEXTS["uk"], ["ru", "ru_RU"]) == "uk"
    assert choose_language(TEXTS["de"], ["en-US"]) == "de"


def test_a_claim_counts_where_there_is_too_little_text() -> None:
    assert choose_language("Paris", [None, "x-default", "pl-PL"]) == "pl"
    assert choose_language("Paris", []) is None
