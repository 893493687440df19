"""The weekly look over archive, coverage and set-up, and forgetting what is past its time.

In: a data directory. Out: findings as a table artifact and log lines. Refuses: ending well when something
fails, so that the alert for failed runs tells it.

Import this only after `prepare_prefect`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from prefect import flow

from flows import runs
from flows.doctor import Finding, Level, examine
from flows.logs import logger
from flows.passes import clock, only_pass, settings_of
from flows.retention import expire
from flows.settings import Settings, UsageError, prepare_data_directory
from transforms.extraction import EXTRACTOR, EXTRACTOR_VERSION
from warehouse.captures import read_captures_to_extract
from warehouse.connection import open_live
from warehouse.coverage import read_coverage
from warehouse.rebuild import forget_orphans
from warehouse.retention import Expired

LOOKED_BACK: Final = timedelta(days=7)


@flow(name="upkeep", flow_run_name="upkeep", validate_parameters=False)
def upkeep(data: str | None = None, seeds: str | None = None, quiet: bool = True) -> None:  # noqa: ARG001
    """Forget what is past its time, then look over everything that needs no network."""
    settings = settings_of(data, seeds, True)
    prepare_data_directory(settings)
    with runs.leaving_with_server(settings), only_pass(settings):
        forget(settings, clock())
        findings = [*examine(settings, clock()), *gaps(settings, clock())]
    show(findings)


def forget(settings: Settings, now: datetime) -> Expired:
    """Drop what is past the days that the settings give, and what others said of texts that are no more."""
    expired = expire(settings, now)
    with open_live(settings.data, lock_timeout_s=settings.lock_timeout_s, now=now) as live:
        if not read_captures_to_extract(live, EXTRACTOR, EXTRACTOR_VERSION, 1):
            forget_orphans(live)  # else a rebuild may be half way, and the texts come back
    logger().info(
        "forgot %d texts, %d captures, %d archive files",
        expired.n_texts, expired.n_captures, len(expired.files),
    )  # fmt: skip
    return expired


def gaps(settings: Settings, now: datetime) -> list[Finding]:
    """Days of the last week on which sources were not heard, by reason."""
    with open_live(settings.data, lock_timeout_s=settings.lock_timeout_s, now=now) as live:
        rows = read_coverage(live, (now - LOOKED_BACK).date())
    reasons = Counter(row["gap_reason"] for row in rows.iter_rows(named=True) if row["is_gap"])
    return [
        Finding(
            level=Level.WARN, subject="coverage", detail=f"{reason}: {n} days of sources in the last week",
            mend='see `tenor sql "from coverage where is_gap"`',
        )
        for reason, n in sorted(reasons.items())
    ]  # fmt: skip


def show(findings: Sequence[Finding]) -> None:
    """Log what is not well, leave all as a table; `UsageError` when something fails."""
    bad = [finding for finding in findings if finding.level is not Level.WELL]
    for finding in bad:
        logger().warning("%s: %s: %s", finding.level, finding.subject, finding.detail)
    failed = [finding for finding in bad if finding.level is Level.FAIL]
    name = f"looked over {len(findings)} things: {len(failed)} fail, {len(bad) - len(failed)} warn"
    table = [
        {"level": str(f.level), "subject": f.subject, "detail": f.detail, "mend": f.mend or ""}
        for f in findings
    ]
    runs.tell_table(name, table, key="tenor-upkeep")
    if failed:
        raise UsageError(f"{failed[0].subject}: {failed[0].detail}; {failed[0].mend or 'see `tenor doctor`'}")
