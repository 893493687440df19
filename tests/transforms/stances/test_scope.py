"""Whose stance it is, and which way: quotation, negation, concession, condition, reference."""

from __future__ import annotations

import pytest

from tests.transforms.stances.texts import sides
from vocabulary import Polarity

FAVOR, AGAINST, MIXED = Polarity.FAVOR, Polarity.AGAINST, Polarity.MIXED
TROOPS, AID, COALITION = "troop_deployment", "military_aid", "coalition_of_the_willing"


@pytest.mark.parametrize(
    ("language", "text", "target", "polarity"),
    [
        ("en", "The troop deployment is reckless.", TROOPS, AGAINST),
        ("en", "The troop deployment is not reckless.", TROOPS, FAVOR),
        ("en", "Sending peacekeepers is indispensable.", TROOPS, FAVOR),
        ("de", "Die Waffenlieferungen sind ein Irrweg.", AID, AGAINST),
        ("de", "Die Waffenlieferungen sind unverzichtbar.", AID, FAVOR),
        ("de", "Die Koalition der Willigen ist kein Papiertiger.", COALITION, FAVOR),
        ("fr", "L'envoi de troupes est une folie.", TROOPS, AGAINST),
        ("fr", "Les livraisons d'armes sont indispensables.", AID, FAVOR),
        ("it", "L'invio di truppe è una follia.", TROOPS, AGAINST),
        ("es", "El envío de tropas es una locura.", TROOPS, AGAINST),
        ("pl", "Wysłanie wojsk na Ukrainę to szaleństwo.", TROOPS, AGAINST),
        ("ru", "Отправка войск на Украину — безумие.", TROOPS, AGAINST),
        ("uk", "Постачання зброї Україні є життєво важливим.", AID, FAVOR),
    ],
)
def test_a_verdict_in_the_texts_own_voice(language: str, text: str, target: str, polarity: Polarity) -> None:
    assert sides(text, language)["text", target] is polarity


@pytest.mark.parametrize(
    ("language", "text", "holder", "target", "polarity"),
    [
        ("en", "[Ann Reed] rejected the troop deployment.", "Ann Reed", TROOPS, AGAINST),
        ("en", "[Ann Reed] welcomed the arms deliveries.", "Ann Reed", AID, FAVOR),
        ("en", "[Ann Reed] demanded an end to the arms deliveries.", "Ann Reed", AID, AGAINST),
        ("en", "[Ann Reed] will not send troops to Ukraine.", "Ann Reed", TROOPS, AGAINST),
        ("de", "[Uta Kern] lehnte die Entsendung deutscher Soldaten ab.", "Uta Kern", TROOPS, AGAINST),
        ("de", "[Uta Kern] begrüßte die Waffenlieferungen.", "Uta Kern", AID, FAVOR),
        ("de", "[Uta Kern] forderte ein Ende der Waffenlieferungen.", "Uta Kern", AID, AGAINST),
        ("fr", "[Anne Roy] a salué les livraisons d'armes.", "Anne Roy", AID, FAVOR),
        ("it", "[Anna Riva] ha respinto l'invio di truppe.", "Anna Riva", TROOPS, AGAINST),
        ("es", "[Ana Ruiz] rechazó el envío de tropas.", "Ana Ruiz", TROOPS, AGAINST),
        ("pl", "[Anna Lis] odrzuciła wysłanie wojsk.", "Anna Lis", TROOPS, AGAINST),
        ("ru", "[Анна Серова] отвергла отправку войск.", "Анна Серова", TROOPS, AGAINST),
        ("uk", "[Анна Сірко] підтримала постачання зброї.", "Анна Сірко", AID, FAVOR),
    ],
)
def test_a_verb_of_position_belongs_to_its_subject(
    language: str, text: str, holder: str, target: str, polarity: Polarity
) -> None:
    found = sides(text, language)
    assert found[holder, target] is polarity
    assert ("text", target) not in found


def test_inside_a_quotation_the_speaker_holds_it() -> None:
    found = sides(
        "The troop deployment is reckless. [Ann Reed] said: “{Ann Reed|The deployment is indispensable}”."
    )
    assert found["Ann Reed", TROOPS] is FAVOR
    assert found["text", TROOPS] is AGAINST


def test_an_unnamed_source_holds_nothing() -> None:
    assert not sides("A diplomat said: “{|The troop deployment is reckless}”.")


def test_a_conceded_point_yields_to_the_main_clause() -> None:
    found = sides("Zwar ist die Truppe riskant, aber die Truppe ist unverzichtbar und richtig.", "de")
    assert found["text", TROOPS] is FAVOR


def test_a_negated_refusal_is_mixed() -> None:
    assert sides("[Ann Reed] did not reject the troop deployment.")["Ann Reed", TROOPS] is MIXED


def test_a_condition_makes_favor_mixed() -> None:
    found = sides("“{Ann Reed|I would support the troop deployment if Congress agrees}”, said [Ann Reed].")
    assert found["Ann Reed", TROOPS] is MIXED


def test_a_reference_points_back_to_the_last_target() -> None:
    found = sides("Die Koalition der Willigen tagte in Paris. Ihr Plan ist ein Luftschloss.", "de")
    assert found["text", COALITION] is AGAINST


def test_a_question_takes_no_side() -> None:
    assert not sides("Is the troop deployment reckless?")


def test_a_plan_that_is_only_related_weighs_little() -> None:
    stated = "Die Truppe ist eine wirksame Abschreckung."
    related = "Die Truppe soll als wirksame Abschreckung dienen. Die Truppe ist ein Irrweg."
    assert sides(stated, "de")["text", TROOPS] is FAVOR
    assert sides(related, "de")["text", TROOPS] is AGAINST


def test_joint_speakers_hold_it_both() -> None:
    found = sides(
        "[Ida Holm] und [Jan Berg] betonen: „{Ida Holm|Die Waffenlieferungen sind unverzichtbar}“.", "de"
    )
    assert found["Ida Holm", AID] is FAVOR
    assert found.get(("Jan Berg", AID)) in (FAVOR, None)


def test_a_state_that_opens_a_clause_holds_its_position() -> None:
    assert sides("Hungary rejects the troop deployment.")["Hungary", TROOPS] is AGAINST
    asked = sides("We call on Hungary to support the troop deployment.")
    assert not [holder for holder, _ in asked if holder == "Hungary"]


def test_a_passing_hint_does_not_displace_the_plain_target() -> None:
    drifted = "The arms deliveries go on. Arms deliveries matter. His sons wept. The plan is reckless folly."
    assert sides(drifted)["text", AID] is AGAINST


def test_the_text_quotes_itself() -> None:
    found = sides("We welcome {|the deployment of a multinational force} and thank our partners.")
    assert found["text", TROOPS] is FAVOR


def test_troops_of_a_warring_side_are_no_target() -> None:
    assert not sides("Russian troops were reckless near the river.")
