"""The notebook over the parquet files runs without a screen and says what the warehouse says."""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
from pathlib import Path

import pytest

from warehouse.export import export_parquet
from warehouse.query import query_published

pytestmark = pytest.mark.slow

NOTEBOOK = Path(__file__).resolve().parents[2] / "notebooks" / "trends.py"


def test_the_notebook_gives_the_numbers_of_the_warehouse(
    demonstration: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    export_parquet(demonstration, tmp_path)
    monkeypatch.setattr(sys, "argv", [str(NOTEBOOK), "--export", str(tmp_path)])
    specification = importlib.util.spec_from_file_location("notebook", NOTEBOOK)
    assert specification is not None and specification.loader is not None
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    _outputs, names = module.app.run()
    volume = query_published(
        demonstration,
        "SELECT period_start, n_origins FROM trend_volume WHERE unit = 'week' AND dimension = 'all' "
        "AND period_start IS NOT NULL ORDER BY period_start",
    )
    assert names["volume"].select("period_start", "n_origins").equals(volume)
    disputed = "SELECT figure_label, value FROM trend_disagreement WHERE unit = 'all' ORDER BY ALL"
    shown = names["figures"].select("figure_label", "value").sort("figure_label", "value")
    assert shown.equals(query_published(demonstration, disputed))
    assert names["stance"].height > 0 and names["sentences"].height == 20
    assert json.loads((tmp_path / "manifest.json").read_text(encoding="utf-8"))["files"]


def test_without_an_export_the_notebook_says_what_to_run(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, str(NOTEBOOK), "--export", str(tmp_path)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode != 0 and "run `tenor export" in done.stderr
