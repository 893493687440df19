"""How the seed document's figures, experts, targets and arguments are taken up: `trend_seed_echo`."""

from __future__ import annotations

from datetime import date

import polars as pl

from transforms.trends.counting import TrendInputs, evidence_key, topical_articles, with_article
from transforms.trends.figures import SPREAD_LEAST
from transforms.trends.stance import positions

ELEMENT = ["element_kind", "element_id"]
COLUMNS = (
    *ELEMENT, "element_label", "source_id", "uptake", "n_mentions", "n_articles", "n_sources", "n_origins",
    "denominator", "first_seen_on", "last_seen_on", "lag_days", "is_gap", "evidence_key",
)  # fmt: skip


def _sightings(rows: pl.LazyFrame) -> pl.LazyFrame:
    """Rows with element columns, `uptake`, `is_seed`, in one shape."""
    return rows.select(
        *ELEMENT, "element_label", "uptake", "article_id", "source_id", "origin_id", "published_on", "is_seed"
    ).with_columns(pl.col("element_id").cast(pl.String))


def _figures(inputs: TrendInputs) -> pl.LazyFrame:
    rows = with_article(inputs.figures.filter(pl.col("figure_id").is_not_null()), inputs)
    seed = (
        rows.filter("is_seed")
        .group_by("figure_id")
        .agg(
            seed_value=pl.col("value").sort_by("article_id", "start", "value").first(),
            element_label=pl.col("figure_label").min(),
        )
    )
    top = pl.coalesce("value_high", "value")
    near = (top * SPREAD_LEAST >= pl.col("seed_value")) & (
        pl.col("value") <= pl.col("seed_value") * SPREAD_LEAST
    )
    return _sightings(
        rows.join(seed, on="figure_id").with_columns(
            element_kind=pl.lit("figure"),
            element_id="figure_id",
            uptake=pl.when(near).then(pl.lit("repeated")).otherwise(pl.lit("contested")),
        )
    )


def _experts(inputs: TrendInputs) -> pl.LazyFrame:
    experts = inputs.speakers.filter(pl.col("kind") == "expert")
    seed = (
        with_article(experts, inputs)
        .filter("is_seed")
        .group_by("person_id")
        .agg(element_label=pl.col("name").min())
    )
    quoted = with_article(
        inputs.quotations.select("article_id", person_id="speaker_person_id", uptake=pl.lit("repeated")),
        inputs,
    )
    named = with_article(inputs.mentions.select("article_id", "person_id", uptake=pl.lit("taken_up")), inputs)
    rows = pl.concat([quoted, named], how="vertical_relaxed").join(seed, on="person_id")
    return _sightings(rows.with_columns(element_kind=pl.lit("expert"), element_id="person_id"))


_OPPOSITE = {"favor": "against", "against": "favor"}


def _uptake_of_polarity() -> pl.Expr:
    opposite = pl.col("seed_polarity").replace_strict(_OPPOSITE, default=None)
    return (
        pl.when(pl.col("polarity") == pl.col("seed_polarity"))
        .then(pl.lit("repeated"))
        .when(pl.col("polarity") == opposite)
        .then(pl.lit("contested"))
        .otherwise(pl.lit("taken_up"))
    )


def _with_seed_flag(inputs: TrendInputs) -> pl.LazyFrame:
    flags = topical_articles(inputs).select("article_id", "is_seed")
    return positions(inputs).join(flags, on="article_id")


def _targets(inputs: TrendInputs) -> pl.LazyFrame:
    """The seed's own position on each target, against the own voice of the others."""
    rows = _with_seed_flag(inputs).filter(pl.col("holder") == "text")
    seed = rows.filter("is_seed").group_by("target").agg(seed_polarity=pl.col("polarity").min())
    label = pl.concat_str(pl.lit("text "), "seed_polarity", pl.lit(" "), "target")
    return _sightings(
        rows.join(seed, on="target").with_columns(
            element_kind=pl.lit("target"),
            element_id="target",
            element_label=label,
            uptake=_uptake_of_polarity(),
        )
    )


def _arguments(inputs: TrendInputs) -> pl.LazyFrame:
    """Positions that the seed reports of others, against whoever speaks on the target elsewhere."""
    rows = _with_seed_flag(inputs).filter(pl.col("holder") != "text")
    seed = (
        rows.filter("is_seed")
        .group_by("target", seed_polarity="polarity")
        .agg(holders=pl.col("holder").unique().sort().str.join(", "))
    )
    label = pl.concat_str("holders", pl.lit(": "), "seed_polarity", pl.lit(" "), "target")
    key = pl.concat_str("target", pl.lit(":"), "seed_polarity")
    return _sightings(
        rows.join(seed, on="target").with_columns(
            element_kind=pl.lit("argument"), element_id=key, element_label=label, uptake=_uptake_of_polarity()
        )
    )


def _first_day(reference_on: date | None, found: pl.DataFrame) -> date | None:
    dated = found.filter(pl.col("is_seed"))["published_on"].drop_nulls()
    first = dated.min() if len(dated) else None
    return first if isinstance(first, date) else reference_on


def _dropped(found: pl.DataFrame, inputs: TrendInputs) -> pl.DataFrame:
    """Elements that a source with on-topic articles never takes up."""
    elements = found.filter("is_seed").select(*ELEMENT, "element_label").unique()
    others = topical_articles(inputs).filter(~pl.col("is_seed")).select("source_id").unique().collect()
    return (
        elements.join(others, how="cross")
        .join(found.filter(~pl.col("is_seed")), on=[*ELEMENT, "source_id"], how="anti")
        .with_columns(uptake=pl.lit("dropped"))
    )


def summarise_seed_echo(inputs: TrendInputs, reference_on: date | None = None) -> pl.DataFrame:
    """One row per element of the seed, source and kind of uptake; the seed's own rows have uptake `seed`.

    `lag_days` runs from the seed's date of publication or, where that is unknown, from `reference_on` (the
    first day of the events it reports). `denominator` is the source's on-topic articles.
    """
    parts = [_figures(inputs), _experts(inputs), _targets(inputs), _arguments(inputs)]
    found = pl.concat(pl.collect_all(parts), how="vertical_relaxed").with_columns(
        uptake=pl.when("is_seed").then(pl.lit("seed")).otherwise("uptake")
    )
    counted = found.group_by(*ELEMENT, "element_label", "source_id", "uptake").agg(
        n_mentions=pl.len().cast(pl.Int64),
        n_articles=pl.col("article_id").n_unique().cast(pl.Int64),
        n_sources=pl.col("source_id").n_unique().cast(pl.Int64),
        n_origins=pl.col("origin_id").n_unique().cast(pl.Int64),
        first_seen_on=pl.col("published_on").min(),
        last_seen_on=pl.col("published_on").max(),
    )
    rows = pl.concat([counted, _dropped(found, inputs)], how="diagonal_relaxed").with_columns(
        pl.col("n_mentions", "n_articles", "n_sources", "n_origins").fill_null(0)
    )
    start = pl.lit(_first_day(reference_on, found), dtype=pl.Date)
    base = topical_articles(inputs).group_by("source_id").agg(denominator=pl.len()).collect()
    gaps = inputs.coverage.group_by("source_id").agg(pl.col("is_gap").any()).collect()
    return (
        rows.with_columns(lag_days=(pl.col("first_seen_on") - start).dt.total_days())
        .join(base, on="source_id", how="left")
        .join(gaps, on="source_id", how="left")
        .with_columns(pl.col("is_gap").fill_null(False), evidence_key(*ELEMENT, "source_id", "uptake"))
        .select(COLUMNS)
        .sort(*ELEMENT, "source_id", "uptake", nulls_last=True)
    )
