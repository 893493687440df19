"""What somebody should be told of, from the published copy.

In: a data directory, a day. Out: one frame per kind of alert and of movement, a row per row that caused it.
Refuses: saying what was told before; that is for the caller to remember.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any, Final

import polars as pl

from warehouse.query import open_published
from warehouse.statements import statements

LIMITS: Final[dict[str, Any]] = {
    "least_origins": 5, "least_texts": 3, "most_share": 0.01, "most_rows": 10,
}  # fmt: skip
"""Below so many origins a stance is no trend; so many texts, and more than this share of them, with refused
annotations are unusual; rows of a table of movements."""
ALERTS: Final = ("figure_disputed", "stance_shift", "source_silent", "annotations_refused")
MOVEMENTS: Final = ("movements_volume", "movements_figures", "movements_experts")


def read_alerts(data: Path, day: date) -> dict[str, pl.DataFrame]:
    """Kind of alert to the rows behind it; `subject` says which rows are one alert."""
    return _read(data, day, ALERTS)


def read_movements(data: Path, day: date) -> dict[str, pl.DataFrame]:
    """What moved most in the last full week before `day`: volume by language, figures, experts."""
    return {name.removeprefix("movements_"): rows for name, rows in _read(data, day, MOVEMENTS).items()}


def _read(data: Path, day: date, names: tuple[str, ...]) -> dict[str, pl.DataFrame]:
    given = {**LIMITS, "day": day}
    with open_published(data) as published:
        return {
            name: published.read(sql, _taken(sql, given))
            for name in names
            for sql in [statements("alerts")[name]]
        }


def _taken(sql: str, given: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in given.items() if f"${name}" in sql}
