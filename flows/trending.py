"""Rows become trend tables: origins and figures get their identity, then every table is built anew.

In: the warehouse. Out: the six trend tables. Refuses: half a set of tables; they are replaced together.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Final

import polars as pl

from flows.documents import seed_reference_on
from flows.edits import compare_versions
from flows.identities import read_identities
from flows.origins import identify_origins
from flows.settings import Settings
from transforms.figures import resolve_figures
from transforms.trends.counting import TrendInputs
from transforms.trends.experts import summarise_experts
from transforms.trends.figures import summarise_disagreement, summarise_figures
from transforms.trends.seed_echo import summarise_seed_echo
from transforms.trends.stance import summarise_stance
from transforms.trends.volume import summarise_volume
from warehouse.choices import replace_person_overrides, write_primary_annotator
from warehouse.connection import Live, open_live, transaction
from warehouse.figures import read_cited_figures, replace_figures
from warehouse.trends import read_trend_inputs, replace_trend

TRENDS: Final[Mapping[str, Callable[[TrendInputs], pl.DataFrame]]] = {
    "trend_volume": summarise_volume,
    "trend_stance": summarise_stance,
    "trend_figures": summarise_figures,
    "trend_experts": summarise_experts,
    "trend_disagreement": summarise_disagreement,
}


def build_trends(settings: Settings, now: datetime) -> dict[str, int]:
    """Build every trend table; table name to number of rows."""
    with open_live(settings.data, lock_timeout_s=settings.lock_timeout_s, now=now) as live:
        write_primary_annotator(live, settings.primary_annotator)
        replace_person_overrides(live, read_identities(settings.data))
        identify(live, settings.seeds)
        frames = summarise(TrendInputs(**read_trend_inputs(live)), seed_reference_on(settings.seeds))
        with transaction(live):
            for name, rows in frames.items():
                replace_trend(live, name, rows)
    return {name: rows.height for name, rows in frames.items()}


def identify(live: Live, seeds: Path) -> None:
    """Say what edits changed, which articles are copies, and which figures are the same."""
    compare_versions(live, seeds)
    identify_origins(live)
    replace_figures(live, resolve_figures(read_cited_figures(live)))


def summarise(inputs: TrendInputs, reference_on: date | None) -> dict[str, pl.DataFrame]:
    """Every trend table by name."""
    frames = {name: build(inputs) for name, build in TRENDS.items()}
    return {**frames, "trend_seed_echo": summarise_seed_echo(inputs, reference_on)}
