"""A pass that kills itself at its Nth step: each time it has written to the archive, or closes the warehouse.

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

from flows import annotating, extracting, publishing, rounds, trending
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
    for module in (rounds, extracting, annotating, trending):
        whole: Any = module.open_live  # type: ignore[attr-defined]

        @contextmanager
        def open_live(*given: Any, _whole: Any = whole, **named: Any) -> Iterator[Any]:
            step(limit)
            with _whole(*given, **named) as live:
                yield live
                step(limit)
            step(limit)

        module.open_live = open_live  # type: ignore[attr-defined]
    append = rounds.append_captures

    def append_captures(*given: Any, **named: Any) -> Any:
        places = append(*given, **named)
        step(limit)
        return places

    rounds.append_captures = append_captures
    publish = publishing.publish

    def published(*given: Any, **named: Any) -> Any:
        step(limit)
        done = publish(*given, **named)
        step(limit)
        return done

    publishing.publish = published


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
