"""The one door to the live warehouse: lock, connect, migrate, close.

In: a data directory. Out: a `Live` handle for the writer, read and write in short transactions. Refuses: a
second writer, a schema newer than this release, a file that is not a database; each is a `WarehouseError`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import duckdb
import filelock
import polars as pl

from warehouse.errors import WarehouseError

LIVE: Final = "live.duckdb"
PUBLISHED: Final = "tenor.duckdb"
STORAGE_VERSION: Final = "v1.5.0"
"""Older clients read the published copy: DuckDB 1.5 and later."""

Parameters = Mapping[str, Any]


@dataclass(slots=True, kw_only=True)
class Live:
    """An open, locked, migrated warehouse. Times in it are naive UTC."""

    data: Path
    connection: duckdb.DuckDBPyConnection
    opened_at: datetime
    depth: int = field(default=0)
    """How many `transaction` blocks are open; only the outermost begins and commits."""


def utc(moment: datetime) -> datetime:
    """`moment` as the warehouse stores it: UTC without a zone."""
    try:
        return moment.astimezone(UTC).replace(tzinfo=None) if moment.tzinfo else moment
    except OverflowError:  # the first and last hours that there are
        return moment.replace(tzinfo=None)


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """Turn errors of the database into one line with the mend."""
    try:
        yield
    except duckdb.Error as error:
        raise WarehouseError(_in_one_line(path, error)) from error


_MENDS: Final = (
    ("Could not set lock", "another program has it open; close it, or query the published copy"),
    ("Conflicting lock", "another program has it open; close it, or query the published copy"),
    ("No space left", "the disk is full; free some space and run again, nothing written before is lost"),
    ("File too large", "the disk is full; free some space and run again, nothing written before is lost"),
    ("Permission denied", "it cannot be written; check its permissions or choose another with --data"),
    ("Read-only file system", "it cannot be written; choose another directory with --data"),
    ("read-only mode", "it is open for reading only"),
    ("not a valid DuckDB database", "not a warehouse; move it away and run `tenor rebuild`"),
    ("newer version of DuckDB", "written by a newer DuckDB; upgrade Tenor"),
    ("Corrupt", "the file is damaged; move it away and run `tenor rebuild`"),
    ("Could not read enough bytes", "the file is damaged; move it away and run `tenor rebuild`"),
    ("checksum", "the file is damaged; move it away and run `tenor rebuild`"),
    ("Failure while replaying WAL", "its log is damaged; move both files away and run `tenor rebuild`"),
)


def _in_one_line(path: Path, error: duckdb.Error) -> str:
    text = " ".join(str(error).split())
    for sign, mend in _MENDS:
        if sign.lower() in text.lower():
            return f"{path}: {mend}"
    return f"{path}: {text[:400]}"


@contextmanager
def locked(data: Path, lock_timeout_s: float) -> Iterator[None]:
    """Hold the writer's lock of a data directory."""
    lock = filelock.FileLock(data / f"{LIVE}.lock", timeout=lock_timeout_s)
    try:
        data.mkdir(parents=True, exist_ok=True)
        lock.acquire()
    except filelock.Timeout as error:
        raise WarehouseError(
            f"{data / LIVE}: another run is writing; wait for it to end (waited {lock_timeout_s:g} s)"
        ) from error
    except OSError as error:
        raise WarehouseError(
            f"{data}: {error.strerror or error}; choose a directory that can be written with --data"
        ) from error
    try:
        yield
    finally:
        lock.release()


@contextmanager
def open_live(data: Path, *, lock_timeout_s: float, now: datetime) -> Iterator[Live]:
    """Lock the warehouse of `data`, open it (made or migrated where needed), and close it whole.

    On leaving, the log is written into the file (CHECKPOINT) so that the file alone is the warehouse.
    Errors: `WarehouseError` when another run holds the lock for longer than `lock_timeout_s` seconds, when
    the directory cannot be written, when the file is damaged or newer than this release.
    """
    with locked(data, lock_timeout_s), open_unlocked(data, now=now) as live:
        yield live


@contextmanager
def open_unlocked(data: Path, *, now: datetime) -> Iterator[Live]:
    """As `open_live`, for a caller that holds the lock."""
    from warehouse.migrations import migrate

    path = data / LIVE
    with translated(path):
        connection = _connect(path)
        try:
            live = Live(data=data, connection=connection, opened_at=utc(now))
            migrate(live)
            yield live
            connection.execute("CHECKPOINT")
        finally:
            with suppress(duckdb.Error):
                connection.close()


def _connect(path: Path) -> duckdb.DuckDBPyConnection:
    if path.exists() and path.stat().st_size == 0:
        path.unlink()
    connection = duckdb.connect(path, config={"storage_compatibility_version": STORAGE_VERSION})
    connection.execute("SET TimeZone = 'UTC'")
    connection.execute("SET preserve_insertion_order = true")
    return connection


@contextmanager
def transaction(live: Live) -> Iterator[None]:
    """All or nothing: what is written inside is kept together or not at all. Inner blocks join the outer."""
    if live.depth:
        yield
        return
    is_kept = False
    with translated(live.data / LIVE):
        live.connection.execute("BEGIN")
        live.depth += 1
        try:
            yield
            live.connection.execute("COMMIT")
            is_kept = True
        finally:
            live.depth -= 1
            if not is_kept:
                with suppress(duckdb.Error):
                    live.connection.execute("ROLLBACK")


def execute(live: Live, statement: str, parameters: Parameters | None = None) -> None:
    """Run one statement."""
    with translated(live.data / LIVE):
        live.connection.execute(statement, dict(parameters or {}))


def read(live: Live, statement: str, parameters: Parameters | None = None) -> pl.DataFrame:
    """The rows of one query."""
    with translated(live.data / LIVE):
        rows: pl.DataFrame = live.connection.sql(statement, params=dict(parameters or {})).pl()
        return rows


def read_columns(live: Live, statement: str) -> pl.DataFrame:
    """The columns of one query, without its rows."""
    with translated(live.data / LIVE):
        columns: pl.DataFrame = live.connection.sql(statement).limit(0).pl()
        return columns


@contextmanager
def incoming(live: Live, **frames: pl.DataFrame) -> Iterator[None]:
    """Let statements read `frames` as tables of those names."""
    with translated(live.data / LIVE):
        for name, frame in frames.items():
            live.connection.register(name, frame)
        try:
            yield
        finally:
            for name in frames:
                with suppress(duckdb.Error):
                    live.connection.unregister(name)


def insert(live: Live, rows: pl.DataFrame, *steps: str, parameters: Parameters | None = None) -> None:
    """Run statements that read `rows` as `incoming`, one after the other; none where there are no rows."""
    if rows.is_empty():
        return
    with incoming(live, incoming=rows):
        for statement in steps:
            execute(live, statement, parameters if parameters and "$" in statement else None)
