"""The topic file: what it must hold, and how a bad one is refused."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from flows.seeds import read_topic
from transforms.phrases import PhraseTable, longest, split_words
from transforms.topics import HINT, TopicError, build_topic, target_patterns, topic_phrases

EIGHT = ("de", "en", "fr", "it", "es", "pl", "ru", "uk")


def small() -> dict[str, Any]:
    return {
        "topic": "bridge",
        "title": "The bridge",
        "definition": "A bridge over the river.",
        "phrases": {"en": ["new bridge", "New Bridges"]},
        "places": {"any": ["Riverton*"]},
        "context": {"en": ["river*"]},
        "targets": {
            "bridge": {"title": "Bridge", "definition": "The bridge.", "terms": {"en": ["bridge"]}},
            "toll": {
                "title": "Toll",
                "definition": "The toll.",
                "terms": {"en": ["toll*"]},
                "hints": {"en": ["money"]},
                "not_terms": {"en": ["death toll"]},
            },
        },
    }


def test_the_shipped_topic_has_the_phrase_in_twenty_languages() -> None:
    topic = build_topic(read_topic())
    assert len(topic.phrases) >= 20
    assert all(len(topic.phrases[language]) >= 3 for language in EIGHT)


def test_the_shipped_topic_has_terms_for_every_target_and_language() -> None:
    topic = build_topic(read_topic())
    assert [target.target_id for target in topic.targets] == [
        "coalition_of_the_willing",
        "troop_deployment",
        "security_guarantees",
        "military_aid",
        "ceasefire_deal",
        "eu_nato_policy",
    ]
    for target in topic.targets:
        assert all(len(target.terms.get(language, ())) >= 5 for language in EIGHT), target.target_id


def test_phrases_are_plain_strings() -> None:
    phrases = topic_phrases(build_topic(read_topic()))
    assert phrases == sorted(set(phrases))
    assert "Koalition der Willigen" in phrases and "coalition of the willing" in phrases
    assert not [phrase for phrase in phrases if "*" in phrase or "…" in phrase]


def test_terms_hints_and_lookalikes_are_told_apart() -> None:
    topic = build_topic(small())
    table = PhraseTable(target_patterns(topic.phrases, topic.targets, "en"))
    found = longest(table.find(split_words("The new bridge needs money, not tolls; the death toll rose.")))
    assert [match.payload for match in found] == ["bridge", HINT + "toll", "toll", ""]


@pytest.mark.parametrize(
    ("key", "value", "message"),
    [
        ("title", "", "`title`"),
        ("phrases", ["new bridge"], "`phrases`"),
        ("phrases", {"en": []}, "phrases.en"),
        ("phrases", {"en": ["bridge*"]}, "spell every form out"),
        ("phrases", {"en": [2003]}, "put it in quotation marks"),
        ("targets", {}, "`targets`"),
        ("targets", {"bridge": {"title": "Bridge"}}, "targets.bridge"),
        ("colour", "red", "unknown key `colour`"),
        ("context", {"en": ["… river"]}, "needs a word at its beginning"),
        ("paraphrase", {"core": ["road"], "who": {}, "when": {}}, "is no target"),
        ("excluded", ["other bridges"], "`excluded`"),
    ],
)
def test_a_bad_file_is_refused_with_one_clear_line(key: str, value: object, message: str) -> None:
    mapping = copy.deepcopy(small())
    mapping[key] = value
    with pytest.raises(TopicError) as refused:
        build_topic(mapping)
    assert message in str(refused.value) and "\n" not in str(refused.value)


def test_a_missing_key_is_named() -> None:
    mapping = small()
    del mapping["targets"]
    with pytest.raises(TopicError, match="lacks `targets`"):
        build_topic(mapping)
