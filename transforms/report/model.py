"""The rows of the report's charts and tables.

In: trend tables and views as frames. Out: compact tables for the page. Refuses: more groups and days than a
page can carry; what is left out stays in the warehouse, and the page says so.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

import polars as pl

from transforms.report.values import Table, table_of, top, with_label

GROUPS_AT_MOST: Final = 12
SOURCES_AT_MOST: Final = 25
DAYS_AT_MOST: Final = 92
FIGURES_AT_MOST: Final = 60
DISPUTED_AT_MOST: Final = 8
PEOPLE_AT_MOST: Final = 40
PROBLEMS_AT_MOST: Final = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportInputs:
    """The published tables that the report shows, one frame each, by view name."""

    views: Mapping[str, pl.DataFrame]

    def __getitem__(self, name: str) -> pl.DataFrame:
        return self.views[name]


def source_names(inputs: ReportInputs) -> pl.DataFrame:
    """`source_id` and `source_name`."""
    return inputs["sources"].select("source_id", source_name="name")


def chart_tables(inputs: ReportInputs) -> dict[str, Table]:
    """Chart name to its rows."""
    return {
        "volume": table_of(volume_rows(inputs)),
        "stance": table_of(stance_rows(inputs)),
        "disagreement": table_of(disagreement_rows(inputs)),
        "experts": table_of(expert_rows(inputs)),
        "seed_echo": table_of(echo_totals(inputs)),
        "coverage": table_of(coverage_days(inputs)),
    }


def list_tables(inputs: ReportInputs) -> dict[str, Table]:
    """Name to rows, of what is shown as a table only."""
    return {
        "figures": table_of(figure_rows(inputs)),
        "echo": table_of(echo_rows(inputs)),
        "sources": table_of(coverage_totals(inputs)),
        "problems": table_of(problem_rows(inputs)),
    }


def _shown(frame: pl.DataFrame) -> pl.DataFrame:
    """Only the largest groups of each dimension, days only for everything, and no empty rows without a gap."""
    whole = frame.filter(unit="all").group_by("dimension", "value").agg(pl.col("n_articles").sum())
    ranked = whole.sort(["n_articles", "value"], descending=[True, False])
    largest = ranked.group_by("dimension", maintain_order=True).head(GROUPS_AT_MOST)
    sources = top(ranked.filter(dimension="source_id"), ["n_articles", "value"], SOURCES_AT_MOST)
    kept = pl.concat([largest, sources]).select("dimension", "value").unique()
    few = frame.join(kept, on=["dimension", "value"], how="semi", maintain_order="left")
    is_recent = pl.col("period_start") > pl.col("period_start").max() - timedelta(days=DAYS_AT_MOST)
    is_day = pl.col("unit") == "day"
    return few.filter(
        ~is_day | ((pl.col("dimension") == "all") & is_recent),
        (pl.col("n_articles") > 0) | pl.col("is_gap"),
        pl.col("period_start").is_not_null() | (pl.col("unit") == "all"),
    )


def volume_rows(inputs: ReportInputs) -> pl.DataFrame:
    """Rows of `trend_volume`: days of the last quarter, weeks and months, the largest groups."""
    return _shown(inputs["trend_volume"]).drop("evidence_key")


def stance_rows(inputs: ReportInputs) -> pl.DataFrame:
    """Rows of `trend_stance` in which somebody takes a position."""
    return _shown(inputs["trend_stance"]).filter(pl.col("n_articles") > 0).drop("evidence_key")


def figure_rows(inputs: ReportInputs) -> pl.DataFrame:
    """The figures in most independent origins, over all time."""
    whole = inputs["trend_figures"].filter(unit="all")
    most = top(whole, ["n_origins", "n_mentions", "figure_id"], FIGURES_AT_MOST)
    return with_label(most, "value_min", "value_max")


def disagreement_rows(inputs: ReportInputs) -> pl.DataFrame:
    """The disputed figures in most independent origins, each competing value a row."""
    frame = inputs["trend_disagreement"]
    whole = frame.filter(unit="all").group_by("figure_id").agg(pl.col("n_origins").sum())
    widest = top(whole, ["n_origins", "figure_id"], DISPUTED_AT_MOST)
    kept = frame.join(widest, on="figure_id", how="semi", maintain_order="left")
    dated = kept.filter(pl.col("period_start").is_not_null() | (pl.col("unit") == "all"))
    return with_label(dated.filter(pl.col("unit") != "day"), "value", "value_high")


def expert_rows(inputs: ReportInputs) -> pl.DataFrame:
    """The persons quoted in most independent origins, over all time."""
    quoted = inputs["trend_experts"].filter(pl.col("unit") == "all", pl.col("n_quotations") > 0)
    return top(quoted, ["n_origins", "n_quotations", "person_id"], PEOPLE_AT_MOST)


ECHO: Final = ["element_kind", "element_id", "element_label", "uptake"]


def echo_totals(inputs: ReportInputs) -> pl.DataFrame:
    """How many sources do what with each element of the seed document, its own rows left out."""
    others = inputs["trend_seed_echo"].filter(pl.col("uptake") != "seed")
    return (
        others.group_by(ECHO)
        .agg(
            pl.col("source_id").n_unique().cast(pl.Int64).alias("n_sources"),
            pl.col("n_articles").sum(),
            pl.col("lag_days").min().alias("lag_days"),
            pl.col("first_seen_on").min(),
            pl.col("last_seen_on").max(),
        )
        .sort(ECHO)
    )


def echo_rows(inputs: ReportInputs) -> pl.DataFrame:
    """What each source did with each element, drops left out; the seed's own rows first."""
    kept = inputs["trend_seed_echo"].filter(pl.col("uptake") != "dropped")
    named = kept.join(source_names(inputs), on="source_id", how="left", maintain_order="left")
    filled = named.with_columns(pl.coalesce("source_name", "source_id").alias("source_name"))
    return filled.sort(pl.col("uptake") != "seed", *ECHO[:2], pl.col("n_origins"), "source_id",
                       descending=[False, False, False, True, False])  # fmt: skip


def coverage_days(inputs: ReportInputs) -> pl.DataFrame:
    """For every week the days on which sources were watched, and on how many collection failed."""
    watched = inputs["coverage"].filter(pl.col("n_polls").is_not_null(), pl.col("day").is_not_null())
    watched = watched.filter((pl.col("n_polls") > 0) | pl.col("is_gap"))
    return (
        watched.group_by(period_start=pl.col("day").dt.truncate("1w"))
        .agg(
            n_days=pl.len().cast(pl.Int64),
            n_gap_days=pl.col("is_gap").sum().cast(pl.Int64),
            n_on_topic=pl.col("n_on_topic").sum(),
            n_off_topic=pl.col("n_off_topic").sum(),
        )
        .with_columns(gap_share=pl.col("n_gap_days") / pl.col("n_days"))
        .sort("period_start")
    )


_LEDGER: Final = (
    "n_listed", "n_fetched", "n_failed", "n_skipped_robots", "n_skipped_reservation", "n_on_topic", "n_off_topic",
)  # fmt: skip


def coverage_totals(inputs: ReportInputs) -> pl.DataFrame:
    """The ledger of each source, summed up; most gap days first."""
    totals = (
        inputs["coverage"]
        .group_by("source_id")
        .agg(
            n_days=pl.len().cast(pl.Int64),
            n_gap_days=pl.col("is_gap").sum().cast(pl.Int64),
            gap_reasons=pl.col("gap_reason").drop_nulls().unique().sort().str.join("; "),
            n_expected=pl.col("expected").sum().round(0),
            **{name: pl.col(name).sum() for name in _LEDGER},
        )
    )
    named = totals.join(source_names(inputs), on="source_id", how="left")
    return named.with_columns(pl.coalesce("source_name", "source_id").alias("source_name")).sort(
        ["n_gap_days", "n_on_topic", "source_id"], descending=[True, True, False]
    )


def problem_rows(inputs: ReportInputs) -> pl.DataFrame:
    """Problems by stage and code, most frequent first."""
    counted = (
        inputs["problems"]
        .group_by("stage", "code")
        .agg(
            n=pl.len().cast(pl.Int64),
            n_sources=pl.col("source_id").n_unique().cast(pl.Int64),
            last_at=pl.col("occurred_at").max(),
            example=pl.col("detail").sort().first(),
        )
    )
    return top(counted, ["n", "code"], PROBLEMS_AT_MOST)
