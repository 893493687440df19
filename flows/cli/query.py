"""Commands that read what was published: `sql`, `export`, `report`."""

from __future__ import annotations

import json
import sys
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from flows.cli import app
from flows.cli.options import DataOption, JsonOption, SeedsOption, settings_for
from flows.settings import UsageError

if TYPE_CHECKING:
    import polars as pl

WIDE = 2000
"""Columns where there is no terminal to fit into."""
CELL_WIDTH = 60
"""Characters after which a table's cells are cut; the other formats cut nothing."""


class Format(StrEnum):
    """How the answer of a query is printed."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"
    PARQUET = "parquet"


@app.command()
def sql(
    query: Annotated[
        str,
        typer.Argument(metavar='"SELECT …"', help="One SELECT; `-` reads it from stdin.", show_default=False),
    ],
    form: Annotated[Format, typer.Option("--format", help="How to print the answer.")] = Format.TABLE,
    data: DataOption = None,
) -> None:
    """Ask the published warehouse in DuckDB SQL; works while a flow writes.

    Try: tenor sql "show tables", tenor sql "from trend_volume where unit = 'week'",
    tenor sql "from articles_about('coalition_of_the_willing')". In CSV, texts that a spreadsheet would
    run as a formula get a leading apostrophe.
    """
    from warehouse.query import query_published

    settings = settings_for(data)
    answer = query_published(settings.data, sys.stdin.read() if query == "-" else query)
    if form is Format.TABLE:
        print_table(answer)
    else:
        print_as(answer, form)


def print_table(answer: pl.DataFrame) -> None:
    """The answer for people: aligned, long cells cut."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False, header_style="bold")
    for name, kind in answer.schema.items():
        table.add_column(Text(name), justify="right" if kind.is_numeric() else "left", overflow="fold")
    for row in answer.iter_rows():
        table.add_row(*(Text(_cell(value)) for value in row))
    console = Console(highlight=False, width=None if sys.stdout.isatty() else WIDE)
    console.print(table)
    console.print(f"{answer.height} row{'' if answer.height == 1 else 's'}", style="dim")


def _cell(value: object) -> str:
    text = "" if value is None else " ".join(str(value).split())
    return text if len(text) <= CELL_WIDTH else text[: CELL_WIDTH - 1] + "…"


def print_as(answer: pl.DataFrame, form: Format) -> None:
    """The answer for programs."""
    from warehouse.formats import as_csv, as_json_lines, as_parquet

    if form is Format.CSV:
        sys.stdout.write(as_csv(answer))
    elif form is Format.JSON:
        sys.stdout.write(as_json_lines(answer))
    elif sys.stdout.isatty():
        raise UsageError(
            "--format parquet: that is not for a terminal; send it to a file with > answer.parquet"
        )
    else:
        sys.stdout.buffer.write(as_parquet(answer))


@app.command()
def export(
    target: Annotated[
        Path | None, typer.Argument(metavar="DIR", help="Directory to write to.", show_default=False)
    ] = None,
    warc: Annotated[
        Path | None,
        typer.Option(
            "--warc", metavar="FILE", help="Write the archived pages to one .warc.gz file (WARC 1.1)."
        ),
    ] = None,
    since: Annotated[
        str | None,
        typer.Option("--since", metavar="DATE", help="Only months from this day on, such as 2026-01-31."),
    ] = None,
    with_text: Annotated[bool, typer.Option("--with-text", help="Also the full texts of articles.")] = False,
    data: DataOption = None,
    seeds: SeedsOption = None,
    as_json: JsonOption = False,
) -> None:
    """Write everything as partitioned parquet, with a description of each column (datapackage.json).

    Read it with polars, DuckDB, pandas or R: pl.scan_parquet("DIR/stances/**/*.parquet").
    With --warc instead of DIR: every response as it was received, for web archive tools and `tenor ingest`.
    """
    from flows.exporting import export as write
    from flows.exporting import export_archive

    settings = settings_for(data, seeds)
    if (target is None) == (warc is None):
        raise UsageError("export: name a directory, or a file with --warc; see `tenor export --help`")
    if target is None:
        path = (warc or Path()).expanduser().resolve()
        n_records = export_archive(settings, path, since=_day(since))
        print(
            json.dumps({"path": str(path), "n_records": n_records})
            if as_json
            else f"{n_records} records: {path}"
        )
        return
    done = write(settings, target.expanduser().resolve(), since=_day(since), with_text=with_text)
    if as_json:
        print(done.as_json())
    else:
        print(f"{done.n_rows} rows in {done.n_files} files: {done.target}")


def _day(value: str | None) -> date | None:
    try:
        return date.fromisoformat(value) if value else None
    except ValueError as error:
        raise UsageError(f"--since {value}: not a date; write it as 2026-01-31") from error


@app.command()
def report(
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="FILE", help="Where to write it. [default: DATA/report.html]"),
    ] = None,
    data: DataOption = None,
    seeds: SeedsOption = None,
) -> None:
    """Write the report: one HTML file that needs no network, every number with its sentences."""
    from flows.passes import clock
    from flows.publishing import report_of
    from flows.reporting import report as write

    settings = settings_for(data, seeds)
    target = out.expanduser().resolve() if out else report_of(settings)
    print(write(settings, target, clock()))
