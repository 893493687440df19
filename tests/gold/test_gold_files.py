"""The gold files parse, their spans hold, and there is enough of everything."""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections import Counter
from typing import Any

import pytest

from tests.gold.build import (
    HALVES,
    HERE,
    KINDS,
    TYPES,
    parse_article,
    parse_sentence,
    read_quantity_gold,
    read_quotation_gold,
)

LANGUAGES = ("de", "en", "fr", "it", "es", "pl", "ru", "uk")
MIN_SENTENCES = {"de": 200, "en": 200}
UNIT = re.compile(r"[A-Z]{3}|money:unknown|percent|count:[a-z_]+|duration:(year|month|week|day|hour|minute)")


def _both(read: Any, lang: str) -> list[dict[str, Any]]:
    return [item for half in HALVES for item in read(lang, half)]


def _assert_clean(items: list[dict[str, Any]]) -> None:
    texts = [item["text"] for item in items]
    assert len(set(texts)) == len(texts)
    assert len({item["id"] for item in items}) == len(items)
    assert all(text and unicodedata.is_normalized("NFC", text) for text in texts)
    assert not [text for text in texts if text != text.strip() or "\r" in text]


def _in_order(spans: list[tuple[int, int]]) -> bool:
    return all(s < e for s, e in spans) and all(a[1] <= b[0] for a, b in itertools.pairwise(spans))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_quantities_hold(lang: str) -> None:
    items = _both(read_quantity_gold, lang)
    _assert_clean(items)
    assert len(items) >= MIN_SENTENCES.get(lang, 60)
    for item in items:
        assert _in_order([(q["start"], q["end"]) for q in item["quantities"]]), item["id"]
        for q in item["quantities"]:
            assert item["text"][q["start"] : q["end"]] == q["surface"], item["id"]
            assert q["surface"] == q["surface"].strip() and UNIT.fullmatch(q["unit"]), item["id"]
            assert (q["approx"] == "range") == (q["value_high"] is not None), item["id"]
            assert q["value_high"] is None or q["value_high"] > q["value"] >= 0, item["id"]
            assert not q["vague"] or q["approx"] == "at_least", item["id"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_halves_are_alike(lang: str) -> None:
    sizes = [len(read_quantity_gold(lang, half)) for half in HALVES]
    assert max(sizes) - min(sizes) <= 1
    for half in HALVES:
        traps = [item for item in read_quantity_gold(lang, half) if not item["quantities"]]
        assert traps, "a half without any sentence that holds only traps"


def test_concepts_are_listed() -> None:
    listed = (HERE / "quantities" / "CONCEPTS.md").read_text(encoding="utf-8")
    names = {name.strip() for row in re.findall(r"^\| ([^|]+) \|", listed, re.M) for name in row.split(",")}
    used = Counter(
        q["unit"].removeprefix("count:")
        for lang in LANGUAGES
        for item in _both(read_quantity_gold, lang)
        for q in item["quantities"]
        if q["unit"].startswith("count:")
    )
    assert set(used) <= names


def test_mark_up_gives_spans() -> None:
    item = parse_sentence("Ja, ⟦rund 3 bis 4 Tage|3..4|duration:day|range|cited_by=X⟧ und mehr.")
    assert item["text"] == "Ja, rund 3 bis 4 Tage und mehr."
    assert (
        item["quantities"][0] | {"start": 4, "end": 21, "value": 3.0, "value_high": 4.0}
        == item["quantities"][0]
    )
    assert item["quantities"][0]["cited_by"] == "X"


@pytest.mark.parametrize(
    "line", ["⟦drei|3|percent⟧", "⟦drei|3|percent|ca⟧", "⟦3|x|percent|exact⟧", "drei⟧", "a|b"]
)
def test_bad_quantity_is_refused(line: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        parse_sentence(line)


def _spans(quotation: dict[str, Any]) -> list[dict[str, Any]]:
    return [span for span in (quotation["cue"], quotation["speaker"]) if span]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_quotations_hold(lang: str) -> None:
    items = _both(read_quotation_gold, lang)
    _assert_clean(items)
    assert sum(len(item["quotations"]) for item in items) >= 40
    for item in items:
        named = {speaker["name"] for speaker in item["speakers"]}
        for quotation in item["quotations"]:
            assert _in_order([(start, end) for start, end in quotation["content"]]), item["id"]
            assert quotation["speaker_name"] is None or quotation["speaker_name"] in named, item["id"]
            for span in _spans(quotation):
                assert item["text"][span["start"] : span["end"]] == span["surface"], item["id"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_quotations_cover_types_and_kinds(lang: str) -> None:
    items = _both(read_quotation_gold, lang)
    assert {q["type"] for item in items for q in item["quotations"]} == set(TYPES.values())
    assert {s["kind"] for item in items for s in item["speakers"]} == KINDS
    assert any(not item["quotations"] for item in items)


MARKED = """@ A | Ann Lee | expert | analyst |
> 1A 2-
“⟦1d:No⟧,” ⟦1s:she⟧ ⟦1q:said⟧, “⟦1d:not now⟧.” ⟦2i:It rains⟧."""


def test_article_mark_up_gives_spans() -> None:
    item = parse_article(MARKED)
    first, second = item["quotations"]
    assert item["text"] == "“No,” she said, “not now.” It rains."
    assert [item["text"][s:e] for s, e in first["content"]] == ["No", "not now"]
    assert (first["cue"]["surface"], first["speaker"]["surface"]) == ("said", "she")
    assert (first["speaker_name"], first["type"]) == ("Ann Lee", "direct")
    assert second["content"] == [[27, 35]]
    assert [second[key] for key in ("cue", "speaker", "speaker_name", "type")] == [
        None,
        None,
        None,
        "indirect",
    ]


BROKEN = {
    "left open": "> 1-\n⟦1i:open",
    "not marked": "> 1-\nno mark",
    "no content": "> 1-\n⟦1q:said⟧",
    "no such speaker": "> 1A\n⟦1i:a⟧",
    "no such kind": "@ A | x | king | | \n>\na",
    "no such mark": ">\n⟦x⟧",
    "closed twice": ">\na⟧",
}


@pytest.mark.parametrize("marks", BROKEN.values(), ids=BROKEN.keys())
def test_bad_article_is_refused(marks: str) -> None:
    with pytest.raises((ValueError, KeyError)):
        parse_article(marks)
