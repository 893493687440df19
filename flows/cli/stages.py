"""Commands that write: `run` and the stages one by one, `ingest`, `rebuild`."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from flows.cli import app
from flows.cli.options import DataOption, JsonOption, OfflineOption, SeedsOption, settings_for
from flows.prefect_books import check_books
from flows.settings import Settings, configured_api, prepare_data_directory, prepare_prefect
from flows.workers import warm_up

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from flows.progress import Ledger


def prepared(data: Path | None, seeds: Path | None, *, offline: bool | None = None) -> Settings:
    """Settings, a data directory that can be written, and the environment Prefect needs."""
    settings = settings_for(data, seeds, offline=offline)
    prepare_data_directory(settings)
    prepare_prefect(settings)
    if not configured_api():
        check_books(settings.data / "prefect")
    return settings


@app.command()
def run(
    data: DataOption = None,
    seeds: SeedsOption = None,
    offline: OfflineOption = False,
    as_json: JsonOption = False,
) -> None:
    """One whole pass: collect, extract, annotate, build trends, publish.

    Ends well also when some sources failed: they are in the summary and in the view `problems`.
    Running it again takes up where it was stopped, and changes nothing where nothing is new.
    """
    settings = prepared(data, seeds, offline=offline)
    if not settings.offline:
        warm_up(settings.workers)
    from flows.passes import clock, whole_pass

    began = clock()
    ledger = whole_pass(
        data=str(settings.data), seeds=str(settings.seeds), offline=settings.offline, quiet=as_json
    )
    show(ledger, as_json=as_json)
    if not as_json:
        say_where(settings, began)


@app.command()
def collect(
    data: DataOption = None,
    seeds: SeedsOption = None,
    offline: OfflineOption = False,
    as_json: JsonOption = False,
) -> None:
    """Poll the feeds that are due and fetch the pages that are due."""
    settings = prepared(data, seeds, offline=offline)
    from flows.passes import collection

    show(
        collection(
            data=str(settings.data), seeds=str(settings.seeds), offline=settings.offline, quiet=as_json
        ),
        as_json=as_json,
    )


@app.command("annotate-new")
def annotate_new(data: DataOption = None, seeds: SeedsOption = None, as_json: JsonOption = False) -> None:
    """Extract and annotate what is new, and publish the warehouse."""
    settings = prepared(data, seeds)
    from flows.passes import annotation

    show(annotation(data=str(settings.data), seeds=str(settings.seeds), quiet=as_json), as_json=as_json)


@app.command()
def publish(data: DataOption = None, seeds: SeedsOption = None, as_json: JsonOption = False) -> None:
    """Build the trend tables, publish the warehouse, export parquet, write the report."""
    settings = prepared(data, seeds)
    from flows.passes import clock, publication

    began = clock()
    show(publication(data=str(settings.data), seeds=str(settings.seeds), quiet=as_json), as_json=as_json)
    if not as_json:
        say_where(settings, began)


@app.command()
def rebuild(data: DataOption = None, seeds: SeedsOption = None, as_json: JsonOption = False) -> None:
    """Recompute everything after the raw captures, from the archive alone, and say what changed.

    Use it after an upgrade, or when the warehouse was lost: the archive is enough.
    """
    settings = prepared(data, seeds, offline=True)
    from flows.passes import rebuilding

    ledger, changes = rebuilding(data=str(settings.data), seeds=str(settings.seeds), quiet=as_json)
    if as_json:
        print(json.dumps({"stages": counts(ledger), "changes": [asdict(c) for c in changes]}))
        return
    show(ledger, as_json=False)
    print(
        "what changed in the published warehouse:"
        if changes
        else "nothing changed in the published warehouse"
    )
    for change in changes:
        print(f"  {change.view}: {change.n_added} rows added, {change.n_removed} removed")


@app.command()
def ingest(
    names: Annotated[
        list[str],
        typer.Argument(
            metavar="PATH_OR_URL...",
            help="Text, Markdown with front matter, saved HTML (also .gz), WARC files, addresses.",
            show_default=False,
        ),
    ],
    data: DataOption = None,
    seeds: SeedsOption = None,
    all_pages: Annotated[
        bool, typer.Option("--all-pages", help="Of WARC files take every page, not only those on the topic.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Add single documents; they are in the warehouse when the command ends."""
    settings = prepared(data, seeds)
    from flows.passes import ingestion

    ledger, refused = ingestion(
        names=names, data=str(settings.data), seeds=str(settings.seeds), all_pages=all_pages, quiet=as_json
    )
    show(ledger, as_json=as_json)
    for line in refused:
        print(f"tenor: {line}", file=sys.stderr)
    if refused:
        raise typer.Exit(2)


def counts(ledger: Ledger) -> list[dict[str, object]]:
    """The counts per stage as plain values."""
    return [asdict(count) for count in ledger.stages.values()]


def show(ledger: Ledger, *, as_json: bool) -> None:
    """Print the summary."""
    if as_json:
        print(json.dumps({"stages": counts(ledger)}))
        return
    from rich.console import Console

    from flows.progress import summary_table

    Console(highlight=False).print(summary_table(ledger))


def say_where(settings: Settings, began: datetime) -> None:
    """Print where the results are, and what to do next."""
    from flows.publishing import parquet_of, report_of
    from flows.summaries import problem_lines
    from warehouse.connection import PUBLISHED

    for line in problem_lines(settings, began):
        print(line)
    for name, path in (
        ("warehouse", settings.data / PUBLISHED),
        ("parquet", parquet_of(settings)),
        ("report", report_of(settings)),
    ):
        print(f"{name:<10} {path}")
    print(NEXT)


NEXT = """
next       tenor sql "select holder, target, polarity, surface from stances"
           tenor doctor"""
