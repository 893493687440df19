"""Small warehouses as frames, for the tests of trends: only what a test names differs from the defaults."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import polars as pl

from transforms.trends.counting import TrendInputs

SCHEMAS: dict[str, dict[str, Any]] = {
    "articles": {
        "article_id": pl.Int64,
        "version_id": pl.Int64,
        "source_id": pl.String,
        "origin_id": pl.Int64,
        "language": pl.String,
        "country": pl.String,
        "source_kind": pl.String,
        "published_on": pl.Date,
        "on_topic": pl.Boolean,
        "is_seed": pl.Boolean,
    },
    "sources": {"source_id": pl.String, "country": pl.String, "language": pl.String, "kind": pl.String},
    "stances": {
        "article_id": pl.Int64,
        "holder": pl.String,
        "holder_kind": pl.String,
        "target": pl.String,
        "polarity": pl.String,
        "level": pl.String,
    },
    "figures": {
        "article_id": pl.Int64,
        "figure_id": pl.Int64,
        "figure_label": pl.String,
        "value": pl.Float64,
        "value_high": pl.Float64,
        "unit": pl.String,
        "cited_by": pl.String,
        "start": pl.Int64,
    },
    "quotations": {"article_id": pl.Int64, "speaker_person_id": pl.String},
    "speakers": {
        "article_id": pl.Int64,
        "person_id": pl.String,
        "name": pl.String,
        "kind": pl.String,
        "role": pl.String,
        "affiliation": pl.String,
        "start": pl.Int64,
    },
    "mentions": {
        "article_id": pl.Int64,
        "person_id": pl.String,
        "name": pl.String,
        "is_organisation": pl.Boolean,
    },
    "coverage": {
        "source_id": pl.String,
        "day": pl.Date,
        "n_on_topic": pl.Int64,
        "n_off_topic": pl.Int64,
        "is_gap": pl.Boolean,
    },
}
DEFAULTS: dict[str, dict[str, Any]] = {
    "articles": {
        "source_id": "a",
        "language": "de",
        "country": "DE",
        "source_kind": "broadsheet",
        "published_on": date(2026, 1, 5),
        "on_topic": True,
        "is_seed": False,
    },
    "sources": {"country": "DE", "language": "de", "kind": "broadsheet"},
    "stances": {"holder": "text", "holder_kind": "author", "target": "troop_deployment", "level": "span"},
    "figures": {"figure_id": 7, "figure_label": "needed aid", "unit": "USD", "start": 0},
    "speakers": {"kind": "expert", "start": 0},
    "mentions": {"is_organisation": False},
    "coverage": {"n_on_topic": 0, "n_off_topic": 0, "is_gap": False},
}


def _frame(name: str, rows: Iterable[Mapping[str, Any]]) -> pl.LazyFrame:
    filled = [{**DEFAULTS.get(name, {}), **row} for row in rows]
    for row in filled:
        if name == "articles":
            row.setdefault("origin_id", row["article_id"])
            row.setdefault("version_id", row["article_id"])
    return pl.LazyFrame(filled, schema=SCHEMAS[name], orient="row")


def inputs(**tables: Iterable[Mapping[str, Any]]) -> TrendInputs:
    """Trend inputs with the given rows; tables not named are empty, the sources `a` and `b` exist."""
    tables.setdefault("sources", [{"source_id": "a"}, {"source_id": "b", "country": "FR", "language": "fr"}])
    return TrendInputs(**{name: _frame(name, tables.get(name, ())) for name in SCHEMAS})
