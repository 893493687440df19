"""Choices of the analyst that views depend on: whose stances count, which persons are one.

In: settings and overrides. Out: rows. Refuses: two overrides for the same place; the last one wins.
"""

from __future__ import annotations

from typing import Final

import polars as pl

from warehouse.connection import Live, execute, insert, read, transaction
from warehouse.frames import ID, TEXT, Schema
from warehouse.statements import statements

OVERRIDE: Final[Schema] = {"person_id": TEXT, "article_id": ID, "surface": TEXT, "to_person_id": TEXT}


def write_primary_annotator(live: Live, annotator: str) -> None:
    """Let the views and trends use the stances of `annotator`."""
    sql = statements("choices")
    with transaction(live):
        execute(live, sql["forget"], {"name": "primary_annotator"})
        execute(live, sql["note"], {"name": "primary_annotator", "value": annotator})


def read_stance_annotators(live: Live) -> pl.DataFrame:
    """Stance annotators with rows: annotator, annotator_version, n_rows, is_primary."""
    return read(live, statements("choices")["read_stance_annotators"])


def replace_person_overrides(live: Live, overrides: pl.DataFrame) -> None:
    """Let these be all merges and splits there are. Columns as `OVERRIDE`; null means anywhere."""
    sql = statements("choices")
    rows = overrides.select(pl.col(name).cast(kind) for name, kind in OVERRIDE.items()).unique(
        ["person_id", "article_id", "surface"], keep="last", maintain_order=True
    )
    with transaction(live):
        execute(live, sql["delete_overrides"])
        insert(live, rows, sql["insert_overrides"])
