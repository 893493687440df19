"""What killable workers cost: `python -m tests.benchmarks.workers`.

In: the pages of `../shared/data/pages`. Out: pages per second of extraction in this process, in our workers,
and in `ProcessPoolExecutor`, which one crash would break. Refuses: counting the start of the workers.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from flows.workers import map_killable
from tests.benchmarks.extraction import DATA, Expected, ours, read_pages


def title_of(page: Expected) -> str | None:
    """One page through extraction."""
    return ours(page).title


def _rate(run: Callable[[Sequence[Expected]], object], pages: Sequence[Expected]) -> float:
    run(pages[:8])
    begin = time.perf_counter()
    run(pages)
    return len(pages) / (time.perf_counter() - begin)


def main() -> None:
    """Print one line per way of running."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=DATA, help="directory of the shared data")
    data = parser.parse_args().data
    if not data.is_dir():
        sys.exit(f"{data}: not there; give the data sets with --data")
    pages = list(read_pages(data))
    print(f"in this process       {_rate(lambda some: [title_of(p) for p in some], pages):6.1f} pages/s")
    for workers in (1, 2):
        rate = _rate(lambda some, n=workers: map_killable(title_of, some, workers=n, timeout_s=60), pages)  # type: ignore[misc]
        print(f"{workers} killable worker(s)  {rate:6.1f} pages/s")
    with ProcessPoolExecutor(2, mp_context=get_context("forkserver")) as pool:
        print(
            f"2 ProcessPoolExecutor {_rate(lambda some: list(pool.map(title_of, some)), pages):6.1f} pages/s"
        )


if __name__ == "__main__":
    main()
