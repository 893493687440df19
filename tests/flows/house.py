"""A data directory and the demonstration site, for tests of whole passes.

`run_stages` does what the flow `tenor` does, without Prefect, so that it takes seconds and the clock can be set;
`tests/flows/test_commands.py` runs the flow itself.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from flows import annotating, publishing, rounds, trending
from flows.desk import Desk
from flows.extracting import Extraction
from flows.seeds import SEEDS
from flows.settings import Settings
from tests.site import demonstration
from tests.site.server import Reply, Site

NOW = demonstration.FIRST + timedelta(days=demonstration.DAYS)
HOST = "127.0.0.1"


def make_seeds(folder: Path, sources: str) -> Path:
    """The shipped seeds with another sources file."""
    seeds = folder / "seeds"
    seeds.mkdir(parents=True)
    for path in SEEDS.iterdir():
        if path.name not in ("sources.yaml", "__pycache__"):
            (seeds / path.name).symlink_to(path)
    (seeds / "sources.yaml").write_text(sources, encoding="utf-8")
    return seeds


def make_settings(folder: Path, sources: str = "[]", **more: Any) -> Settings:
    """Settings for a fresh data directory; loopback allowed, no pauses."""
    usual: dict[str, Any] = {
        "allow_private": True, "per_host_interval_s": 0.0, "workers": 2, "retry_wait_s": 0.01,
        "lock_timeout_s": 20.0,
    }  # fmt: skip
    return Settings(data=folder / "data", seeds=make_seeds(folder, sources), **{**usual, **more})


def serve(site: Site, days: int = demonstration.DAYS) -> str:
    """Put the demonstration on a site; its address."""
    base = f"http://{HOST}:{site.port}"
    site.put("/robots.txt", Reply(body=b"User-agent: *\nAllow: /\n", content_type="text/plain"), HOST)
    listed = demonstration.articles(days)
    for article in listed:
        site.put(article.path, Reply(body=demonstration.page(article)), HOST)
    for outlet in demonstration.recorded()["outlets"]:
        body, media_type = demonstration.feed(outlet, [a for a in listed if a.outlet == outlet], base)
        site.put(f"/{outlet}/feed", Reply(body=body, content_type=media_type), HOST)
    return base


def run_stages(settings: Settings, now: datetime, *, with_files: bool = False) -> None:
    """Collect, extract, annotate, build trends, publish, as of `now`."""
    settings.data.mkdir(parents=True, exist_ok=True)
    clock: Callable[[], datetime] = lambda: now  # noqa: E731
    rounds.collect_due(settings, clock, lambda n, n_all, note: None)
    extract_all(settings, now)
    while annotating.annotate_next_batch(settings, now)[0]:
        pass
    trending.build_trends(settings, now)
    publishing.publish_all(settings, now, with_files=with_files)


def extract_all(settings: Settings, now: datetime) -> None:
    """Extract every capture that is there."""
    with Desk(settings, lambda: now) as desk:
        extraction = Extraction(settings, desk)
        while extraction.next_batch()[0]:
            pass
        extraction.finish()


def tenor(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run the command line as a user would."""
    code = "from flows.cli import main; main()"
    return subprocess.run(
        [sys.executable, "-c", code, *arguments], capture_output=True, text=True, timeout=280, check=False,
        cwd=Path(__file__).resolve().parents[2], env={**os.environ, **variables},
    )  # fmt: skip


class Said(NamedTuple):
    """How a command ended, and what it said."""

    status: int
    out: str
    err: str


IN_TURN = """
import io, json, sys
from contextlib import redirect_stderr, redirect_stdout
from flows.cli import run_command
for line in sys.stdin:
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        status = run_command(json.loads(line))
    print(json.dumps([status, out.getvalue(), err.getvalue()]), flush=True)
"""


def tenor_in_turn(*commands: Sequence[str]) -> list[Said]:
    """Run commands one after the other in one process, so that Prefect's embedded server starts once."""
    done = subprocess.run(
        [sys.executable, "-c", IN_TURN], input="".join(json.dumps(command) + "\n" for command in commands),
        capture_output=True, text=True, timeout=280, check=False, cwd=Path(__file__).resolve().parents[2],
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return [Said(*json.loads(line)) for line in done.stdout.splitlines()]
