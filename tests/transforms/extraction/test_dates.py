"""Date strings as pages write them: an instant, a day, or a doubt."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.extraction.dates import choose_moment, parse_moment
from transforms.extraction.failures import Doubt

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("raw", "instant"),
    [
        ("2026-01-06T14:02:09+01:00", "2026-01-06T13:02:09+00:00"),
        ("2026-01-06T14:02:09.123Z", "2026-01-06T14:02:09.123000+00:00"),
        ("2026-01-06 14:02:09 +0100", "2026-01-06T13:02:09+00:00"),
        ("2026-01-06T14:02+01", "2026-01-06T13:02:00+00:00"),
        ("2026-01-06 14:02:09 UTC", "2026-01-06T14:02:09+00:00"),
        ("Tue, 06 Jan 2026 14:02:09 GMT", "2026-01-06T14:02:09+00:00"),
        ("Tue, 06 Jan 2026 14:02:09 +0100", "2026-01-06T13:02:09+00:00"),
        ("January 6, 2026 2:02 PM EST", "2026-01-06T19:02:00+00:00"),
        ("1767708129", "2026-01-06T14:02:09+00:00"),
        ("1767708129000", "2026-01-06T14:02:09+00:00"),
    ],
)
def test_with_a_zone_it_is_an_instant(raw: str, instant: str) -> None:
    moment = parse_moment(raw)
    assert moment is not None
    assert moment.at is not None
    assert moment.at.isoformat() == instant


@pytest.mark.parametrize(
    ("raw", "day"),
    [
        ("2026-01-06", date(2026, 1, 6)),
        ("2026-01-06T14:02:09", date(2026, 1, 6)),
        ("2026-01-06 24:00", date(2026, 1, 7)),
        ("6 January 2026", date(2026, 1, 6)),
        ("Jan 6, 2026 2:02 PM", date(2026, 1, 6)),
        ("January 6, 2026 2:02 PM IST", date(2026, 1, 6)),
    ],
)
def test_without_a_zone_it_is_a_day(raw: str, day: date) -> None:
    moment = parse_moment(raw)
    assert moment is not None
    assert (moment.at, moment.on) == (None, day)


@pytest.mark.parametrize(
    "raw", ["", "yesterday", "2026-02-30", "2026-13-01T00:00:00Z", "06.01.2026", "5", "9" * 13]
)
def test_what_is_no_date_or_could_be_two_is_none(raw: str) -> None:
    moment = parse_moment(raw)
    assert moment is None or choose_moment([raw], NOW).moment is None


@pytest.mark.parametrize(
    ("raw", "doubt"),
    [
        ("2031-01-01T00:00:00Z", Doubt.DATE_IN_FUTURE),
        ("0001-01-01T00:00:00Z", Doubt.DATE_IMPOSSIBLE),
        ("1970-01-01", Doubt.DATE_IMPOSSIBLE),
        ("2026-02-30", Doubt.DATE_IMPOSSIBLE),
    ],
)
def test_what_cannot_be_right_is_left_out_with_the_reason(raw: str, doubt: Doubt) -> None:
    dated = choose_moment([raw], NOW)
    assert dated.moment is None
    assert dated.doubts == ((doubt.value, raw),)


def test_a_right_date_beside_a_wrong_one_raises_no_doubt() -> None:
    dated = choose_moment(["2031-01-01", "2026-02-01"], NOW)
    assert dated.moment is not None
    assert dated.moment.on == date(2026, 2, 1)
    assert dated.doubts == ()


def test_a_zoned_time_of_the_same_day_is_preferred() -> None:
    moment = choose_moment(["2026-02-01T10:00:00", "2026-02-01T09:00:00Z"], NOW).moment
    assert moment is not None
    assert moment.at == datetime(2026, 2, 1, 9, tzinfo=UTC)


def test_a_zoned_time_of_another_day_is_not() -> None:
    moment = choose_moment(["2026-02-01T10:00:00", "2026-01-20T09:00:00Z"], NOW).moment
    assert moment is not None
    assert (moment.at, moment.on) == (None, date(2026, 2, 1))


@given(st.text(max_size=40))
def test_no_string_raises(raw: str) -> None:
    choose_moment([raw], NOW)
