"""Rows become trend tables: origins and figures get their identity, then every table that changed is built anew.

In: the warehouse. Out: the six trend tables. Refuses: half a set of tables; they are replaced together. A table
is left alone while the rows it counts, the rules and the libraries are those it was built with.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import Final

from flows.documents import seed_reference_on
from flows.edits import compare_versions
from flows.identities import read_identities
from flows.origins import identify_origins
from flows.settings import Settings
from transforms.figures import resolve_figures
from transforms.trends.counting import TrendInputs
from transforms.trends.tables import NEEDS, each_table, inputs_for
from warehouse.choices import replace_person_overrides, write_primary_annotator
from warehouse.connection import Live, open_live, transaction
from warehouse.figures import read_cited_figures, replace_figures
from warehouse.trends import count_trends, read_fingerprints, read_made, read_trend_inputs, replace_trend

LIBRARIES: Final = ("duckdb", "numpy", "polars", "ruptures", "scipy")


def build_trends(settings: Settings, now: datetime) -> dict[str, int]:
    """Build every trend table whose inputs changed; name to number of rows of all of them."""
    with open_live(settings.data, lock_timeout_s=settings.lock_timeout_s, now=now) as live:
        write_primary_annotator(live, settings.primary_annotator)
        replace_person_overrides(live, read_identities(settings.data))
        identify(live, settings.seeds)
        refresh(live, seed_reference_on(settings.seeds))
        return count_trends(live)


def refresh(live: Live, reference_on: date | None) -> list[str]:
    """Replace the trend tables that are not what a full build would make them; their names."""
    made_of, made = _made_of(read_fingerprints(live), reference_on), read_made(live)
    stale = [name for name in NEEDS if made.get(name) != made_of[name]]
    if not stale:
        return []
    inputs = TrendInputs(**read_trend_inputs(live, inputs_for(stale)))
    with transaction(live):
        for name, rows in each_table(inputs, reference_on, stale):
            replace_trend(live, name, rows, made_of[name])
            del rows  # not held while the next is built
    return stale


def _made_of(fingerprints: Mapping[str, str], reference_on: date | None) -> dict[str, str]:
    """Table to the hash of all that decides what stands in it."""
    common = [_rules(), str(reference_on)]
    return {
        name: sha256("\0".join([*common, *(fingerprints[need] for need in needs)]).encode()).hexdigest()
        for name, needs in NEEDS.items()
    }


@cache
def _rules() -> str:
    """The text of the rules, and the versions of the libraries they call."""
    modules = sorted(files("transforms.trends").iterdir(), key=lambda module: module.name)
    texts = [module.read_text(encoding="utf-8") for module in modules if module.name.endswith(".py")]
    return "\0".join([*texts, *(version(library) for library in LIBRARIES)])


def identify(live: Live, seeds: Path) -> None:
    """Say what edits changed, which articles are copies, and which figures are the same."""
    compare_versions(live, seeds)
    identify_origins(live)
    replace_figures(live, resolve_figures(read_cited_figures(live)))
