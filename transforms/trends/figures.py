"""Which figures are cited, how often, first by whom: `trend_figures` and `trend_disagreement`."""

from __future__ import annotations

import polars as pl

from transforms.trends.counting import (
    COUNT_COLUMNS,
    TrendInputs,
    completed,
    count,
    evidence_key,
    on_topic_base,
    with_article,
    with_denominator,
)

GRAIN = ["unit", "period_start", "figure_id"]
FIGURE_COLUMNS = (
    *GRAIN, "figure_label", "unit_of_measure", "value_min", "value_max", "value_median", "n_mentions",
    *COUNT_COLUMNS, "denominator", "is_gap", "first_seen_on", "first_article_id", "first_cited_by",
    "evidence_key",
)  # fmt: skip
VALUE_GRAIN = [*GRAIN, "value", "value_high"]
DISAGREEMENT_COLUMNS = (
    *GRAIN, "figure_label", "unit_of_measure", "value", "value_high", "n_values", "spread", "n_mentions",
    *COUNT_COLUMNS, "denominator", "is_gap", "speakers", "sources", "evidence_key",
)  # fmt: skip
SPREAD_LEAST = 1.1
"""Values within ten per cent of each other are one value said differently, not a disagreement."""


def cited(inputs: TrendInputs) -> pl.LazyFrame:
    """Figures of on-topic articles that have an identity."""
    return with_article(inputs.figures.filter(pl.col("figure_id").is_not_null()), inputs).rename(
        {"unit": "unit_of_measure"}
    )


def _first_sightings(rows: pl.LazyFrame) -> pl.DataFrame:
    order = ["published_on", "article_id", "start"]
    return (
        rows.sort(order, nulls_last=True)
        .group_by("figure_id", maintain_order=True)
        .agg(
            pl.col("figure_label", "unit_of_measure").first(),
            first_seen_on=pl.col("published_on").first(),
            first_article_id=pl.col("article_id").first(),
            first_cited_by=pl.col("cited_by").first(),
        )
        .collect()
    )


def summarise_figures(inputs: TrendInputs) -> pl.DataFrame:
    """One row per unit, period and figure, from a figure's first period to its last, zeros included.

    Values are those printed (`value_min` to `value_max`, ranges by their ends); `denominator` is the
    on-topic articles of the period.
    """
    rows = cited(inputs)
    high = pl.coalesce("value_high", "printed_value")
    more = [
        pl.len().cast(pl.Int64).alias("n_mentions"),
        pl.col("printed_value").min().alias("value_min"),
        high.max().alias("value_max"),
        pl.col("printed_value").median().alias("value_median"),
    ]
    renamed = rows.rename({"value": "printed_value"})
    counted = count(renamed, ["figure_id"], more, ["all"])
    zeros = (*COUNT_COLUMNS, "n_mentions")
    full = completed(counted, ["figure_id"], zeros, on_topic_base(inputs, ["all"]), each_key_alone=True)
    return (
        full.join(_first_sightings(rows), on="figure_id", how="left", maintain_order="left")
        .with_columns(evidence_key(*GRAIN))
        .select(FIGURE_COLUMNS)
        .sort(GRAIN, nulls_last=True)
    )


def disputed(rows: pl.LazyFrame) -> pl.LazyFrame:
    """Figures with values that differ by more than `SPREAD_LEAST`: figure_id, n_values, spread."""
    top = pl.coalesce("value_high", "value").max()
    return (
        rows.group_by("figure_id")
        .agg(
            n_values=pl.struct("value", "value_high").n_unique().cast(pl.Int64),
            spread=pl.when(pl.col("value").min() > 0).then(top / pl.col("value").min()),
        )
        .filter((pl.col("n_values") > 1) & (pl.col("spread") >= SPREAD_LEAST))
    )


def summarise_disagreement(inputs: TrendInputs) -> pl.DataFrame:
    """One row per unit, period, figure and competing value, only figures whose values differ.

    `speakers` and `sources` are the sorted names of those who give this value in the period; `n_values`
    and `spread` (highest over lowest) are of the figure over all time. Periods without mention have no row.
    """
    rows = cited(inputs).join(disputed(cited(inputs)), on="figure_id", how="inner")
    more = [
        pl.len().cast(pl.Int64).alias("n_mentions"),
        pl.col("figure_label", "unit_of_measure").min(),
        pl.col("n_values", "spread").first(),
        pl.col("cited_by").drop_nulls().unique().sort().str.join("; ").alias("speakers"),
        pl.col("source_id").unique().sort().str.join("; ").alias("sources"),
    ]
    keyed = rows.rename({"value": "printed_value"})
    counted = count(keyed, ["figure_id", "printed_value", "value_high"], more, ["all"])
    return (
        with_denominator(counted, on_topic_base(inputs, ["all"]))
        .drop("value")
        .rename({"printed_value": "value"})
        .with_columns(evidence_key(*VALUE_GRAIN))
        .select(DISAGREEMENT_COLUMNS)
        .sort(VALUE_GRAIN, nulls_last=True)
    )
