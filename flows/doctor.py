"""What is wrong with the set-up, the seeds, the data and the sources, each with the mend.

In: settings. Out: findings. Refuses: stopping at the first; mending anything by itself.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from importlib.metadata import PackageNotFoundError, version

from flows.annotators import extraction_lexicon_of, resources_of, topic_of
from flows.seeds import SeedError
from flows.settings import Settings, UsageError, prepare_data_directory
from flows.sources import read_sources
from transforms.annotate import LANGUAGES
from warehouse.archive import scan_ends
from warehouse.checks import run_checks
from warehouse.connection import LIVE, PUBLISHED, open_live
from warehouse.errors import WarehouseError
from warehouse.summaries import read_source_health

LEAST_FREE_GB = 2.0
SHOWN = ("tenor", "prefect", "duckdb", "polars", "trafilatura")
OLD_AFTER = timedelta(days=2)
BREAKING = {"fastapi": "0.151", "sqlalchemy": "2.1"}
"""From these versions on Prefect's server does not start, or its scheduler makes no runs."""
MENDS = {
    "dead": "look its feed up again: `tenor sources add` with its home page finds it",
    "unreachable": "wait for the next pass; it is asked again, ever less often",
    "silent": "its feed answers but lists nothing: look whether the outlet has another",
    "stale": "its feed stopped moving: look whether the outlet has another",
    "flooding": "it lists far more than expected: correct `expected_per_day`, or name a narrower feed",
    "gaps": 'see `tenor sql "select * from coverage where is_gap"`',
}


class Level(StrEnum):
    """How bad a finding is."""

    WELL = "well"
    WARN = "warn"
    FAIL = "fail"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing looked at."""

    level: Level
    subject: str
    detail: str
    mend: str | None = None


def examine(settings: Settings, now: datetime) -> list[Finding]:
    """Everything that can be looked at without the network."""
    looks: list[Callable[[], Iterator[Finding]]] = [
        lambda: _libraries(),
        lambda: _contact(settings),
        lambda: _seeds(settings),
        lambda: _room(settings),
        lambda: _warehouse(settings, now),
        lambda: _archive(settings),
        lambda: _published(settings, now),
        lambda: _sources(settings),
    ]
    return [finding for look in looks for finding in _guarded(look)]


def _guarded(look: Callable[[], Iterator[Finding]]) -> Iterator[Finding]:
    try:
        yield from look()
    except (UsageError, SeedError, WarehouseError) as error:
        detail, _, mend = str(error).partition("; ")
        yield Finding(level=Level.FAIL, subject="set-up", detail=detail, mend=mend or None)


def _libraries() -> Iterator[Finding]:
    for name, least in BREAKING.items():
        try:
            found = version(name)
        except PackageNotFoundError:
            yield Finding(level=Level.FAIL, subject=name, detail="not installed", mend="run `make run`")
            continue
        if _numbers(found) >= _numbers(least):
            yield Finding(
                level=Level.FAIL,
                subject=name,
                detail=f"{found} breaks Prefect",
                mend=f"install {name}<{least}",
            )
    yield Finding(
        level=Level.WELL,
        subject="versions",
        detail=", ".join(f"{name} {version(name)}" for name in SHOWN),
    )


def _numbers(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in text.split(".")[:2] if part.isdigit())


def _contact(settings: Settings) -> Iterator[Finding]:
    if "TENOR_CONTACT" in settings.contact:
        yield Finding(
            level=Level.WARN, subject="contact", detail="webmasters cannot reach you",
            mend="set TENOR_CONTACT to an address; it goes into the User-Agent",
        )  # fmt: skip


def _seeds(settings: Settings) -> Iterator[Finding]:
    topic_of(settings.seeds)
    extraction_lexicon_of(settings.seeds)
    missing = [code for code in LANGUAGES if resources_of(settings.seeds, code) is None]
    if missing:
        yield Finding(
            level=Level.WARN, subject="lexicons", detail=f"no word lists for {', '.join(missing)}",
            mend=f"see {settings.seeds}/lexicons",
        )  # fmt: skip
    listed = [source for source in read_sources(settings) if source.feeds]
    yield Finding(
        level=Level.WELL if listed else Level.WARN, subject="seeds",
        detail=f"{len(listed)} sources in {len({s.language for s in listed})} languages",
        mend=None if listed else "add one with `tenor sources add URL`",
    )  # fmt: skip


def _room(settings: Settings) -> Iterator[Finding]:
    prepare_data_directory(settings)
    free = shutil.disk_usage(settings.data).free / 1e9
    if free < LEAST_FREE_GB:
        yield Finding(
            level=Level.WARN, subject="disk", detail=f"{free:.1f} GB free in {settings.data}",
            mend="free some space, or set TENOR_KEEP_CAPTURES_DAYS",
        )  # fmt: skip


def _warehouse(settings: Settings, now: datetime) -> Iterator[Finding]:
    if not (settings.data / LIVE).exists():
        yield Finding(
            level=Level.WARN, subject="warehouse", detail="nothing there yet", mend="run `tenor run`"
        )
        return
    with open_live(settings.data, lock_timeout_s=min(settings.lock_timeout_s, 5), now=now) as live:
        results = run_checks(live)
    for result in results:
        if result.n_breaches:
            yield Finding(
                level=Level.FAIL if result.is_fatal else Level.WARN, subject=result.name,
                detail=f"{result.meaning}: {result.n_breaches}, such as {result.example}",
                mend="run `tenor rebuild`" if result.is_fatal else None,
            )  # fmt: skip
    yield Finding(level=Level.WELL, subject="warehouse", detail=f"{len(results)} checks")


def _archive(settings: Settings) -> Iterator[Finding]:
    for end in scan_ends(settings.archive):
        yield Finding(
            level=Level.WARN, subject="archive",
            detail=f"{end.file}: its last {end.n_bytes} bytes are no record",
            mend="nothing to do: the next capture of that source replaces them",
        )  # fmt: skip


def _published(settings: Settings, now: datetime) -> Iterator[Finding]:
    path = settings.data / PUBLISHED
    if not path.exists():
        return
    age = timedelta(seconds=now.timestamp() - path.stat().st_mtime)
    if age > OLD_AFTER:
        yield Finding(
            level=Level.WARN, subject="published", detail=f"{path} is {age.days} days old",
            mend="run `tenor publish`, or keep `tenor serve` running",
        )  # fmt: skip


def _sources(settings: Settings) -> Iterator[Finding]:
    if not (settings.data / PUBLISHED).exists():
        return
    for row in read_source_health(settings.data).iter_rows(named=True):
        if row["state"] != "well":
            listed, expected = row["listed_per_day"] or 0, row["expected_per_day"]
            yield Finding(
                level=Level.WARN, subject=f"source {row['source_id']}",
                detail=f"{row['state']}: lists {listed:.1f} a day"
                + (f", expected {expected:.1f}" if expected is not None else "")
                + f"; last answered {row['answered_on'] or 'never'}",
                mend=MENDS.get(row["state"]),
            )  # fmt: skip
