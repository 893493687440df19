"""What is told after a publication: each thing once, with the rows that caused it, and nothing without cause."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import polars as pl
import pytest

from flows.alerts import TOLD, Alert, find_alerts, page_of, tell_news
from flows.settings import Settings
from tests.warehouse.values import source
from vocabulary import Collected, Tally
from warehouse.alerts import read_movements
from warehouse.collection import write_collected
from warehouse.connection import Live, open_live
from warehouse.publish import publish
from warehouse.sources import write_sources

pytestmark = pytest.mark.slow

NOW = datetime(2026, 3, 18, 9, tzinfo=UTC)
MONDAY = date(2026, 3, 9)


@contextmanager
def changed(settings: Settings) -> Iterator[Live]:
    """The live warehouse, published afterwards."""
    with open_live(settings.data, lock_timeout_s=1, now=NOW) as live:
        yield live
    publish(settings.data, lock_timeout_s=1, now=NOW, despite_failures=True)


@pytest.fixture(scope="module")
def looked_at(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data directory that was published once, with nothing to tell."""
    settings = Settings(data=tmp_path_factory.mktemp("alerts"))
    with changed(settings) as live:
        write_sources(live, [source("a"), source("b")])
    assert tell_news(settings, NOW) == []
    return settings.data


@pytest.fixture
def settings(looked_at: Path, tmp_path: Path) -> Settings:
    return Settings(data=Path(shutil.copytree(looked_at, tmp_path / "data")))


def dispute(live: Live, figure_id: int, *values: float, n_origins: int = 2) -> None:
    for value in values:
        live.connection.execute(
            """insert into trend_disagreement by name (select 'all' as unit, ? as figure_id,
            'aid' as figure_label, ? as value, ? as n_origins, 1 as n_articles, 'key' || ? as evidence_key)""",
            [figure_id, value, n_origins, value],
        )


def stance(live: Live, week: date, net: float, *, n_origins: int = 9, is_gap: bool = False) -> None:
    live.connection.execute(
        """insert into trend_stance by name (select 'week' as unit, ? as period_start, 'all' as dimension,
        'all' as value, 'military_aid' as target, ? as net_stance, ? as net_low, ? as net_high,
        ? as n_origins, ? as is_gap, 'k' as evidence_key)""",
        [week, net, net - 0.1, net + 0.1, n_origins, is_gap],
    )


def asked(live: Live, source_id: str, *n_listed: int) -> None:
    """One day after the other, ending today."""
    first = NOW.date() - timedelta(days=len(n_listed) - 1)
    tallies = [
        Tally(source_id=source_id, day=first + timedelta(days=i), n_polls=4, n_listed=n, n_fetched=n)
        for i, n in enumerate(n_listed)
    ]
    write_collected(live, Collected(tallies=tuple(tallies)), [])


def told(settings: Settings) -> list[tuple[str, str, int]]:
    return [(alert.kind, alert.subject, len(alert.rows)) for alert in tell_news(settings, NOW)]


def test_a_figure_newly_in_dispute_is_told_once_with_its_values(settings: Settings) -> None:
    with changed(settings) as live:
        dispute(live, 7, 10.0, 20.0)
        dispute(live, 8, 10.0)
    [alert] = tell_news(settings, NOW)
    assert (alert.kind, alert.subject) == ("figure_disputed", "figure 7")
    assert [row["value"] for row in alert.rows] == [10.0, 20.0]
    assert {row["evidence_key"] for row in alert.rows} == {"key10.0", "key20.0"}
    assert told(settings) == []


def test_disputes_that_were_there_from_the_first_are_no_news(settings: Settings) -> None:
    (settings.data / TOLD).unlink()
    with changed(settings) as live:
        dispute(live, 7, 10.0, 20.0)
    assert told(settings) == []
    assert [alert.subject for alert in find_alerts(settings.data, NOW)] == ["figure 7"]


@pytest.mark.parametrize(
    ("before", "after", "n"), [(0.5, 0.0, 1), (-0.5, 0.5, 1), (0.5, 0.35, 0)], ids=["fell", "rose", "within"]
)
def test_a_stance_beyond_its_interval(settings: Settings, before: float, after: float, n: int) -> None:
    with changed(settings) as live:
        stance(live, MONDAY - timedelta(weeks=1), before)
        stance(live, MONDAY, after)
    found = told(settings)
    assert found == [("stance_shift", f"military_aid in the week of {MONDAY}", 1)] * n
    assert told(settings) == []


def test_weeks_with_gaps_few_origins_or_an_open_end_shift_nothing(settings: Settings) -> None:
    with changed(settings) as live:
        stance(live, MONDAY - timedelta(weeks=3), 0.5)
        stance(live, MONDAY - timedelta(weeks=2), -0.5, is_gap=True)
        stance(live, MONDAY - timedelta(weeks=1), -0.5, n_origins=4)
        stance(live, MONDAY, 0.5)
        stance(live, MONDAY + timedelta(weeks=1), -0.9)
    assert told(settings) == []


def test_a_silent_source_is_told_with_its_silent_days(settings: Settings) -> None:
    with changed(settings) as live:
        asked(live, "a", 9, 8, 9, 0, 0, 0)
        asked(live, "b", 9, 8, 9, 9, 0, 0)
    assert told(settings) == [("source_silent", f"a since {NOW.date() - timedelta(days=3)}", 3)]
    assert told(settings) == []
    with changed(settings) as live:
        asked(live, "a", 5)
    assert told(settings) == []
    assert find_alerts(settings.data, NOW) == []


def annotated(live: Live, n: int, n_refused: int) -> None:
    live.connection.execute(
        """insert into store.annotated by name (select i as version_id, 'quotations' as annotator,
        '1' as annotator_version, 5 as n_rows, if(i < ?, 2, 0) as n_rejected, ? as annotated_at from range(?) t(i))""",
        [n_refused, NOW.replace(tzinfo=None), n],
    )


@pytest.mark.parametrize(("n", "n_refused", "is_told"), [(100, 4, True), (100, 2, False), (1000, 9, False)])
def test_unusually_many_refused_annotations(
    settings: Settings, n: int, n_refused: int, is_told: bool
) -> None:
    with changed(settings) as live:
        annotated(live, n, n_refused)
    found = told(settings)
    assert found == [("annotations_refused", "quotations in the week of 2026-03-16", n_refused)] * is_told


def test_a_broken_memory_tells_no_old_disputes_and_is_mended(settings: Settings) -> None:
    with changed(settings) as live:
        dispute(live, 7, 10.0, 20.0)
    (settings.data / TOLD).write_text('{"figure_disp')
    assert told(settings) == []
    assert "figure 7" in (settings.data / TOLD).read_text()


def test_the_page_marks_what_is_new_and_harms_no_table(settings: Settings) -> None:
    alert = Alert(kind="source_silent", subject="a since 2026-03-15", rows=[{}])
    frame = pl.DataFrame({"figure": ["aid | <b>more</b>\nof it"], "change": [0.123456]})
    page = page_of({"figures": frame, "experts": frame.clear()}, [alert], [alert])
    assert "**new** a source has fallen silent: a since 2026-03-15 (1 rows)" in page
    assert "| aid \\| &lt;b>more&lt;/b> of it | 0.1235 |" in page and "Nothing moved." in page
    nothing = page_of(read_movements(settings.data, NOW.date()), [], [])
    assert nothing.count("Nothing moved.") == 3
