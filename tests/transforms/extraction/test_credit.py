"""Credits in datelines, bylines and at the end; none where an agency is only talked about."""

from __future__ import annotations

import pytest

from transforms.extraction import ExtractionLexicon, find_credit

BODY = "Die Staaten haben sich in Paris getroffen und lange beraten, wie es weitergehen soll."

CREDITED = [
    ("Berlin (dpa) - " + BODY, "dpa"),
    ("Berlin (dpa/AFP) – " + BODY, "dpa"),
    ("BERLIN (Reuters) - " + BODY, "reuters"),
    ("KYIV, Jan 6 (Reuters) - The allies met in Paris to talk about a force.", "reuters"),
    ("LONDON (AP) — The allies met in Paris to talk about a force.", "ap"),
    ("PARIS (AFP) – " + BODY, "afp"),
    ("Paris/Berlin (AFP) - " + BODY, "afp"),
    ("(ANSA) - ROMA, 06 GEN - Gli alleati si sono riuniti a Parigi.", "ansa"),
    ("Madrid, 6 ene (EFE).- Los aliados se reunieron en París.", "efe"),
    (BODY + "\n\n(dpa)", "dpa"),
    (BODY + " (APA)", "apa"),
    (BODY + "\n\nQuelle: dpa", "dpa"),
    (BODY + "\n\nQuelle: AFP/Musterbote", "afp"),
    (BODY + "\n\nŹródło: PAP", "pap"),
    (BODY + "\n\nДжерело: Укрінформ", "ukrinform"),
    (BODY + "\n\nИсточник: ТАСС", "tass"),
    (BODY + "\n\n– Reuters", "reuters"),
    ("Von AFP\n\n" + BODY, "afp"),
    ("By Associated Press\n\n" + BODY, "ap"),
    ("dpa\n\n" + BODY, "dpa"),
]
NOT_CREDITED = [
    BODY,
    "Reuters hatte am Montag berichtet, die Staaten wollten verhandeln. " + BODY,
    BODY + " Die Agentur AFP meldete zuvor anderes, ohne Einzelheiten zu nennen.",
    "The minister told Reuters that talks would go on (as Reuters had written before) for weeks.",
    "Das Apfelmus (ap) ist ein Gericht. " + BODY,
]


@pytest.mark.parametrize(("text", "agency"), CREDITED)
def test_credits(text: str, agency: str, lexicon: ExtractionLexicon) -> None:
    assert find_credit(text, lexicon) == agency


@pytest.mark.parametrize("text", NOT_CREDITED)
def test_talk_about_agencies_is_no_credit(text: str, lexicon: ExtractionLexicon) -> None:
    assert find_credit(text, lexicon) is None


def test_authors_are_credits_too(lexicon: ExtractionLexicon) -> None:
    assert find_credit(BODY, lexicon, ["Le Figaro", "AFP"]) == "afp"
    assert find_credit(BODY, lexicon, ["Anna Muster"]) is None
