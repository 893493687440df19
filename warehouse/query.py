"""Questions to the published copy.

In: SQL. Out: frames. Refuses: anything that writes, and any file but the published one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import duckdb
import polars as pl

from warehouse.connection import PUBLISHED, translated
from warehouse.errors import WarehouseError
from warehouse.statements import statements

_READING: Final = frozenset({"SELECT", "EXPLAIN"})
BATCH_ROWS: Final = 100_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """The published copy, open for reading; other files cannot be reached from it."""

    path: Path
    connection: duckdb.DuckDBPyConnection

    def read(self, sql: str, parameters: Mapping[str, Any] | None = None) -> pl.DataFrame:
        """The rows of one query of this room."""
        with translated(self.path):
            rows: pl.DataFrame = self.connection.sql(sql, params=dict(parameters or {})).pl()
            return rows

    def schema(self, sql: str) -> pl.Schema:
        """Names and types of the columns of one query of this room."""
        with translated(self.path):
            rows: pl.DataFrame = self.connection.sql(sql).limit(0).pl()
            return rows.schema


@contextmanager
def open_published(data: Path) -> Iterator[Published]:
    """Open the published copy of `data`; it works while a flow writes, for that is another file."""
    path = data / PUBLISHED
    if not path.exists():
        raise WarehouseError(f"{path}: nothing is published yet; run `tenor run` first")
    with translated(path):
        # Attached, for two connections to one path in one process would share the older file.
        connection = duckdb.connect()
        try:
            connection.execute("ATTACH $path AS tenor (READ_ONLY)", {"path": str(path)})
            connection.execute("USE tenor")
            connection.execute("SET TimeZone = 'UTC'")
            connection.execute("SET enable_external_access = false")
            connection.execute("SET lock_configuration = true")
            yield Published(path=path, connection=connection)
        finally:
            connection.close()


def stream(published: Published, sql: str) -> Iterator[pl.DataFrame]:
    """The rows of one query in pieces of at most `BATCH_ROWS`; at least one piece, perhaps without rows."""
    with translated(published.path):
        reader = published.connection.sql(sql).to_arrow_reader(BATCH_ROWS)
        yield pl.DataFrame(schema=pl.Schema(reader.schema))
        for batch in reader:
            yield pl.DataFrame(batch)


def query_published(data: Path, sql: str, parameters: Mapping[str, Any] | None = None) -> pl.DataFrame:
    """The answer of the published copy to one SELECT of a user.

    Errors: `WarehouseError` in one line when nothing was published yet, when the SQL is wrong, when it is not
    one reading statement, when it names another file.
    """
    with open_published(data) as published:
        try:
            _refuse_writing(published.connection, sql)
            answer: pl.DataFrame = published.connection.sql(sql, params=dict(parameters or {})).pl()
            return answer
        except duckdb.Error as error:
            raise WarehouseError(f"sql: {_without_picture(error)}") from error


def read_views(data: Path, views: Iterable[str]) -> dict[str, pl.DataFrame]:
    """All rows of views or trend tables of the published copy, by name."""
    sql = statements("summaries")["read_view"]
    with open_published(data) as published:
        return {view: published.read(sql, {"view": view}) for view in views}


def _refuse_writing(connection: duckdb.DuckDBPyConnection, sql: str) -> None:
    found = connection.extract_statements(sql)
    if len(found) != 1:
        raise WarehouseError(f"sql: {len(found)} statements; give exactly one SELECT")
    kind = found[0].type.name
    if kind not in _READING:
        raise WarehouseError(f"sql: {kind} is not allowed, the published copy is for reading; use SELECT")


def _without_picture(error: duckdb.Error) -> str:
    """The message in one line, without the picture of the statement."""
    lines = [line.strip() for line in str(error).split("\n\nLINE ")[0].splitlines()]
    return " ".join(line for line in lines if line)[:500]
