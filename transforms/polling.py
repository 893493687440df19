"""When to ask again: decisions about feeds and pages, with `now` as an argument.

In: what is remembered of a feed or page, what the last answer was. Out: what is remembered next. Refuses:
the clock, chance, the network.

A feed is asked about as often as it brings something new: a quarter of the time between two of its
entries, between ten minutes and a day. Failure lengthens that to half a day, and after a week of it to a
week; nothing but a confirmed 410 ends it. A page is looked at again an hour, a day and a week after the
first look, because most edits fall into the first day (about 81 % of them).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from math import exp

from vocabulary import FeedState, Page

SHORTEST = timedelta(minutes=10)
USUAL = timedelta(hours=1)
LONGEST = timedelta(days=1)
LONGEST_AFTER_FAILURE = timedelta(hours=12)
"""While a feed has failed for about a week: what it lists meanwhile is lost if it is not asked soon after."""
LONGEST_WHEN_DEAD = timedelta(days=7)
FAILURES_OF_THE_DEAD = 20
LONGEST_HINT = timedelta(days=1)
LOOKS = (timedelta(hours=1), timedelta(days=1), timedelta(days=7))
PAGE_RETRIES = 5
CONFIRMATIONS = 3
"""Polls in a row that must say the same before a permanent answer (301, 308, 410) is believed."""
GONE = ""
"""`FeedState.moved_to` of a feed that answers 410: it moved to nowhere."""
MIN_PAUSE = timedelta(seconds=30)
MAX_PAUSE = timedelta(hours=24)
USUAL_RATE = 6.0
"""Entries per day that a feed without dates is taken to bring, until it is known better."""
SHARE = 0.25
"""Part of the time between two entries that passes between two polls."""
MEMORY_DAYS = 2.0
"""Days after which a poll counts for about a third in the running rate of entries."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Poll:
    """What one poll of a feed brought."""

    n_new: int = 0
    listed_per_day: float | None = None
    """What the dates of the entries say of their rate, for the first poll."""
    is_unchanged: bool = False
    etag: str | None = None
    last_modified: str | None = None
    content_hash: str | None = None
    moved_to: str | None = None
    """Where a chain of permanent redirects alone led; `GONE` for 410."""
    hints: tuple[timedelta, ...] = ()
    """Least intervals that the feed and its headers ask for."""
    skip_hours: frozenset[int] = frozenset()
    skip_days: frozenset[int] = frozenset()


def is_due(state: FeedState | None, now: datetime) -> bool:
    """Whether a feed should be asked now; a clock that was set back does not silence it."""
    if state is None or state.next_poll_at is None:
        return True
    if state.is_retired:
        return False
    is_from_future = state.polled_at is not None and state.polled_at > now + timedelta(minutes=5)
    return state.next_poll_at <= now or is_from_future


def address_of(state: FeedState | None, url: str) -> str:
    """Where to ask: the stored address, or the one it has moved to once that is confirmed."""
    if state and state.moved_to and state.n_moved >= CONFIRMATIONS:
        return state.moved_to
    return url


def after_poll(state: FeedState, poll: Poll, now: datetime) -> FeedState:
    """What is remembered after an answer that could be used."""
    moved_to, n_moved = _confirmed(state, poll.moved_to)
    is_new_address = n_moved == CONFIRMATIONS and n_moved != state.n_moved
    rate = _rate(state, poll, now)
    n_unchanged = 0 if poll.n_new else state.n_unchanged + 1
    wait = _bounded_by_hints(_interval(rate), poll.hints)
    return replace(
        state,
        etag=None if is_new_address else poll.etag,
        last_modified=None if is_new_address else poll.last_modified,
        content_hash=poll.content_hash or state.content_hash,
        polled_at=now,
        next_poll_at=_not_in_skipped(now + wait, poll),
        n_failures=0,
        n_unchanged=n_unchanged,
        moved_to=moved_to,
        n_moved=n_moved,
        entries_per_day=rate,
    )


def after_failure(
    state: FeedState, now: datetime, *, is_gone: bool = False, retry_at: datetime | None = None
) -> FeedState:
    """What is remembered after no answer, or an unusable one: doubling waits, never given up.

    A feed that answers 410 at `CONFIRMATIONS` polls in a row is retired.
    """
    n_failures = state.n_failures + 1
    longest = LONGEST_AFTER_FAILURE if n_failures <= FAILURES_OF_THE_DEAD else LONGEST_WHEN_DEAD
    wait = min(USUAL * 2 ** min(n_failures - 1, 10), longest)
    moved_to, n_moved = _confirmed(state, GONE) if is_gone else (state.moved_to, state.n_moved)
    return replace(
        state,
        polled_at=now,
        next_poll_at=max(now + wait, retry_at or now),
        n_failures=n_failures,
        moved_to=moved_to,
        n_moved=n_moved,
        is_retired=is_gone and n_moved >= CONFIRMATIONS,
    )


def _confirmed(state: FeedState, moved_to: str | None) -> tuple[str | None, int]:
    """Count polls in a row with one permanent answer; a confirmed new address stays."""
    if moved_to is None:
        is_settled = bool(state.moved_to) and state.n_moved >= CONFIRMATIONS
        return (state.moved_to, state.n_moved) if is_settled else (None, 0)
    if moved_to == state.moved_to:
        return moved_to, state.n_moved + 1
    return moved_to, 1


def _rate(state: FeedState, poll: Poll, now: datetime) -> float:
    """Entries per day: what the first poll's dates say, then a running mean over polls."""
    if state.polled_at is None or state.entries_per_day is None:
        return USUAL_RATE if poll.listed_per_day is None else poll.listed_per_day
    days = max((now - state.polled_at) / timedelta(days=1), 1 / 1440)
    weight = 1 - exp(-days / MEMORY_DAYS)
    return state.entries_per_day * (1 - weight) + poll.n_new / days * weight


def listed_per_day(dates: Sequence[datetime], now: datetime) -> float | None:
    """The rate of the entries of the last week, over the days they span; None without any date."""
    if not dates:
        return None
    recent = [date for date in dates if timedelta(0) <= now - date <= timedelta(days=7)]
    span = max((now - min(recent)) / timedelta(days=1), 1.0) if recent else 1.0
    return len(recent) / span


def _interval(rate: float) -> timedelta:
    """A quarter of the time between two entries, within bounds."""
    return min(max(timedelta(days=SHARE / max(rate, 0.01)), SHORTEST), LONGEST)


def _bounded_by_hints(wait: timedelta, hints: Sequence[timedelta]) -> timedelta:
    """Hints only lengthen, and by no more than a day."""
    return max([wait, *(min(hint, LONGEST_HINT) for hint in hints)])


def _not_in_skipped(due: datetime, poll: Poll) -> datetime:
    """The first hour from `due` on that the feed does not ask to skip; all skipped is none skipped."""
    hours = [due.replace(minute=0, second=0, microsecond=0) + timedelta(hours=n) for n in range(1, 24 * 7)]
    for moment in (due, *hours):
        if moment.hour not in poll.skip_hours and moment.weekday() not in poll.skip_days:
            return moment
    return due


def page_after_look(page: Page, now: datetime) -> Page:
    """After a page was had, or was said to be unchanged: the next look, if there is one."""
    n_looks = page.n_looks + 1
    age = now - page.published_at if page.published_at else timedelta(0)
    is_old = n_looks == 1 and age > LOOKS[-1]
    next_at = None if is_old or n_looks > len(LOOKS) else _next_look(n_looks, now)
    return replace(page, n_looks=n_looks, looked_at=now, next_look_at=next_at, n_failures=0)


def _next_look(n_looks: int, now: datetime) -> datetime:
    """The looks' times count from the first look; from one to the next passes the difference."""
    passed = timedelta(0) if n_looks == 1 else LOOKS[n_looks - 2]
    return now + LOOKS[n_looks - 1] - passed


def page_after_failure(
    page: Page, now: datetime, *, is_final: bool = False, retry_at: datetime | None = None
) -> Page:
    """After a page could not be had: again after 1, 2, 4, 8 hours, then no more."""
    n_failures = page.n_failures + 1
    is_over = is_final or n_failures >= PAGE_RETRIES
    wait = USUAL * 2 ** (n_failures - 1)
    due = None if is_over else max(now + wait, retry_at or now)
    return replace(page, n_failures=n_failures, next_look_at=due)


def retry_after(value: str | None, now: datetime) -> datetime | None:
    """When a `Retry-After` header lets us come back, between thirty seconds and a day from now.

    Seconds or an HTTP date; None where the header is absent or says nothing.

    >>> now = datetime(2026, 1, 1, tzinfo=UTC)
    >>> retry_after("1000000000000", now) - now == MAX_PAUSE
    True
    """
    text = (value or "").strip()
    if not text:
        return None
    wait = _wait(text, now)
    return None if wait is None else now + min(max(wait, MIN_PAUSE), MAX_PAUSE)


def _wait(text: str, now: datetime) -> timedelta | None:
    digits = text.removeprefix("-")
    if digits.isascii() and digits.replace(".", "", 1).isdigit():
        return timedelta(seconds=max(-1e7, min(float(text), 1e7)))
    try:
        date = parsedate_to_datetime(text)
        return (date if date.tzinfo else date.replace(tzinfo=UTC)) - now
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def cache_hint(headers: Sequence[tuple[str, str]], now: datetime) -> tuple[timedelta, ...]:
    """The least interval that `Cache-Control: max-age` or `Expires` asks for, as a tuple of hints."""
    given = {name.lower(): value for name, value in headers}
    for part in given.get("cache-control", "").split(","):
        name, _, value = part.strip().lower().partition("=")
        if name == "max-age" and value.strip('"').isdigit():
            return (timedelta(seconds=min(int(value.strip('"')[:9]), 10**7)),)
        if name in ("no-cache", "no-store"):
            return ()
    expires = _wait(given["expires"], now) if not given.get("expires", "0").isdigit() else None
    return (expires,) if expires and expires > timedelta(0) else ()
