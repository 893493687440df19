"""Short answers about the published copy, for people.

In: a data directory. Out: small frames. Refuses: the live warehouse, which a flow may hold.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import polars as pl

from warehouse.connection import utc
from warehouse.query import query_published
from warehouse.statements import statements


def read_recent_problems(data: Path, since: datetime) -> pl.DataFrame:
    """Problems since a moment: source_id, stage, code, n, detail (the last one's), hosts. Most frequent first.

    `hosts`: the subjects that are no address, which are hosts where a host is the reason.
    """
    return query_published(data, statements("summaries")["recent_problems"], {"since": utc(since)})


def read_source_health(data: Path) -> pl.DataFrame:
    """How each watched source did in its last 14 days.

    `state`: dead (no feed read for three days), unreachable (none read yet), silent
    (answers, lists nothing), stale (nothing new in three days), flooding (over five times what is expected),
    gaps, well.
    """
    return query_published(data, statements("summaries")["source_health"])
