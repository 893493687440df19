"""The analysts' copy of the warehouse.

In: a checked live warehouse. Out: `tenor.duckdb`, replaced in one step, so that readers see the old or the
new and never a half. Refuses: publishing what fails a `#fail` check, unless told to.
"""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from warehouse.checks import CheckResult, run_checks
from warehouse.connection import LIVE, PUBLISHED, locked, open_unlocked
from warehouse.errors import WarehouseError


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """Where the published copy lies, and what the checks found."""

    path: Path
    n_bytes: int
    checks: tuple[CheckResult, ...]


def publish(
    data: Path, *, lock_timeout_s: float, now: datetime, despite_failures: bool = False
) -> Publication:
    """Check the live warehouse, close it, and put a copy of it in place of the published one.

    Not to be called while this process has the live warehouse open. Errors: `WarehouseError` when a `#fail`
    check finds breaches (unless `despite_failures`), when another run is writing, when there is no room.
    """
    with locked(data, lock_timeout_s):
        with open_unlocked(data, now=now) as live:
            results = tuple(run_checks(live))
        broken = [result for result in results if result.is_fatal and result.n_breaches]
        if broken and not despite_failures:
            first = broken[0]
            raise WarehouseError(
                f"{data / LIVE}: not published: {first.meaning} ({first.n_breaches} rows, such as "
                f"{first.example}); run `tenor rebuild`"
            )
        path = data / PUBLISHED
        copy_whole(data / LIVE, path)
    return Publication(path=path, n_bytes=path.stat().st_size, checks=results)


def copy_whole(source: Path, target: Path) -> None:
    """Copy a file so that `target` is the former or the whole new one, also after a crash."""
    unfinished = target.with_name(f".{target.name}.{os.getpid()}.partial")
    try:
        for stray in target.parent.glob(f".{target.name}.*.partial"):
            stray.unlink(missing_ok=True)
        shutil.copyfile(source, unfinished)
        with unfinished.open("rb+") as file:
            os.fsync(file.fileno())
        unfinished.replace(target)
        sync_directory(target.parent)
    except OSError as error:
        unfinished.unlink(missing_ok=True)
        raise WarehouseError(
            f"{target}: {error.strerror or error}; the former copy is untouched, free some space or mend its "
            "permissions"
        ) from error


def sync_directory(directory: Path) -> None:
    """Make a rename in `directory` last (where the system can)."""
    handle = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
