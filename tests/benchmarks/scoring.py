"""Scores of an extracted page against its expected values.

In: strings, sequences of names, datetimes. Out: numbers between 0 and 1. Refuses: knowing any page.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

_TOKEN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3\u0e00-\u0e7f]|[^\W_]+")
_FOLD = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "„": '"', "–": "-", "—": "-", "\u00ad": ""})


def tokens(text: str) -> list[str]:
    """Lower-case words; single characters in scripts written without spaces."""
    return [found.lower() for found in _TOKEN.findall(unicodedata.normalize("NFC", text).translate(_FOLD))]


def _f1(found: Counter[object], expected: Counter[object]) -> float:
    if not found and not expected:
        return 1.0
    shared = sum((found & expected).values())
    return 2 * shared / (sum(found.values()) + sum(expected.values()))


def token_f1(found: str, expected: str) -> float:
    """F1 over the multisets of tokens (bag of words)."""
    return _f1(Counter(tokens(found)), Counter(tokens(expected)))


def _shingles(text: str, size: int) -> Counter[object]:
    words = tokens(text)
    if len(words) < size:
        return Counter({tuple(words): 1}) if words else Counter()
    return Counter(tuple(words[i : i + size]) for i in range(len(words) - size + 1))


def shingle_counts(found: str, expected: str, size: int = 4) -> tuple[float, float, float]:
    """True positives, false positives, false negatives of word shingles, each over their sum.

    The measure of the Article Extraction Benchmark (Scrapinghub 2020): averaged over pages, then
    precision, recall and F1 of the averages.
    """
    ours, theirs = _shingles(found, size), _shingles(expected, size)
    hits = sum((ours & theirs).values())
    extra, missed = sum(ours.values()) - hits, sum(theirs.values()) - hits
    total = hits + extra + missed
    return (hits / total, extra / total, missed / total) if total else (0.0, 0.0, 0.0)


def shingle_f1(counts: Sequence[tuple[float, float, float]]) -> float:
    """F1 of the averaged counts."""
    hits, extra, missed = (sum(column) for column in zip(*counts, strict=True))
    precision, recall = hits / (hits + extra), hits / (hits + missed)
    return 2 * precision * recall / (precision + recall)


def plain(text: str | None) -> str:
    """A title or name without case, punctuation and spacing differences."""
    return " ".join(tokens(text or ""))


def author_f1(found: Iterable[str], expected: Iterable[str]) -> float:
    """F1 over the sets of names."""
    return _f1(Counter(set(map(plain, found))), Counter(set(map(plain, expected))))


def same_day(found: datetime | date | str | None, expected: datetime) -> bool:
    """Whether the day agrees, on the clock of the expected time or in UTC."""
    if found is None:
        return False
    if isinstance(found, str):
        return found[:10] in {expected.date().isoformat(), _utc(expected).date().isoformat()}
    if isinstance(found, datetime):
        return found.astimezone(expected.tzinfo).date() == expected.date()
    return found in {expected.date(), _utc(expected).date()}


def same_minute(found: datetime | None, expected: datetime) -> bool:
    """Whether the instant agrees to the minute."""
    return found is not None and abs(found - expected) < timedelta(minutes=1)


def _utc(moment: datetime) -> datetime:
    return moment - (moment.utcoffset() or timedelta())
