"""A pass that kills itself at its Nth step: before and after each thing it writes.

Run as `python -m tests.flows.killed DATA SEEDS N`; it prints the number of steps when it came to the end.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from flows import annotating, books, extracting, publishing, trending
from flows.settings import Settings
from tests.flows.house import NOW, run_stages

steps = 0


def step(limit: int) -> None:
    """Count a step; at the limit, die as `kill -9` does."""
    global steps
    steps += 1
    if steps == limit:
        os.kill(os.getpid(), signal.SIGKILL)


def patch(limit: int) -> None:
    """Make every boundary a step."""
    for module in (annotating, trending):
        whole: Any = module.open_live  # type: ignore[attr-defined]

        @contextmanager
        def open_live(*given: Any, _whole: Any = whole, **named: Any) -> Iterator[Any]:
            step(limit)
            with _whole(*given, **named) as live:
                yield live
                step(limit)
            step(limit)

        module.open_live = open_live  # type: ignore[attr-defined]
    for module, name in (
        (books, "append_captures"), (books, "index_captures"), (books, "write_collected"),
        (extracting, "write_versions"), (extracting, "store"), (publishing, "publish"),
    ):  # fmt: skip
        step_around(module, name, limit)


def step_around(module: Any, name: str, limit: int) -> None:
    """Make the begin and the end of a module's function steps."""
    function = getattr(module, name)

    def stepped(*given: Any, **named: Any) -> Any:
        step(limit)
        done = function(*given, **named)
        step(limit)
        return done

    setattr(module, name, stepped)


def main() -> None:
    data, seeds, limit = sys.argv[1:4]
    now = datetime.fromisoformat(sys.argv[4]) if len(sys.argv) > 4 else NOW
    patch(int(limit))
    settings = Settings(
        data=Path(data), seeds=Path(seeds), allow_private=True, per_host_interval_s=0.0, workers=1, batch_size=4,
        lock_timeout_s=20.0,
    )  # fmt: skip
    run_stages(settings, now)
    print(steps)


if __name__ == "__main__":
    main()
