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
    _quantity_item,
    read_quantity_gold,
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
    item = _quantity_item("Ja, ⟦rund 3 bis 4 Tage|3..4|duration:day|range|cited_by=X⟧ und mehr.")
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
        _quantity_item(line)
