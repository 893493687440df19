"""The command `doctor`: what is wrong, each with the mend."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Annotated

import typer

from flows.cli import app
from flows.cli.options import DataOption, JsonOption, SeedsOption, settings_for


@app.command()
def doctor(
    data: DataOption = None,
    seeds: SeedsOption = None,
    sources: Annotated[
        bool, typer.Option("--sources", help="Also ask every address of every source once, politely.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Say what is wrong with the set-up, the data and the sources, each with the mend.

    Exit status 1 when something fails, 0 when there are only warnings.
    """
    from datetime import UTC, datetime

    from flows.doctor import Level, examine

    settings = settings_for(data, seeds)
    found = examine(settings, datetime.now(UTC))
    if sources:
        from flows.probing import probe

        found += probe(settings, lambda: datetime.now(UTC))
    if as_json:
        print(json.dumps([asdict(finding) for finding in found]))
    else:
        for finding in found:
            mend = f"\n      mend: {finding.mend}" if finding.mend else ""
            print(f"{finding.level:<5} {finding.subject}: {finding.detail}{mend}")
    if any(finding.level is Level.FAIL for finding in found):
        raise typer.Exit(1)
