"""Rows become trend tables: origins and figures get their identity, then every table is built anew.

In: the warehouse. Out: the six trend tables. Refuses: half a set of tables; they are replaced together.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from flows.documents import seed_reference_on
from flows.edits import compare_versions
from flows.identities import read_identities
from flows.origins import identify_origins
from flows.settings import Settings
from transforms.figures import resolve_figures
from transforms.trends.counting import TrendInputs
from transforms.trends.tables import each_table
from warehouse.choices import replace_person_overrides, write_primary_annotator
from warehouse.connection import Live, open_live, transaction
from warehouse.figures import read_cited_figures, replace_figures
from warehouse.trends import read_trend_inputs, replace_trend


def build_trends(settings: Settings, now: datetime) -> dict[str, int]:
    """Build every trend table; table name to number of rows."""
    with open_live(settings.data, lock_timeout_s=settings.lock_timeout_s, now=now) as live:
        write_primary_annotator(live, settings.primary_annotator)
        replace_person_overrides(live, read_identities(settings.data))
        identify(live, settings.seeds)
        inputs, n_rows = TrendInputs(**read_trend_inputs(live)), {}
        with transaction(live):
            for name, rows in each_table(inputs, seed_reference_on(settings.seeds)):
                replace_trend(live, name, rows)
                n_rows[name] = rows.height
                del rows  # not held while the next is built
    return n_rows


def identify(live: Live, seeds: Path) -> None:
    """Say what edits changed, which articles are copies, and which figures are the same."""
    compare_versions(live, seeds)
    identify_origins(live)
    replace_figures(live, resolve_figures(read_cited_figures(live)))
