"""A real DuckDB warehouse for every test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.warehouse.values import NOW
from warehouse.connection import Live, open_live


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def live(data: Path) -> Iterator[Live]:
    with open_live(data, lock_timeout_s=1, now=NOW) as opened:
        yield opened
