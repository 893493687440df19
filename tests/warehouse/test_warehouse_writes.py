"""Writing twice, in another order, or partly: the content is the same."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from tests.warehouse.passes import STEPS, whole_pass
from tests.warehouse.state import count, state
from tests.warehouse.values import (
    NOW,
    capture,
    collected,
    location,
    page,
    source,
    tally,
)
from vocabulary import Collected, FeedState
from warehouse.captures import index_captures, read_captures, read_captures_to_extract
from warehouse.collection import read_feed_states, read_known_pages, read_pages, write_collected
from warehouse.connection import Live, read
from warehouse.errors import WarehouseError
from warehouse.sources import write_sources

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("step", STEPS)
def test_a_step_repeated_changes_nothing(live: Live, step: str) -> None:
    whole_pass(live)
    before = state(live)
    STEPS[step](live)
    assert state(live) == before


def test_two_whole_passes_are_one(live: Live) -> None:
    whole_pass(live)
    before = state(live)
    whole_pass(live)
    assert state(live) == before
    assert all(before[f"main.{table}"] for table in ("trend_volume", "trend_stance", "trend_figures"))


def test_sources_that_vanish_stay_flagged(live: Live) -> None:
    write_sources(live, [source("a"), source("b")])
    write_sources(live, [source("b", name="New name")])
    rows = read(live, "SELECT source_id, name, is_listed FROM sources ORDER BY source_id").rows()
    assert rows == [("a", "Paper a", False), ("b", "New name", True)]
    assert read(live, "SELECT is_listed FROM store.feeds ORDER BY feed_id")["is_listed"].to_list() == [
        False,
        True,
    ]
    write_sources(live, [source("a"), source("b")])
    assert count(live, "sources WHERE is_listed") == 2


def test_a_round_twice_is_once(live: Live) -> None:
    taken = capture(1)
    brought = collected(taken)
    assert write_collected(live, brought, [location(taken)]) is True
    before = state(live)
    assert write_collected(live, brought, [location(taken)]) is False
    assert state(live) == before


def test_tallies_of_a_day_add_up_by_reason(live: Live) -> None:
    first = Collected(tallies=(tally(n_polls=1, n_failed={"timeout": 1, "http_404": 1}),))
    second = Collected(tallies=(tally(n_polls=2, n_failed={"timeout": 4}), tally("b", n_polls=1)))
    write_collected(live, first, [])
    write_collected(live, second, [])
    rows = read(
        live, "SELECT source_id, n_polls, n_failed, failed_by_reason FROM coverage ORDER BY source_id"
    )
    assert rows.rows() == [("a", 3, 6, "http_404 1; timeout 5"), ("b", 1, 0, None)]


def test_two_tallies_of_one_day_in_one_round_add_up(live: Live) -> None:
    write_collected(live, Collected(tallies=(tally(n_listed=2), tally(n_listed=3))), [])
    assert read(live, "SELECT n_listed FROM store.tallies").rows() == [(5,)]


def test_what_is_remembered_comes_back_whole(live: Live) -> None:
    states = (
        FeedState(feed_id=97, etag='W/"x"', polled_at=NOW, next_poll_at=NOW + timedelta(hours=1), n_moved=1),
        FeedState(feed_id=98, is_retired=True, entries_per_day=2.5),
    )
    pages = (
        page(1, published_at=NOW, authors=("A", "B"), next_look_at=NOW),
        page(2, source_id="b", next_look_at=None),
        page(3, next_look_at=NOW + timedelta(seconds=1)),
    )
    write_sources(live, [source("a"), source("b")])
    write_collected(live, Collected(feed_states=states, pages=pages), [])
    assert read_feed_states(live) == {state_.feed_id: state_ for state_ in states}
    assert set(read_feed_states(live, ["b"])) == {98}
    assert read_pages(live, ["a", "b"], NOW) == [pages[0]]
    assert read_pages(live, "a", NOW + timedelta(days=1)) == [pages[0], pages[2]]
    assert read_known_pages(live, [3, 1, 77]) == [pages[0], pages[2]]


def test_times_with_zones_are_kept_as_utc(live: Live) -> None:
    zone = datetime(2026, 2, 1, 12).astimezone()
    write_collected(live, Collected(pages=(page(1, next_look_at=zone),)), [])
    assert read_known_pages(live, [1])[0].next_look_at == zone


def test_a_capture_needs_its_place(live: Live) -> None:
    with pytest.raises(WarehouseError, match="archive it"):
        write_collected(live, collected(capture(1)), [])
    assert count(live, "store.rounds") == count(live, "store.tallies") == 0


def test_an_index_made_again_moves_captures(live: Live) -> None:
    taken = capture(1)
    index_captures(live, [taken], [location(taken)])
    index_captures(live, [taken, taken], [location(taken, file="new.warc.gz", offset=5)])
    (row,) = read_captures(live, [taken.capture_id])
    assert (row.location.file, row.location.offset) == ("new.warc.gz", 5)
    assert row.fetched_at == taken.fetched_at


def test_feeds_are_not_extracted(live: Live) -> None:
    write_sources(live, [source("a")])
    feed, article = capture(1, url="https://a.example/feed"), capture(2)
    index_captures(live, [feed, article], [location(feed), location(article)], {feed.capture_id})
    assert [row.capture_id for row in read_captures_to_extract(live, "x", "1", 9)] == [article.capture_id]
