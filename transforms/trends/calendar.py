"""Periods: days, ISO weeks and months, complete with the empty ones.

In: frames with `published_on`. Out: frames with `unit` and `period_start`. Refuses: guessing a date; rows
without one keep a null `period_start` and are shown apart.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import polars as pl

CALENDAR_UNITS: Final = ("day", "week", "month")
UNITS: Final = (*CALENDAR_UNITS, "all")
"""`all` is the whole time, articles without a date included; its `period_start` is null."""
_EVERY: Final = {"day": "1d", "week": "1w", "month": "1mo"}


def by_period(rows: pl.LazyFrame, unit: str, column: str = "published_on") -> pl.LazyFrame:
    """Add `unit` and `period_start` (the first day of the day, ISO week or month; null for `all`)."""
    day = pl.col(column).cast(pl.Date)
    start = pl.lit(None, dtype=pl.Date) if unit == "all" else day.dt.truncate(_EVERY[unit])
    return rows.with_columns(unit=pl.lit(unit), period_start=start)


def periods(first: pl.Expr, last: pl.Expr, unit: str) -> pl.Expr:
    """A list of the period starts from `first` to `last`, both included."""
    return pl.date_ranges(first, last, interval=_EVERY[unit])


def complete(
    counted: pl.DataFrame, keys: Sequence[str], zeros: Sequence[str], *, each_key_alone: bool = False
) -> pl.DataFrame:
    """Add the periods in which nothing was counted, with zeros in the columns `zeros`.

    `counted` has `unit`, `period_start` and `keys`. Periods run from the first to the last of the whole
    frame and unit, or of each key alone (`each_key_alone`, for things that come and go, such as figures).
    Rows without a period stay as they are.
    """
    dated = counted.filter(pl.col("period_start").is_not_null())
    if dated.is_empty():
        return counted.sort("unit", "period_start", *keys, nulls_last=True)
    parts = [_calendar(dated, unit, keys, each_key_alone) for unit in CALENDAR_UNITS]
    full = pl.concat(parts).join(
        dated, on=["unit", "period_start", *keys], how="left", nulls_equal=True, maintain_order="left"
    )
    filled = full.with_columns(pl.col(list(zeros)).fill_null(0)).select(counted.columns)
    undated = counted.filter(pl.col("period_start").is_null())
    return pl.concat([filled, undated]).sort("unit", "period_start", *keys, nulls_last=True)


def _calendar(dated: pl.DataFrame, unit: str, keys: Sequence[str], each_key_alone: bool) -> pl.DataFrame:
    rows = dated.lazy().filter(pl.col("unit") == unit)
    first, last = pl.col("period_start").min(), pl.col("period_start").max()
    if each_key_alone:
        spans = rows.group_by(list(keys)).agg(first.alias("first"), last.alias("last"))
    else:
        bounds = rows.select(first.alias("first"), last.alias("last"))
        spans = rows.select(list(keys)).unique().join(bounds, how="cross")
    ranges = spans.drop_nulls(["first", "last"]).with_columns(
        period_start=periods(pl.col("first"), pl.col("last"), unit)
    )
    exploded = ranges.explode("period_start", empty_as_null=True, keep_nulls=True)
    return exploded.select(pl.lit(unit).alias("unit"), "period_start", *keys).collect()
