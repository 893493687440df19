"""How much is published on the topic: `trend_volume`."""

from __future__ import annotations

import polars as pl

from transforms.trends.bursts import mark
from transforms.trends.counting import (
    COUNT_COLUMNS,
    TrendInputs,
    completed,
    count,
    evidence_key,
    looked_at,
    topical_articles,
)
from transforms.trends.intervals import wilson

COLUMNS = (
    "unit", "period_start", "dimension", "value", *COUNT_COLUMNS, "denominator", "share", "share_low",
    "share_high", "is_gap", "is_burst", "is_change_point", "evidence_key",
)  # fmt: skip


def summarise_volume(inputs: TrendInputs) -> pl.DataFrame:
    """One row per unit, period, dimension and value; periods without articles included.

    `share` is on-topic articles among those looked at (`denominator`, never below `n_articles`: single
    documents are not in the coverage ledger), with its Wilson interval. Dates unknown: `period_start` null.
    """
    articles = topical_articles(inputs)
    base = looked_at(inputs).rename({"n_looked_at": "denominator"})
    counted = completed(count(articles, []), [], COUNT_COLUMNS, base)
    based = counted.with_columns(pl.max_horizontal("denominator", "n_articles").alias("denominator"))
    low, high = wilson("n_articles", "denominator")
    shares = based.with_columns(
        share=pl.when(pl.col("denominator") > 0).then(pl.col("n_articles") / pl.col("denominator")),
        share_low=low,
        share_high=high,
    )
    dated = mark(shares.filter(pl.col("period_start").is_not_null()), ["dimension", "value"])
    undated = shares.filter(pl.col("period_start").is_null()).with_columns(
        is_burst=pl.lit(False), is_change_point=pl.lit(False)
    )
    return (
        pl.concat([dated, undated], how="vertical_relaxed")
        .with_columns(evidence_key("unit", "period_start", "dimension", "value"))
        .select(COLUMNS)
        .sort("unit", "period_start", "dimension", "value", nulls_last=True)
    )
