"""Which quantities are the same figure.

In: an identity for quantities, as found elsewhere. Out: quantities with what they need to be compared.
Refuses: comparing them.
"""

from __future__ import annotations

from typing import Final

import polars as pl

from warehouse.connection import Live, execute, insert, read, transaction
from warehouse.frames import ID, TEXT, Schema
from warehouse.statements import statements

FIGURE: Final[Schema] = {"quantity_id": ID, "figure_id": ID, "figure_label": TEXT}


def read_cited_figures(live: Live) -> pl.DataFrame:
    """Every quantity of the latest version of each article, in a fixed order; columns of `cited_figures`."""
    return read(live, statements("figures")["read_cited_figures"])


def replace_figures(live: Live, figures: pl.DataFrame) -> None:
    """Let these be all figures there are. Columns as `FIGURE`, one row per quantity."""
    sql = statements("figures")
    rows = figures.select(pl.col(name).cast(kind) for name, kind in FIGURE.items()).unique(
        "quantity_id", keep="first", maintain_order=True
    )
    with transaction(live):
        execute(live, sql["delete"])
        insert(live, rows, sql["insert"])
