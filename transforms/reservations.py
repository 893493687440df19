"""Reservations against text and data mining, by the TDM Reservation Protocol (W3C community group, 2024).

In: headers, pages, `/.well-known/tdmrep.json`. Out: whether rights are reserved, `None` where nothing is
said. Refuses: reading a policy; a reservation is a reservation whatever licence it offers.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from fnmatch import translate
from typing import Any
from urllib.parse import urlsplit

WELL_KNOWN = "/.well-known/tdmrep.json"
_META = re.compile(
    rb"""<meta\b[^>]{0,300}?\bname\s*=\s*["']?tdm-reservation["']?[^>]{0,300}>""", re.IGNORECASE
)
_CONTENT = re.compile(rb"""\bcontent\s*=\s*["']?\s*([01])""", re.IGNORECASE)
_HEAD_LIMIT = 200_000
Rule = tuple[re.Pattern[str], bool]


def find_reservation(headers: Iterable[tuple[str, str]], body: bytes) -> bool | None:
    """What a response says of itself; the header goes before the page's `meta`.

    >>> find_reservation([("TDM-Reservation", "1")], b"")
    True
    """
    said = [value.strip() for name, value in headers if name.lower() == "tdm-reservation"]
    if said and said[0] in ("0", "1"):
        return said[0] == "1"
    meta = _META.search(body, 0, _HEAD_LIMIT)
    value = _CONTENT.search(meta[0]) if meta else None
    return value[1] == b"1" if value else None


def parse_reservations(text: str) -> tuple[Rule, ...]:
    """The rules of a `tdmrep.json`, in order; nothing where it is not one."""
    try:
        listed = json.loads(text)
    except (ValueError, RecursionError):
        return ()
    rows = listed if isinstance(listed, list) else [listed]
    return tuple(rule for rule in map(_rule, rows[:1000]) if rule)


def _rule(row: Any) -> Rule | None:
    if not isinstance(row, Mapping) or not isinstance(row.get("location"), str):
        return None
    location = re.sub(r"\*+", "*", row["location"])[:500]
    if location.count("*") > 8:  # no honest location needs more, and each star multiplies the work
        return None
    pattern = translate(location.replace("[", "[[]") + ("" if location.endswith(("*", "$")) else "*"))
    return re.compile(pattern), str(row.get("tdm-reservation")) == "1"


def resolve_reservation(rules: Iterable[Rule], url: str) -> bool | None:
    """What the first rule that fits an address says."""
    parts = urlsplit(url)
    path = parts.path or "/"
    return next((is_reserved for pattern, is_reserved in rules if pattern.match(path)), None)
