"""What a pass could not do, in lines that a person reads.

In: the published problems. Out: lines. Refuses: hiding a source that could not be reached.
"""

from __future__ import annotations

import textwrap
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from itertools import groupby
from typing import Any

from flows.settings import Settings
from flows.sources import read_sources
from transforms.reasons import UNREACHABLE, reason_in_words
from transforms.urls import host_of
from vocabulary import Source
from warehouse.summaries import read_recent_problems

SHOWN_AT_MOST = 12
WIDTH = 100
Problems = Iterable[Mapping[str, Any]]


def problem_lines(settings: Settings, since: datetime) -> list[str]:
    """The sources that could not be reached, every one by name; then one line per stage and reason."""
    rows = read_recent_problems(settings.data, since).sort("stage", "code", "source_id").to_dicts()
    asked = [source for source in read_sources(settings) if source.feeds]
    away = _away(rows, asked)
    others = (row for row in rows if not (row["source_id"] in away and row["code"] in UNREACHABLE))
    return [*_unreached(away, len(asked)), *_others(others)]


def _away(rows: Problems, asked: Sequence[Source]) -> list[str]:
    """The sources none of whose hosts could be spoken to."""
    silent: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        if row["code"] in UNREACHABLE:
            silent[row["source_id"]].update(row["hosts"])
    return [s.source_id for s in asked if {host_of(feed.url) for feed in s.feeds} <= silent[s.source_id]]


def _unreached(away: Sequence[str], n_asked: int) -> list[str]:
    if not away:
        return []
    if len(away) == n_asked > 1:
        return [f"none of the {n_asked} sources could be reached: is there a network? They are asked again"]
    said = f"{len(away)} of {n_asked} sources could not be reached and are asked again: {', '.join(away)}"
    return textwrap.wrap(said, WIDTH, subsequent_indent="  ", break_long_words=False, break_on_hyphens=False)


def _others(rows: Problems) -> Iterable[str]:
    for (stage, code), group in groupby(rows, key=lambda row: (row["stage"], row["code"])):
        found = list(group)
        names = sorted({row["source_id"] for row in found} - {"-"})
        n_times = sum(row["n"] for row in found)
        yield f"{stage}: {reason_in_words(code)} ×{n_times}{_listed(names)} ({code}: {found[0]['detail']})"


def _listed(names: list[str]) -> str:
    if not names:
        return ""
    more = len(names) - SHOWN_AT_MOST
    return f" in {', '.join(names[:SHOWN_AT_MOST])}" + (f" and {more} more" if more > 0 else "")
