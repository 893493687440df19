"""Fetching from 200 loopback hosts: pages per second against bare httpx2, and memory over many pages.

    python -m tests.benchmarks.fetching [--pages 5000] [--memory-pages 20000] [--concurrency 32]

The server runs in a process of its own. Ours is the whole of `collect_batch` on due pages, with robots.txt,
reservations, address checks, hashing and judging, per-host pauses off. Bare is `httpx2.AsyncClient.get` with
as many requests at once. Rounds are interleaved; the best of each counts.
"""

from __future__ import annotations

import argparse
import asyncio
import multiprocessing
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from multiprocessing.connection import Connection
from pathlib import Path

import httpx2

from flows.collecting import collect_batch
from flows.settings import Settings
from transforms.ids import stable_id
from transforms.urls import canonical_url
from vocabulary import Page

NOW = datetime(2026, 3, 2, tzinfo=UTC)
N_HOSTS = 200
PARAGRAPH = (
    "<p>The ministers met on Tuesday to speak about a force that would stand by after a ceasefire.</p>\n"
)
BODY = (
    f"<!doctype html><html><head><title>Meeting</title></head><body>{PARAGRAPH * 600}</body></html>".encode()
)


async def _serve(pipe: Connection) -> None:
    """The smallest server that keeps connections alive."""
    head = "HTTP/1.1 {} X\r\nContent-Type: text/html\r\nContent-Length: {}\r\n\r\n"
    page = head.format(200, len(BODY)).encode() + BODY
    missing = head.format(404, 0).encode()

    async def connection(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while request := await reader.readuntil(b"\r\n\r\n"):
                writer.write(page if request.startswith(b"GET /p/") else missing)
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    server = await asyncio.start_server(connection, "0.0.0.0", 0, backlog=1024)
    pipe.send(server.sockets[0].getsockname()[1])
    await server.serve_forever()


def _run_server(pipe: Connection) -> None:
    asyncio.run(_serve(pipe))


def _urls(port: int, n: int, first: int = 0) -> list[str]:
    return [f"http://127.0.1.{1 + i % N_HOSTS}:{port}/p/{i}" for i in range(first, first + n)]


async def fetch_bare(urls: Sequence[str], concurrency: int) -> int:
    """Bytes that bare httpx2 brings."""
    limits = httpx2.Limits(max_connections=concurrency, max_keepalive_connections=concurrency)
    slots = asyncio.Semaphore(concurrency)
    async with httpx2.AsyncClient(limits=limits, timeout=30, trust_env=False) as client:

        async def get(url: str) -> int:
            async with slots:
                return len((await client.get(url)).content)

        return sum(await asyncio.gather(*map(get, urls)))


async def fetch_ours(urls: Sequence[str], concurrency: int) -> int:
    """Bytes that collection brings."""
    pages = [
        Page(page_id=stable_id(canonical_url(url)), url=url, source_id="bench", next_look_at=NOW)
        for url in urls
    ]
    sizes: list[int] = []
    settings = Settings(
        allow_private=True,
        per_host_interval_s=0,
        concurrency=concurrency,
        max_pages_per_source=len(urls),
        round_limit_s=600,
    )
    found = await collect_batch(
        [], {}, {}, pages, settings=settings, clock=lambda: NOW, keep=lambda c: sizes.append(len(c.body))
    )
    assert not found.problems, found.problems[0]
    return sum(sizes)


def _timed(fetch: object, urls: Sequence[str], concurrency: int) -> float:
    began = time.perf_counter()
    n_bytes = asyncio.run(fetch(urls, concurrency))  # type: ignore[operator]
    assert n_bytes == len(urls) * len(BODY)
    return len(urls) / (time.perf_counter() - began)


def _resident_mb() -> float:
    lines = Path("/proc/self/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith("VmRSS")).split()[1]) / 1024


def measure_speed(port: int, n_pages: int, concurrency: int, rounds: int) -> None:
    """Print pages per second beside the peer's."""
    urls = _urls(port, n_pages)
    _timed(fetch_ours, urls[:400], concurrency)
    ours, bare = [], []
    for _ in range(rounds):
        bare.append(_timed(fetch_bare, urls, concurrency))
        ours.append(_timed(fetch_ours, urls, concurrency))
    share = max(ours) / max(bare)
    print(f"{n_pages} pages of {len(BODY):,} bytes, {N_HOSTS} hosts, {concurrency} at once")
    print(f"pages/s             ours {max(ours):,.0f}, bare httpx2 {max(bare):,.0f}, {share:.0%}")


def measure_memory(port: int, n_pages: int, concurrency: int) -> None:
    """Print resident megabytes after each quarter of the pages."""
    sizes = []
    for quarter in range(5):
        asyncio.run(fetch_ours(_urls(port, n_pages // 5, quarter * (n_pages // 5)), concurrency))
        sizes.append(_resident_mb())
    shown = ", ".join(f"{size:.0f}" for size in sizes)
    growth = (sizes[-1] - sizes[0]) / sizes[0]
    print(f"memory, {n_pages} pages  MB after each fifth: {shown}; {growth:+.1%} from the first to the last")


def main() -> None:
    """Run the server and both measures."""
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--pages", type=int, default=5000)
    arguments.add_argument("--memory-pages", type=int, default=20_000)
    arguments.add_argument("--concurrency", type=int, default=32)
    arguments.add_argument("--rounds", type=int, default=2)
    given = arguments.parse_args()
    here, there = multiprocessing.Pipe()
    server = multiprocessing.get_context("spawn").Process(target=_run_server, args=(there,), daemon=True)
    server.start()
    try:
        port = here.recv()
        measure_speed(port, given.pages, given.concurrency, given.rounds)
        measure_memory(port, given.memory_pages, given.concurrency)
    finally:
        server.terminate()


if __name__ == "__main__":
    main()
