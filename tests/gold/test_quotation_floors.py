"""The scores of quotations, speakers and experts do not fall."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.benchmarks.persons import FILE, score_persons
from tests.benchmarks.quotations import DATA, score_set
from tests.benchmarks.quotations_gold import LANGUAGES, score_language

HERE = Path(__file__).resolve().parent
FLOORS: dict[str, Any] = yaml.safe_load((HERE / "floors.yaml").read_text(encoding="utf-8"))["quotations"]


def test_the_floors_were_reached_on_this_gold() -> None:
    digest = sha256()
    for path in sorted((HERE / "quotations").glob("*.txt")):
        digest.update(path.read_bytes())
    assert digest.hexdigest() == FLOORS["sha256"], "the gold changed: look at its floors again"


@pytest.mark.parametrize("language", LANGUAGES)
def test_own_gold(language: str) -> None:
    scores, floor = score_language(language, "heldout"), FLOORS["own"][language]
    assert scores.loose.f1 >= floor["loose"]
    assert scores.strict.f1 >= floor["strict"]
    assert scores.speaker_accuracy >= floor["speaker"]
    assert scores.expert_f1 >= floor["expert"]


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(FLOORS["public"]))
def test_public_sets(name: str) -> None:
    if not (DATA / f"{name}.jsonl.gz").exists():
        pytest.skip(f"{DATA} holds no {name}: it is not part of the project")
    floor = FLOORS["public"][name]
    loose, strict = (score_set(name, threshold) for threshold in (0.3, 0.8))
    assert loose.f1 >= floor["loose"]
    assert strict.f1 >= floor["strict"]
    assert loose.speaker_accuracy >= floor["speaker"]


@pytest.mark.slow
def test_german_person_names() -> None:
    if not FILE.exists():
        pytest.skip(f"{FILE} is missing: it is not part of the project")
    assert score_persons().f1 >= FLOORS["persons_de_germeval_dev"]["floor"]
