"""The report's content: rows for charts and tables, and the evidence behind them.

In: trend frames, annotation views, coverage, problems. Out: plain values that become JSON. Refuses: more
evidence than a page can carry (the newest rows are kept, and how many were left out is said).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import polars as pl

EVIDENCE_AT_MOST: Final = 2500
LONGEST: Final = 300
DAYS_AT_MOST: Final = 92
GROUPS_AT_MOST: Final = 25
TOP: Final = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportInputs:
    """The published tables that the report shows, one frame each, by view name."""

    views: Mapping[str, pl.DataFrame]

    def __getitem__(self, name: str) -> pl.DataFrame:
        return self.views[name]


def shortened(text: str | None, longest: int = LONGEST) -> str | None:
    """`text` cut to `longest` code points.

    >>> shortened("abcdef", 4)
    'abc…'
    """
    return text if text is None or len(text) <= longest else text[: longest - 1] + "…"


def _plain(frame: pl.DataFrame) -> list[dict[str, Any]]:
    """Rows as JSON values: dates as ISO strings, identifiers as strings, floats rounded."""
    identifiers = [c for c in frame.columns if c.endswith("_id")]
    frame = frame.with_columns(
        pl.col(identifiers).cast(pl.String),
        pl.selectors.temporal().dt.to_string("iso"),
        pl.selectors.float().round(4),
    )
    return [
        {k: shortened(v) if isinstance(v, str) else v for k, v in row.items()} for row in frame.to_dicts()
    ]


def _source_names(inputs: ReportInputs) -> pl.DataFrame:
    return inputs["sources"].select("source_id", source_name="name")


def _largest_groups(frame: pl.DataFrame) -> pl.DataFrame:
    """Only the groups of each dimension with most articles, so that a page stays small."""
    size = (
        frame.filter(pl.col("unit") == "all").group_by("dimension", "value").agg(pl.col("n_articles").sum())
    )
    top = size.sort(["n_articles", "value"], descending=[True, False]).group_by(
        "dimension", maintain_order=True
    )
    return frame.join(top.head(GROUPS_AT_MOST), on=["dimension", "value"], how="semi")


def _recent_days(frame: pl.DataFrame) -> pl.DataFrame:
    """Days are kept for the last quarter only; weeks and months in full."""
    last = frame.filter(pl.col("unit") == "day")["period_start"].max()
    if last is None:
        return frame
    return frame.filter(
        (pl.col("unit") != "day") | (pl.col("period_start") > pl.lit(last) - pl.duration(days=DAYS_AT_MOST))
    )


def _value_label(value: str = "value", high: str = "value_high") -> pl.Expr:
    def readable(column: str) -> pl.Expr:
        number = pl.col(column)
        return (
            pl.when(number.abs() >= 1e9)
            .then(
                pl.concat_str((number / 1e9).round(2).cast(pl.String).str.strip_suffix(".0"), pl.lit(" bn"))
            )
            .when(number.abs() >= 1e6)
            .then(pl.concat_str((number / 1e6).round(2).cast(pl.String).str.strip_suffix(".0"), pl.lit(" m")))
            .otherwise(number.round(2).cast(pl.String).str.strip_suffix(".0"))
        )

    return (
        pl.when(pl.col(high).is_not_null())
        .then(pl.concat_str(readable(value), pl.lit("–"), readable(high)))
        .otherwise(readable(value))
    )


def chart_rows(inputs: ReportInputs) -> dict[str, list[dict[str, Any]]]:
    """Rows of each chart, by chart name."""
    names = _source_names(inputs)
    stance = _recent_days(_largest_groups(inputs["trend_stance"]))
    disagreement = inputs["trend_disagreement"].with_columns(value_label=_value_label())
    widest = (
        disagreement.filter(pl.col("unit") == "all")
        .group_by("figure_id")
        .agg(pl.col("n_origins").sum())
        .sort(["n_origins", "figure_id"], descending=[True, False])
        .head(8)
    )
    people = inputs["trend_experts"].filter(pl.col("unit") == "all", pl.col("n_quotations") > 0)
    return {
        "volume": _plain(_recent_days(_largest_groups(inputs["trend_volume"]))),
        "stance": _plain(stance.filter(pl.col("unit") != "all")),
        "stance_by_group": _plain(stance.filter(pl.col("unit") == "all")),
        "disagreement": _plain(disagreement.join(widest, on="figure_id", how="semi")),
        "experts": _plain(people.sort(["n_origins", "person_id"], descending=[True, False]).head(TOP)),
        "seed_echo": _plain(
            inputs["trend_seed_echo"]
            .filter(pl.col("uptake") != "dropped")
            .join(names, on="source_id", how="left")
            .with_columns(pl.col("source_name").fill_null(pl.col("source_id")))
        ),
    }


def table_rows(inputs: ReportInputs) -> dict[str, list[dict[str, Any]]]:
    """Rows of each table, by table name."""
    figures = (
        inputs["trend_figures"]
        .filter(pl.col("unit") == "all")
        .sort(["n_origins", "n_mentions", "figure_id"], descending=[True, True, False])
        .head(TOP)
        .with_columns(value_label=_value_label("value_min"), value_high=pl.col("value_max"))
        if inputs["trend_figures"].height
        else inputs["trend_figures"].with_columns(value_label=pl.lit(""))
    )
    return {"figures": _plain(figures), "coverage": _coverage(inputs), "problems": _problems(inputs)}


def _coverage(inputs: ReportInputs) -> list[dict[str, Any]]:
    numbers = ("n_listed", "n_fetched", "n_failed", "n_skipped_robots", "n_skipped_reservation", "n_on_topic")
    totals = (
        inputs["coverage"]
        .group_by("source_id")
        .agg(
            pl.col(numbers).sum(),
            days=pl.len(),
            gap_days=pl.col("is_gap").sum(),
            expected=pl.col("expected").sum(),
        )
    )
    return _plain(
        totals.join(_source_names(inputs), on="source_id", how="left").sort(
            ["n_on_topic", "source_id"], descending=[True, False]
        )
    )


def _problems(inputs: ReportInputs) -> list[dict[str, Any]]:
    return _plain(
        inputs["problems"]
        .group_by("stage", "code")
        .agg(n=pl.len(), last_at=pl.col("occurred_at").max(), example=pl.col("detail").sort().first())
        .sort(["n", "code"], descending=[True, False])
        .head(TOP)
    )


_ARTICLE = (
    "article_id",
    "url",
    "title",
    "source_name",
    "country",
    "source_kind",
    "published_on",
    "capture_id",
)


def _with_article(rows: pl.DataFrame, articles: pl.DataFrame) -> pl.DataFrame:
    drop = [c for c in rows.columns if c in _ARTICLE and c != "article_id"]
    return rows.drop(drop).join(articles, on="article_id", how="inner")


def evidence_rows(inputs: ReportInputs) -> tuple[list[dict[str, Any]], int]:
    """The sentences behind the numbers, newest first, and how many were left out.

    Each row: `kind`, the keys that charts filter by, `sentence`, `from` and `to` (the span inside it),
    the article's title, source, date, address and archive id.
    """
    articles = inputs["articles"].filter(pl.col("on_topic")).select(_ARTICLE)
    parts = [
        _evidence(
            inputs["stances"], articles, "stance", holder="holder", target="target", polarity="polarity"
        ),
        _evidence(
            inputs["cited_figures"],
            articles,
            "figure",
            figure_id="figure_id",
            holder="cited_by",
            value="value",
        ),
        _evidence(
            inputs["quotations"], articles, "quotation", person_id="speaker_person_id", holder="speaker"
        ),
    ]
    rows = pl.concat(parts, how="diagonal_relaxed").sort(
        ["published_on", "kind", "article_id", "start"],
        descending=[True, False, False, False],
        nulls_last=True,
    )
    return _plain(rows.head(EVIDENCE_AT_MOST).drop("start")), max(rows.height - EVIDENCE_AT_MOST, 0)


def _evidence(rows: pl.DataFrame, articles: pl.DataFrame, kind: str, **keys: str) -> pl.DataFrame:
    joined = _with_article(rows, articles).filter(pl.col("sentence").is_not_null())
    at = pl.col("start") - pl.col("sentence_start")
    return joined.select(
        pl.lit(kind).alias("kind"),
        *(pl.col(column).alias(name) for name, column in keys.items()),
        "sentence",
        "start",
        at.alias("from"),
        (at + pl.col("end") - pl.col("start")).alias("to"),
        *_ARTICLE,
    )


def headline(inputs: ReportInputs) -> dict[str, Any]:
    """The numbers at the top of the page."""
    articles = inputs["articles"].filter(pl.col("on_topic"))
    return {
        "n_articles": articles.height,
        "n_origins": articles["origin_id"].n_unique(),
        "n_sources": articles["source_id"].n_unique(),
        "n_languages": articles["language"].drop_nulls().n_unique(),
        "n_looked_at": inputs["articles"].height,
        "n_undated": articles["published_on"].null_count(),
        "n_problems": inputs["problems"].height,
        "n_stances": inputs["stances"].filter(pl.col("level") == "span").height,
        "n_figures": inputs["cited_figures"].height,
        "n_quotations": inputs["quotations"].height,
        "first_on": str(articles["published_on"].min() or "") or None,
        "last_on": str(articles["published_on"].max() or "") or None,
    }
