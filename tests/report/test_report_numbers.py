"""Every number that the report says is the warehouse's; little or nothing in it is said plainly."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import date
from html import unescape
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
    said = re.findall(
        r"of (\d+) independent texts .*? (\d+) are on balance for, (\d+) against, (\d+) both ways .*? "
        r"Net (\S+) .*? interval (\S+) to (\S+)\)",
        page,
    )
    rows = query_published(
        demonstration,
        "SELECT n_origins::VARCHAR, n_origins_favor::VARCHAR, n_origins_against::VARCHAR, "
        "(n_origins - n_origins_favor - n_origins_against)::VARCHAR, "
        "replace(format('{:+.2f}', net_stance), '-', '−'), replace(format('{:+.2f}', net_low), '-', '−'), "
        "replace(format('{:+.2f}', net_high), '-', '−') FROM trend_stance "
        "WHERE unit = 'all' AND dimension = 'all' ORDER BY n_origins DESC, target LIMIT 3",
    )
    assert said == rows.rows()


def _spaced(n: int) -> str:
    return f"{n:,}".replace(",", " ")


def _said(page_path: Path) -> list[str]:
    """The sentences under "In short", without the marks that isolate text from outside."""
    page = page_path.read_text(encoding="utf-8")
    listed = page[page.index('<ul class="words">') : page.index("</ul>")]
    return [re.sub("[\u2068\u2069]", "", unescape(s)) for s in re.findall(r"<li>(.*?)</li>", listed)]


def _numbers(sentence: str) -> list[int]:
    return [int(n.replace(" ", "")) for n in re.findall(r"\d[\d ]*\b", sentence)]


SCOPE = """
SELECT count(*), day(min(published_on)), year(min(published_on)), day(max(published_on)), year(max(published_on)),
       count(DISTINCT source_id), count(DISTINCT language), count(DISTINCT origin_id)
FROM articles WHERE on_topic
"""
ECHO = """
WITH seed AS (SELECT DISTINCT element_kind, element_id FROM trend_seed_echo WHERE uptake = 'seed'),
     others AS (
         SELECT * FROM trend_seed_echo SEMI JOIN seed USING (element_kind, element_id)
         WHERE uptake NOT IN ('seed', 'dropped')
     )
SELECT (SELECT count(*) FROM seed), (SELECT count(DISTINCT (element_kind, element_id)) FROM others),
       (SELECT count(DISTINCT (element_kind, element_id)) FROM others WHERE uptake = 'repeated'),
       (SELECT count(DISTINCT (element_kind, element_id)) FROM others WHERE uptake = 'contested')
"""
GAPS = "SELECT count(*) FILTER (is_gap), count(*) FROM coverage WHERE n_polls > 0 OR is_gap"
UNDATED = "SELECT count(*) FROM articles WHERE on_topic AND published_on IS NULL"


@pytest.mark.parametrize(
    ("begins", "query"),
    [
        (r"[\d ]+ articles? on the topic published", SCOPE),
        (r"[\d ]+ articles? on the topic state", UNDATED),
        (r"Of \d+ elements", ECHO),
        (r"Collection failed on [^(]*", GAPS),
    ],
)
def test_the_numbers_in_a_sentence_are_what_sql_counts(
    page_path: Path, demonstration: Path, begins: str, query: str
) -> None:
    (sentence,) = [s for s in _said(page_path) if re.match(begins, s)]
    expected = query_published(demonstration, query).row(0)
    assert _numbers(sentence.split(" (")[0] if "Collection" in begins else sentence) == list(expected)


DISPUTES = """
WITH disputed AS (
    SELECT figure_id, any_value(figure_label) AS label, count(DISTINCT (value, value_high)) AS n_values,
           max(coalesce(value_high, value)) / min(value) AS spread
    FROM cited_figures WHERE on_topic AND figure_id IS NOT NULL GROUP BY figure_id
    HAVING n_values > 1 AND spread >= 1.1
),
values AS (
    SELECT figure_id, value, value_high, count(DISTINCT a.origin_id) AS n
    FROM cited_figures AS f JOIN disputed USING (figure_id) JOIN articles AS a USING (article_id) GROUP BY ALL
)
SELECT (SELECT count(*) FROM disputed) AS n_figures, label, value, value_high, n
FROM values JOIN disputed USING (figure_id)
WHERE figure_id = (SELECT figure_id FROM values GROUP BY figure_id ORDER BY sum(n) DESC, figure_id LIMIT 1)
ORDER BY value, value_high
"""


def test_the_sentence_on_disputes_is_what_sql_counts(page_path: Path, demonstration: Path) -> None:
    (sentence,) = [s for s in _said(page_path) if "values that differ" in s]
    rows = query_published(demonstration, DISPUTES).rows()
    values = [
        _spaced(int(low)) + (f"–{_spaced(int(high))}" if high and high != low else "")
        for _, _, low, high, _ in rows
    ]
    counts = [
        f"{value} (in {row[4]} independent text{'s' * (row[4] > 1)})"
        for value, row in zip(values, rows, strict=True)
    ]
    assert len(rows) > 1
    assert sentence == (
        f"{rows[0][0]} figures are given with values that differ. Most often: {rows[0][1]}: {', '.join(counts)}."
    )


PEOPLE = """
WITH said AS (
    SELECT article_id, speaker_person_id AS person_id, speaker, 1 AS is_said FROM quotations
    WHERE on_topic AND speaker_person_id IS NOT NULL
),
seen AS (
    FROM said UNION ALL
    SELECT article_id, person_id, name, 0 FROM mentions WHERE on_topic AND person_id IS NOT NULL AND NOT is_organisation
    UNION ALL SELECT article_id, person_id, name, 0 FROM speakers WHERE on_topic AND person_id IS NOT NULL
)
SELECT mode(speaker) FILTER (is_said = 1) AS name, sum(is_said) AS n
FROM seen JOIN articles USING (article_id) GROUP BY person_id HAVING n > 0
ORDER BY count(DISTINCT origin_id) DESC, n DESC, person_id LIMIT 5
"""


def test_the_sentence_on_people_is_what_sql_counts(page_path: Path, demonstration: Path) -> None:
    (sentence,) = [s for s in _said(page_path) if s.startswith("Quoted in most")]
    rows = query_published(demonstration, PEOPLE).rows()
    people = [f"{name} ({_spaced(int(n))} quotation{'s' * (n > 1)})" for name, n in rows]
    assert sentence == f"Quoted in most independent texts: {', '.join(people)}."


def test_every_sentence_is_one_that_a_test_checks(page_path: Path) -> None:
    checked = (
        "published from", "state no date", "independent texts that report", "values that differ", "Quoted in most",
        "elements of the seed", "Collection failed",
    )  # fmt: skip
    assert [s for s in _said(page_path) if not any(part in s for part in checked)] == []


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
