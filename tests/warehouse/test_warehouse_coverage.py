"""The coverage ledger, and what edits change."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import polars as pl
import pytest

from tests.warehouse.passes import whole_pass
from tests.warehouse.values import NOW, annotations, capture, location, source, tally, version
from vocabulary import Annotations, Collected, Relevance, Span
from warehouse.annotations import replace_annotations
from warehouse.captures import index_captures
from warehouse.collection import write_collected
from warehouse.connection import Live, read
from warehouse.coverage import read_coverage
from warehouse.errors import WarehouseError
from warehouse.sources import write_sources
from warehouse.trends import replace_trend
from warehouse.versions import read_versions_to_annotate, write_versions

DAY = date(2026, 2, 1)


def ledger(live: Live, *tallies: object) -> dict[date, tuple[bool, str | None]]:
    write_collected(live, Collected(tallies=tuple(tallies)), [])  # type: ignore[arg-type]
    rows = read_coverage(live).filter(pl.col("source_id") == "a")
    return {day: (gap, reason) for day, gap, reason in rows.select("day", "is_gap", "gap_reason").rows()}


@pytest.mark.parametrize(
    ("counts", "reason"),
    [
        ({"n_polls": 1, "n_listed": 3, "n_fetched": 3}, None),
        ({"n_polls": 2, "n_polls_failed": 2}, "no feed could be read"),
        ({"n_polls": 2, "n_polls_failed": 1, "n_listed": 1}, None),
        ({"n_polls": 1}, "nothing listed"),
        ({"n_polls": 1, "n_listed": 9, "n_fetched": 1, "n_failed": {"timeout": 2}}, "most pages failed"),
        ({"n_polls": 1, "n_listed": 9, "n_fetched": 2, "n_failed": {"timeout": 2}}, None),
    ],
)
def test_a_gap_is_what_its_rule_says(live: Live, counts: dict[str, object], reason: str | None) -> None:
    write_sources(live, [source("a")])
    assert ledger(live, tally("a", DAY, **counts)) == {DAY: (reason is not None, reason)}


def test_a_quiet_day_of_a_small_outlet_is_no_gap(live: Live) -> None:
    write_sources(live, [source("a", expected_per_day=2.0)])
    assert ledger(live, tally("a", DAY, n_polls=1)) == {DAY: (False, None)}


def test_days_on_which_nobody_looked_are_gaps(live: Live) -> None:
    write_sources(live, [source("a"), source("b")])
    later = DAY + timedelta(days=2)
    found = ledger(live, tally("a", DAY, n_polls=1, n_listed=9), tally("b", later, n_polls=1, n_listed=9))
    assert found[DAY] == (False, None)
    assert found[DAY + timedelta(days=1)] == found[later] == (True, "not polled")


def test_a_history_of_its_own_replaces_the_estimate(live: Live) -> None:
    write_sources(live, [source("a", expected_per_day=100.0)])
    days = [tally("a", DAY + timedelta(days=n), n_polls=1, n_listed=2) for n in range(7)]
    quiet = tally("a", DAY + timedelta(days=7), n_polls=1)
    ledger(live, *days, quiet)
    last = read_coverage(live).tail(1).row(0, named=True)
    assert (last["expected"], last["is_gap"]) == (2.0, False)
    assert last["expected_reason"] == "own mean of 14 days"


def test_sources_are_dead_silent_stale_flooding_or_well(live: Live) -> None:
    listed = {
        "well": (9, 8, 9, 9, 9),
        "quiet": (0, 0, 0, 0, 0),
        "silent": (0, 0, 0, 0, 0),
        "stale": (9, 9, 0, 0, 0),
        "late": (9, 9, 9, 0, 0),
        "flooding": (9, 9, 9, 9, 900),
    }
    failing = {"dead": 5, "unreachable": 2}
    keys = (*listed, *failing, "gone")
    write_sources(live, [source(key, expected_per_day=0.2 if key == "quiet" else 9.0) for key in keys])
    days = [DAY + timedelta(days=n) for n in range(5)]
    tallies = [
        tally(key, day, n_polls=1, n_listed=n)
        for key, ns in listed.items()
        for day, n in zip(days, ns, strict=True)
    ]
    for key, n in failing.items():
        tallies += [tally(key, day, n_polls=2, n_polls_failed=2) for day in days[-n:]]
    tallies += [
        tally("gone", day, n_polls=1, n_listed=9 if n < 2 else 0, n_polls_failed=n >= 2)
        for n, day in enumerate(days)
    ]
    write_collected(live, Collected(tallies=tuple(tallies)), [])
    states = dict(read(live, "SELECT source_id, state FROM source_health").rows())
    as_named = {key: key for key in ("silent", "stale", "flooding", "dead", "unreachable", "well")}
    assert states == {**as_named, "quiet": "well", "late": "gaps", "gone": "dead"}


def test_articles_are_counted_in_the_ledger_by_topic(live: Live) -> None:
    whole_pass(live)
    totals = read_coverage(live).select("n_on_topic", "n_off_topic", "n_not_annotated").sum().row(0)
    assert totals == (6, 0, 0)


def test_an_unknown_trend_is_refused(live: Live) -> None:
    with pytest.raises(WarehouseError, match="no such trend table"):
        replace_trend(live, "trend_nothing", pl.DataFrame())
    with pytest.raises(WarehouseError):
        replace_trend(live, "trend_volume", pl.DataFrame({"nothing": [1]}))


def test_an_edit_shows_what_came_and_what_went(live: Live) -> None:
    before = version(1, capture_id=None)
    text = before.document.text.replace("26 countries", "20 countries").replace("Allies", "Partners")
    after = version(1, text, capture_id=None, seen_at=NOW + timedelta(days=1))
    write_versions(live, [before])
    write_versions(live, [after])
    for row in read_versions_to_annotate(live, {"quantities": "1"}, 9):
        figure = next(w for w in ("26 countries", "20 countries") if w in row.text)
        start = row.text.index(figure)
        quantity = replace(annotations().quantities[0], span=Span(start, start + len(figure)), surface=figure)
        only = Annotations(
            language="en",
            relevance=Relevance(is_on_topic=True, score=1.0),
            annotators={"quantities": "1"},
            quantities=(quantity,),
        )
        replace_annotations(live, [(row, only)], NOW)
    rows = read(live, "SELECT kind, change, words FROM version_changes ORDER BY ALL").rows()
    assert rows == [
        ("figure", "added", "20 countries"),
        ("figure", "removed", "26 countries"),
        ("title", "added", "Partners at odds"),
        ("title", "removed", "Allies at odds"),
    ]


@pytest.mark.parametrize(("url", "is_seed"), [("seed:a.md", True), ("document:b.md", False)])
def test_a_document_of_the_user_is_no_seed(live: Live, url: str, is_seed: bool) -> None:
    taken = capture(1, url=url, source_id="documents")
    index_captures(live, [taken], [location(taken)])
    write_versions(live, [version(1, capture_id=taken.capture_id, source_id="documents")])
    assert read(live, "SELECT is_seed FROM articles").item() is is_seed


def test_every_annotation_row_says_where_it_stands_and_who_says_so(live: Live) -> None:
    needed = {
        "article_id",
        "version_id",
        "start",
        "end",
        "surface",
        "annotator",
        "annotator_version",
        "sentence",
    }
    for view in ("stances", "cited_figures", "named_experts", "quotations", "speakers", "mentions"):
        assert needed <= set(read(live, f"FROM {view}").columns), view
