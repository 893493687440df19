"""Dates as feeds write them.

In: a string in any of the many forms, and `now`. Out: an aware UTC time, or None. Refuses: guessing a
date that the calendar does not have, and dates outside 1990 to the day after tomorrow.

RFC 822 and ISO 8601 with their common faults. Names of months in other languages are those of the Unicode
CLDR, as dateparser carries them; dateparser itself takes up to half a minute for a text in no language. A
time without a zone is taken as UTC.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from functools import lru_cache
from importlib import import_module

EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
_MONTHS = {
    **{"jan": 1, "feb": 2, "mar": 3, "apr": 4, "may": 5, "jun": 6},
    **{"jul": 7, "aug": 8, "sep": 9, "oct": 10, "nov": 11, "dec": 12},
}
LANGUAGES = ("de", "fr", "es", "it", "pt", "nl", "pl", "ru", "uk", "cs", "sv", "ro", "hu", "tr", "el")
MONTH_KEYS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
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
    rf"^(?:[^\W\d]+\.?,?\s+)?(?P<day>\d{{1,2}})\.?[\s-]+(?:de\s+)?(?P<month>[^\W\d_]{{3,12}})\.?[\s,-]+(?:de\s+)?"
    rf"(?P<year>\d{{2,4}})(?:\s[^\W\d_]\.)?(?:[\sT,]+{_CLOCK}{_ZONE})?(?:\s*\(.*\))?$"
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
    if _EPOCH.match(words) and words.isascii():
        seconds = int(words)
        return datetime.fromtimestamp(seconds / 1000 if seconds > 10_000_000_000 else seconds, UTC)
    for pattern in (_RFC822, _ISO, _US, _ASCTIME):
        parts = pattern.match(words)
        if parts:
            month = (parts["month"] or "1").lower()
            number = int(month) if month.isdecimal() else _month(month)
            return _build(parts.groupdict(), number) if number else None
    return None


def _month(word: str) -> int | None:
    """The number of a month by its English abbreviation, or by its name in another language."""
    if word.isascii() and word[:3] in _MONTHS:
        return _MONTHS[word[:3]]
    return _localised_months().get(word.rstrip("."))


@lru_cache(maxsize=1)
def _localised_months() -> dict[str, int]:
    """Names and abbreviations of months; where two languages differ, the first of `LANGUAGES` counts."""
    found: dict[str, int] = {}
    for language in LANGUAGES:
        words = import_module(f"dateparser.data.date_translation_data.{language}").info
        for number, name in enumerate(MONTH_KEYS, start=1):
            for word in words.get(name, ()):
                found.setdefault(word.lower().rstrip("."), number)
    return found


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
