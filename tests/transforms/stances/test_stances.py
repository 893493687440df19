"""Spans, thresholds, labels, lexicons: what holds whatever the words."""

from __future__ import annotations

import random

import pytest

from flows.seeds import SEEDS, read_lexicons
from tests.transforms.stances.texts import judge, lexicon, mark, stances, topic
from transforms.phrases import PhraseTable, longest, split_words
from transforms.stances import build_stance_lexicon, judge_text
from transforms.text import split_sentences
from vocabulary import Polarity

EIGHT = ("de", "en", "fr", "it", "es", "pl", "ru", "uk")
TABLES = ("stance_attitudes", "stance_verdicts", "stance_operators", "stance_references")
OPINION = (
    "The troop deployment is reckless folly. [Ann Reed] calls it “{Ann Reed|indispensable}”. Arms "
    "deliveries, on the other hand, are vital and should be doubled. The ceasefire is a trap."
)


def test_every_stance_points_at_its_words() -> None:
    text, found = stances(OPINION)
    assert found
    assert all(stance.span.of(text) == stance.surface != "" for stance in found)
    assert all(0 <= stance.confidence <= 1 for stance in found)
    assert [s.span.start for s in found] == sorted(s.span.start for s in found)


def test_one_stance_per_holder_and_target() -> None:
    found = stances(OPINION)[1]
    assert len({(s.holder, s.target) for s in found}) == len(found)


def test_a_higher_threshold_abstains_more_and_adds_nothing() -> None:
    low, high = stances(OPINION, threshold=0.0)[1], stances(OPINION, threshold=0.6)[1]
    assert len(high) < len(low)
    assert all(stance in low for stance in high)
    assert not stances(OPINION, threshold=1.0)[1]


@pytest.mark.parametrize("language", EIGHT)
def test_nothing_in_nothing_out(language: str) -> None:
    assert stances("", language) == ("", [])
    assert not stances("1, 2, 3.", language)[1]


def test_the_order_of_what_is_given_changes_nothing() -> None:
    text, quotations, persons = mark(
        "[Ann Reed] said “{Ann Reed|the deployment is vital}”. [Bob Hart] said “{Bob Hart|it is reckless}”."
    )
    sentences = split_sentences(text, "en")
    wanted = judge_text(text, sentences, quotations, [], topic(), lexicon("en"), threshold=0, persons=persons)
    shuffled = random.Random(4)
    for _ in range(5):
        shuffled.shuffle(quotations)
        shuffled.shuffle(persons)
        assert wanted == judge_text(
            text, sentences, quotations, [], topic(), lexicon("en"), threshold=0, persons=persons
        )


def test_the_articles_message_is_the_texts_own() -> None:
    labels = judge(OPINION)[1].labels
    assert labels["troop_deployment"] is Polarity.AGAINST
    assert labels["military_aid"] is Polarity.FAVOR


def test_an_interviews_message_is_that_of_the_person_asked() -> None:
    marked = (
        "What do you make of the force?\n"
        "[Ann Reed]: {Ann Reed|The troop deployment is reckless, dangerous folly.}\n"
        "Why?\n[Ann Reed]: {Ann Reed|A trap, and it would drag us into a war that nobody wants to fight.}"
    )
    labels = judge(marked)[1].labels
    assert labels["troop_deployment"] is Polarity.AGAINST


def test_straight_news_is_neutral_on_what_it_deals_with() -> None:
    text = "The talks on the troop deployment begin at noon in Oslo. Delegations from nine states take part."
    assert judge(text)[1].labels["troop_deployment"] is Polarity.NEUTRAL


def test_a_report_stays_neutral_where_its_speakers_take_sides() -> None:
    marked = (
        "The ministers discuss the troop deployment in Oslo on Monday. [Ann Reed] said {Ann Reed|the troop "
        "deployment was vital}. [Bob Hart] said {Bob Hart|the troop deployment was a reckless adventure}. "
        "The meeting ends on Tuesday."
    )
    judgement = judge(marked)[1]
    assert judgement.labels["troop_deployment"] is Polarity.NEUTRAL
    assert {stance.holder for stance in judgement.stances} == {"Ann Reed", "Bob Hart"}


def test_no_target_no_label() -> None:
    assert not judge("This is reckless folly, and we should all be ashamed of it.")[1].labels


@pytest.mark.parametrize("language", EIGHT)
@pytest.mark.parametrize("table", TABLES)
def test_tables_have_no_duplicates_and_no_empty_cells(language: str, table: str) -> None:
    rows = read_lexicons(SEEDS)[language][table]
    patterns = [row["pattern"] for row in rows]
    assert len(patterns) == len(set(patterns))
    assert all(cell.strip() for row in rows for cell in row.values())


@pytest.mark.parametrize(
    ("table", "row", "message"),
    [
        ("stance_attitudes", {"pattern": "reject*", "polarity": "bad", "frame": "attitude"}, "polarity"),
        ("stance_attitudes", {"pattern": "reject*", "polarity": "against", "frame": "mood"}, "frame"),
        ("stance_operators", {"pattern": "not", "role": "nope"}, "role"),
    ],
)
def test_a_bad_row_is_named(table: str, row: dict[str, str], message: str) -> None:
    with pytest.raises(ValueError, match=message) as refused:
        build_stance_lexicon("en", {table: [row]}, {}, topic())
    assert repr(row["pattern"]) in str(refused.value)


def test_patterns_match_gaps_stars_and_the_longest_first() -> None:
    table = PhraseTable([("lehn* … ab", "refuse"), ("ab", "off"), ("lehn*", "lean"), ("* Plan", "plan")])
    found = longest(table.find(split_words("Sie lehnten den neuen Plan klar ab. Ab morgen.")))
    assert [match.payload for match in found] == ["refuse", "plan", "off"]


def test_a_star_in_the_stance_tables_stands_for_inflection_only() -> None:
    table = PhraseTable([("verteidig*", "defend")], max_tail=5)
    assert table.find(split_words("verteidigten"))
    assert not table.find(split_words("Verteidigungsminister"))
