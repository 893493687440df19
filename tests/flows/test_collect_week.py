"""A simulated week: edits, an outage, a dead feed and a returning one, as collection tells of them.

The week is collected once, into a warehouse. `lived` is what its rounds left there; `kept` is the same warehouse
after every later stage.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import polars as pl
import pytest

from flows import annotating, publishing, trending
from flows.doctor import examine
from flows.settings import Settings
from tests.flows.house import extract_all, make_settings
from tests.site.collect import Memory, pages_of
from tests.site.server import Site
from tests.site.week import DIES_AT, OUTAGE, OUTLETS, SHUTS_AT, Week
from transforms.polling import CONFIRMATIONS
from vocabulary import Capture, Problem
from warehouse.query import query_published

pytestmark = pytest.mark.slow

Ask = Callable[[str], pl.DataFrame]


@dataclass
class Lived:
    """What a week left behind."""

    captures: dict[str, list[Capture]]
    problems: dict[str, list[Problem]]
    coverage: dict[str, Counter[str]]
    """Sums over the days."""
    n_published: dict[str, int]
    n_polls: Counter[str]
    memory: Memory


@pytest.fixture(scope="module")
def lived() -> Iterator[Lived]:
    memory = Memory()
    with Site() as site:
        week = Week(site)
        for memory.now in week.hours():
            week.set(memory.now)
            if memory.is_due():
                memory.collect(week.sources, week.network)
        polls = Counter(r.host.removesuffix(".test") for r in site.log if r.path in ("/feed.xml", "/new.xml"))
        n_published = {outlet: len(week.published(outlet)) for outlet in OUTLETS}
    rounds = memory.rounds
    coverage: dict[str, Counter[str]] = {outlet: Counter() for outlet in OUTLETS}
    for row in memory.ask("SELECT COLUMNS('source_id|n_.*') FROM coverage"):
        if row["source_id"] in coverage:
            coverage[row["source_id"]].update({k: v for k, v in row.items() if k != "source_id"})
    yield Lived(
        captures={o: [c for r in rounds for c in pages_of(r) if c.source_id == o] for o in OUTLETS},
        problems={o: [p for r in rounds for p in r.problems if p.source_id == o] for o in OUTLETS},
        coverage=coverage,
        n_published=n_published,
        n_polls=polls,
        memory=memory,
    )


def _n_articles(lived: Lived, outlet: str) -> int:
    return len({capture.url for capture in lived.captures[outlet]})


def test_a_steady_outlet_is_had_in_full_and_without_a_problem(lived: Lived) -> None:
    assert _n_articles(lived, "steady") == lived.n_published["steady"] == 24
    assert len(lived.captures["steady"]) == 24, "no page twice: nothing changed"
    assert lived.problems["steady"] == []
    assert lived.coverage["steady"]["n_listed"] == 24


def test_edits_are_new_captures_at_the_looks_after_them(lived: Lived) -> None:
    first = [c for c in lived.captures["edits"] if c.url.endswith("/0.html")]
    assert [
        figure for c in first for figure in ("15.000", "20.000", "30.000") if figure.encode() in c.body
    ] == [
        "15.000",
        "20.000",
        "30.000",
    ]
    assert len(lived.captures["edits"]) == 24 + 2


def test_changing_furniture_is_captured_for_extraction_to_judge(lived: Lived) -> None:
    assert _n_articles(lived, "furniture") == 24
    assert len(lived.captures["furniture"]) > 24


def test_an_outage_is_told_and_made_up_for(lived: Lived) -> None:
    assert _n_articles(lived, "outage") == 24, "the feed still listed what was missed"
    during = [p for p in lived.problems["outage"] if OUTAGE[0] <= p.occurred_at < OUTAGE[1]]
    assert during and len(during) == len(lived.problems["outage"])
    assert {p.code for p in during} <= {"robots_unreachable", "http_503", "host_paused"}
    assert lived.coverage["outage"]["n_polls_failed"] >= 1


def test_a_dead_feed_is_retired_after_confirmation(lived: Lived) -> None:
    codes = Counter(p.code for p in lived.problems["dead"])
    assert codes == {"http_410": CONFIRMATIONS, "feed_retired": 1}
    assert all(p.occurred_at >= DIES_AT for p in lived.problems["dead"])


def test_a_returning_outlet_is_told_as_away_and_taken_up_again(lived: Lived) -> None:
    assert {p.code for p in lived.problems["returning"]} == {"connect"}
    assert _n_articles(lived, "returning") >= 24 - 5, "ten entries fit the feed; older ones were missed"
    assert lived.captures["returning"][-1].url.endswith("/23.html")


def test_a_moved_feed_goes_on_and_is_told_once(lived: Lived) -> None:
    assert [p.code for p in lived.problems["moved"]] == ["feed_moved"]
    assert _n_articles(lived, "moved") == 24


def test_a_silent_outlet_is_asked_less_and_has_no_problem(lived: Lived) -> None:
    assert lived.problems["silent"] == []
    assert lived.n_polls["silent"] < lived.n_polls["steady"]
    assert _n_articles(lived, "silent") == 3


def test_new_rules_for_robots_are_obeyed_and_counted(lived: Lived) -> None:
    latest = max(c.fetched_at for c in lived.captures["shut"])
    assert latest < SHUTS_AT + timedelta(days=1), "rules are kept for a day"
    assert lived.coverage["shut"]["n_skipped_robots"] > 0
    assert {p.code for p in lived.problems["shut"]} == {"robots"}


def test_reservations_are_counted_and_nothing_is_kept(lived: Lived) -> None:
    assert _n_articles(lived, "reserved") < 24
    assert lived.coverage["reserved"]["n_skipped_reservation"] > 0


@pytest.fixture(scope="module")
def derived(lived: Lived, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    settings = make_settings(tmp_path_factory.mktemp("week"))
    now = lived.memory.now
    lived.memory.copy_to(settings.data)
    extract_all(settings, now)
    while annotating.annotate_next_batch(settings, now)[0]:
        pass
    trending.build_trends(settings, now)
    publishing.publish_all(settings, now, with_files=False)
    return settings


@pytest.fixture(scope="module")
def kept(derived: Settings) -> Ask:
    return lambda sql: query_published(derived.data, sql)


@pytest.mark.slow
def test_the_doctor_names_the_dead_and_nobody_who_is_well(derived: Settings, lived: Lived) -> None:
    found = {f.subject.removeprefix("source "): f.detail for f in examine(derived, lived.memory.now)}
    named = {outlet: found[outlet].partition(":")[0] for outlet in OUTLETS if outlet in found}
    assert named.get("dead") == "dead"
    assert not {"steady", "edits", "furniture", "moved", "silent", "copies"} & set(named)


def test_versions_are_edits_and_never_furniture(kept: Ask) -> None:
    rows = kept("SELECT source_id, count(*) n, max(n_versions) most FROM articles GROUP BY source_id")
    found = {row["source_id"]: (row["n"], row["most"]) for row in rows.iter_rows(named=True)}
    assert found["steady"] == found["furniture"] == (24, 1)
    assert found["edits"] == (24, 3)


def test_edits_say_which_figure_and_quotation_changed(kept: Ask) -> None:
    rows = kept(
        "SELECT kind, change, former_surface, surface FROM article_edits "
        "WHERE source_id = 'edits' AND kind <> 'sentence' ORDER BY edited_at, kind"
    )
    figures = [(r[2], r[3]) for r in rows.filter(pl.col("kind") == "figure").rows()]
    assert [("15.000" in old, "20.000" in new) for old, new in figures[:1]] == [(True, True)]
    assert ("20.000" in figures[-1][0], "30.000" in figures[-1][1]) == (True, True)
    (gone,) = rows.filter((pl.col("kind") == "quotation") & (pl.col("change") == "removed")).rows()
    assert "wird diese Truppe niemanden abschrecken" in gone[2]
    assert kept("SELECT DISTINCT source_id FROM article_edits WHERE is_material").rows() == [("edits",)]


def test_coverage_marks_the_days_that_were_missed(kept: Ask) -> None:
    rows = kept("SELECT source_id, day, gap_reason FROM coverage WHERE is_gap").rows()
    gaps = {outlet: {day: reason for source, day, reason in rows if source == outlet} for outlet in OUTLETS}
    assert gaps["steady"] == gaps["moved"] == gaps["silent"] == {}
    assert gaps["outage"] == {date(2026, 3, 4): "no feed could be read"}
    assert set(gaps["returning"]) == {date(2026, 3, n) for n in (3, 4, 5)}
    away = {date(2026, 3, n) for n in (3, 5, 6, 7, 8)}
    assert set(gaps["dead"]) == away, "retired; on the fourth its last pages were looked at again"


def test_coverage_adds_up(kept: Ask) -> None:
    rows = kept(
        "SELECT source_id, sum(n_listed) listed, sum(n_fetched) fetched, sum(n_skipped_robots) robots, "
        "sum(n_skipped_reservation) reserved, sum(n_on_topic) about FROM coverage GROUP BY source_id"
    )
    found = {row["source_id"]: row for row in rows.iter_rows(named=True)}
    assert (found["steady"]["listed"], found["steady"]["fetched"], found["steady"]["about"]) == (24, 24, 24)
    assert found["edits"]["fetched"] == 26
    assert found["shut"]["robots"] > 0 and found["reserved"]["reserved"] > 0
    assert found["reserved"]["about"] < 24


def test_problems_name_what_went_wrong(kept: Ask) -> None:
    rows = kept("SELECT DISTINCT source_id, code FROM problems WHERE stage = 'collect'").rows()
    codes = {outlet: {code for source, code in rows if source == outlet} for outlet in OUTLETS}
    assert codes["dead"] == {"http_410", "feed_retired"}
    assert codes["moved"] == {"feed_moved"}
    assert codes["returning"] == {"connect"}
    assert codes["steady"] == codes["silent"] == codes["edits"] == set()


def test_copies_are_one_voice(kept: Ask) -> None:
    rows = kept("SELECT DISTINCT source_id, origin_id FROM articles WHERE source_id IN ('copies', 'steady')")
    assert rows.height == 2 and rows["origin_id"].n_unique() == 1, "the same dispatch, but for its number"
