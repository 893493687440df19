"""What a text says of those it quotes: it sides, parts, mocks, throws words back."""

from __future__ import annotations

from tests.transforms.stances.texts import sides, stances
from vocabulary import Polarity

FAVOR, AGAINST = Polarity.FAVOR, Polarity.AGAINST
TROOPS, COALITION = "troop_deployment", "coalition_of_the_willing"


def test_siding_with_a_speaker_shares_the_stance() -> None:
    found = sides("“{Ann Reed|The troop deployment is reckless}”, says [Ann Reed]. She is right.")
    assert found["text", TROOPS] is AGAINST


def test_parting_from_a_speaker_turns_the_stance() -> None:
    text = "“{Ann Reed|The troop deployment is indispensable}”, claims [Ann Reed] nevertheless."
    assert sides(text)["text", TROOPS] is AGAINST


def test_a_word_thrown_back_turns_the_stance() -> None:
    text = "[Uta Kern] nannte die Truppe {Uta Kern|verlässlich}. Verlässlich ist daran nur der Fahrplan."
    assert sides(text, "de")["text", TROOPS] is AGAINST


def test_a_mark_of_distance_is_against() -> None:
    text = "Die sogenannte Koalition der Willigen tagte in Paris."
    assert sides(text, "de")["text", COALITION] is AGAINST


def test_quoted_words_beside_a_name_are_hers() -> None:
    found = sides("[Uta Kern] findet die Truppe „gefährlich und nutzlos“.", "de")
    assert found["Uta Kern", TROOPS] is AGAINST
    assert ("text", TROOPS) not in found


def test_who_differs_is_guessed_with_little_confidence() -> None:
    text = "The troop deployment is reckless folly. [Ann Reed], by contrast, spoke of “{Ann Reed|a lantern}”."
    found = {s.holder: s for s in stances(text)[1] if s.target == TROOPS}
    assert found["Ann Reed"].polarity is FAVOR
    assert found["Ann Reed"].confidence < found["text"].confidence
