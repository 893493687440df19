"""Who is quoted and mentioned, next to whom: `trend_experts`."""

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
)
from transforms.trends.intervals import wilson

GRAIN = ["unit", "period_start", "person_id"]
COLUMNS = (
    *GRAIN, "name", "kind", "role", "affiliation", "n_mentions", "n_quotations", *COUNT_COLUMNS,
    "denominator", "share", "share_low", "share_high", "concentration", "co_quoted", "first_seen_on",
    "is_gap", "evidence_key",
)  # fmt: skip
CO_QUOTED_AT_MOST = 5


def appearances(inputs: TrendInputs) -> pl.LazyFrame:
    """One row per article and person: times mentioned, times quoted."""
    quoted = inputs.quotations.filter(pl.col("speaker_person_id").is_not_null()).select(
        "article_id", person_id="speaker_person_id", n_quotations=pl.lit(1), n_mentions=pl.lit(0)
    )
    named = inputs.mentions.filter(pl.col("person_id").is_not_null() & ~pl.col("is_organisation")).select(
        "article_id", "person_id", n_quotations=pl.lit(0), n_mentions=pl.lit(1)
    )
    presented = inputs.speakers.filter(pl.col("person_id").is_not_null()).select(
        "article_id", "person_id", n_quotations=pl.lit(0), n_mentions=pl.lit(0)
    )
    rows = pl.concat([quoted, named, presented], how="vertical_relaxed")
    each = rows.group_by("article_id", "person_id").agg(pl.col("n_quotations", "n_mentions").sum())
    return with_article(each, inputs)


def _portraits(inputs: TrendInputs, seen: pl.LazyFrame) -> pl.DataFrame:
    """Name, kind, role and affiliation as last stated; the first date seen."""
    last = (
        with_article(inputs.speakers, inputs)
        .sort("published_on", "article_id", "start", nulls_last=False)
        .group_by("person_id", maintain_order=True)
        .agg(
            pl.col("name").mode().sort().first(),
            pl.col("kind").mode().sort().first(),
            pl.col("role", "affiliation").drop_nulls().last(),
        )
    )
    fallback = (
        with_article(inputs.mentions, inputs)
        .group_by("person_id")
        .agg(named=pl.col("name").mode().sort().first())
    )
    first = seen.group_by("person_id").agg(first_seen_on=pl.col("published_on").min())
    return (
        first.join(last, on="person_id", how="left")
        .join(fallback, on="person_id", how="left")
        .with_columns(name=pl.coalesce("name", "named", "person_id"))
        .drop("named")
        .collect()
    )


def _co_quoted(seen: pl.LazyFrame, names: pl.DataFrame) -> pl.DataFrame:
    """The persons quoted in most of the same articles, as `name ×count` joined by `; `."""
    named = names.lazy().select("name", person_id_other="person_id")
    quoted = seen.filter(pl.col("n_quotations") > 0).select("article_id", "person_id")
    pairs = (
        quoted.join(quoted, on="article_id", suffix="_other")
        .filter(pl.col("person_id") != pl.col("person_id_other"))
        .group_by("person_id", "person_id_other")
        .agg(n=pl.len())
        .sort(["person_id", "n", "person_id_other"], descending=[False, True, False])
        .group_by("person_id", maintain_order=True)
        .head(CO_QUOTED_AT_MOST)
        .join(named, on="person_id_other", how="left", maintain_order="left")
    )
    label = pl.concat_str("name", pl.lit(" ×"), "n")
    return pairs.group_by("person_id", maintain_order=True).agg(co_quoted=label.str.join("; ")).collect()


def _concentration(seen: pl.LazyFrame) -> pl.DataFrame:
    """Herfindahl–Hirschman index of a person's appearances over sources: 1 = one source alone."""
    per_source = seen.group_by("person_id", "source_id").agg(n=pl.len())
    n = pl.col("n").cast(pl.Int64)  # whole numbers, whose sums do not depend on the order of rows
    return per_source.group_by("person_id").agg(concentration=(n * n).sum() / (n.sum() * n.sum())).collect()


def summarise_experts(inputs: TrendInputs) -> pl.DataFrame:
    """One row per unit, period and person, from the first period seen to the last, zeros included.

    `share` is the on-topic articles (`denominator`) in which the person appears, with its Wilson interval.
    `co_quoted` and `concentration` are over all time.
    """
    seen = appearances(inputs)
    more = [pl.col("n_mentions", "n_quotations").sum().cast(pl.Int64)]
    counted = count(seen, ["person_id"], more, ["all"])
    zeros = (*COUNT_COLUMNS, "n_mentions", "n_quotations")
    joined = completed(counted, ["person_id"], zeros, on_topic_base(inputs, ["all"]), each_key_alone=True)
    low, high = wilson("n_articles", "denominator")
    portraits = _portraits(inputs, seen)
    for frame in (portraits, _co_quoted(seen, portraits), _concentration(seen)):
        joined = joined.join(frame, on="person_id", how="left", maintain_order="left")
    return (
        joined.with_columns(
            share=pl.when(pl.col("denominator") > 0).then(pl.col("n_articles") / pl.col("denominator")),
            share_low=low,
            share_high=high,
        )
        .with_columns(evidence_key(*GRAIN))
        .select(COLUMNS)
        .sort(GRAIN, nulls_last=True)
    )
