"""The whole content of a warehouse, to compare two of them."""

from __future__ import annotations

from typing import Any

from warehouse.connection import Live, read

NOT_COMPARED = {"written_at", "applied_at"}


def tables(live: Live) -> list[str]:
    rows = read(
        live,
        """SELECT schema_name || '.' || table_name AS name
        FROM duckdb_tables() WHERE NOT internal ORDER BY name""",
    )
    return list(rows["name"])


def state(live: Live) -> dict[str, list[tuple[Any, ...]]]:
    """Every table's rows, in an order of their own."""
    found = {}
    for table in tables(live):
        rows = read(live, f"SELECT * FROM {table}")
        kept = rows.select(c for c in rows.columns if c not in NOT_COMPARED)
        found[table] = sorted(kept.rows(), key=repr)
    return found


def count(live: Live, table: str) -> int:
    return int(read(live, f"SELECT count(*) AS n FROM {table}").item())
