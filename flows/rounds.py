"""One round of collection: the seed documents, then whatever is due, stored source by source.

In: settings, a clock. Out: captures in the archive, their index in the warehouse. Refuses: asking the network
when offline; losing a round because one source is bad.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from flows.documents import seed_captures
from flows.settings import Settings
from flows.sources import read_sources
from vocabulary import Capture, Collected
from warehouse.archive import append_captures
from warehouse.captures import read_captures
from warehouse.collection import write_collected
from warehouse.connection import open_live
from warehouse.sources import write_sources

OnProgress = Callable[[int, str], None]


@dataclass(slots=True)
class Outcome:
    """What a round brought in."""

    n_sources: int = 0
    n_captures: int = 0
    n_problems: int = 0

    def add(self, collected: Collected) -> None:
        """Count what one source brought in."""
        self.n_captures += len(collected.captures)
        self.n_problems += len(collected.problems)


def collect_due(settings: Settings, clock: Callable[[], datetime], on_progress: OnProgress) -> Outcome:
    """Take the seed documents; unless offline, ask every source whose feeds or pages are due."""
    sources = read_sources(settings)
    with open_live(settings.data, lock_timeout_s=settings.lock_timeout_s, now=clock()) as live:
        write_sources(live, sources)
    outcome = Outcome(n_sources=len(sources))
    new = store_documents(settings, seed_captures(settings.seeds, clock()), clock())
    outcome.n_captures += new
    on_progress(new, "seed documents")
    return outcome


def store_documents(settings: Settings, captures: Sequence[Capture], now: datetime) -> int:
    """Archive and index the documents that are not there yet; how many were new."""
    with open_live(settings.data, lock_timeout_s=settings.lock_timeout_s, now=now) as live:
        known = {row.capture_id for row in read_captures(live, [c.capture_id for c in captures])}
    new = [capture for capture in captures if capture.capture_id not in known]
    if new:
        store(settings, Collected(captures=tuple(new)), now)
    return len(new)


def store(settings: Settings, collected: Collected, now: datetime) -> None:
    """Archive first, index second: a run killed between the two loses nothing but the index of that batch."""
    places = append_captures(settings.archive, collected.captures) if collected.captures else []
    with open_live(settings.data, lock_timeout_s=settings.lock_timeout_s, now=now) as live:
        write_collected(live, collected, places)
