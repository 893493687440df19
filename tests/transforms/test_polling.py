"""When to ask again: decisions with the time as an argument."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.polling import (
    CONFIRMATIONS,
    GONE,
    LONGEST,
    LONGEST_WHEN_DEAD,
    MAX_PAUSE,
    MIN_PAUSE,
    SHORTEST,
    Poll,
    address_of,
    after_failure,
    after_poll,
    is_due,
    listed_per_day,
    page_after_failure,
    page_after_look,
    retry_after,
)
from vocabulary import FeedState, Page

NOW = datetime(2026, 3, 2, 6, tzinfo=UTC)
PAGE = Page(page_id=1, url="https://a.test/1", source_id="a", first_listed_at=NOW)


@given(st.lists(st.tuples(st.integers(0, 500), st.floats(0.01, 100)), max_size=30))
def test_polls_are_never_closer_than_ten_minutes_nor_further_than_a_day(
    polls: list[tuple[int, float]],
) -> None:
    state, now = FeedState(feed_id=1), NOW
    for n_new, hours in polls:
        state = after_poll(state, Poll(n_new=n_new), now)
        assert state.next_poll_at and SHORTEST <= state.next_poll_at - now <= LONGEST
        now += timedelta(hours=hours)


@given(st.lists(st.booleans(), min_size=1, max_size=60))
def test_no_history_of_failures_ends_a_feed_but_a_confirmed_gone(gone: list[bool]) -> None:
    state = FeedState(feed_id=1)
    for is_gone in gone:
        state = after_failure(state, NOW, is_gone=is_gone)
        assert state.next_poll_at and state.next_poll_at - NOW <= LONGEST_WHEN_DEAD
    row = 0
    for is_gone in gone:
        row = row + 1 if is_gone else row
    assert not state.is_retired or row >= CONFIRMATIONS


def test_the_first_poll_learns_the_rate_from_the_dates() -> None:
    hourly = [NOW - timedelta(hours=n) for n in range(100)]
    assert listed_per_day(hourly, NOW) == pytest.approx(24, rel=0.05)
    assert listed_per_day([NOW - timedelta(days=400)], NOW) == 0
    assert listed_per_day([NOW + timedelta(days=1)], NOW) == 0
    assert listed_per_day([], NOW) is None
    busy = after_poll(FeedState(feed_id=1), Poll(n_new=100, listed_per_day=24.0), NOW)
    assert busy.next_poll_at == NOW + timedelta(minutes=15)


def test_a_feed_is_due_when_its_time_has_come_or_the_clock_was_set_back() -> None:
    state = after_poll(FeedState(feed_id=1), Poll(), NOW)
    assert is_due(None, NOW) and is_due(FeedState(feed_id=1), NOW)
    assert not is_due(state, NOW)
    assert state.next_poll_at and is_due(state, state.next_poll_at)
    assert is_due(state, NOW - timedelta(days=300))
    assert not is_due(FeedState(feed_id=1, is_retired=True, next_poll_at=NOW), NOW)


def test_a_confirmed_move_stays_and_another_takes_its_time() -> None:
    state = FeedState(feed_id=1, etag="old")
    for _ in range(CONFIRMATIONS):
        assert address_of(state, "https://old.test/") == "https://old.test/"
        state = after_poll(state, Poll(moved_to="https://new.test/", etag="x"), NOW)
    assert address_of(state, "https://old.test/") == "https://new.test/"
    assert state.etag is None
    state = after_poll(state, Poll(etag="y"), NOW)
    assert address_of(state, "https://old.test/") == "https://new.test/"
    assert (
        address_of(FeedState(feed_id=1, moved_to=GONE, n_moved=9), "https://old.test/") == "https://old.test/"
    )


def test_old_articles_are_looked_at_once() -> None:
    old = Page(page_id=1, url="u", source_id="a", published_at=NOW - timedelta(days=30))
    assert page_after_look(old, NOW).next_look_at is None
    assert page_after_look(PAGE, NOW).next_look_at == NOW + timedelta(hours=1)


def test_failing_pages_are_given_up_after_a_while() -> None:
    page, now, waits = PAGE, NOW, []
    while page.next_look_at or not waits:
        page = page_after_failure(page, now)
        if page.next_look_at:
            waits.append((page.next_look_at - now) / timedelta(hours=1))
            now = page.next_look_at
    assert waits == [1, 2, 4, 8]
    assert page_after_failure(PAGE, NOW, is_final=True).next_look_at is None
    paused = page_after_failure(PAGE, NOW, retry_at=NOW + timedelta(hours=20))
    assert paused.next_look_at == NOW + timedelta(hours=20)


@given(st.one_of(st.none(), st.text(max_size=40), st.integers().map(str), st.floats().map(str)))
def test_any_retry_after_is_bounded(value: str | None) -> None:
    until = retry_after(value, NOW)
    assert until is None or MIN_PAUSE <= until - NOW <= MAX_PAUSE
