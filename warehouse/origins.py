"""Which articles are copies of which.

In: the origin of each article, as found elsewhere. Out: texts to compare. Refuses: comparing them.
"""

from __future__ import annotations

from datetime import date
from typing import Final

import polars as pl

from warehouse.connection import Live, execute, insert, read, transaction
from warehouse.frames import ID, REAL, TEXT, Schema
from warehouse.statements import statements

ORIGIN: Final[Schema] = {
    "article_id": ID, "version_id": ID, "origin_id": ID, "similarity": REAL, "method": TEXT,
}  # fmt: skip


def read_texts(live: Live, method: str, since: date | None = None) -> pl.DataFrame:
    """The latest text of each article, oldest first, for clustering.

    Columns article_id, version_id, source_id, source_kind, source_family, language, credit, published_at,
    first_seen_at, n_words, text, origin_id (as known; null: none) and is_new (its latest text was not yet
    compared by `method`). `since` leaves out articles first seen before that day, unless new. Expired texts
    are left out.
    """
    return read(live, statements("origins")["read_texts"], {"method": method, "since": since})


def replace_origins(live: Live, origins: pl.DataFrame) -> None:
    """Put these origins in place of those of the same articles; others stay. Columns as `ORIGIN`."""
    sql = statements("origins")
    rows = origins.select(pl.col(name).cast(kind) for name, kind in ORIGIN.items())
    with transaction(live):
        insert(live, rows, sql["delete"], sql["insert"])
        execute(live, sql["drop_orphans"])
