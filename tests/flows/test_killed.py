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
N_KILLS = 4


def run(folder: Path, seeds: Path, limit: int) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "tests.flows.killed", str(folder), str(seeds), str(limit), NOW.isoformat()],
        capture_output=True, text=True, timeout=120, check=False, cwd=ROOT,
    )  # fmt: skip


def published(folder: Path) -> dict[str, pl.DataFrame]:
    return {view: query_published(folder, f"from {view} order by all") for view in VIEWS}


@pytest.fixture(scope="module")
def undisturbed(
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[tuple[Path, dict[str, pl.DataFrame], int]]:
    """The seeds, what an undisturbed pass publishes, and in how many steps."""
    with Site() as site:
        base = serve(site, days=3)
        folder = tmp_path_factory.mktemp("undisturbed")
        seeds = make_seeds(folder, demonstration.sources_yaml(base))
        done = run(folder / "data", seeds, 0)
        assert done.returncode == 0, done.stderr
        yield seeds, published(folder / "data"), int(done.stdout)


@pytest.mark.slow
def test_killed_at_steps_spread_over_the_pass(
    undisturbed: tuple[Path, dict[str, pl.DataFrame], int], tmp_path: Path
) -> None:
    seeds, expected, n_steps = undisturbed
    limits = sorted(Random(1).sample(range(1, n_steps), N_KILLS))
    for limit in limits:
        folder = tmp_path / str(limit)
        assert run(folder, seeds, limit).returncode == -9
        again = run(folder, seeds, 0)
        assert again.returncode == 0, again.stderr
        for view, rows in published(folder).items():
            columns = [name for name in rows.columns if name not in COLLECTED_TWICE.get(view, ())]
            assert rows.select(columns).equals(expected[view].select(columns)), (limit, view)


COLLECTED_TWICE = {
    "coverage": ("n_polls", "n_listed", "n_fetched", "n_not_modified"),
    "article_versions": ("capture_offset",),
}
"""Requests that a killed pass made and the next one made again are both counted: they were both made. What was
archived, but not yet entered in the books of its source, is archived again behind it."""


@pytest.mark.slow
def test_killed_over_and_over(undisturbed: tuple[Path, dict[str, pl.DataFrame], int], tmp_path: Path) -> None:
    seeds, expected, n_steps = undisturbed
    for limit in (n_steps // 4, n_steps // 2):
        assert run(tmp_path / "data", seeds, limit).returncode == -9
    assert run(tmp_path / "data", seeds, 0).returncode == 0
    found = published(tmp_path / "data")
    for view in ("articles", "cited_figures", "quotations", "stances", "trend_volume"):
        assert found[view].equals(expected[view]), view
