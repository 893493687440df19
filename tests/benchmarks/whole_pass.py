"""The whole pass over real pages served from loopback, beside bare trafilatura on the same cores.

    python -m tests.benchmarks.whole_pass [--copies 4] [--workers 2] [../shared/data/pages]

Every outlet becomes a source with a feed of its pages. Time is what the flow `tenor` takes after Prefect has
started, but for annotation and trends, which are timed apart: fetching, archiving, extracting, storing, checking,
publishing, Prefect's own work. Fetching and extracting overlap, so what counts is the time from the first request
to the last text stored, and publishing. `--copies` serves every page that many times under other addresses, so
that what a pass costs once is not charged to 128 pages alone. The server is a process of its own on the same cores.

Bare trafilatura runs before and after, for a shared machine is not equally fast from minute to minute; its mean
counts. Its processes are started before the clock, and so are ours, beside Prefect's start.

What every report carries (the bundled chart renderer) is made before, for it is made once for each user and
release and not once in a pass; the seconds it took are printed.
"""

from __future__ import annotations

import argparse
import gzip
import json
import multiprocessing
import os
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime
from email.utils import format_datetime
from html import escape
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

import yaml

from tests.benchmarks.extraction import HEADER, measure, read_pages
from tests.site.server import Reply, Site
from transforms.extraction import body

N_ADDRESSES = 100
COUNTED = ("collect and extract", "publish")
REMARKS = {
    "start": "(of Prefect and the workers, not counted)",
    "made once": "(for each user and release, not counted)",
    "collect": "(part of both)",
    "extract": "(part of both)",
    "annotate": "(timed apart)",
    "trends": "(timed apart)",
}
ROBOTS = Reply(body=b"User-agent: *\nAllow: /\n", content_type="text/plain")


def serve_pages(site: Site, pages: Path, copies: int) -> tuple[str, int]:
    """Put the pages and a feed per outlet on the site, every outlet at its own address; sources and page count."""
    by_outlet: dict[str, list[str]] = defaultdict(list)
    index = [json.loads(line) for line in (pages / "index.jsonl").read_text("utf-8").splitlines()]
    outlets = sorted({page["file"].split("/")[0] for page in index})
    hosts = {outlet: f"127.0.1.{n}" for n, outlet in enumerate(outlets, start=1)}
    for page in index:
        outlet = page["file"].split("/")[0]
        body = gzip.decompress((pages / page["file"]).read_bytes())
        for copy in range(copies):
            path = f"/{page['file'].removesuffix('.gz')}?copy={copy}"
            site.put(path, Reply(body=body), hosts[outlet])
            by_outlet[outlet].append(path)
    for outlet, paths in by_outlet.items():
        feed = _feed(paths, f"http://{hosts[outlet]}:{site.port}")
        site.put("/robots.txt", ROBOTS, hosts[outlet])
        site.put("/feed", Reply(body=feed, content_type="application/rss+xml"), hosts[outlet])
    return yaml.safe_dump([_source(o, host, site.port) for o, host in hosts.items()]), len(index) * copies


def _feed(paths: list[str], base: str) -> bytes:
    date = format_datetime(datetime.now(UTC))
    items = "".join(
        f"<item><title>Page</title><link>{base}{escape(p)}</link><guid>{escape(p)}</guid>"
        f"<pubDate>{date}</pubDate></item>"
        for p in paths
    )
    return f"<rss version='2.0'><channel><title>x</title>{items}</channel></rss>".encode()


def _source(outlet: str, host: str, port: int) -> dict[str, Any]:
    return {
        "source_id": outlet, "name": outlet, "domain": host, "kind": "online",
        "feeds": [{"url": f"http://{host}:{port}/feed", "found_in": "benchmark"}],
    }  # fmt: skip


def bare(bodies: list[bytes], workers: int) -> float:
    """Seconds for `trafilatura.bare_extraction` with metadata alone, in as many processes."""
    with multiprocessing.get_context("forkserver").Pool(workers) as pool:
        pool.map(_bare, bodies[: 2 * workers], chunksize=1)
        began = perf_counter()
        pool.map(_bare, bodies, chunksize=4)
        return perf_counter() - began


def _bare(body: bytes) -> int:
    import trafilatura

    found = trafilatura.bare_extraction(body, with_metadata=True, include_comments=False)
    return len(found.text or "") if found else 0


def ours(sources: str, workers: int) -> tuple[dict[str, float], int]:
    """Seconds per stage and of what is counted, articles stored."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ.update(
            TENOR_ALLOW_PRIVATE="true", TENOR_PER_HOST_INTERVAL_S="0", TENOR_WORKERS=str(workers),
            TENOR_MAX_PAGES_PER_SOURCE="100000",
        )  # fmt: skip
        from flows.settings import load_settings, prepare_data_directory, prepare_prefect
        from flows.workers import warm_up
        from tests.flows.house import make_seeds

        settings = load_settings(data=Path(folder) / "data", seeds=make_seeds(Path(folder), sources))
        prepare_data_directory(settings)
        prepare_prefect(settings)
        seconds: dict[str, float] = {}
        began, warming = perf_counter(), warm_up(workers)
        from prefect import flow

        from flows import passes
        from flows.report.fixed import read_fixed
        from warehouse.query import query_published

        flow(lambda: None, name="start")()
        warming.join()
        seconds["start"] = perf_counter() - began
        with timed(seconds, "made once"):
            read_fixed(settings.cache)
        both: Any = passes.collect_and_extract

        def collect_and_extract(work: Any) -> None:
            with timed(seconds, "collect and extract"):
                both(work)

        passes.collect_and_extract = collect_and_extract
        ledger = passes.whole_pass(data=str(settings.data), seeds=str(settings.seeds), quiet=True)
        stored = query_published(settings.data, "select count(*) from articles where not is_seed").item()
        return {**seconds, **{str(s): count.seconds for s, count in ledger.stages.items()}}, int(stored)


def quality(data: Path) -> float:
    """Print how right the texts are, ours and bare trafilatura's; our seconds per page inside trafilatura."""
    module: Any = body
    inside, find = [0.0], module.bare_extraction

    def timed_find(*given: Any, **options: Any) -> Any:
        began = process_time()
        found = find(*given, **options)
        inside[0] += process_time() - began
        return found

    pages = list(read_pages(data))
    module.bare_extraction = timed_find
    scores = measure(pages)
    module.bare_extraction = find
    for row in (HEADER, *([name, *score.cells()] for name, score in scores.items())):
        print("  ".join(cell.rjust(12) for cell in row))
    return inside[0] / len(pages)


@contextmanager
def timed(seconds: dict[str, float], name: str) -> Iterator[None]:
    """Note the seconds of the block."""
    began = perf_counter()
    yield
    seconds[name] = perf_counter() - began


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("pages", nargs="?", default="../shared/data/pages", type=Path)
    parser.add_argument("--copies", type=int, default=4)
    parser.add_argument("--workers", type=int, default=2)
    given = parser.parse_args()
    with Site(addresses=tuple(f"127.0.1.{n}" for n in range(1, N_ADDRESSES + 1))) as site:
        sources, n_pages = serve_pages(site, given.pages, given.copies)
        bodies = [reply.body for (_, path), reply in site.routes.items() if "?copy=" in path]  # type: ignore[union-attr]
        before = bare(bodies, given.workers)
        with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as apart:
            seconds, n_stored = apart.submit(ours, sources, given.workers).result()
        after = bare(bodies, given.workers)
    peer = (before + after) / 2
    counted = sum(seconds[name] for name in COUNTED)
    print(f"pages served {n_pages}, articles stored {n_stored}, worker processes {given.workers}")
    for stage, took in seconds.items():
        print(f"  {stage:<20} {took:7.2f} s {took / n_pages * 1e3:7.2f} ms a page   {REMARKS.get(stage, '')}")
    print(
        f"bare trafilatura with metadata {n_pages / peer:7.1f} pages/s"
        f" (before {n_pages / before:.1f}, after {n_pages / after:.1f})"
    )
    share = quality(given.pages.parent) * n_pages / (given.workers * counted)
    print(f"share of the workers' time inside trafilatura {share:.0%}")
    print(
        f"whole pass                     {n_pages / counted:7.1f} pages/s = {peer / counted:.0%} of bare (limit 85 %)"
    )


if __name__ == "__main__":
    main()
