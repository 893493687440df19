"""The views that trends are made of, and the trend tables.

In: trend frames. Out: lazy frames of the views. Refuses: a frame whose columns are not the table's.
"""

from __future__ import annotations

from typing import Final

import polars as pl

from warehouse.connection import Live, execute, insert, read, transaction
from warehouse.errors import WarehouseError
from warehouse.statements import statements

INPUTS: Final = (
    "articles", "sources", "stances", "figures", "quotations", "speakers", "mentions", "coverage",
)  # fmt: skip
TRENDS: Final = (
    "trend_volume", "trend_stance", "trend_figures", "trend_experts", "trend_disagreement", "trend_seed_echo",
)  # fmt: skip


def read_trend_inputs(live: Live) -> dict[str, pl.LazyFrame]:
    """The frames that trends need, by the names of `INPUTS`; sorted, of the latest versions."""
    sql = statements("trend_inputs")
    return {name: read(live, sql[name]).lazy() for name in INPUTS}


def replace_trend(live: Live, name: str, rows: pl.DataFrame) -> None:
    """Let `rows` be all of the trend table `name`."""
    if name not in TRENDS:
        raise WarehouseError(f"{name}: no such trend table; there are {', '.join(TRENDS)}")
    sql = statements("trends")
    with transaction(live):
        execute(live, sql[f"delete_{name}"])
        insert(live, rows, sql[f"insert_{name}"])
