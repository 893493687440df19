"""Passes that kill themselves at their Nth step: before and after each thing they write.

Run as `python -m tests.flows.killed SEEDS NOW`. It reads one line for each pass, `DATA N` (0: never killed), makes
the pass in a child of its own, and answers with a line: the number of steps, or what ended it. `N` below 0 fetches
and extracts side by side, as a flow does, and dies after so many milliseconds. Everything is
imported and every lexicon compiled before the first child is made. Pages and texts are worked on in the
child itself: what becomes of worker processes is seen in `test_workers.py` and `test_serve.py`.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from flows import annotating, annotators, books, extracting, passes, preload, publishing, runs, trending
from flows.progress import Display, Ledger
from flows.settings import Settings
from tests.flows.house import run_stages
from tests.site import demonstration

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


def at_once(function: Callable[[Any], Any], items: Sequence[Any], **_: object) -> list[Any]:
    """`map_killable` without processes."""
    return [function(item) for item in items]


def make_pass(data: Path, seeds: Path, limit: int, now: datetime) -> int:
    """One pass; the number of its steps."""
    patch(limit)
    settings = Settings(
        data=data, seeds=seeds, allow_private=True, per_host_interval_s=0.0, batch_size=4, lock_timeout_s=20.0,
    )  # fmt: skip
    if limit < 0:
        threading.Timer(-limit / 1000, os.kill, (os.getpid(), signal.SIGKILL)).start()
        collect_beside_extract(settings, now)
    run_stages(settings, now)
    return steps


def collect_beside_extract(settings: Settings, now: datetime) -> None:
    """What a flow does first, without Prefect around its tasks."""
    whole: Any = passes
    whole.clock = lambda: now
    whole.collect_round, whole.extract_batch = whole.collect_round.fn, whole.extract_batch.fn
    runs.log_stage = lambda count: None
    with Display(is_quiet=True) as display:
        passes.collect_and_extract(passes.Work(settings=settings, display=display, ledger=Ledger()))


def in_child(work: Callable[[], int]) -> str:
    """What `work` gives in a child process, or what ended it."""
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            os.write(writing, str(work()).encode())
        except BaseException:
            os.write(writing, traceback.format_exc().replace("\n", " | ").encode()[-4000:])
        finally:
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as answer:
        said = answer.read()
    status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    return said or signal.Signals(-status).name


def main() -> None:
    assert preload.DOCUMENT
    seeds, now = Path(sys.argv[1]), datetime.fromisoformat(sys.argv[2])
    extracting.map_killable = annotating.map_killable = at_once  # type: ignore[assignment]
    annotators.topic_of(seeds)
    annotators.extraction_lexicon_of(seeds)
    for language in {about["language"] for about in demonstration.recorded()["outlets"].values()}:
        annotators.resources_of(seeds, language)
    for line in sys.stdin:
        data, limit = line.rsplit(maxsplit=1)
        print(in_child(lambda: make_pass(Path(data), seeds, int(limit), now)), flush=True)  # noqa: B023


if __name__ == "__main__":
    main()
