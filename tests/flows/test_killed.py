"""A pass killed with SIGKILL at any step, then run again, loses and doubles nothing (RELIABILITY 84, 85)."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from random import Random

import polars as pl
import pytest

from tests.flows.house import make_seeds, serve
from tests.site import demonstration
from tests.site.server import Site
from warehouse.query import query_published

ROOT = Path(__file__).resolve().parents[2]
NOW = demonstration.FIRST + timedelta(days=3)
VIEWS = (
    "articles", "article_versions", "cited_figures", "quotations", "named_experts", "stances", "coverage",
    "trend_volume", "trend_stance", "trend_figures", "trend_experts", "trend_seed_echo",
)  # fmt: skip
N_KILLS = 3


class Passes:
    """A process that makes passes, each in a child of its own, and what an undisturbed one publishes."""

    def __init__(self, folder: Path, seeds: Path) -> None:
        command = [sys.executable, "-m", "tests.flows.killed", str(seeds), NOW.isoformat()]
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1, cwd=ROOT
        )
        self.n_steps = int(self.make(folder))
        self.expected = published(folder)

    def make(self, folder: Path, limit: int = 0) -> str:
        """Make a pass that is killed at that step; the number of steps, or the name of the signal."""
        assert self._process.stdin is not None and self._process.stdout is not None
        self._process.stdin.write(f"{folder} {limit}\n")
        return self._process.stdout.readline().strip()

    def end(self) -> None:
        self._process.kill()
        self._process.communicate()


def published(folder: Path) -> dict[str, pl.DataFrame]:
    return {view: query_published(folder, f"from {view} order by all") for view in VIEWS}


@pytest.fixture(scope="module")
def passes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Passes]:
    with Site() as site:
        folder = tmp_path_factory.mktemp("undisturbed")
        seeds = make_seeds(folder, demonstration.sources_yaml(serve(site, days=3)))
        passes = Passes(folder / "data", seeds)
        yield passes
        passes.end()


@pytest.mark.slow
def test_killed_at_steps_spread_over_the_pass(passes: Passes, tmp_path: Path) -> None:
    limits = sorted(Random(1).sample(range(1, passes.n_steps), N_KILLS))
    for limit in limits:
        folder = tmp_path / str(limit)
        assert passes.make(folder, limit) == "SIGKILL"
        assert passes.make(folder).isdigit()
        assert_as_undisturbed(folder, passes)


def assert_as_undisturbed(folder: Path, passes: Passes) -> None:
    for view, rows in published(folder).items():
        columns = [name for name in rows.columns if name not in COLLECTED_TWICE.get(view, ())]
        assert rows.select(columns).equals(passes.expected[view].select(columns)), (folder.name, view)


COLLECTED_TWICE = {
    "coverage": ("n_polls", "n_listed", "n_fetched", "n_not_modified"),
    "article_versions": ("capture_offset",),
}
"""Requests that a killed pass made and the next one made again are both counted: they were both made. What was
archived, but not yet entered in the books of its source, is archived again behind it."""


@pytest.mark.slow
def test_killed_while_it_fetches_and_extracts_side_by_side(passes: Passes, tmp_path: Path) -> None:
    for n_milliseconds in (Random(2).randint(300, 900), Random(3).randint(900, 2500)):
        folder = tmp_path / str(n_milliseconds)
        assert passes.make(folder, -n_milliseconds) == "SIGKILL"
        assert passes.make(folder).isdigit()
        assert_as_undisturbed(folder, passes)


@pytest.mark.slow
def test_killed_over_and_over(passes: Passes, tmp_path: Path) -> None:
    for limit in (passes.n_steps // 4, passes.n_steps // 2):
        assert passes.make(tmp_path, limit) == "SIGKILL"
    assert passes.make(tmp_path).isdigit()
    found = published(tmp_path)
    for view in ("articles", "cited_figures", "quotations", "stances", "trend_volume"):
        assert found[view].equals(passes.expected[view]), view
