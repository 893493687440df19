"""The Prefect flows: one whole pass, and its stages one by one.

In: a data directory, the seeds. Out: a published warehouse, parquet files, a report; counts per stage.
Refuses: two passes on the same data at once; dying because one feed, page or text was bad.

Import this only after `prepare_prefect`: Prefect reads its environment when it is imported.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import ParamSpec, TypeVar, cast

from filelock import FileLock, Timeout
from prefect import flow, task
from prefect.cache_policies import NO_CACHE

from flows import alerts, annotating, ingesting, publishing, rebuild, rounds, runs, trending
from flows.beside import Arrivals, beside
from flows.desk import Desk
from flows.extracting import Extraction
from flows.progress import Bar, Display, Ledger
from flows.settings import PASS_LOCK, Settings, UsageError, load_settings, prepare_data_directory
from vocabulary import Stage
from warehouse.rebuild import Change

P = ParamSpec("P")
R = TypeVar("R")


def stage_task(name: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """A Prefect task that keeps no result and no cache: the warehouse is what is kept."""

    def decorate(function: Callable[P, R]) -> Callable[P, R]:
        made = task(name=name, cache_policy=NO_CACHE, persist_result=False)(function)
        return cast("Callable[P, R]", made)

    return decorate


def clock() -> datetime:
    """The time, in UTC: the one place where a pass asks for it."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """What the stages of a pass share."""

    settings: Settings
    display: Display
    ledger: Ledger


@contextmanager
def begun(settings: Settings, *, is_quiet: bool = False) -> Iterator[Work]:
    """Prove the data directory, keep other passes out, show the progress; at the end tell what was done."""
    prepare_data_directory(settings)
    ledger = Ledger()
    with (
        runs.leaving_with_server(settings),
        only_pass(settings),
        Display(is_quiet=is_quiet) as display,
    ):
        yield Work(settings=settings, display=display, ledger=ledger)
    runs.tell(ledger)


@contextmanager
def staged(work: Work, stage: Stage, total: int | None = None, *, name: str | None = None) -> Iterator[Bar]:
    """Time one stage, show its bar, log its counts."""
    with work.ledger.timed(stage), work.display.stage(name or str(stage), total) as bar:
        yield bar
    runs.log_stage(work.ledger.of(stage))


@contextmanager
def only_pass(settings: Settings) -> Iterator[None]:
    """Hold the data directory for one pass; wait for another one as long as the settings say."""
    lock = FileLock(settings.data / PASS_LOCK)
    try:
        lock.acquire(timeout=settings.lock_timeout_s)
    except Timeout as error:
        raise UsageError(
            f"{settings.data}: another pass is running there; wait until it has ended, or give this one "
            "its own --data"
        ) from error
    try:
        yield
    finally:
        lock.release()


@stage_task("collect")
def collect_round(work: Work, bar: Bar, desk: Desk, arrivals: Arrivals) -> None:
    """Poll the due feeds and fetch the due pages of every source; tell of every capture that is kept."""
    count = work.ledger.of(Stage.COLLECT, "captures")

    def on_progress(n_more: int, n_all: int, note: str) -> None:
        bar.expect(n_all)
        bar.advance(n_more, note)

    outcome = rounds.collect_due(work.settings, clock, on_progress, desk=desk, on_kept=arrivals.add)
    count.n_in, count.n_out, count.n_problems = outcome.n_sources, outcome.n_captures, outcome.n_problems
    count.parts = {"sources": outcome.n_sources, "entries": outcome.n_entries}


@stage_task("extract")
def extract_batch(work: Work, extraction: Extraction, *, reads_ahead: bool) -> int:
    """Extract one batch of captures; how many were read."""
    n_read, n_failed = extraction.next_batch(reads_ahead=reads_ahead)
    count = work.ledger.of(Stage.EXTRACT, "texts")
    count.n_in, count.n_out, count.n_problems = (
        count.n_in + n_read,
        count.n_out + n_read - n_failed,
        count.n_problems + n_failed,
    )
    return n_read


@stage_task("annotate")
def annotate_batch(work: Work) -> int:
    """Annotate one batch of versions; how many were read."""
    n_read, n_problems = annotating.annotate_next_batch(work.settings, clock())
    count = work.ledger.of(Stage.ANNOTATE, "annotated texts")
    count.n_in, count.n_out = count.n_in + n_read, count.n_out + n_read
    count.n_problems += n_problems
    return n_read


@stage_task("trends")
def build_trends(work: Work) -> int:
    """Build the trend tables; how many rows they have."""
    rows = trending.build_trends(work.settings, clock())
    count = work.ledger.of(Stage.TRENDS, "trend rows")
    count.n_in, count.n_out = len(rows), sum(rows.values())
    return count.n_out


@stage_task("publish")
def publish_all(work: Work, *, with_files: bool = True) -> None:
    """Check and publish the warehouse; export parquet and write the report."""
    count = work.ledger.of(Stage.PUBLISH, "files")
    outcome = publishing.publish_all(work.settings, clock(), with_files=with_files)
    count.n_in, count.n_out, count.n_problems = outcome.n_checks, outcome.n_files, outcome.n_warnings


def collect(work: Work) -> None:
    """The collect stage: nothing but the seed documents when offline."""
    with Desk(work.settings, clock) as desk:
        collect_with(work, desk, Arrivals())


def collect_with(work: Work, desk: Desk, arrivals: Arrivals) -> None:
    """The collect stage where others also write."""
    with staged(work, Stage.COLLECT) as bar:
        collect_round(work, bar, desk, arrivals)


def extract(work: Work) -> None:
    """The extract stage, until no capture is left."""
    with Desk(work.settings, clock) as desk:
        extract_with(work, desk, Arrivals.all_there())


def extract_with(work: Work, desk: Desk, arrivals: Arrivals) -> None:
    """The extract stage, of all that arrives."""
    may_come, n_read = arrivals.wait(is_taken=False), 1
    extraction = Extraction(work.settings, desk)
    with staged(work, Stage.EXTRACT) as bar:
        while (n_read or may_come) and not arrivals.is_stopped:
            may_come = arrivals.wait()
            n_read = extract_batch(work, extraction, reads_ahead=not may_come)
            bar.advance(n_read)
        extraction.finish()


def collect_and_extract(work: Work) -> None:
    """Both stages side by side: what has come in is extracted while the rest is fetched."""
    work.ledger.of(Stage.COLLECT)
    with (
        Desk(work.settings, clock) as desk,
        beside(lambda arrivals: extract_with(work, desk, arrivals)) as arrivals,
    ):
        collect_with(work, desk, arrivals)


def annotate(work: Work) -> None:
    """The annotate stage, until no version is left."""
    with staged(work, Stage.ANNOTATE) as bar:
        while n_read := annotate_batch(work):
            bar.advance(n_read)


def trends(work: Work) -> None:
    """The trends stage."""
    with staged(work, Stage.TRENDS) as bar:
        bar.advance(build_trends(work), "rows")


def publish(work: Work, *, with_files: bool = True) -> None:
    """The publish stage."""
    with staged(work, Stage.PUBLISH) as bar:
        publish_all(work, with_files=with_files)
        bar.advance(1)
    if with_files:
        alerts.tell_news(work.settings, clock())


def settings_of(data: str | None, seeds: str | None, offline: bool) -> Settings:
    """Settings from a flow's parameters, which must be plain values."""
    return load_settings(
        data=Path(data) if data else None, seeds=Path(seeds) if seeds else None, offline=offline or None
    )


@flow(name="tenor", flow_run_name="whole pass", validate_parameters=False)
def whole_pass(
    data: str | None = None, seeds: str | None = None, offline: bool = False, quiet: bool = False
) -> Ledger:
    """Collect, extract, annotate, build trends, publish."""
    with begun(settings_of(data, seeds, offline), is_quiet=quiet) as work:
        for stage in (collect_and_extract, annotate, trends, publish):
            stage(work)
        return work.ledger


@flow(name="collect", flow_run_name="collection", validate_parameters=False)
def collection(
    data: str | None = None, seeds: str | None = None, offline: bool = False, quiet: bool = False
) -> Ledger:
    """Collect what is due."""
    with begun(settings_of(data, seeds, offline), is_quiet=quiet) as work:
        collect(work)
        return work.ledger


@flow(name="annotate", flow_run_name="annotation", validate_parameters=False)
def annotation(data: str | None = None, seeds: str | None = None, quiet: bool = False) -> Ledger:
    """Extract and annotate what is new, and publish the warehouse."""
    with begun(settings_of(data, seeds, True), is_quiet=quiet) as work:
        extract(work)
        annotate(work)
        publish(work, with_files=False)
        return work.ledger


@flow(name="publish", flow_run_name="publication", validate_parameters=False)
def publication(data: str | None = None, seeds: str | None = None, quiet: bool = False) -> Ledger:
    """Build the trends, publish, export parquet, write the report."""
    with begun(settings_of(data, seeds, True), is_quiet=quiet) as work:
        trends(work)
        publish(work)
        return work.ledger


@flow(name="ingest", flow_run_name="ingestion", validate_parameters=False)
def ingestion(
    names: Sequence[str],
    data: str | None = None,
    seeds: str | None = None,
    all_pages: bool = False,
    quiet: bool = False,
) -> tuple[Ledger, list[str]]:
    """Take single documents through every stage; the counts, and a line for each that was refused."""
    with begun(settings_of(data, seeds, False), is_quiet=quiet) as work:
        count = work.ledger.of(Stage.COLLECT, "documents")
        with staged(work, Stage.COLLECT, len(names), name="ingest") as bar:
            refused = ingesting.ingest(work.settings, names, clock, all_pages=all_pages, bar=bar, count=count)
        for stage in (extract, annotate, trends, publish):
            stage(work)
        return work.ledger, refused


@flow(name="rebuild", flow_run_name="rebuild", validate_parameters=False)
def rebuilding(
    data: str | None = None, seeds: str | None = None, quiet: bool = False
) -> tuple[Ledger, list[Change]]:
    """Recompute everything after the captures; the counts, and what is published differently."""
    with begun(settings_of(data, seeds, True), is_quiet=quiet) as work:
        with staged(work, Stage.COLLECT, name="archive") as bar:
            n_captures, n_torn = rebuild.begin_again(work.settings, clock(), bar)
            count = work.ledger.of(Stage.COLLECT, "captures read from the archive")
            count.n_in, count.n_out, count.n_problems = n_captures + n_torn, n_captures, n_torn
        with rebuild.compared(work.settings) as changes:
            for stage in (extract, annotate, trends, publish):
                stage(work)
        return work.ledger, changes
