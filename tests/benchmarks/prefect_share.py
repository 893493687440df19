"""What Prefect costs: its share of a full pass over archived pages, after its server has started.

    python -m tests.benchmarks.prefect_share [--pages 5000] [--workers 2] [../shared/data/pages]

The pages lie in the archive, under as many addresses as asked for; the flow `tenor` runs offline over them. Its
wall time is compared with the time spent inside the stages' own functions in the same run, on the same clock: the
rest is flow and task engine, states, artifacts, logs. Limit: 3 %.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from time import perf_counter
from typing import Any

from tests.flows.house import make_seeds
from transforms.ids import stable_id
from vocabulary import Capture

LIMIT = 0.03
BATCH = 500
NOW = datetime.now(UTC)


def captures(pages: Path, n: int) -> Iterator[Capture]:
    """`n` captures of the pages, each copy under another address."""
    index = [json.loads(line) for line in (pages / "index.jsonl").read_text("utf-8").splitlines()]
    bodies = [gzip.decompress((pages / page["file"]).read_bytes()) for page in index]
    for i in range(n):
        url = f"https://example.org/{i}"
        body = bodies[i % len(bodies)]
        yield Capture(
            capture_id=stable_id(url), url=url, final_url=url, fetched_at=NOW, status=200,
            headers=(("content-type", "text/html"),), body=body, body_sha256=f"{i:064x}",
        )  # fmt: skip


class Inside:
    """The time spent in the stages' own functions; what two of them take side by side counts once."""

    def __init__(self) -> None:
        self.calls: list[tuple[float, float]] = []

    @property
    def seconds(self) -> float:
        """The length of all calls together, without overlaps."""
        total, until = 0.0, float("-inf")
        for began, ended in sorted(self.calls):
            total += max(0.0, ended - max(began, until))
            until = max(until, ended)
        return total

    def watch(self, module: Any, name: str) -> None:
        """Count the time of a module's function from now on."""
        whole: Callable[..., Any] = getattr(module, name)

        def watched(*given: Any, **named: Any) -> Any:
            began = perf_counter()
            try:
                return whole(*given, **named)
            finally:
                self.calls.append((began, perf_counter()))

        setattr(module, name, watched)


def measure(pages: Path, n: int, workers: int) -> tuple[float, Inside, int]:
    """Wall seconds of the pass, what was spent inside, articles stored."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["TENOR_WORKERS"] = str(workers)
        from flows.settings import load_settings, prepare_data_directory, prepare_prefect

        settings = load_settings(data=Path(folder) / "data", seeds=make_seeds(Path(folder), "[]"))
        prepare_data_directory(settings)
        prepare_prefect(settings)
        from prefect import flow

        @flow(name="start")
        def started() -> None:
            """Have the server started before the clock runs."""

        from flows import annotating, extracting, passes, publishing, rounds, trending
        from warehouse.query import query_published

        found = captures(pages, n)
        while batch := list(islice(found, BATCH)):
            rounds.store_documents(settings, batch, NOW)
        started()
        inside = Inside()
        for module, name in (
            (rounds, "collect_due"), (extracting.Extraction, "next_batch"), (annotating, "annotate_next_batch"),
            (trending, "build_trends"), (publishing, "publish_all"),
        ):  # fmt: skip
            inside.watch(module, name)
        began = perf_counter()
        passes.whole_pass(data=str(settings.data), seeds=str(settings.seeds), offline=True, quiet=True)
        wall = perf_counter() - began
        return (
            wall,
            inside,
            int(query_published(settings.data, "select count(*) from article_versions").item()),
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("pages_at", nargs="?", default="../shared/data/pages", type=Path)
    parser.add_argument("--pages", type=int, default=5000)
    parser.add_argument("--workers", type=int, default=2)
    given = parser.parse_args()
    wall, inside, n_stored = measure(given.pages_at, given.pages, given.workers)
    share = 1 - inside.seconds / wall
    print(f"{given.pages} archived pages, {n_stored} versions stored, {given.workers} worker processes")
    print(f"pass {wall:.1f} s, inside {len(inside.calls)} stage calls {inside.seconds:.1f} s")
    print(f"Prefect and bookkeeping {wall - inside.seconds:.2f} s = {share:.2%} (limit {LIMIT:.0%})")


if __name__ == "__main__":
    main()
