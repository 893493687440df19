"""About the topic, near it, or about a namesake."""

from __future__ import annotations

import pytest

from flows.seeds import read_topic
from transforms.relevance import DEBATE, THRESHOLD, score_relevance
from transforms.topics import Topic, build_topic

ABOUT = (
    "The coalition of the willing met in Oslo. Its members want to send soldiers to Ukraine after a truce. "
    "The coalition of the willing also discussed security guarantees for Kyiv."
)
PASSING = (
    "The museum opens on Sunday with a concert and a buffet. The minister will come late, since the "
    "coalition of the willing for Ukraine meets on that day. The collection shows lace from four centuries. Children "
    "enter free, and a tram runs every ten minutes from the station. The shop sells postcards, books and a "
    "small model of the tower, which closes for repairs in autumn."
)


@pytest.fixture(scope="module")
def topic() -> Topic:
    return build_topic(read_topic())


def test_evidence_points_at_the_words(topic: Topic) -> None:
    found = score_relevance(ABOUT, "en", topic)
    assert found.is_on_topic
    assert "coalition of the willing" in {span.of(ABOUT) for span in found.evidence}
    assert list(found.evidence) == sorted(found.evidence, key=lambda span: span.start)


def test_a_mention_in_passing_scores_lower(topic: Topic) -> None:
    passing = score_relevance(PASSING, "en", topic)
    assert passing.is_on_topic
    assert THRESHOLD <= passing.score < score_relevance(ABOUT, "en", topic).score


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (
            "de",
            "Frankreich und Großbritannien wollen Soldaten in die Ukraine senden, wenn die Waffen schweigen.",
        ),
        ("en", "Britain and France would deploy troops to Ukraine once the guns fall silent."),
        ("fr", "Paris et Londres enverraient des soldats en Ukraine après un cessez-le-feu."),
        ("it", "Parigi e Londra manderebbero soldati in Ucraina dopo una tregua."),
        ("es", "París y Londres enviarían soldados a Ucrania tras un alto el fuego."),
        ("pl", "Paryż i Londyn wysłałyby żołnierzy na Ukrainę po zawieszeniu broni."),
        ("ru", "Париж и Лондон отправили бы солдат на Украину после перемирия."),
        ("uk", "Париж і Лондон відправили б солдатів в Україну після перемир'я."),
    ],
)
def test_a_paraphrase_is_found(language: str, text: str, topic: Topic) -> None:
    assert score_relevance(text, language, topic).is_on_topic


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "In 2003 a coalition of the willing invaded Iraq. Saddam Hussein fled Baghdad within weeks."),
        ("en", "A coalition of the willing among the town's schools will share one swimming pool from May."),
        ("de", "Eine Koalition der Willigen soll Tanker in der Straße von Hormus gegen Angriffe schützen."),
        ("de", "Bei der Verteilung der Flüchtlinge setzt Berlin auf eine Koalition der Willigen in der EU."),
        ("fr", "Une coalition des volontaires veut sortir du charbon avant 2035, pour le climat."),
        ("pl", "Koalicja chętnych w radzie gminy chce ocalić szkołę i klub sportowy."),
    ],
)
def test_a_namesake_is_off_topic_and_outside_the_debate(language: str, text: str, topic: Topic) -> None:
    found = score_relevance(text, language, topic)
    assert not found.is_on_topic and found.score < DEBATE and not found.evidence


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("nl", "De coalitie van bereidwilligen spreekt over garanties voor Oekraïne."),
        ("cs", "Koalice ochotných jednala o zárukách pro Ukrajinu."),
        ("sv", "De villigas koalition möttes för att tala om Ukraina."),
        ("ro", "Coaliția de voință a discutat despre Ucraina."),
        ("el", "Η συμμαχία των προθύμων συζήτησε για την Ουκρανία."),
        ("fi", "Halukkaiden koalitio kokoontui Ukrainan tueksi."),
        (None, "Коалиция на желаещите обсъди Украйна."),
    ],
)
def test_other_languages_work_by_the_phrase(language: str | None, text: str, topic: Topic) -> None:
    assert score_relevance(text, language, topic).is_on_topic


def test_the_debate_lies_between(topic: Topic) -> None:
    text = "Parliament voted for more weapons for Ukraine. Air defence comes first, said the minister."
    found = score_relevance(text, "en", topic)
    assert not found.is_on_topic and DEBATE <= found.score < THRESHOLD


def test_nothing_is_off_topic(topic: Topic) -> None:
    assert score_relevance("", "en", topic).score < DEBATE
    assert score_relevance("Rain is expected in the valley until Friday.", "en", topic).score < DEBATE
