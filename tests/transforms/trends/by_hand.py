"""The trend tables by hand-written SQL, to compare with."""

from __future__ import annotations

import re
from dataclasses import fields
from datetime import date
from pathlib import Path

import duckdb
import polars as pl
from polars.testing import assert_frame_equal

from transforms.trends.counting import TrendInputs

_NAME = re.compile(r"^-- name: *(\w+) *$", re.MULTILINE)
TABLES = (
    "trend_volume", "trend_stance", "trend_figures", "trend_disagreement", "trend_experts", "trend_seed_echo",
)  # fmt: skip


def statements() -> dict[str, str]:
    """Name to SQL."""
    _, *parts = _NAME.split((Path(__file__).parent / "by_hand.sql").read_text(encoding="utf-8"))
    return dict(zip(parts[::2], parts[1::2], strict=True))


def opened(inputs: TrendInputs) -> duckdb.DuckDBPyConnection:
    """A database with the inputs as tables."""
    connection = duckdb.connect()
    for field in fields(inputs):
        frame = getattr(inputs, field.name).collect()
        connection.register("incoming", frame)
        connection.execute(f"CREATE TABLE {field.name} AS FROM incoming")
        connection.unregister("incoming")
    return connection


def prepare(connection: duckdb.DuckDBPyConnection) -> None:
    """What the tables share."""
    connection.execute(statements()["prepare"])


def table(connection: duckdb.DuckDBPyConnection, name: str, reference_on: date | None) -> pl.DataFrame:
    """One trend table."""
    parameters = {"reference_on": reference_on} if name == "trend_seed_echo" else {}
    found: pl.DataFrame = connection.sql(statements()[name], params=parameters).pl()
    return found


def assert_same(ours: pl.DataFrame, by_hand: pl.DataFrame) -> None:
    """Every column that SQL gives is ours, every row, to the last digits of floats."""
    shared = ours.select(by_hand.columns)
    numbers = {name: kind for name, kind in shared.schema.items() if by_hand.schema[name] != kind}
    assert_frame_equal(
        shared, by_hand.with_columns(pl.col(n).cast(k) for n, k in numbers.items()), abs_tol=1e-9
    )
