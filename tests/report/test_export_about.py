"""An export says whose its texts are, and its bytes depend on nothing but the data."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from frictionless import Package

from flows.exporting import LICENCE_NOTE, export
from flows.settings import load_settings

pytestmark = pytest.mark.slow


def test_the_package_names_topic_rights_and_scores(demonstration: Path, tmp_path: Path) -> None:
    settings = load_settings(data=demonstration)
    export(settings, tmp_path, since=None, with_text=False)
    path = tmp_path / "datapackage.json"
    assert Package.validate_descriptor(str(path)).valid
    described = json.loads(path.read_text(encoding="utf-8"))
    assert described["licence_note"] == LICENCE_NOTE
    assert described["title"].endswith("monitored by Tenor") and isinstance(described["quality"], list)
    again = export(settings, tmp_path, since=None, with_text=False)
    assert again.manifest.written == ()
    assert json.loads(path.read_text(encoding="utf-8")) == described
