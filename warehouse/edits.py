"""What changed between an article's versions.

In: edits, as found elsewhere. Out: pairs of neighbouring versions that want comparing. Refuses: comparing
them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import polars as pl

from warehouse.connection import Live, execute, insert, read, transaction
from warehouse.frames import COUNT, FLAG, ID, TEXT, Schema
from warehouse.statements import statements

EDIT: Final[Schema] = {
    "article_id": ID, "version_id": ID, "former_version_id": ID, "kind": TEXT, "change": TEXT,
    "is_material": FLAG, "former_start": COUNT, "former_end": COUNT, "former_surface": TEXT, "start": COUNT,
    "end": COUNT, "surface": TEXT, "method": TEXT,
}  # fmt: skip


def drop_stale_edits(live: Live) -> None:
    """Forget edits between versions that are no longer neighbours."""
    execute(live, statements("edits")["drop_stale"])


def read_pairs(live: Live, method: str, limit: int) -> pl.DataFrame:
    """Neighbouring annotated versions not yet compared by `method`, oldest first, at most `limit`.

    Columns article_id, version_id, former_version_id, text, former_text, language, former_language.
    """
    return read(live, statements("edits")["read_pairs"], {"method": method, "limit": limit})


def read_findings(live: Live, version_ids: Sequence[int]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The figures and the quotations of these versions, each by version and place."""
    sql, given = statements("edits"), {"version_ids": list(version_ids)}
    return read(live, sql["read_figures"], given), read(live, sql["read_statements"], given)


def replace_edits(live: Live, edits: pl.DataFrame) -> None:
    """Put these edits in place of those that led to the same versions. Columns as `EDIT`."""
    sql = statements("edits")
    with transaction(live):
        insert(
            live,
            edits.select(pl.col(name).cast(kind) for name, kind in EDIT.items()),
            sql["delete"],
            sql["insert"],
        )
