"""What every report carries is made once, and never another release's."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from flows.report import fixed
from flows.report.fixed import Fixed, read_fixed
from transforms.report.charts import all_charts


@pytest.fixture
def n_made(monkeypatch: pytest.MonkeyPatch) -> list[Fixed]:
    """What has been made, the renderer's bundle left out."""
    made: list[Fixed] = []

    def make() -> Fixed:
        made.append(Fixed(renderer="let vega = '</script>';", charts=json.dumps(all_charts())))
        return made[-1]

    monkeypatch.setattr(fixed, "make_fixed", make)
    return made


def test_it_is_made_once(tmp_path: Path, n_made: list[Fixed]) -> None:
    first = read_fixed(tmp_path / "new" / "cache")
    assert read_fixed(tmp_path / "new" / "cache") == first == n_made[0]
    assert json.loads(first.charts) == all_charts()
    assert len(n_made) == 1


def test_another_release_makes_its_own(
    tmp_path: Path, n_made: list[Fixed], monkeypatch: pytest.MonkeyPatch
) -> None:
    read_fixed(tmp_path)
    monkeypatch.setattr(fixed, "version", lambda name: "0.0.1")
    read_fixed(tmp_path)
    assert len(n_made) == 2


@pytest.mark.slow
@pytest.mark.parametrize("spoiled", ["", "{", '{"renderer": "x"}', "[]"])
def test_a_spoiled_file_is_made_again(tmp_path: Path, n_made: list[Fixed], spoiled: str) -> None:
    read_fixed(tmp_path)
    next(tmp_path.glob("report-*.json")).write_text(spoiled, encoding="utf-8")
    assert read_fixed(tmp_path) == n_made[1]
    assert read_fixed(tmp_path) == n_made[1]


def test_a_cache_that_cannot_be_written_costs_time_only(tmp_path: Path, n_made: list[Fixed]) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    assert read_fixed(tmp_path / "file").renderer
    assert len(n_made) == 1
