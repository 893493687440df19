"""Everything after the captures, forgotten and compared.

In: a live warehouse. Out: one whose captures wait for extraction again; and what a rebuild changed. Refuses:
touching captures, feeds, pages, tallies, or the choices of the analyst.
"""

from __future__ import annotations

from typing import Final

import polars as pl

from warehouse.connection import PUBLISHED, Live, execute, read, transaction
from warehouse.statements import statements

DERIVED: Final = (
    "annotated", "relevance", "topic_mentions", "quantities", "quotations", "speakers", "mentions", "stances",
    "origins", "figures", "versions", "extractions", "problems",
)  # fmt: skip


def forget_derived(live: Live) -> None:
    """Forget what was made from captures, in one transaction, so that the next pass makes it anew.

    Versions added by hand, or whose capture has expired, stay: nothing else holds them. What was said of a
    text that has expired stays too. A run killed in between is finished by the next pass.
    """
    sql = statements("rebuild")
    with transaction(live):
        execute(live, sql["find_fixed"])
        for table in DERIVED:
            execute(live, sql[f"forget_{table}"])
        execute(live, sql["drop_fixed"])


def read_changes(live: Live) -> pl.DataFrame:
    """How the live warehouse differs from the published copy, one row per table.

    Columns table_name, n_before, n_after, n_added, n_removed; rows are compared whole but for annotator
    versions. Empty where nothing was published.
    """
    sql = statements("rebuild")
    if not (live.data / PUBLISHED).exists():
        return read(live, sql["no_changes"])
    execute(live, sql["note_path"], {"path": str(live.data / PUBLISHED)})
    execute(live, sql["attach"])
    try:
        return read(live, sql["read_changes"])
    finally:
        execute(live, sql["detach"])
