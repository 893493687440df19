"""Every number that the report says is the warehouse's; little or nothing in it is said plainly."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from flows.reporting import report
from flows.settings import load_settings
from flows.trending import build_trends
from tests.report import demonstration as made
from vocabulary import Source
from warehouse.connection import open_live
from warehouse.export import PARTITIONED, WHOLE, export_parquet
from warehouse.publish import publish
from warehouse.query import query_published

pytestmark = pytest.mark.slow
Report = Callable[[list[Source], int], tuple[Path, str]]


def embedded(page: str) -> dict[str, Any]:
    """The data that the page carries, rows as dictionaries."""
    found = re.search(r'<script type="application/json" id="report-data">(.*?)</script>', page, re.DOTALL)
    assert found is not None
    charts = json.loads(found[1])["charts"]
    return {
        name: [dict(zip(t["columns"], row, strict=True)) for row in t["rows"]] for name, t in charts.items()
    }


KEYS = {
    "volume": ("trend_volume", ["unit", "period_start", "dimension", "value"]),
    "stance": ("trend_stance", ["unit", "period_start", "dimension", "value", "target"]),
    "disagreement": ("trend_disagreement", ["unit", "period_start", "figure_id", "value", "value_high"]),
    "experts": ("trend_experts", ["unit", "period_start", "person_id"]),
}


@pytest.mark.parametrize("chart", KEYS)
def test_rows_of_charts_are_rows_of_the_warehouse(page_path: Path, demonstration: Path, chart: str) -> None:
    table, keys = KEYS[chart]
    rows = embedded(page_path.read_text(encoding="utf-8"))[chart]
    kept = list(query_published(demonstration, f"FROM {table}").iter_rows(named=True))
    known = {tuple(str(row[key]) for key in keys): row for row in kept}
    assert rows
    for row in rows:
        whole = known[tuple(str(row[key]) for key in keys)]
        assert {"n_articles", "n_sources", "n_origins"} <= set(row)
        for name in set(row) & set(whole) - set(keys):
            assert row[name] == _as_shown(whole[name]), name


def _as_shown(value: Any) -> Any:
    """Dates as text; fractions may be rounded to four places or so."""
    if isinstance(value, float):
        return pytest.approx(value, abs=6e-4)
    return str(value) if isinstance(value, date) else value


HEADLINE = """
SELECT (SELECT count(*) FROM articles WHERE on_topic), (SELECT count(DISTINCT origin_id) FROM articles WHERE on_topic),
       (SELECT count(DISTINCT source_id) FROM articles WHERE on_topic),
       (SELECT count(DISTINCT language) FROM articles WHERE on_topic),
       (SELECT count(*) FROM stances WHERE on_topic AND level = 'span'),
       (SELECT count(*) FROM cited_figures WHERE on_topic), (SELECT count(*) FROM quotations WHERE on_topic),
       (SELECT count(*) FROM problems)
"""


def test_the_headline_is_what_sql_counts(page_path: Path, demonstration: Path) -> None:
    page = page_path.read_text(encoding="utf-8")
    numbers = page[page.index('<dl class="numbers">') : page.index("</dl>")]
    assert [int(n) for n in re.findall(r"<dd>(\d+)</dd>", numbers)] == list(
        query_published(demonstration, HEADLINE).row(0)
    )


def test_the_words_on_stances_are_what_sql_counts(page_path: Path, demonstration: Path) -> None:
    page = page_path.read_text(encoding="utf-8")
    said = re.findall(r"of (\d+) independent texts .*? (\d+) are on balance for, (\d+) against", page)
    rows = query_published(
        demonstration,
        "SELECT n_origins, n_origins_favor, n_origins_against FROM trend_stance "
        "WHERE unit = 'all' AND dimension = 'all' ORDER BY n_origins DESC, target LIMIT 3",
    )
    assert [tuple(map(int, numbers)) for numbers in said] == rows.rows()


@pytest.fixture
def small_report(demonstration: Path, page_path: Path, tmp_path: Path) -> Report:
    """A warehouse of few sources and days, and the report on it."""

    def build(outlets: list[Source], n_days: int) -> tuple[Path, str]:
        settings = load_settings(data=tmp_path)
        with open_live(tmp_path, lock_timeout_s=5, now=made.NOW) as live:
            if outlets:
                made.fill(live, tmp_path / "archive", outlets, n_days, 1.0)
        build_trends(settings, made.NOW)
        publish(tmp_path, lock_timeout_s=5, now=made.NOW)
        return tmp_path, report(settings, tmp_path / "report.html", made.NOW).read_text(encoding="utf-8")

    return build


def test_an_empty_warehouse_says_so_and_exports_every_table(small_report: Report) -> None:
    data, page = small_report([], 0)
    assert "No article on the topic was found yet" in page
    assert not any(embedded(page).values())
    written = export_parquet(data, data / "out")
    assert {note.table for note in written.files} == {*PARTITIONED, *WHOLE}


def test_one_article_of_one_source_decides_nothing(small_report: Report) -> None:
    data, page = small_report(made.sources()[:1], 1)
    whole = query_published(data, "FROM trend_volume WHERE unit = 'all' AND value = 'harbour-wire'")
    assert whole["n_articles"].to_list() == [1] and whole["share_low"][0] < 0.3
    assert "clearly" not in page[page.index('<ul class="words">') : page.index("</ul>")]


def test_a_month_without_collection_is_a_gap_and_no_calm(
    small_report: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(made, "is_down", lambda _source, day: day.month == 2)
    data, page = small_report(made.sources()[:2], 60)
    months = query_published(
        data,
        "SELECT n_articles, is_gap FROM trend_volume WHERE unit = 'month' AND dimension = 'source_id' "
        "AND value = 'harbour-wire' ORDER BY period_start NULLS LAST",
    ).rows()
    assert months[1] == (0, True) and months[0][0] > 0 and not months[0][1]
    assert "Collection failed on 56 of 120 source-days" in page
