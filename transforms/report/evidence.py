"""The sentences behind the report's numbers.

In: annotation views. Out: sentences, each with its span, and the articles they stand in. Refuses: more than a
page can carry. Every group of a chart keeps its newest sentences before any group gets more, so that no point
of a chart leads nowhere; the rest stays in the warehouse (`trend_evidence`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import polars as pl

from transforms.report.model import ReportInputs, disagreement_rows, expert_rows, figure_rows
from transforms.report.values import Table, table_of

SENTENCES_AT_MOST: Final = 4000
LONGEST_SENTENCE: Final = 700
MARGIN: Final = 200
"""Code points kept before a span in a sentence that is too long."""
COLUMNS: Final = (
    "kind", "article", "sentence", "from", "to", "person_id", "holder", "holder_kind", "target", "polarity",
    "figure_id", "value", "value_high", "echo",
)  # fmt: skip
ARTICLE: Final = (
    "article_id", "version_id", "origin_id", "capture_id", "source_id", "source_name", "country", "source_kind",
    "language", "published_on", "title", "url",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What the page carries, and how much it leaves out."""

    sentences: Table
    articles: Table
    n_left_out: int


def select_evidence(inputs: ReportInputs, at_most: int = SENTENCES_AT_MOST) -> Evidence:
    """At most `at_most` sentences, newest first within each group of each chart, and their articles."""
    articles = inputs["articles"].filter(pl.col("on_topic")).select(ARTICLE)
    rows = pl.concat(_parts(inputs), how="diagonal_relaxed").join(
        articles, on="version_id", how="inner", maintain_order="left"
    )
    kept = _chosen(rows, at_most)
    shown = articles.join(kept, on="version_id", how="semi").sort(
        ["published_on", "article_id"], descending=[True, False], nulls_last=True
    )
    places = shown.select("version_id").with_row_index("article")
    placed = kept.join(places, on="version_id").sort(
        "article", "start", "end", "kind", "holder", "target", nulls_last=True
    )
    sentences = _cut(placed).join(
        _echoes(inputs), on=["version_id", "kind", "start", "end"], how="left", maintain_order="left"
    )
    return Evidence(
        sentences=table_of(sentences.select(COLUMNS), longest=LONGEST_SENTENCE + 2),
        articles=table_of(shown),
        n_left_out=rows.height - kept.height,
    )


_SPAN: Final = ("version_id", "start", "end", "sentence", "sentence_start")


def _parts(inputs: ReportInputs) -> list[pl.DataFrame]:
    """Sentences of every kind that a chart or table can lead to, in one shape."""
    figures = pl.concat([figure_rows(inputs)["figure_id"], disagreement_rows(inputs)["figure_id"]]).unique()
    people = expert_rows(inputs)["person_id"].unique()
    topic = inputs["topic_mentions"].sort("version_id", "start").unique("version_id", keep="first")
    stances = inputs["stances"].filter(pl.col("level") == "span")
    return [
        _part(topic, "topic"),
        _part(stances, "stance", "person_id", "holder", "holder_kind", "target", "polarity"),
        _part(
            inputs["cited_figures"].filter(pl.col("figure_id").is_in(figures.implode())),
            "figure", "figure_id", "value", "value_high", holder="cited_by",
        ),
        _part(inputs["quotations"], "quotation", person_id="speaker_person_id", holder="speaker"),
        _part(
            inputs["mentions"].filter(pl.col("person_id").is_in(people.implode()), ~pl.col("is_organisation")),
            "mention", "person_id", holder="name",
        ),
    ]  # fmt: skip


def _part(rows: pl.DataFrame, kind: str, *same: str, **renamed: str) -> pl.DataFrame:
    named = [pl.col(column).alias(name) for name, column in renamed.items()]
    found = rows.filter(pl.col("sentence").is_not_null())
    return found.select(pl.lit(kind).alias("kind"), *_SPAN, *same, *named)


_GROUP: Final = ("kind", "target", "polarity", "figure_id", "value", "person_id")


def _chosen(rows: pl.DataFrame, at_most: int) -> pl.DataFrame:
    """Rows by their rank within their group and week, or group and source, whichever is better."""
    ordered = rows.sort(
        ["published_on", "article_id", "start", "end", "kind", "holder", "target"],
        descending=[True, *[False] * 6],
        nulls_last=True,
    )
    week = pl.col("published_on").dt.truncate("1w")
    one = pl.int_range(pl.len())
    ranked = ordered.with_columns(
        rank=pl.min_horizontal(
            one.over([*_GROUP, week.alias("week")]),
            one.over([*_GROUP, "source_id"]),
        )
    )
    return ranked.sort("rank", maintain_order=True).head(at_most)


def _cut(rows: pl.DataFrame) -> pl.DataFrame:
    """The sentence, or the part of it around the span where it is very long, and the span inside it."""
    at = pl.col("start") - pl.col("sentence_start")
    is_long = pl.col("sentence").str.len_chars() > LONGEST_SENTENCE
    begin = pl.when(is_long).then(pl.max_horizontal(at - MARGIN, 0)).otherwise(0)
    piece = pl.col("sentence").str.slice(begin, LONGEST_SENTENCE)
    cut = pl.concat_str(
        pl.when(begin > 0).then(pl.lit("…")).otherwise(pl.lit("")),
        piece,
        pl.when(begin + LONGEST_SENTENCE < pl.col("sentence").str.len_chars())
        .then(pl.lit("…"))
        .otherwise(pl.lit("")),
    )
    moved = at - begin + (begin > 0).cast(pl.Int64)
    return rows.with_columns(
        sentence=cut,
        **{
            "from": moved,
            "to": pl.min_horizontal(
                moved + pl.col("end") - pl.col("start"), cut.str.len_chars().cast(pl.Int64)
            ),
        },
    )


def _echoes(inputs: ReportInputs) -> pl.DataFrame:
    """For a row of evidence what it is to the seed document, as `kind|element|uptake` joined by spaces."""
    key = pl.concat_str("element_kind", "element_id", "uptake", separator="|")
    return (
        inputs["seed_echo_rows"]
        .group_by("version_id", "kind", "start", "end")
        .agg(echo=key.unique().sort().str.join("\n"))
    )
