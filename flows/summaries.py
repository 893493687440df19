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
        shown = ", ".join(names[:SHOWN_AT_MOST]) + (f" and {len(names) - SHOWN_AT_MOST} more" if len(names) > SHOWN_AT_MOST else "")
        detail = found[0]["detail"]
        lines.append(f"{stage}: {code} ×{sum(row['n'] for row in found)}{f' in {shown}' if shown else ''}: {detail}")
    return lines
