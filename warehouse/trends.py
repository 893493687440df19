"""The views that trends are made of, and the trend tables.

In: trend frames. Out: lazy frames of the views, and a fingerprint of each. Refuses: a frame whose columns are
not the table's.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

import polars as pl

from warehouse.connection import Live, execute, insert, read, read_columns, transaction
from warehouse.errors import WarehouseError
from warehouse.statements import statements

INPUTS: Final = (
    "articles", "sources", "stances", "figures", "quotations", "speakers", "mentions", "coverage",
)  # fmt: skip
TRENDS: Final = (
    "trend_volume", "trend_stance", "trend_figures", "trend_experts", "trend_disagreement", "trend_seed_echo",
)  # fmt: skip


def read_trend_inputs(live: Live, names: Collection[str] = INPUTS) -> dict[str, pl.LazyFrame]:
    """The frames that trends need, by the names of `INPUTS`; sorted, of the latest versions.

    Those not among `names` have their columns and no rows.
    """
    sql = statements("trend_inputs")
    return {
        name: (read(live, sql[name]) if name in names else read_columns(live, sql[name])).lazy()
        for name in INPUTS
    }


def read_fingerprints(live: Live) -> dict[str, str]:
    """What stands in each of `INPUTS` that can change a trend, in short; `gaps` is of the gaps in `coverage`.

    Equal rows in any order have equal fingerprints; other rows have others, but for one chance in some 10^19.
    """
    rows = read(live, statements("trend_fingerprints")["read"])
    return {name: f"{n_rows}:{hashes or 0}" for name, n_rows, hashes in rows.iter_rows()}


def read_made(live: Live) -> dict[str, str]:
    """What each trend table was built from, as told to `replace_trend`."""
    return dict(read(live, statements("trends")["read_made"]).iter_rows())


def count_trends(live: Live) -> dict[str, int]:
    """Trend table to number of rows."""
    return dict(read(live, statements("trends")["count_rows"]).iter_rows())


def forget_made(live: Live) -> None:
    """Know of no trend table what it was built from, so that all are built anew."""
    execute(live, statements("trends")["forget_all_made"])


def replace_trend(live: Live, name: str, rows: pl.DataFrame, made_of: str | None = None) -> None:
    """Let `rows` be all of the trend table `name`, and note what they were `made_of` (None: not known)."""
    if name not in TRENDS:
        raise WarehouseError(f"{name}: no such trend table; there are {', '.join(TRENDS)}")
    sql = statements("trends")
    with transaction(live):
        execute(live, sql[f"delete_{name}"])
        insert(live, rows, sql[f"insert_{name}"])
        execute(live, sql["forget_made"], {"name": name})
        if made_of is not None:
            execute(live, sql["note_made"], {"name": name, "made_of": made_of})
