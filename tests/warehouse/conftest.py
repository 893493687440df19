"""A real DuckDB warehouse for every test; the empty one is made once and copied."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.warehouse.passes import whole_pass
from tests.warehouse.values import NOW
from warehouse.connection import LIVE, Live, open_live
from warehouse.publish import publish


@pytest.fixture(scope="session")
def empty_warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("empty")
    with open_live(folder, lock_timeout_s=1, now=NOW):
        pass
    return folder / LIVE


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data directory that does not exist yet."""
    return tmp_path / "data"


@pytest.fixture
def live(data: Path, empty_warehouse: Path) -> Iterator[Live]:
    data.mkdir()
    shutil.copyfile(empty_warehouse, data / LIVE)
    with open_live(data, lock_timeout_s=1, now=NOW) as opened:
        yield opened


@pytest.fixture(scope="session")
def whole_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data directory after one whole pass, published. To be copied, not written."""
    folder = tmp_path_factory.mktemp("whole")
    with open_live(folder, lock_timeout_s=1, now=NOW) as opened:
        whole_pass(opened)
    publish(folder, lock_timeout_s=1, now=NOW)
    return folder


@pytest.fixture
def published(data: Path, whole_data: Path) -> Path:
    """A data directory after one whole pass, published."""
    shutil.copytree(whole_data, data)
    return data


@pytest.fixture
def whole(published: Path) -> Iterator[Live]:
    """A live warehouse after one whole pass."""
    with open_live(published, lock_timeout_s=1, now=NOW) as opened:
        yield opened
