"""The coverage ledger: did we miss something?

In: nothing but the tallies and articles already written. Out: expected, had and missed, per source and day.
Refuses: calling a silent source a quiet one.
"""

from __future__ import annotations

from datetime import date

import polars as pl

from warehouse.connection import Live, read
from warehouse.statements import statements


def read_coverage(live: Live, since: date | None = None) -> pl.DataFrame:
    """Rows of the view `coverage`, from `since` on, by source and day."""
    return read(live, statements("coverage")["read_coverage"], {"since": since})
