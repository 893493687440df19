"""Figure identity: which mentions, in whatever article and language, speak of the same thing.

In: cited figure rows. Out: quantity → figure. Refuses to join figures whose unit, measure or period differ.
"""

from __future__ import annotations

import polars as pl

from transforms.ids import stable_id


def resolve_figures(rows: pl.DataFrame) -> pl.DataFrame:
    """`quantity_id`, `figure_id` (stable Int64) and `figure_label` for every row with a measure."""
    label = pl.concat_str(
        [pl.col("measures"), pl.col("unit"), pl.col("period")], separator=", ", ignore_nulls=True
    )
    labelled = rows.filter(pl.col("measures").is_not_null()).select("quantity_id", figure_label=label)
    return labelled.with_columns(
        figure_id=pl.col("figure_label").map_elements(stable_id, return_dtype=pl.Int64)
    ).select("quantity_id", "figure_id", "figure_label")
