"""Who is for and who against what: `trend_stance`."""

from __future__ import annotations

import polars as pl

from transforms.trends.calendar import UNITS
from transforms.trends.counting import (
    COUNT_COLUMNS,
    DIMENSIONS,
    TrendInputs,
    coded,
    completed,
    evidence_key,
    grouped,
    in_words,
    on_topic_base,
    with_article,
)
from transforms.trends.intervals import bootstrap_net

STANCE_DIMENSIONS = (*DIMENSIONS, "holder_kind")
POLARITIES = ("favor", "against", "mixed", "neutral")
GRAIN = ["unit", "period_start", "dimension", "value", "target"]
COLUMNS = (
    *GRAIN, "n_favor", "n_against", "n_mixed", "n_neutral", "n_abstained", "n_origins_favor",
    "n_origins_against", "net_stance", "net_low", "net_high", *COUNT_COLUMNS, "denominator", "is_gap",
    "evidence_key",
)  # fmt: skip


def positions(inputs: TrendInputs) -> pl.LazyFrame:
    """One row per article, holder and target: the holder's polarity there.

    Several sentences of one holder are one position: favor or against where all agree, neutral where all
    are neutral, else mixed.
    """
    rows = with_article(inputs.stances.filter(pl.col("level") == "span"), inputs)
    one = pl.col("polarity").n_unique() == 1
    return (
        rows.with_columns(pl.col("holder_kind").fill_null("other"))
        .group_by("article_id", "holder", "target")
        .agg(
            pl.when(one).then(pl.col("polarity").first()).otherwise(pl.lit("mixed")).alias("polarity"),
            pl.col("holder_kind", "source_id", "origin_id", "language", "country", "source_kind").min(),
            pl.col("published_on").min(),
        )
        .with_columns(
            vote=(pl.col("polarity") == "favor").cast(pl.Int32)
            - (pl.col("polarity") == "against").cast(pl.Int32)
        )
    )


def _tallied(rows: pl.LazyFrame, dimension: str) -> pl.LazyFrame:
    """One row per article, target and, for `holder_kind`, kind of holder: its positions and their sum."""
    kind = ["holder_kind"] if dimension == "holder_kind" else []
    return rows.group_by("article_id", "target", *kind).agg(
        *[(pl.col("polarity") == p).sum().cast(pl.Int64).alias(f"n_{p}") for p in POLARITIES],
        pl.col("vote").sum(),
        pl.col("source_id", "origin_id", "language", "country", "source_kind", "published_on").first(),
    )


def _counted(articles: pl.LazyFrame, unit: str, dimension: str) -> pl.LazyFrame:
    """Positions, articles, sources and origins by period, group and target; each origin has one vote."""
    sums = [pl.col(f"n_{p}").sum() for p in POLARITIES]
    origins = grouped(
        articles, unit, dimension, ["target", "origin_id"],
        [*sums, pl.col("vote").sum().sign(), pl.len().cast(pl.Int64).alias("n_articles")],
    )  # fmt: skip
    counted = origins.group_by(GRAIN).agg(
        *sums,
        pl.col("n_articles").sum(),
        pl.len().cast(pl.Int64).alias("n_origins"),
        (pl.col("vote") > 0).sum().cast(pl.Int64).alias("n_origins_favor"),
        (pl.col("vote") < 0).sum().cast(pl.Int64).alias("n_origins_against"),
    )
    if dimension == "source_id":
        return counted.with_columns(n_sources=pl.lit(1, dtype=pl.Int64))
    sources = [pl.col("source_id").n_unique().cast(pl.Int64).alias("n_sources")]
    other = grouped(articles, unit, dimension, ["target"], sources)
    return counted.join(other, on=GRAIN, how="left", nulls_equal=True)


def _all_counted(inputs: TrendInputs) -> pl.DataFrame:
    rows = coded(positions(inputs))
    held = {d: _tallied(rows, d).collect().lazy() for d in ("all", "holder_kind")}
    frames = [
        _counted(held["holder_kind" if dimension == "holder_kind" else "all"], unit, dimension)
        for unit in UNITS
        for dimension in STANCE_DIMENSIONS
    ]
    columns = [
        *GRAIN,
        *(f"n_{p}" for p in POLARITIES),
        *COUNT_COLUMNS,
        "n_origins_favor",
        "n_origins_against",
    ]
    return in_words(pl.concat([frame.select(columns) for frame in pl.collect_all(frames)]))


def _with_net(rows: pl.DataFrame) -> pl.DataFrame:
    favor, against, total = (
        rows[c].to_numpy() for c in ("n_origins_favor", "n_origins_against", "n_origins")
    )
    low, high = bootstrap_net(favor, against, total)
    known = pl.col("n_origins") > 0
    return rows.with_columns(
        net_stance=pl.when(known).then(
            (pl.col("n_origins_favor") - pl.col("n_origins_against")) / pl.col("n_origins")
        ),
        net_low=pl.Series(low).fill_nan(None),
        net_high=pl.Series(high).fill_nan(None),
    )


def summarise_stance(inputs: TrendInputs) -> pl.DataFrame:
    """One row per unit, period, dimension, value and target, empty periods included.

    `n_favor` … `n_neutral` count positions (article, holder). `net_stance` is (for − against) / all over
    independent origins, each with one vote, between −1 and 1, with a bootstrap interval over origins.
    `denominator` is the on-topic articles of the same period and dimension (for `holder_kind`: of all);
    `n_abstained` those of them that say nothing on the target.
    """
    counted = _all_counted(inputs)
    zeros = (*COUNT_COLUMNS, *(f"n_{p}" for p in POLARITIES), "n_origins_favor", "n_origins_against")
    full = completed(counted, ["target"], zeros, _base(inputs, counted))
    abstained = pl.col("denominator").cast(pl.Int64) - pl.col("n_articles")
    return (
        _with_net(full)
        .with_columns(evidence_key(*GRAIN), n_abstained=pl.max_horizontal(abstained, 0))
        .select(COLUMNS)
    )


def _base(inputs: TrendInputs, rows: pl.DataFrame) -> pl.DataFrame:
    """On-topic articles by period and dimension; holder kinds take the whole period's."""
    base = on_topic_base(inputs)
    kinds = rows.filter(pl.col("dimension") == "holder_kind").select("dimension", "value").unique()
    whole = base.filter(pl.col("dimension") == "all").drop("dimension", "value").join(kinds, how="cross")
    return pl.concat([base, whole.select(base.columns)])
