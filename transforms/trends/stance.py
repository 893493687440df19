"""Who is for and who against what: `trend_stance`."""

from __future__ import annotations

import polars as pl

from transforms.trends.calendar import UNITS, by_period, complete
from transforms.trends.counting import (
    COUNT_COLUMNS,
    DIMENSIONS,
    TrendInputs,
    along,
    count,
    evidence_key,
    on_topic_base,
    with_article,
    with_denominator,
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


def _origin_votes(rows: pl.LazyFrame) -> pl.DataFrame:
    """Each origin's vote per group: the sign of the sum of its positions."""
    frames = [
        along(by_period(rows, unit), dimension)
        .group_by([*GRAIN, "origin_id"])
        .agg(pl.col("vote").sum().sign())
        .group_by(GRAIN)
        .agg(
            (pl.col("vote") > 0).sum().cast(pl.Int64).alias("n_origins_favor"),
            (pl.col("vote") < 0).sum().cast(pl.Int64).alias("n_origins_against"),
        )
        for unit in UNITS
        for dimension in STANCE_DIMENSIONS
    ]
    return pl.concat(pl.collect_all(frames))


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
    rows = positions(inputs)
    tallies = [(pl.col("polarity") == p).sum().cast(pl.Int64).alias(f"n_{p}") for p in POLARITIES]
    counted = count(rows, ["target"], tallies, STANCE_DIMENSIONS)
    votes = _origin_votes(rows)
    joined = counted.join(votes, on=GRAIN, how="left", nulls_equal=True, maintain_order="left")
    zeros = (*COUNT_COLUMNS, *(f"n_{p}" for p in POLARITIES), "n_origins_favor", "n_origins_against")
    full = complete(joined, ["dimension", "value", "target"], zeros)
    based = with_denominator(full, _base(inputs, full), "n_articles_base")
    return (
        _with_net(based)
        .with_columns(
            n_abstained=pl.max_horizontal(
                pl.col("denominator").cast(pl.Int64) - pl.col("n_articles").cast(pl.Int64), 0
            ),
        )
        .with_columns(evidence_key(*GRAIN))
        .select(COLUMNS)
        .sort(GRAIN, nulls_last=True)
    )


def _base(inputs: TrendInputs, rows: pl.DataFrame) -> pl.DataFrame:
    """On-topic articles by period and dimension; holder kinds take the whole period's."""
    base = on_topic_base(inputs).rename({"n_articles": "n_articles_base"})
    kinds = rows.filter(pl.col("dimension") == "holder_kind").select("dimension", "value").unique()
    whole = base.filter(pl.col("dimension") == "all").drop("dimension", "value").join(kinds, how="cross")
    return pl.concat([base, whole.select(base.columns)])
