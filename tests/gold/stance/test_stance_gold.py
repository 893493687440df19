"""The stance and relevance gold holds what it promises: shape, counts, evidence, no text twice."""

from __future__ import annotations

import unicodedata
from collections import Counter
from itertools import combinations

import pytest

from tests.gold.relevance import reader as relevance
from tests.gold.stance import reader
from tests.gold.stance.reader import GoldArticle, read_stance_gold

AT_LEAST = {"de": 40, "en": 40} | dict.fromkeys(("fr", "pl", "it", "es", "ru", "uk"), 10)
AT_LEAST_LATER = {("de", "dev2"): 60, ("de", "fresh"): 40, ("en", "dev2"): 60, ("en", "fresh"): 40}
"""Of the other languages, later sets hold at least ten articles."""
HALVES = [(lang, half) for lang in reader.LANGUAGES for half in reader.HALVES]
LATER = [(lang, s) for lang in reader.LANGUAGES for s in reader.SETS if reader.has_stance_gold(lang, s)]
FILES = HALVES + LATER
OPPOSITE = {"favor": "against", "against": "favor"}


def _contradicts(article: GoldArticle) -> bool:
    """Whether a quoted holder stands against the article's overall message."""
    return any(
        s["holder"] != "text" and OPPOSITE.get(s["polarity"]) == article["article_stance"].get(s["target"])
        for s in article["stances"]
    )


@pytest.mark.parametrize(("lang", "half"), FILES)
def test_the_mix_of_a_file(lang: str, half: str) -> None:
    articles = read_stance_gold(lang, half)
    assert len(articles) >= (
        AT_LEAST[lang] if half in reader.HALVES else AT_LEAST_LATER.get((lang, half), 10)
    )
    assert sum(map(_contradicts, articles)) >= len(articles) / 3
    assert sum(not a["stances"] for a in articles) >= len(articles) * 0.18


@pytest.mark.parametrize(("lang", "half"), FILES)
def test_articles_are_sound(lang: str, half: str) -> None:
    for article in read_stance_gold(lang, half):
        assert 60 <= len(article["text"].split()) <= 150, article["id"]
        assert all(article["text"][s["start"] : s["end"]] == s["surface"] for s in article["stances"])
        assert {s["target"] for s in article["stances"]} <= set(article["article_stance"]), article["id"]


@pytest.mark.parametrize(("lang", "half"), FILES)
def test_the_voice_agrees_with_its_label(lang: str, half: str) -> None:
    for article in read_stance_gold(lang, half):
        own = {s["target"]: s["polarity"] for s in article["stances"] if s["holder"] == "text"}
        assert own.items() <= article["article_stance"].items(), article["id"]


@pytest.mark.parametrize(("lang", "half"), FILES)
def test_one_line_per_holder_target_and_polarity(lang: str, half: str) -> None:
    for article in read_stance_gold(lang, half):
        lines = Counter((s["holder"], s["target"], s["polarity"]) for s in article["stances"])
        assert set(lines.values()) <= {1}, article["id"]


def test_no_text_twice_and_all_nfc() -> None:
    articles = [a for lang, half in FILES for a in read_stance_gold(lang, half)]
    texts = [a["text"] for a in articles]
    texts += [t["text"] for half in relevance.HALVES for t in relevance.read_relevance_gold(half)]
    assert len(texts) == len(set(texts))
    assert all(unicodedata.is_normalized("NFC", text) for text in texts)
    assert len({(a["id"]) for a in articles}) == len(articles)


@pytest.mark.parametrize("lang", reader.LANGUAGES)
def test_sets_share_no_sentence(lang: str) -> None:
    parts = [half for of, half in FILES if of == lang] + [reader.EXTRA]
    for one, other in combinations(parts, 2):
        assert not _sentences(lang, one) & _sentences(lang, other), (one, other)


def _sentences(lang: str, half: str) -> set[str]:
    return {s.strip() for a in read_stance_gold(lang, half) for s in a["text"].split(". ") if len(s) > 40}


@pytest.mark.parametrize("half", [*reader.HALVES, *reader.SETS])
def test_every_target_and_polarity_is_used_in_each_half(half: str) -> None:
    stances = [
        s for lang, of in FILES if of == half for a in read_stance_gold(lang, of) for s in a["stances"]
    ]
    assert {s["target"] for s in stances} == set(reader.TARGETS)
    assert {s["polarity"] for s in stances} == set(reader.POLARITIES)


@pytest.mark.parametrize("half", relevance.HALVES)
def test_relevance_counts_and_lengths(half: str) -> None:
    texts = relevance.read_relevance_gold(half)
    sides = Counter(t["is_on_topic"] for t in texts)
    assert sides[True] >= 45
    assert sides[False] >= 30
    assert len({t["lang"] for t in texts}) >= 14
    assert all(30 <= len(t["text"].split()) <= 100 for t in texts)
    assert len({t["id"] for t in texts}) == len(texts)


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("@ text | peace | favor | good", "unknown"),
        ("@ text | military_aid | favor | bad", "0 places"),
        ("@ text | military_aid | favor | o", "2 places"),
        ("@ Ann | military_aid | favor | good", "does not name"),
        ("@ text | military_aid | favor", "4 cells"),
    ],
)
def test_bad_lines_are_refused(line: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        reader.parse(f"=== x | oped\ngood\n{line}\n", "en")


def test_context_singles_out_one_of_several_places() -> None:
    raw = "=== x | oped\ngood or not good\n@ text | military_aid | against | not [[good]]\n"
    assert reader.parse(raw, "en")[0]["stances"][0]["start"] == 12
