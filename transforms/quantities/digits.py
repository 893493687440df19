"""Digits with their marks → values.

In: one piece such as `1.500`, `1,5` or `15 000` and the language's marks. Out: its value. Refuses, with None,
what is no number: dates, versions, telephone numbers, more than `MOST_DIGITS` digits.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

MOST_DIGITS = 18
_MARKS = re.compile(r"[^\d]")
_SPACES = str.maketrans({"\u00a0": " ", "\u2009": " ", "\u202f": " "})


@dataclass(frozen=True, slots=True)
class Digits:
    """The value of a piece of digits, and how it was written."""

    value: float
    decimals: int = 0
    is_grouped: bool = False
    has_leading_zero: bool = False


def _is_grouped(parts: list[str]) -> bool:
    whole = len(parts[0]) <= 3 and all(len(part) == 3 for part in parts[1:])
    indian = len(parts) > 2 and len(parts[-1]) == 3 and all(len(p) == 2 for p in parts[1:-1])
    return parts[0] != "" and not parts[0].startswith("0") and (whole or (indian and len(parts[0]) <= 2))


def _decimal(whole: str, tail: str, is_grouped: bool) -> Digits:
    return Digits(float(f"{whole}.{tail}"), len(tail), is_grouped)


def _one_mark(parts: list[str], mark: str, decimal: str) -> Digits | None:
    grouped = _is_grouped(parts)
    if len(parts) == 2 and mark == decimal:
        return _decimal(parts[0], parts[1], False)
    if grouped:
        return Digits(float("".join(parts)), 0, True)
    if len(parts) == 2 and mark in ".," and len(parts[1]) != 3:
        return _decimal(parts[0], parts[1], False)
    return None


def read_digits(piece: str, decimal: str) -> Digits | None:
    """The value of `piece` where `decimal` is the language's decimal mark.

    >>> read_digits("1.500", ",").value, read_digits("1.500", ".").value
    (1500.0, 1.5)
    >>> read_digits("1,234,567.8", ",").value, read_digits("24.02.2022", ",")
    (1234567.8, None)
    """
    if len(piece) > 2 * MOST_DIGITS or sum(map(str.isdigit, piece)) > MOST_DIGITS:
        return None
    if piece.isdigit():
        return Digits(float(piece), has_leading_zero=len(piece) > 1 and piece[0] == "0")
    folded = piece.translate(_SPACES)
    marks = _MARKS.findall(folded)
    parts = _MARKS.split(folded)
    if len(set(marks)) == 1:
        return _one_mark(parts, marks[0], decimal)
    if len(set(marks)) == 2 and marks[-1] in ".," and marks.count(marks[-1]) == 1 and _is_grouped(parts[:-1]):
        return _decimal("".join(parts[:-1]), parts[-1], True)
    return None
