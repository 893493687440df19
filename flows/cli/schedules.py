"""Commands that run by themselves: `serve`, and `deploy` for a team's Prefect server."""

from __future__ import annotations

import json
import sys
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from flows.cli import app
from flows.cli.options import DataOption, JsonOption, OfflineOption, SeedsOption, settings_for
from flows.settings import Settings


def _talkative(settings: Settings) -> Settings:
    """INFO where the user has not said how much is logged."""
    if "log_level" in settings.model_fields_set:
        return settings
    return settings.model_copy(update={"log_level": "INFO"})


@app.command()
def serve(
    data: DataOption = None,
    seeds: SeedsOption = None,
    offline: OfflineOption = False,
    port: Annotated[
        int | None,
        typer.Option("--port", help="Port of the server and its pages; 0 takes a free one. [default: 4200]"),
    ] = None,
) -> None:
    """Run by itself: collect, annotate, publish and look things over, at the times of the settings.

    Starts Prefect's server (its state under DATA/prefect) unless PREFECT_API_URL names one. Ctrl-C or
    SIGTERM stops it within 10 seconds. Times: TENOR_SCHEDULE_COLLECT, _ANNOTATE, _PUBLISH, _UPKEEP, each a
    cron line, seconds or off, and TENOR_TIME_ZONE. Killed or switched off, it takes up where it was.

    For example: TENOR_SCHEDULE_COLLECT='*/30 * * * *' tenor serve --data ~/tenor, then in another terminal
    tenor sql "select count(*) from articles" --data ~/tenor
    """
    from flows.serving import serve as run

    say = partial(print, flush=True, file=sys.stdout)
    run(_talkative(settings_for(data, seeds, offline=offline, serve_port=port)), say)
    sys.stdout.flush()


@app.command()
def deploy(
    file: Annotated[
        Path | None,
        typer.Option("--file", metavar="FILE", help="Project file. [default: deployments/prefect.yaml]"),
    ] = None,
    data: DataOption = None,
    as_json: JsonOption = False,
) -> None:
    """Give a team's Prefect server the work pool, the schedules and the automations; may be repeated.

    The server is the one of PREFECT_API_URL, or of a `tenor serve` that runs. Then start a worker where the
    data is: prefect worker start --pool tenor. TENOR_ALERT_URL is where failed runs and alerts are told.

    For example: PREFECT_API_URL=http://host:4200/api tenor deploy
    """
    from flows.deploying import SHIPPED
    from flows.deploying import deploy as apply

    done = apply(settings_for(data), file.expanduser().resolve() if file else SHIPPED)
    if as_json:
        print(json.dumps(done))
        return
    for name, what in done.items():
        print(f"{name}: {what}")
    print("next     prefect worker start --pool tenor")
