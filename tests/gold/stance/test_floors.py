"""The scores on held-back gold keep their floors. Needs the annotators, not the network."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.benchmarks.stances_scoring import SIDES, Scores, macro_f1, prepare, relevance_f1, score

FLOORS: dict[str, Any] = yaml.safe_load(
    (Path(__file__).resolve().parents[1] / "floors.yaml").read_text(encoding="utf-8")
)
STANCE = FLOORS["stance"]


@pytest.fixture(scope="module")
def scores() -> dict[str, Scores]:
    return {
        language: score(prepare(language, "heldout"), STANCE["threshold"]) for language in STANCE["tuple_f1"]
    }


@pytest.mark.slow
@pytest.mark.parametrize("language", list(STANCE["tuple_f1"]))
def test_tuples_keep_their_floor(language: str, scores: dict[str, Scores]) -> None:
    assert scores[language].f1 >= STANCE["tuple_f1"][language]["floor"]


@pytest.mark.slow
def test_polarity_keeps_its_floor(scores: dict[str, Scores]) -> None:
    pairs = sum((found.polarity for found in scores.values()), start=type(scores["de"].polarity)())
    assert macro_f1(pairs, SIDES[:2]) >= STANCE["polarity_macro_f1"]["floor"]


@pytest.mark.slow
def test_article_labels_keep_their_floor(scores: dict[str, Scores]) -> None:
    pairs = sum((found.labels for found in scores.values()), start=type(scores["de"].labels)())
    assert macro_f1(pairs) >= STANCE["article_label_macro_f1"]["floor"]


@pytest.mark.parametrize("half", ["dev", "heldout"])
def test_relevance_keeps_its_floor(half: str) -> None:
    assert relevance_f1(half) >= FLOORS["relevance"]["f1"]["floor"]
