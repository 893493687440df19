"""What all trend tables share: dimensions, the three counts, denominators, gaps, evidence keys.

In: the views of the warehouse as lazy frames. Out: grouped counts. Refuses: counting an off-topic article.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import polars as pl

from transforms.trends.calendar import UNITS, by_period

DIMENSIONS: Final = ("all", "language", "country", "source_kind", "source_id")


@dataclass(frozen=True, slots=True, kw_only=True)
class TrendInputs:
    """The views that trends are made of, one lazy frame each; columns as the warehouse documents them."""

    articles: pl.LazyFrame
    sources: pl.LazyFrame
    stances: pl.LazyFrame
    figures: pl.LazyFrame
    quotations: pl.LazyFrame
    speakers: pl.LazyFrame
    mentions: pl.LazyFrame
    coverage: pl.LazyFrame


def topical_articles(inputs: TrendInputs) -> pl.LazyFrame:
    """Articles on the topic, with the dimensions of their source. One row per article."""
    return inputs.articles.filter(pl.col("on_topic")).select(
        "article_id",
        "source_id",
        "origin_id",
        "language",
        "country",
        "source_kind",
        "published_on",
        "is_seed",
    )


_OWN: Final = ("source_id", "origin_id", "language", "published_on", "country", "source_kind", "is_seed")


def with_article(rows: pl.LazyFrame, inputs: TrendInputs) -> pl.LazyFrame:
    """Annotation rows of on-topic articles, with their article's date, origin and dimensions."""
    return rows.drop(_OWN, strict=False).join(topical_articles(inputs), on="article_id", how="inner")


THREE_COUNTS: Final = (
    pl.col("article_id").n_unique().cast(pl.Int64).alias("n_articles"),
    pl.col("source_id").n_unique().cast(pl.Int64).alias("n_sources"),
    pl.col("origin_id").n_unique().cast(pl.Int64).alias("n_origins"),
)
COUNT_COLUMNS: Final = ("n_articles", "n_sources", "n_origins")


def along(rows: pl.LazyFrame, dimension: str) -> pl.LazyFrame:
    """Add `dimension` and `value`, the group that a row falls into (`all` has one)."""
    value = pl.lit("all") if dimension == "all" else pl.col(dimension).cast(pl.String).fill_null("unknown")
    return rows.with_columns(dimension=pl.lit(dimension), value=value)


def count(
    rows: pl.LazyFrame,
    keys: Sequence[str],
    more: Sequence[pl.Expr] = (),
    dimensions: Sequence[str] = DIMENSIONS,
) -> pl.DataFrame:
    """The three counts (and `more`) by unit, period, dimension, value and `keys`, sorted."""
    grain = ["unit", "period_start", "dimension", "value", *keys]
    frames = [
        along(by_period(rows, unit), dimension).group_by(grain).agg(*THREE_COUNTS, *more)
        for unit in UNITS
        for dimension in dimensions
    ]
    return pl.concat(pl.collect_all(frames)).sort(grain, nulls_last=True)


def looked_at(inputs: TrendInputs, dimensions: Sequence[str] = DIMENSIONS) -> pl.DataFrame:
    """How many articles were looked at (on and off topic) and whether collection failed, per period.

    From the coverage ledger, where it has anything; articles that came another way (single documents)
    are added by their own date. Columns unit, period_start, dimension, value, n_looked_at, is_gap.
    """
    dims = inputs.sources.select("source_id", "country", "language", source_kind="kind")
    ledger = inputs.coverage.join(dims, on="source_id", how="left").with_columns(
        n=pl.col("n_on_topic").fill_null(0) + pl.col("n_off_topic").fill_null(0), published_on="day"
    )
    aggregates = (pl.col("n").sum().alias("n_looked_at"), pl.col("is_gap").any().alias("is_gap"))
    grain = ["unit", "period_start", "dimension", "value"]
    frames = [
        along(by_period(ledger, unit), dimension).group_by(grain).agg(*aggregates)
        for unit in UNITS
        for dimension in dimensions
    ]
    return pl.concat(pl.collect_all(frames))


def with_denominator(counted: pl.DataFrame, base: pl.DataFrame, column: str) -> pl.DataFrame:
    """Join `base[column]` as `denominator`, and `is_gap`, onto rows of the same period and dimension."""
    grain = ["unit", "period_start", "dimension", "value"]
    joined = counted.join(
        base.select(*grain, pl.col(column).alias("denominator"), "is_gap"),
        on=grain,
        how="left",
        nulls_equal=True,
        maintain_order="left",
    )
    return joined.with_columns(pl.col("denominator").fill_null(0), pl.col("is_gap").fill_null(False))


def on_topic_base(inputs: TrendInputs) -> pl.DataFrame:
    """On-topic articles per period and dimension, with the ledger's gap flag: the base of most shares."""
    counted = count(topical_articles(inputs), [])
    gaps = looked_at(inputs).select("unit", "period_start", "dimension", "value", "is_gap")
    grain = ["unit", "period_start", "dimension", "value"]
    return counted.join(gaps, on=grain, how="full", coalesce=True, nulls_equal=True).with_columns(
        pl.col("n_articles").fill_null(0), pl.col("is_gap").fill_null(False)
    )


def evidence_key(*parts: str) -> pl.Expr:
    """A key that the evidence views understand: the row's own coordinates, joined by `|`."""
    return pl.concat_str([pl.col(p).cast(pl.String).fill_null("-") for p in parts], separator="|").alias(
        "evidence_key"
    )
