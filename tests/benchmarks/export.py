"""The parquet export against DuckDB's bare `COPY … TO` of the same tables.

    python -m tests.benchmarks.export [N_SOURCES] [N_DAYS]

Both read one published demonstration and write zstd parquet; the bare copy neither sorts, hashes, describes nor
replaces whole files. Runs alternate, the best of three counts. MB/s is of the parquet
written. A second export of the same data must write nothing.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

import duckdb

from tests.report.demonstration import build
from warehouse.export import KEYS, PARTITIONED, WHOLE, export_parquet
from warehouse.statements import statements


def copy_bare(data: Path, target: Path) -> None:
    """`COPY` every exported table, partitioned where the export is."""
    target.mkdir()
    with duckdb.connect(str(data / "tenor.duckdb"), read_only=True) as connection:
        for table in (*PARTITIONED, *WHOLE):
            query = statements("export")[table].rstrip().rstrip(";")
            split = f", PARTITION_BY ({', '.join(KEYS)})" if table in PARTITIONED else ""
            place = target / table if split else target / f"{table}.parquet"
            connection.execute(f"COPY ({query}) TO '{place}' (FORMAT parquet, COMPRESSION zstd{split})")


def _timed(work: object, *arguments: Path) -> float:
    began = time.perf_counter()
    work(*arguments)  # type: ignore[operator]
    return time.perf_counter() - began


def megabytes(target: Path) -> float:
    """Of all parquet files under `target`."""
    return sum(path.stat().st_size for path in target.rglob("*.parquet")) / 1e6


def main() -> None:
    """Print both, and their ratio."""
    n_sources, n_days = (int(a) for a in (*sys.argv[1:], "60", "120")[:2]) if len(sys.argv) > 2 else (60, 120)
    with tempfile.TemporaryDirectory() as place:
        root = Path(place)
        data = build(root / "data", n_days=n_days, n_more=max(n_sources - 12, 0))
        ours, bare = [], []
        for n in range(3):
            ours.append(_timed(export_parquet, data, root / f"ours-{n}"))
            bare.append(_timed(copy_bare, data, root / f"bare-{n}"))
        best, peer = min(ours), min(bare)
        mb, mb_bare = megabytes(root / "ours-0"), megabytes(root / "bare-0")
        began = time.perf_counter()
        again = export_parquet(data, root / "ours-0")
        print(f"{n_sources} sources, {n_days} days; best of 3")
        print(f"  export      {best:6.2f} s {mb:7.1f} MB {mb / best:7.1f} MB/s")
        print(
            f"  bare COPY   {peer:6.2f} s {mb_bare:7.1f} MB {mb_bare / peer:7.1f} MB/s   time ratio {best / peer:.2f}"
        )
        print(f"  nothing new {time.perf_counter() - began:6.2f} s, {len(again.written)} files written")


if __name__ == "__main__":
    main()
