"""Dates as feeds write them.

In: a string in any of the many forms, and `now`. Out: an aware UTC time, or None. Refuses: guessing a
date that the calendar does not have, and dates outside 1990 to the day after tomorrow.

RFC 822 and ISO 8601 with their common faults are read here; names of months in other languages are left
to dateparser. A time without a zone is taken as UTC.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from functools import lru_cache

import dateparser

EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
_MONTHS = {
    **{"jan": 1, "feb": 2, "mar": 3, "apr": 4, "may": 5, "jun": 6},
    **{"jul": 7, "aug": 8, "sep": 9, "oct": 10, "nov": 11, "dec": 12},
}
_ZONES = {
    **dict.fromkeys(("", "z", "ut", "utc", "gmt", "wet"), 0),
    **{"est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7, "mdt": -6, "pst": -8, "pdt": -7},
    **{"cet": 1, "cest": 2, "mez": 1, "mesz": 2, "eet": 2, "eest": 3, "bst": 1, "west": 1, "msk": 3},
    **{"jst": 9, "kst": 9, "ist": 5.5, "aest": 10, "aedt": 11, "trt": 3},
}
"""Hours from UTC of the abbreviations in RFC 822 and of those seen in European and Asian feeds."""
_CLOCK = r"(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,]\d+)?)?"
_ZONE = r"\s*(?P<zone>[+-]\d{1,2}:?(?:\d{2})?|[A-Za-z]{1,5})?"
_RFC822 = re.compile(
    rf"^(?:[^\W\d]+\.?,?\s+)?(?P<day>\d{{1,2}})[\s-]+(?P<month>[A-Za-z]{{3,9}})\.?[\s,-]+(?P<year>\d{{2,4}})"
    rf"(?:[\sT,]+{_CLOCK}{_ZONE})?(?:\s*\(.*\))?$"
)
_US = re.compile(
    rf"^(?:[A-Za-z]+,?\s+)?(?P<month>[A-Za-z]{{3,9}})\.?\s+(?P<day>\d{{1,2}}),?\s+(?P<year>\d{{4}})"
    rf"(?:[\s,]+{_CLOCK}{_ZONE})?$"
)
_ASCTIME = re.compile(
    rf"^[A-Za-z]{{3}}\s+(?P<month>[A-Za-z]{{3}})\s+(?P<day>\d{{1,2}})\s+{_CLOCK}{_ZONE}\s+(?P<year>\d{{4}})$"
)
_ISO = re.compile(
    rf"^(?P<year>\d{{4}})(?:-?(?P<month>\d{{2}})(?:-?(?P<day>\d{{2}}))?)?(?:[T\s]+{_CLOCK}{_ZONE})?$"
)
_EPOCH = re.compile(r"^\d{9,13}$")


def parse_date(text: str | None, now: datetime) -> datetime | None:
    """The time that `text` names, in UTC.

    >>> parse_date("Tue, 3 Mar 26 24:00:00 EDT", datetime(2026, 6, 1, tzinfo=UTC)).isoformat()
    '2026-03-04T04:00:00+00:00'
    >>> parse_date("30 Feb 2026 10:00 GMT", datetime(2026, 6, 1, tzinfo=UTC)) is None
    True
    """
    words = " ".join((text or "").split())[:80]
    if not words:
        return None
    found = _read(words)
    return found if found and EARLIEST <= found <= now + timedelta(days=2) else None


@lru_cache(maxsize=4096)
def _read(words: str) -> datetime | None:
    if _EPOCH.match(words):
        seconds = int(words)
        return datetime.fromtimestamp(seconds / 1000 if seconds > 10_000_000_000 else seconds, UTC)
    for pattern in (_RFC822, _ISO, _US, _ASCTIME):
        parts = pattern.match(words)
        if parts:
            month = parts["month"] or "1"
            number = int(month) if month.isdigit() else _MONTHS.get(month[:3].lower(), 0)
            if number:
                return _build(parts.groupdict(), number)
    return _read_localised(words)


def _build(parts: dict[str, str | None], month: int) -> datetime | None:
    year, hour = int(parts["year"] or 0), int(parts["hour"] or 0)
    if len(parts["year"] or "") < 4:  # RFC 2822, 4.3
        year += 1900 if year > 99 else 2000 if year < 50 else 1900
    try:
        day = datetime(year, month, int(parts["day"] or 1), tzinfo=_zone(parts["zone"] or ""))
        clock = timedelta(
            hours=hour, minutes=int(parts["minute"] or 0), seconds=min(int(parts["second"] or 0), 59)
        )
        return (day + clock).astimezone(UTC) if clock <= timedelta(hours=24) else None
    except (ValueError, OverflowError):
        return None


def _zone(name: str) -> timezone:
    if name[:1] in "+-" and name:
        digits = name[1:].replace(":", "")
        hours, minutes = int(digits[:2]), int(digits[2:] or 0)
        offset = timedelta(hours=hours, minutes=minutes) * (-1 if name[0] == "-" else 1)
        return timezone(offset) if abs(offset) < timedelta(hours=24) else UTC
    return timezone(timedelta(hours=_ZONES.get(name.lower(), 0)))


def _read_localised(words: str) -> datetime | None:
    """Names of months in other languages, by dateparser; relative dates and times alone are not dates."""
    if not re.search(r"\d{4}", words) or not re.search(r"[^\W\d_]{3}", words):
        return None
    settings = {"PARSERS": ["absolute-time"], "REQUIRE_PARTS": ["day", "month", "year"], "TIMEZONE": "UTC"}
    try:
        found = dateparser.parse(words, settings={**settings, "RETURN_AS_TIMEZONE_AWARE": True})
        return found.astimezone(UTC) if found else None
    except (ValueError, OverflowError, RecursionError):
        return None
