"""Begin again after the captures, and say what came out differently.

In: the live warehouse; two published copies. Out: a warehouse with nothing but what was collected; row
counts. Refuses: forgetting captures, feed states, the ledger of collection, or what others' annotators said.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import duckdb

from warehouse.connection import Live, execute, transaction
from warehouse.errors import WarehouseError
from warehouse.statements import statements

COMPARED: Final = (
    "articles", "article_versions", "cited_figures", "quotations", "named_experts", "mentions", "stances",
    "coverage", "problems", "trend_volume", "trend_stance", "trend_figures", "trend_experts",
    "trend_disagreement", "trend_seed_echo",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Change:
    """How many rows of one view are new, and how many are gone; a changed row counts as both."""

    view: str
    n_added: int
    n_removed: int


def forget_derived(live: Live, annotators: Sequence[str]) -> None:
    """Delete, in one transaction, all that can be computed from the captures.

    Stances of annotators other than `annotators` stay: their versions keep their identifiers. Versions whose
    capture has gone stay, for nothing else holds them; what was said of a text that has gone, too.
    """
    sql = statements("rebuild")
    with transaction(live):
        execute(live, sql["find_fixed"])
        for name, statement in sql.items():
            if name.startswith("forget_") and not name.startswith("forget_orphans"):
                takes = "$annotators" in statement
                execute(live, statement, {"annotators": list(annotators)} if takes else None)
        execute(live, sql["drop_fixed"])


def forget_orphans(live: Live) -> None:
    """Delete what others said of texts that are no more."""
    sql = statements("rebuild")
    with transaction(live):
        execute(live, sql["forget_orphans"])
        execute(live, sql["forget_orphans_ledger"])


def compare_published(before: Path, after: Path) -> list[Change]:
    """The views that differ between two published copies."""
    try:
        with duckdb.connect() as connection:
            connection.execute("SET TimeZone = 'UTC'")
            for name, path in (("before", before), ("after", after)):
                connection.execute(_ATTACH[name], {"path": str(path)})
            return [c for view in COMPARED if (c := _change(connection, view)).n_added or c.n_removed]
    except duckdb.Error as error:
        raise WarehouseError(f"{before}: cannot be compared with {after}: {error}") from error


_ATTACH: Final = {
    "before": "ATTACH $path AS before (READ_ONLY)",
    "after": "ATTACH $path AS after (READ_ONLY)",
}


def _change(connection: duckdb.DuckDBPyConnection, view: str) -> Change:
    def missing(one: str, other: str) -> int:
        names = {"one": f"{one}.main.{view}", "other": f"{other}.main.{view}"}
        row = connection.execute(statements("rebuild")["count_missing"], names).fetchone()
        return int(row[0]) if row else 0

    return Change(view, n_added=missing("after", "before"), n_removed=missing("before", "after"))
