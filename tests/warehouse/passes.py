"""One whole pass over small values, step by step, as a flow would do it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import polars as pl

from tests.warehouse.values import (
    ANNOTATORS,
    NOW,
    annotations,
    capture,
    collected,
    location,
    source,
    version,
)
from transforms.trends.counting import TrendInputs
from transforms.trends.experts import summarise_experts
from transforms.trends.figures import summarise_disagreement, summarise_figures
from transforms.trends.seed_echo import summarise_seed_echo
from transforms.trends.stance import summarise_stance
from transforms.trends.volume import summarise_volume
from warehouse.annotations import replace_annotations
from warehouse.captures import read_captures_to_extract
from warehouse.collection import write_collected
from warehouse.connection import Live
from warehouse.figures import read_cited_figures, replace_figures
from warehouse.origins import read_texts, replace_origins
from warehouse.sources import write_sources
from warehouse.trends import read_trend_inputs, replace_trend
from warehouse.versions import read_versions_to_annotate, write_versions

N = 6
SUMMARIES = {
    "trend_volume": summarise_volume,
    "trend_stance": summarise_stance,
    "trend_figures": summarise_figures,
    "trend_experts": summarise_experts,
    "trend_disagreement": summarise_disagreement,
    "trend_seed_echo": summarise_seed_echo,
}


def collect(live: Live) -> None:
    write_sources(live, [source("a"), source("b")])
    for n in range(N):
        taken = capture(n)
        write_collected(live, collected(taken), [location(taken)])


def extract(live: Live) -> None:
    for row in read_captures_to_extract(live, "x", "1", 100):
        n = row.capture_id - 1000
        made = version(n, seen_at=row.fetched_at, source_id="ab"[n % 2], capture_id=row.capture_id)
        write_versions(live, [made])


def annotate(live: Live) -> None:
    while todo := read_versions_to_annotate(live, ANNOTATORS, 2):
        replace_annotations(live, [(row, annotations(row.text)) for row in todo], NOW + timedelta(hours=1))


def link(live: Live) -> None:
    texts = read_texts(live, "exact")
    roots = texts.select(
        "article_id",
        "version_id",
        pl.col("article_id").min().over("text").alias("origin_id"),
        similarity=pl.lit(1.0),
        method=pl.lit("exact"),
    )
    replace_origins(live, roots)
    figures = read_cited_figures(live)
    replace_figures(
        live, figures.select("quantity_id", figure_id=pl.lit(7), figure_label=pl.lit("countries"))
    )


def summarise(live: Live) -> None:
    inputs = TrendInputs(**read_trend_inputs(live))
    for name, summary in SUMMARIES.items():
        replace_trend(live, name, summary(inputs))


STEPS: dict[str, Callable[[Live], None]] = {
    "collect": collect,
    "extract": extract,
    "annotate": annotate,
    "link": link,
    "summarise": summarise,
}


def whole_pass(live: Live) -> None:
    for step in STEPS.values():
        step(live)
