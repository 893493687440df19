"""Bytes per page and seconds per page of the archive, beside `.warc.gz` of the same records.

    python -m tests.benchmarks.archive [../shared/data/pages]

Each outlet's pages are written, and each page a second time with a changed timestamp and one changed
paragraph, as a second look would find it.
"""

from __future__ import annotations

import gzip
import json
import sys
import tempfile
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from time import perf_counter

from vocabulary import Capture
from warehouse.archive import append_captures, export_warc, read_captures
from warehouse.warc import record_of

NOW = datetime(2026, 1, 5, 12, tzinfo=UTC)


def read_pages(pages: Path) -> list[Capture]:
    """The saved pages of others, as captures of their outlets."""
    captures = []
    for number, line in enumerate((pages / "index.jsonl").read_text(encoding="utf-8").splitlines()):
        page = json.loads(line)
        body = gzip.decompress((pages / page["file"]).read_bytes())
        captures.append(_capture(number, page["url"], page["file"].split("/")[0], body))
    return captures


def _capture(number: int, url: str, source_id: str, body: bytes) -> Capture:
    return Capture(
        capture_id=number, url=url, final_url=url, fetched_at=NOW + timedelta(seconds=number), status=200,
        headers=(("Content-Type", "text/html; charset=utf-8"), ("Server", "nginx")), body=body,
        body_sha256=sha256(body).hexdigest(), source_id=source_id,
    )  # fmt: skip


def _second_look(first: Capture) -> Capture:
    body = first.body.replace(b"</p>", b" Nachtrag.</p>", 1) + b"<!-- 2026-01-06T12:00:00Z -->"
    return _capture(first.capture_id + 10**6, first.final_url, first.source_id or "", body)


def measure(name: str, captures: list[Capture]) -> None:
    """Print one row: KB a page for both formats, and milliseconds a page to write and to read."""
    with tempfile.TemporaryDirectory() as folder:
        archive, exported = Path(folder) / "archive", Path(folder) / "all.warc.gz"
        began = perf_counter()
        places = append_captures(archive, captures)
        wrote = perf_counter() - began
        n_read = sum(1 for _ in read_captures(archive, places))
        took = perf_counter() - began - wrote
        export_warc(archive, exported)
        ours = sum(p.stat().st_size for p in archive.glob("*/*.zst")) / n_read / 1024
        peer = exported.stat().st_size / n_read / 1024
        print(
            f"{name:32} {n_read:6} pages  ours {ours:6.1f} KB  warc.gz {peer:6.1f} KB  {ours / peer:5.1%}"
            f"  write {wrote / n_read * 1e3:5.2f} ms  read {took / n_read * 1e3:5.2f} ms"
        )


def measure_records(firsts: list[Capture], again: list[Capture]) -> None:
    """Print what a further record of a site costs, by kind, against a gzip member of the same record."""
    sites: set[str | None] = set()
    kinds: dict[int, str] = {}
    for page in firsts:
        kinds[page.capture_id] = (
            "another article of the site" if page.source_id in sites else "first of its site"
        )
        sites.add(page.source_id)
    kinds |= {page.capture_id: "second look at a page" for page in again}
    with tempfile.TemporaryDirectory() as folder:
        places = append_captures(Path(folder), firsts + again)
    for kind in ("another article of the site", "second look at a page"):
        chosen = [n for n, place in enumerate(places) if kinds[place.capture_id] == kind]
        ours = sum(places[n].length for n in chosen)
        peer = sum(len(gzip.compress(record_of((firsts + again)[n]))) for n in chosen)
        print(f"{kind:32} {len(chosen):6} records  {ours / peer:5.1%} of warc.gz")


def main() -> None:
    pages = read_pages(Path(sys.argv[1] if len(sys.argv) > 1 else "../shared/data/pages"))
    measure("first looks, 1.4 pages a site", pages)
    again = [_second_look(page) for page in pages]
    measure("with a second look", pages + again)
    measure_records(pages, again)


if __name__ == "__main__":
    main()
