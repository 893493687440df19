"""Questions to the published copy.

In: SQL. Out: a frame. Refuses: anything that writes, and any file but the published one.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import duckdb
import polars as pl

from warehouse.connection import PUBLISHED
from warehouse.errors import WarehouseError

_READING: Final = frozenset({"SELECT", "EXPLAIN"})


def query_published(data: Path, sql: str, parameters: dict[str, Any] | None = None) -> pl.DataFrame:
    """The answer of the published copy; works while a flow writes, for that is another file.

    Errors: `WarehouseError` in one line when nothing was published yet, when the SQL is wrong, when it is not
    one reading statement, when it names another file.
    """
    path = data / PUBLISHED
    if not path.exists():
        raise WarehouseError(f"{path}: nothing is published yet; run `tenor run` first")
    try:
        with duckdb.connect(path, read_only=True) as connection:
            connection.execute(
                "SET TimeZone = 'UTC'; SET enable_external_access = false; SET lock_configuration = true"
            )
            _refuse_writing(connection, sql)
            answer: pl.DataFrame = connection.sql(sql, params=parameters or {}).pl()
            return answer
    except duckdb.Error as error:
        raise WarehouseError(f"sql: {_first_lines(error)}") from error


def _refuse_writing(connection: duckdb.DuckDBPyConnection, sql: str) -> None:
    found = connection.extract_statements(sql)
    if len(found) != 1:
        raise WarehouseError(f"sql: {len(found)} statements; give exactly one SELECT")
    kind = found[0].type.name
    if kind not in _READING:
        raise WarehouseError(f"sql: {kind} is not allowed, the published copy is for reading; use SELECT")


def _first_lines(error: duckdb.Error) -> str:
    """The message without the picture of the statement."""
    lines = [line.strip() for line in str(error).split("\n\nLINE ")[0].splitlines()]
    return " ".join(line for line in lines if line)[:500]
