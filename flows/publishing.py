"""What analysts get: the published warehouse, the parquet files, the report.

In: the warehouse. Out: files under the data directory, each replaced in one step. Refuses: publishing
rows that fail a check.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from flows.exporting import export
from flows.settings import Settings
from warehouse.publish import publish


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What was published."""

    n_checks: int
    n_warnings: int
    n_files: int


def parquet_of(settings: Settings) -> Path:
    """Where a pass puts the parquet files."""
    return settings.data / "parquet"


def report_of(settings: Settings) -> Path:
    """Where a pass puts the report."""
    return settings.data / "report.html"


def publish_all(settings: Settings, now: datetime, *, with_files: bool) -> Outcome:
    """Publish the warehouse; with `with_files` also parquet and the report."""
    done = publish(settings.data, lock_timeout_s=settings.lock_timeout_s, now=now)
    n_files = 1
    if with_files:
        from flows.reporting import report  # here: the drawing library is slow to import

        n_files += export(settings, parquet_of(settings), since=None, with_text=False).n_files
        report(settings, report_of(settings), now)
        n_files += 1
    warnings = [check for check in done.checks if check.n_breaches]
    return Outcome(n_checks=len(done.checks), n_warnings=len(warnings), n_files=n_files)
