"""What all trend tables share: dimensions, the three counts, denominators, gaps, evidence keys.

In: the views of the warehouse as lazy frames. Out: grouped counts. Refuses: counting an off-topic article.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import polars as pl

from transforms.trends.calendar import UNITS, by_period, complete

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


def grouped(
    rows: pl.LazyFrame, unit: str, dimension: str, keys: Sequence[str], aggregates: Sequence[pl.Expr]
) -> pl.LazyFrame:
    """Aggregates by period, group and `keys`; words are grouped as codes and written out afterwards."""
    by = ["period_start", *keys] if dimension == "all" else ["period_start", dimension, *keys]
    found = along(by_period(rows, unit).group_by(by).agg(*aggregates), dimension)
    grain = ["period_start", "dimension", "value"]
    rest = pl.selectors.exclude(*grain, *({dimension} - set(keys)))
    return found.select(pl.lit(unit).alias("unit"), *grain, rest)


def coded(rows: pl.LazyFrame) -> pl.LazyFrame:
    """Rows in memory, words as codes: they are grouped many times."""
    return rows.with_columns(pl.selectors.string().cast(pl.Categorical)).collect().lazy()


def count(
    rows: pl.LazyFrame,
    keys: Sequence[str],
    more: Sequence[pl.Expr] = (),
    dimensions: Sequence[str] = DIMENSIONS,
) -> pl.DataFrame:
    """The three counts (and `more`) by unit, period, dimension, value and `keys`, in no order."""
    held = coded(rows)
    frames = [
        grouped(held, unit, dimension, keys, (*THREE_COUNTS, *more))
        for unit in UNITS
        for dimension in dimensions
    ]
    return in_words(pl.concat(pl.collect_all(frames)))


def in_words(frame: pl.DataFrame) -> pl.DataFrame:
    """Codes as the words they stand for."""
    return frame.with_columns(pl.col(pl.Categorical).cast(pl.String))


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
    held = coded(ledger)
    frames = [grouped(held, unit, dimension, [], aggregates) for unit in UNITS for dimension in dimensions]
    return in_words(pl.concat(pl.collect_all(frames)))


GROUP: Final = ["unit", "period_start", "dimension", "value"]


def completed(
    counted: pl.DataFrame,
    keys: Sequence[str],
    zeros: Sequence[str],
    base: pl.DataFrame,
    *,
    each_key_alone: bool = False,
) -> pl.DataFrame:
    """`complete` with `denominator` and `is_gap` of `base`, 0 and false where it has nothing."""
    of_base = base.select(*GROUP, "denominator", "is_gap")
    full = complete(counted, ["dimension", "value", *keys], zeros, of_base, each_key_alone=each_key_alone)
    return full.with_columns(pl.col("denominator").fill_null(0), pl.col("is_gap").fill_null(False))


def with_denominator(counted: pl.DataFrame, base: pl.DataFrame) -> pl.DataFrame:
    """Join the base's `denominator` and `is_gap` onto rows of the same period and dimension."""
    joined = counted.join(
        base.select(*GROUP, "denominator", "is_gap"),
        on=GROUP,
        how="left",
        nulls_equal=True,
        maintain_order="left",
    )
    return joined.with_columns(pl.col("denominator").fill_null(0), pl.col("is_gap").fill_null(False))


def on_topic_base(inputs: TrendInputs, dimensions: Sequence[str] = DIMENSIONS) -> pl.DataFrame:
    """On-topic articles per period and dimension (`denominator`), with the ledger's `is_gap`."""
    articles = coded(topical_articles(inputs))
    n = pl.len().cast(pl.Int64).alias("denominator")
    frames = [grouped(articles, unit, dimension, [], (n,)) for unit in UNITS for dimension in dimensions]
    counted = in_words(pl.concat(pl.collect_all(frames)))
    gaps = looked_at(inputs, dimensions).select(*GROUP, "is_gap")
    return counted.join(gaps, on=GROUP, how="full", coalesce=True, nulls_equal=True).with_columns(
        pl.col("denominator").fill_null(0), pl.col("is_gap").fill_null(False)
    )


def evidence_key(*parts: str) -> pl.Expr:
    """A key that the evidence views understand: the row's own coordinates, joined by `|`."""
    return pl.concat_str([pl.col(p).cast(pl.String).fill_null("-") for p in parts], separator="|").alias(
        "evidence_key"
    )
