"""Trend tables that are left alone or built anew are always those of a full build."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import fields, replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from flows.trending import refresh
from tests.report import demonstration
from tests.transforms.trends.test_trends import random_warehouse
from tests.warehouse.debate import fill
from tests.warehouse.values import NOW
from transforms.trends.counting import TrendInputs
from transforms.trends.tables import NEEDS, each_table, inputs_for, summarise
from warehouse.connection import Live, execute, open_live, read
from warehouse.trends import TRENDS, forget_made, read_trend_inputs

REFERENCE = date(2026, 1, 1)
ONE: Final = "(SELECT min(version_id) FROM articles WHERE on_topic)"
EDITS: Final = {
    "an article goes": f"DELETE FROM store.versions WHERE version_id = {ONE}",
    "an article is of another day": f"""UPDATE store.versions SET published_on = DATE '2025-12-31'
        WHERE version_id = {ONE}""",
    "an article has no day": f"UPDATE store.versions SET published_on = NULL WHERE version_id = {ONE}",
    "an article is off the topic": f"UPDATE store.relevance SET on_topic = false WHERE version_id = {ONE}",
    "a text is a copy": f"""UPDATE store.origins SET origin_id = (SELECT max(origin_id) FROM store.origins)
        WHERE version_id = {ONE}""",
    "all are copies of one": "UPDATE store.origins SET origin_id = 7",
    "persons are one": """INSERT INTO store.person_overrides SELECT DISTINCT min(person_id), NULL, NULL, max(person_id)
        FROM store.quotations HAVING min(person_id) IS NOT NULL""",
    "polarities turn": "UPDATE store.stances SET polarity = 'mixed' WHERE polarity = 'favor'",
    "a role changes": "UPDATE store.speakers SET role = 'reader'",
    "a mention goes": "DELETE FROM store.mentions WHERE version_id = (SELECT max(version_id) FROM store.mentions)",
    "figures are one": "UPDATE store.figures SET figure_id = 1, figure_label = 'one'",
    "a value changes": "UPDATE store.quantities SET value = 3 * value WHERE version_id % 2 = 0",
    "a day fails": "UPDATE store.tallies SET n_polls = 4, n_polls_failed = 4",
    "a source moves": "UPDATE store.sources SET country = 'XX', kind = 'moved'",
    "another annotator": "UPDATE store.settings SET value = 'another' WHERE name = 'primary_annotator'",
}  # fmt: skip


@contextmanager
def made(seed: int) -> Iterator[Live]:
    with TemporaryDirectory() as data, open_live(Path(data), lock_timeout_s=5, now=NOW) as live:
        fill(live, seed)
        yield live


def tables(live: Live) -> dict[str, pl.DataFrame]:
    return {name: read(live, f"FROM {name} ORDER BY evidence_key") for name in TRENDS}


def assert_as_built_anew(live: Live) -> None:
    """Every value of every table, to the last bit."""
    ours = tables(live)
    forget_made(live)
    assert sorted(refresh(live, REFERENCE)) == sorted(TRENDS)
    for name, anew in tables(live).items():
        assert_frame_equal(ours[name], anew, check_exact=True)


@pytest.mark.slow
@settings(max_examples=4, deadline=None)
@given(
    seed=st.integers(0, 50), edits=st.lists(st.lists(st.sampled_from(sorted(EDITS)), max_size=2), max_size=3)
)
def test_after_any_change_the_tables_are_those_of_a_full_build(seed: int, edits: list[list[str]]) -> None:
    with made(seed) as live:
        refresh(live, REFERENCE)
        for together in edits:
            for edit in together:
                execute(live, EDITS[edit])
            refresh(live, REFERENCE)
        assert refresh(live, REFERENCE) == []
        assert_as_built_anew(live)


@pytest.mark.slow
def test_no_change_goes_unseen() -> None:
    with made(1) as live:
        refresh(live, REFERENCE)
        for edit, statement in EDITS.items():
            before = tables(live)
            execute(live, statement)
            assert refresh(live, REFERENCE), edit
            assert any(not before[name].equals(table) for name, table in tables(live).items()), edit
        assert_as_built_anew(live)


def test_only_what_can_change_is_built() -> None:
    with made(1) as live:
        assert len(refresh(live, REFERENCE)) == len(TRENDS)
        assert refresh(live, REFERENCE) == []
        execute(live, EDITS["persons are one"])
        assert refresh(live, REFERENCE) == ["trend_experts", "trend_seed_echo"]
        execute(live, EDITS["polarities turn"])
        assert refresh(live, REFERENCE) == ["trend_stance", "trend_seed_echo"]
        execute(live, "UPDATE store.relevance SET annotator_version = 'x'")
        assert refresh(live, REFERENCE) == []
        assert len(refresh(live, date(2026, 1, 2))) == len(TRENDS)


@pytest.mark.slow
def test_one_more_day_of_the_demonstration_gives_what_a_full_build_gives(tmp_path: Path) -> None:
    demonstration.build(tmp_path, n_days=20)
    last = "(SELECT max(published_on) FROM store.versions)"
    with open_live(tmp_path, lock_timeout_s=5, now=NOW) as live:
        refresh(live, REFERENCE)
        whole = tables(live)
        execute(live, f"CREATE TEMP TABLE day AS FROM store.versions WHERE published_on = {last}")
        execute(live, "DELETE FROM store.versions WHERE version_id IN (SELECT version_id FROM day)")
        assert refresh(live, REFERENCE)
        assert not tables(live)["trend_volume"].equals(whole["trend_volume"])
        execute(live, "INSERT INTO store.versions FROM day")
        refresh(live, REFERENCE)
        for name, table in tables(live).items():
            assert_frame_equal(table, whole[name], check_exact=True)
        assert_as_built_anew(live)


@pytest.mark.parametrize("table", NEEDS)
def test_a_table_needs_no_more_than_it_names(table: str) -> None:
    inputs = random_warehouse(3, 0)
    needed = inputs_for([table])
    gaps = pl.LazyFrame(
        {"source_id": ["a", "b"], "day": [date(2026, 1, 7), date(2026, 1, 9)], "n_on_topic": [0, 3],
         "n_off_topic": [2, 0], "is_gap": [True, False]}
    )  # fmt: skip
    whole = replace(inputs, coverage=gaps)
    less = {f.name: getattr(whole, f.name).clear() for f in fields(TrendInputs) if f.name not in needed}
    if "gaps" in NEEDS[table]:
        less["coverage"] = gaps.filter("is_gap")
    ((_, alone),) = each_table(replace(whole, **less), REFERENCE, [table])
    assert alone.height > 0
    assert_frame_equal(alone, summarise(whole, REFERENCE)[table], check_exact=True)


def test_inputs_not_asked_for_have_their_columns() -> None:
    with made(1) as live:
        whole, some = read_trend_inputs(live), read_trend_inputs(live, ["articles"])
        assert {name: f.collect_schema() for name, f in some.items()} == {
            name: f.collect_schema() for name, f in whole.items()
        }
        assert [name for name, f in some.items() if f.collect().height] == ["articles"]
