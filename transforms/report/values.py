"""Frames as values that JSON can carry, small: column names once, then rows.

In: frames. Out: `{"columns": [...], "rows": [[...], ...]}`, and numbers as people read them. Refuses: text of
any length (cut, with a sign that it was cut).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import polars as pl

LONGEST: Final = 300
DIGITS: Final = 4

Table = dict[str, list[Any]]


def shortened(text: str | None, longest: int = LONGEST) -> str | None:
    """`text` cut to `longest` code points.

    >>> shortened("abcdef", 4)
    'abc…'
    """
    return text if text is None or len(text) <= longest else text[: longest - 1] + "…"


def table_of(frame: pl.DataFrame, *, longest: int = LONGEST) -> Table:
    """A frame for the page: dates as ISO strings, identifiers as strings, floats rounded to four digits.

    >>> table_of(pl.DataFrame({"a_id": [1], "share": [0.123456]}))
    {'columns': ['a_id', 'share'], 'rows': [['1', 0.1235]]}
    """
    numbered = [name for name, kind in frame.schema.items() if name.endswith("_id") and kind != pl.String]
    texts = [name for name, kind in frame.schema.items() if kind == pl.String]
    cut = pl.when(pl.col(texts).str.len_chars() > longest)
    small = frame.with_columns(
        cut.then(pl.col(texts).str.head(longest - 1) + "…").otherwise(pl.col(texts)) if texts else [],
        pl.col(numbered).cast(pl.String),
        pl.selectors.temporal().dt.to_string("iso"),
        pl.selectors.float().round(DIGITS),
    )
    return {"columns": small.columns, "rows": [list(row) for row in small.rows()]}


def records(table: Table) -> list[dict[str, Any]]:
    """A table's rows by the names of their columns."""
    return [dict(zip(table["columns"], row, strict=True)) for row in table["rows"]]


_SCALES: Final = ((1e12, " tn"), (1e9, " bn"), (1e6, " m"))


def readable(value: float | None) -> str:
    """A number as people read it.

    >>> readable(390e9), readable(15_000.0), readable(0.4), readable(None)
    ('390 bn', '15 000', '0.4', '–')
    """
    if value is None:
        return "–"
    for scale, word in _SCALES:
        if abs(value) >= scale:
            return f"{_plain(value / scale)}{word}"
    return _plain(value)


def _plain(value: float) -> str:
    text = f"{value:,.2f}".replace(",", "\N{THIN SPACE}" if abs(value) >= 10_000 else "")
    return text.rstrip("0").rstrip(".").replace("\N{THIN SPACE}", " ")


def readable_range(low: float | None, high: float | None) -> str:
    """One value, or both ends of a range.

    >>> readable_range(15_000.0, 30_000.0), readable_range(26.0, None), readable_range(5.0, 5.0)
    ('15 000–30 000', '26', '5')
    """
    return readable(low) if high is None or high == low else f"{readable(low)}–{readable(high)}"


def with_label(frame: pl.DataFrame, low: str, high: str) -> pl.DataFrame:
    """Add `value_label`, the range of two columns in words."""
    labels = [readable_range(a, b) for a, b in frame.select(low, high).iter_rows()]
    return frame.with_columns(value_label=pl.Series(labels, dtype=pl.String))


def top(frame: pl.DataFrame, by: Sequence[str], n: int) -> pl.DataFrame:
    """The `n` first rows by descending `by`, all but the last of which are numbers; ties by the last, ascending."""
    return frame.sort(by, descending=[*(True for _ in by[:-1]), False], nulls_last=True).head(n)
