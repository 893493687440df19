"""A simulated week: edits, an outage, a dead feed and a returning one, as collection tells of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

import pytest

from tests.site.collect import Memory, pages_of
from tests.site.server import Site
from tests.site.week import DIES_AT, OUTAGE, OUTLETS, SHUTS_AT, Week
from transforms.polling import CONFIRMATIONS
from vocabulary import Capture, Problem, Tally


@dataclass
class Lived:
    """What a week left behind."""

    captures: dict[str, list[Capture]]
    problems: dict[str, list[Problem]]
    tallies: dict[str, list[Tally]]
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
            memory.collect(week.sources, week.network)
        polls = Counter(r.host.removesuffix(".test") for r in site.log if r.path in ("/feed.xml", "/new.xml"))
        n_published = {outlet: len(week.published(outlet)) for outlet in OUTLETS}
    rounds = memory.rounds
    yield Lived(
        captures={o: [c for r in rounds for c in pages_of(r) if c.source_id == o] for o in OUTLETS},
        problems={o: [p for r in rounds for p in r.problems if p.source_id == o] for o in OUTLETS},
        tallies={o: [t for r in rounds for t in r.tallies if t.source_id == o] for o in OUTLETS},
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
    assert sum(t.n_listed for t in lived.tallies["steady"]) == 24


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
    assert sum(t.n_polls_failed for t in lived.tallies["outage"]) >= 1


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
    assert sum(t.n_robots for t in lived.tallies["shut"]) > 0
    assert {p.code for p in lived.problems["shut"]} == {"robots"}


def test_reservations_are_counted_and_nothing_is_kept(lived: Lived) -> None:
    assert _n_articles(lived, "reserved") < 24
    assert sum(t.n_reserved for t in lived.tallies["reserved"]) > 0
