"""When a page says it was published, as a moment where the zone is known and as a day where it is not.

In: date strings from JSON-LD, meta tags and `<time>`, and `now`. Out: `Moment` or a doubt. Refuses: times in
the future, years before printing presses had feeds, guesses of a zone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from dateutil import parser as dateutil_parser

from transforms.extraction.failures import Doubt

EARLIEST = date(1990, 1, 1)
"""No page on the web is older."""
CLOCK_SKEW = timedelta(days=1)
"""How far ahead of `now` a page's clock may be; zones and embargoes need a day."""
_ISO = re.compile(
    r"(\d{4}-\d{2}-\d{2})"
    r"(?:[T ]+(\d{2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?) ?(Z|UTC|GMT|[+-]\d{2}:?\d{2}|[+-]\d{2})?)?"
)
_EPOCH = re.compile(r"\d{10}(?:\d{3})?")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")
_MONTH_WORD = re.compile(r"[^\W\d_]{3,}")
_HOURS = {
    "UTC": 0, "GMT": 0, "BST": 1, "CET": 1, "CEST": 2, "EET": 2, "EEST": 3, "MSK": 3, "EST": -5, "EDT": -4,
    "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7, "JST": 9, "KST": 9,
}  # fmt: skip
"""Named zones that mean one offset on news pages; IST, which means three, is left out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """A day, and the instant (aware, UTC) if the page gives time and zone."""

    on: date
    at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Dated:
    """The outcome of reading dates: the first that can be right, and why earlier ones were refused."""

    moment: Moment | None
    doubts: tuple[tuple[str, str], ...] = ()


def parse_moment(raw: str) -> Moment | None:
    """One date string; None where it is none. Raises nothing.

    >>> parse_moment("2026-01-06T14:02:09+01:00").at.isoformat()
    '2026-01-06T13:02:09+00:00'
    >>> parse_moment("2026-01-06 14:02").at is None
    True
    """
    raw = raw.strip()
    try:
        if found := _ISO.match(raw):
            return _from_iso(found)
        if _EPOCH.fullmatch(raw):
            return _aware(datetime.fromtimestamp(int(raw[:10]), UTC))
        if _YEAR.search(raw) and _MONTH_WORD.search(raw) and len(raw) < 60:
            return _from_words(raw)
    except (ValueError, OverflowError):
        return None
    return None


def _from_iso(found: re.Match[str]) -> Moment | None:
    day, time, zone = found.groups()
    if time is None:
        return Moment(on=date.fromisoformat(day))
    if time.startswith("24:00"):
        return Moment(on=date.fromisoformat(day) + timedelta(days=1))
    zone = "+00:00" if zone in {"Z", "UTC", "GMT"} else zone or ""
    moment = datetime.fromisoformat(f"{day}T{time.replace(',', '.')}{zone}")
    return _aware(moment) if moment.tzinfo else Moment(on=moment.date())


def _zone(name: str | None, offset: int | None) -> int | None:
    return offset if offset is not None else _HOURS[name] * 3600 if name in _HOURS else None


def _from_words(raw: str) -> Moment | None:
    moment = dateutil_parser.parse(raw, tzinfos=_zone, default=datetime(1, 1, 1))  # noqa: DTZ001
    if moment.year == 1:
        return None
    return _aware(moment) if moment.tzinfo else Moment(on=moment.date())


def _aware(moment: datetime) -> Moment:
    return Moment(on=moment.date(), at=moment.astimezone(UTC))


def _doubt(moment: Moment, now: datetime | None) -> Doubt | None:
    if moment.on < EARLIEST:
        return Doubt.DATE_IMPOSSIBLE
    if now is None:
        return None
    limit = now + CLOCK_SKEW
    is_late = moment.at > limit if moment.at else moment.on > limit.date()
    return Doubt.DATE_IN_FUTURE if is_late else None


def choose_moment(candidates: Iterable[str], now: datetime | None) -> Dated:
    """The first candidate that can be right; one with a zone is preferred where the day is the same.

    Doubts are given only if nothing remains: a wrong date beside a right one harms nobody.
    """
    possible: list[Moment] = []
    doubts: list[tuple[str, str]] = []
    for raw in candidates:
        moment = parse_moment(raw)
        if moment is None:
            doubts.append((Doubt.DATE_IMPOSSIBLE.value, raw[:80]))
        elif doubt := _doubt(moment, now):
            doubts.append((doubt.value, raw[:80]))
        else:
            possible.append(moment)
    if not possible:
        return Dated(moment=None, doubts=tuple(doubts))
    first = possible[0]
    zoned = next((m for m in possible if m.at and abs(m.on - first.on) <= timedelta(days=1)), None)
    return Dated(moment=first if first.at or zoned is None else zoned)
