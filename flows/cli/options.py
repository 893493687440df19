"""Options that several commands share, and how they become settings."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from flows.settings import Settings, UsageError, load_settings

DataOption = Annotated[
    Path | None,
    typer.Option("--data", help="Directory of everything kept. [env: TENOR_DATA]", show_default=False),
]
SeedsOption = Annotated[
    Path | None,
    typer.Option(
        "--seeds", help="Directory of topic, sources, word lists. [env: TENOR_SEEDS]", show_default=False
    ),
]
OfflineOption = Annotated[bool, typer.Option("--offline", help="Open no connection at all.")]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]


def settings_for(
    data: Path | None, seeds: Path | None = None, *, offline: bool | None = None, **more: object
) -> Settings:
    """Settings with absolute directories; a seeds directory must exist."""
    settings = load_settings(
        data=data.expanduser().resolve() if data else None,
        seeds=seeds.expanduser().resolve() if seeds else None,
        offline=offline or None,
        **more,
    )
    if not settings.seeds.is_dir():
        raise UsageError(f"seeds directory {settings.seeds}: not there; give one with --seeds")
    return settings
