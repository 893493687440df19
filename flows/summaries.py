"""What a pass could not do, in lines that a person reads.

In: the published problems. Out: lines. Refuses: hiding a source that could not be reached.
"""

from __future__ import annotations

from datetime import datetime
from itertools import groupby

from flows.settings import Settings
from warehouse.summaries import read_recent_problems

SHOWN_AT_MOST = 12


def problem_lines(settings: Settings, since: datetime) -> list[str]:
    """One line per stage and code: how often, in which sources, the last one in words."""
    rows = read_recent_problems(settings.data, since).sort("stage", "code", "source_id").iter_rows(named=True)
    lines: list[str] = []
    for (stage, code), group in groupby(rows, key=lambda row: (row["stage"], row["code"])):
        found = list(group)
        names = sorted({row["source_id"] for row in found} - {"-"})
        n_times = sum(row["n"] for row in found)
        lines.append(f"{stage}: {code} ×{n_times}{_listed(names)}: {found[0]['detail']}")
    return lines


def _listed(names: list[str]) -> str:
    if not names:
        return ""
    more = len(names) - SHOWN_AT_MOST
    return f" in {', '.join(names[:SHOWN_AT_MOST])}" + (f" and {more} more" if more > 0 else "")
