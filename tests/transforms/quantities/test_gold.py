"""The held-back gold of figures keeps its floors, and is the set on which they were pinned."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import pytest
import yaml

from tests.transforms.quantities.scoring import score_gold

GOLD = Path(__file__).resolve().parents[2] / "gold"
PINNED = yaml.safe_load((GOLD / "floors.yaml").read_text(encoding="utf-8"))["quantities"]


def gold_sha256() -> str:
    """The hash of the gold files, in the order of their names."""
    files = sorted((GOLD / "quantities").glob("*.txt"))
    return sha256(b"".join(path.read_bytes() for path in files)).hexdigest()


def test_the_floors_are_of_this_gold_set() -> None:
    assert PINNED["sha256"] == gold_sha256()


@pytest.mark.parametrize("language", sorted(PINNED["floors"]))
def test_value_and_unit_keep_their_floor(language: str) -> None:
    score = score_gold(language, "heldout")["value+unit"]
    assert score.gold > 40
    assert score.f1 >= PINNED["floors"][language], f"{score.f1:.3f}"
