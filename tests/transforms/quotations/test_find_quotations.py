"""What counts as a quotation, in eight languages: every sentence here was written for this table."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.transforms.quotations.lexicons import LANGUAGES, quotations

TABLE = [
    # language, text, [(type, content, cue)]
    ("de", "Pistorius sagte, die Truppe sei bereit.", [("indirect", "die Truppe sei bereit", "sagte")]),
    ("de", "„Die Truppe ist bereit“, sagte Pistorius.", [("direct", "Die Truppe ist bereit", "sagte")]),
    ("de", "Der Plan sei tot, so der Experte.", [("indirect", "Der Plan sei tot", "so")]),
    ("de", "Laut Rutte ist der Plan tot.", [("indirect", "ist der Plan tot", "Laut")]),
    ("de", "Der Plan ist Rutte zufolge tot.", [("indirect", "Der Plan ist Rutte zufolge tot", "zufolge")]),
    (
        "de",
        "Wie Rutte am Montag mitteilte, beginnt die Übung im Mai.",
        [("indirect", "beginnt die Übung im Mai", "mitteilte")],
    ),
    ("de", "Merz lehnte den Plan ab.", [("indirect", "den Plan", "lehnte")]),
    (
        "de",
        "Merz forderte die Partner auf, mehr zu liefern.",
        [("indirect", "mehr zu liefern", "forderte")],
    ),
    (
        "de",
        "Merz betonte, dass die Zeit der „leeren Worte“ vorbei sei.",
        [("mixed", "die Zeit der „leeren Worte“ vorbei sei", "betonte")],
    ),
    ("en", "Healey said the force was ready.", [("indirect", "the force was ready", "said")]),
    ("en", "“The force is ready,” Healey said on Monday.", [("direct", "The force is ready", "said")]),
    ("en", "According to Healey, the force is ready.", [("indirect", "the force is ready", "According to")]),
    ("en", "Healey ruled out sending tanks.", [("indirect", "sending tanks", "ruled")]),
    (
        "en",
        "Jane Doe, a fellow at a college, warned that time was short.",
        [("indirect", "time was short", "warned")],
    ),
    (
        "fr",
        "Selon Emmanuel Macron, la force est prête.",
        [("indirect", "la force est prête", "Selon")],
    ),
    ("fr", "« La force est prête », a-t-il ajouté.", [("direct", "La force est prête", "ajouté")]),
    ("it", "Giorgia Meloni ha detto che il piano è morto.", [("indirect", "il piano è morto", "detto")]),
    ("it", "«Il piano è morto», ha ribadito la premier.", [("direct", "Il piano è morto", "ribadito")]),
    ("es", "Según Pedro Sánchez, el plan sigue vivo.", [("indirect", "el plan sigue vivo", "Según")]),
    ("es", "«El plan sigue vivo», dijo Sánchez.", [("direct", "El plan sigue vivo", "dijo")]),
    ("pl", "Tusk powiedział, że plan jest gotowy.", [("indirect", "plan jest gotowy", "powiedział")]),
    ("pl", "Zdaniem Donalda Tuska plan jest gotowy.", [("indirect", "plan jest gotowy", "Zdaniem")]),
    ("ru", "По словам Пескова, план не готов.", [("indirect", "план не готов", "По словам")]),
    ("ru", "«План не готов», — сказал Песков.", [("direct", "План не готов", "сказал")]),
    ("uk", "За словами Зеленського, план готовий.", [("indirect", "план готовий", "За словами")]),
    ("uk", "Зеленський заявив, що план готовий.", [("indirect", "план готовий", "заявив")]),
]


@pytest.mark.parametrize(("language", "text", "expected"), TABLE, ids=[t[1][:40] for t in TABLE])
def test_table(language: str, text: str, expected: list[tuple[str, str, str]]) -> None:
    found = [(q.type.value, q.surface, q.cue_surface) for q in quotations(language, text)]
    assert found == expected


NONE = [
    ("de", "Die „Koalition der Willigen“ traf sich in Paris."),
    ("de", "Der Film „Die Brücke von Remagen“ lief am Abend."),
    ("en", "The so-called “coalition of the willing” met in Paris."),
    ("en", "He drove to the station and bought a paper."),
    ("fr", "La « coalition des volontaires » s’est réunie à Paris."),
    ("ru", "Завод «Красный Октябрь» остановил работу."),
]


@pytest.mark.parametrize(("language", "text"), NONE)
def test_scare_quotes_titles_and_plain_sentences_are_none(language: str, text: str) -> None:
    assert quotations(language, text) == []


def test_a_quotation_split_by_its_tag_is_one() -> None:
    text = "“We are ready,” Healey said, “and we will stay ready.”"
    (found,) = quotations("en", text)
    assert found.surface.startswith("We are ready") and found.surface.endswith("stay ready")
    assert [part.of(text) for part in found.parts] == ["We are ready", "and we will stay ready"]


def test_quoted_words_go_on_after_their_tag() -> None:
    (found,) = quotations("de", "„Wir sind bereit“, sagte Merz. „Wir bleiben es auch morgen.“")
    assert found.surface.startswith("Wir sind") and found.surface.endswith("auch morgen")


def test_the_subjunctive_carries_a_report_on() -> None:
    text = "Merz sagte, die Lage sei ernst. Man müsse handeln. Die Partner hätten das verstanden. Es regnete."
    first, second = quotations("de", text)
    assert first.surface == "die Lage sei ernst"
    assert (second.surface, second.cue) == ("Man müsse handeln. Die Partner hätten das verstanden", None)


def test_a_report_inside_a_report_gives_both() -> None:
    found = quotations("de", "Merz sagte, Macron habe erklärt, dass der Plan stehe.")
    assert [q.surface for q in found] == ["Macron habe erklärt, dass der Plan stehe", "der Plan stehe"]


def test_what_points_back_takes_the_sentence_before() -> None:
    (found,) = quotations("de", "Die Brücke bleibt gesperrt. Das teilte das Ministerium am Abend mit.")
    assert (found.surface, found.cue_surface) == ("Die Brücke bleibt gesperrt", "teilte")


def test_interview_answers_are_direct_and_questions_none() -> None:
    text = (
        "Redaktion: Herr Masala, wie lange noch?\n\nMasala: Das weiß niemand.\n\nEs hängt am Geld.\n\n"
        "Redaktion: Und die Truppen?\n\nMasala: Die kommen zuletzt."
    )
    found = quotations("de", text)
    assert [q.surface for q in found] == ["Das weiß niemand.\n\nEs hängt am Geld", "Die kommen zuletzt"]
    assert {q.cue_surface for q in found} == {"Masala"}


def test_a_headline_attributes_to_a_named_actor_only() -> None:
    body = "\n\nBundeskanzler Friedrich Merz reist ab."
    (found,) = quotations("de", "Merz: Wir bleiben standhaft" + body)
    assert found.surface == "Wir bleiben standhaft"
    assert quotations("de", "Wetter: Es bleibt kalt" + body) == []


def test_a_dash_opens_speech() -> None:
    text = "– Nie wyślemy wojsk – powiedział Tusk. – To zamknięte."
    (found,) = quotations("pl", text)
    assert found.type == "direct"
    assert [part.of(text) for part in found.parts] == ["Nie wyślemy wojsk", "To zamknięte"]


def test_a_tag_may_stand_within_the_marks() -> None:
    text = "«Мы готовы, — сказал Песков, — и ждём ответа»."
    (found,) = quotations("ru", text)
    assert [part.of(text) for part in found.parts] == ["Мы готовы", "и ждём ответа"]


def test_colon_and_quoted_sentence_need_no_verb_of_saying() -> None:
    (found,) = quotations("de", "Merz wurde deutlich: „Das lassen wir nicht zu.“")
    assert (found.type, found.surface) == ("direct", "Das lassen wir nicht zu")


PIECES = "Merz sagte , . „ “ « » dass die Lage sei ernst laut Rutte so : – he said that “ ”"
WORDS = st.sampled_from([*PIECES.split(), "sagt\n"])


@settings(max_examples=60)
@given(st.sampled_from(LANGUAGES), st.lists(WORDS, max_size=60).map(" ".join))
def test_every_span_holds_its_words(language: str, text: str) -> None:
    for found in quotations(language, text):
        assert found.content.of(text) == found.surface != ""
        assert found.cue is None or found.cue.of(text) == found.cue_surface
        assert found.speaker is None or found.speaker.of(text)
        assert all(found.content.start <= p.start < p.end <= found.content.end for p in found.parts)
