"""Periods: days, ISO weeks and months, complete with the empty ones.

In: frames with `published_on`. Out: frames with `unit` and `period_start`. Refuses: guessing a date; rows
without one keep a null `period_start` and are shown apart.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl

CALENDAR_UNITS: Final = ("day", "week", "month")
UNITS: Final = (*CALENDAR_UNITS, "all")
"""`all` is the whole time, articles without a date included; its `period_start` is null."""
_EVERY: Final = {"day": "1d", "week": "1w", "month": "1mo"}
BASE_KEYS: Final = ["dimension", "value"]


def by_period(rows: pl.LazyFrame, unit: str, column: str = "published_on") -> pl.LazyFrame:
    """Add `unit` and `period_start` (the first day of the day, ISO week or month; null for `all`)."""
    day = pl.col(column).cast(pl.Date)
    start = pl.lit(None, dtype=pl.Date) if unit == "all" else day.dt.truncate(_EVERY[unit])
    return rows.with_columns(unit=pl.lit(unit), period_start=start)


def complete(
    counted: pl.DataFrame,
    keys: Sequence[str],
    zeros: Sequence[str],
    base: pl.DataFrame,
    *,
    each_key_alone: bool = False,
) -> pl.DataFrame:
    """Add the periods in which nothing was counted, and the columns of `base` for the same period and group.

    `counted` has `unit`, `period_start` and `keys` (`dimension` and `value` among them), each row once; in
    added rows the columns `zeros` are 0, others null. Periods run from the first to the last of the whole
    frame and unit, or of each key alone (`each_key_alone`, for things that come and go, such as figures).
    Rows without a period stay as they are. `base` has one row per unit, period, dimension and value. The
    result is sorted by unit, period and keys, nulls last.

    Nothing is joined: every row has its place in a table of periods by keys, so filling is indexing.
    """
    extra = [name for name in base.columns if name not in ("unit", "period_start", *BASE_KEYS)]
    parts = [
        part.select(*counted.columns, *extra)
        for unit in sorted(UNITS)
        for part in _filled(
            counted.filter(pl.col("unit") == unit),
            base.filter(pl.col("unit") == unit),
            unit,
            keys,
            each_key_alone,
        )
    ]
    whole = pl.concat(parts) if parts else _empty(counted, base, extra)
    return whole.with_columns(pl.col(list(zeros)).fill_null(0))


def _empty(counted: pl.DataFrame, base: pl.DataFrame, extra: Sequence[str]) -> pl.DataFrame:
    return pl.concat([counted.clear(), base.select(extra).clear()], how="horizontal")


@dataclass(frozen=True, slots=True)
class _Calendar:
    """The periods of one unit, and where a day's period stands among them."""

    starts: pl.Series

    def places(self, days: pl.Series) -> np.ndarray:
        """The place of each period start, -1 where it is not among them."""
        table = pl.DataFrame({"start": self.starts}).with_row_index("place")
        found = pl.DataFrame({"start": days}).join(table, on="start", how="left", maintain_order="left")
        return found["place"].cast(pl.Int64).fill_null(-1).to_numpy()


def _filled(
    rows: pl.DataFrame, base: pl.DataFrame, unit: str, keys: Sequence[str], each_key_alone: bool
) -> Iterator[pl.DataFrame]:
    """The rows of one unit: first those with a period, all periods there, then those without."""
    dated = rows.filter(pl.col("period_start").is_not_null())
    if dated.height:
        first, last = dated["period_start"].min(), dated["period_start"].max()
        starts = pl.select(pl.date_range(first, last, interval=_EVERY[unit])).to_series()  # type: ignore[arg-type]
        yield _placed(dated, base, _Calendar(starts), keys, each_key_alone)
    undated = rows.filter(pl.col("period_start").is_null()).sort(keys, nulls_last=True)
    if undated.height:
        alone = base.filter(pl.col("period_start").is_null()).drop("unit", "period_start")
        yield undated.join(alone, on=BASE_KEYS, how="left", maintain_order="left")


def _placed(
    dated: pl.DataFrame, base: pl.DataFrame, calendar: _Calendar, keys: Sequence[str], each_key_alone: bool
) -> pl.DataFrame:
    known = dated.select(keys).unique().sort(keys, nulls_last=True)
    n_keys, n_periods = known.height, len(calendar.starts)
    period, key = calendar.places(dated["period_start"]), _place_among(dated, known, keys)
    at = np.arange(n_periods * n_keys)
    if each_key_alone:
        begin, end = np.full(n_keys, n_periods), np.full(n_keys, -1)
        np.minimum.at(begin, key, period)
        np.maximum.at(end, key, period)
        at = at[(at // n_keys >= begin[at % n_keys]) & (at // n_keys <= end[at % n_keys])]
    counted = _gather(dated.drop("period_start", *keys), period * n_keys + key, n_periods * n_keys, at)
    of_base = known.select(BASE_KEYS).unique(maintain_order=True)
    inside = base.join(of_base, on=BASE_KEYS, how="semi")
    place = calendar.places(inside["period_start"]) * of_base.height + _place_among(
        inside, of_base, BASE_KEYS
    )
    there = np.where(calendar.places(inside["period_start"]) >= 0, place, n_periods * of_base.height)
    wanted = (at // n_keys) * of_base.height + _place_among(known, of_base, BASE_KEYS)[at % n_keys]
    bases = inside.drop("unit", "period_start", *BASE_KEYS)
    return pl.concat(
        [
            known[at % n_keys],
            pl.DataFrame({"period_start": calendar.starts[at // n_keys]}),
            counted.with_columns(unit=pl.lit(dated["unit"][0])),
            _gather(bases, there, n_periods * of_base.height + 1, wanted),
        ],
        how="horizontal",
    )


def _place_among(rows: pl.DataFrame, known: pl.DataFrame, keys: Sequence[str]) -> np.ndarray:
    found = rows.select(keys).join(
        known.with_row_index("place"), on=list(keys), how="left", nulls_equal=True, maintain_order="left"
    )
    return found["place"].cast(pl.Int64).to_numpy()


def _gather(rows: pl.DataFrame, places: np.ndarray, n_places: int, wanted: np.ndarray) -> pl.DataFrame:
    """The rows that stand at the `wanted` places of a table in which they stand at `places`; null where none."""
    row_at = np.full(n_places, -1)
    row_at[places] = np.arange(len(places))
    index = pl.Series(row_at[wanted])
    known = index.set(index < 0, None)
    return rows.select(pl.all().gather(known))
