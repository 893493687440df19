"""Commands that run by themselves: `serve`, and `deploy` for a team's Prefect server."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from flows.cli import app
from flows.cli.options import DataOption, OfflineOption, SeedsOption, settings_for
from flows.settings import Settings


def _say(line: str) -> None:
    print(line, flush=True)


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

    Starts Prefect's server (its state under DATA/prefect) unless PREFECT_API_URL names one. Ctrl-C or SIGTERM
    stops it within 10 seconds. Times: TENOR_SCHEDULE_COLLECT, _ANNOTATE, _PUBLISH, _UPKEEP and TENOR_TIME_ZONE.
    """
    from flows.serving import serve as run

    run(_talkative(settings_for(data, seeds, offline=offline, serve_port=port)), _say)
    sys.stdout.flush()
