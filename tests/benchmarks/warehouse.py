"""Writing, reading, publishing and exporting, each beside the bare thing it is made of.

    python -m tests.benchmarks.warehouse [N_ARTICLES]

The large warehouse (100,000 articles, 30 annotations each) is made up by SQL, so that only the work of the
warehouse is timed.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from time import perf_counter
from typing import Final

import duckdb
import polars as pl

from tests.warehouse.values import ANNOTATORS, NOW, TEXT, annotations, source, version
from warehouse.annotations import replace_annotations
from warehouse.connection import LIVE, PUBLISHED, Live, execute, incoming, open_live, read
from warehouse.export import PARTITIONED, export_parquet
from warehouse.publish import publish
from warehouse.sources import write_sources
from warehouse.statements import statements
from warehouse.trends import read_trend_inputs
from warehouse.versions import read_versions_to_annotate, write_versions

PER_ARTICLE: Final = {"quantities": 10, "mentions": 10, "quotations": 5, "speakers": 3, "stances": 2}
BATCH: Final = 100
SMALL: Final = 2_000


def timed(work: Callable[[], object]) -> float:
    """Seconds that `work` takes."""
    began = perf_counter()
    work()
    return perf_counter() - began


@contextmanager
def folder() -> Iterator[Path]:
    """A directory that goes away."""
    with tempfile.TemporaryDirectory() as name:
        yield Path(name)


def show(what: str, ours: str, peer: str) -> None:
    print(f"{what:44} {ours:>24}   {peer}")


def measure_writing() -> None:
    """Articles a second through both writers, beside one bare insert of the same rows."""
    with folder() as data, open_live(data, lock_timeout_s=1, now=NOW) as live:
        made = [version(n, f"{TEXT}\n{n}", capture_id=None) for n in range(SMALL)]
        batches = [made[i : i + BATCH] for i in range(0, SMALL, BATCH)]
        wrote = timed(lambda: [write_versions(live, batch) for batch in batches])
        todo = read_versions_to_annotate(live, ANNOTATORS, SMALL)
        pairs = [(row, annotations(row.text)) for row in todo]
        several = [pairs[i : i + BATCH] for i in range(0, SMALL, BATCH)]
        annotated = timed(lambda: [replace_annotations(live, batch, NOW) for batch in several])
        again = timed(lambda: [replace_annotations(live, batch, NOW) for batch in several])
        bare, n_rows = _bare_insert(live)
        show("versions, batches of 100", f"{1e3 * wrote / SMALL:.2f} ms an article", "")
        show(
            "annotations, new",
            f"{1e3 * annotated / SMALL:.2f} ms an article",
            f"{n_rows / SMALL:.0f} rows each",
        )
        show("annotations, replaced", f"{1e3 * again / SMALL:.2f} ms an article", "")
        show(
            "  the same rows, bare insert of frames",
            f"{1e3 * bare / SMALL:.2f} ms an article",
            "no checks, no ledger",
        )


def _bare_insert(live: Live) -> tuple[float, int]:
    frames = {name: read(live, f"FROM store.{name}") for name in PER_ARTICLE}
    for name in frames:
        execute(live, f"CREATE TEMP TABLE bare_{name} AS FROM store.{name} LIMIT 0")

    def insert() -> None:
        for name, rows in frames.items():
            for start in range(0, rows.height, max(rows.height * BATCH // SMALL, 1)):
                with incoming(live, incoming=rows.slice(start, max(rows.height * BATCH // SMALL, 1))):
                    execute(live, f"INSERT INTO bare_{name} FROM incoming")

    return timed(insert), sum(rows.height for rows in frames.values())


def fill(live: Live, n: int) -> None:
    """`n` articles over 24 months and four languages, multiplied from one by SQL."""
    write_sources(live, [source(letter) for letter in "abcdefgh"])
    write_versions(live, [replace(version(1, capture_id=None), version_id=1)])
    (row,) = read_versions_to_annotate(live, ANNOTATORS, 1)
    replace_annotations(live, [(row, annotations())], NOW)
    execute(live, "CREATE TEMP TABLE n AS SELECT range + 2 AS i FROM range($n)", {"n": n})
    execute(
        live,
        """INSERT INTO store.versions SELECT v.* REPLACE (
            i AS version_id, i AS article_id, chr(97 + CAST(i % 8 AS INTEGER)) AS source_id,
            DATE '2024-01-01' + CAST(i % 720 AS INTEGER) AS published_on,
            ['de', 'en', 'fr', 'pl'][i % 4 + 1] AS language)
        FROM store.versions AS v, n""",
    )
    for table in ("annotated", "relevance"):
        execute(
            live, f"INSERT INTO store.{table} SELECT t.* REPLACE (i AS version_id) FROM store.{table} AS t, n"
        )
    for table, times in PER_ARTICLE.items():
        own = ", i * 100 + k AS quantity_id" if table == "quantities" else ""
        execute(
            live,
            f"""INSERT INTO store.{table}
            SELECT t.* REPLACE (i AS version_id, sentence || ' ' || i || k AS sentence {own})
            FROM (FROM store.{table} LIMIT 1) AS t, n, range({times}) AS k (k)""",
        )
    execute(
        live, "INSERT INTO store.figures SELECT quantity_id, quantity_id % 1000, 'x' FROM store.quantities"
    )


def measure_large(n: int) -> None:
    """Trend inputs, publishing and parquet of `n` articles, beside a bare copy and a bare COPY TO."""
    with folder() as data:
        with open_live(data, lock_timeout_s=1, now=NOW) as live:
            fill(live, n)
            n_rows = sum(read(live, f"SELECT count(*) AS n FROM store.{t}").item() for t in PER_ARTICLE)
            execute(live, "CHECKPOINT")
            inputs = timed(lambda: pl.collect_all(list(read_trend_inputs(live).values())))
        size = (data / LIVE).stat().st_size / 1e6
        print(f"{n} articles, {n_rows} annotation rows, {size:.0f} MB")
        show("trend inputs", f"{inputs:.2f} s", "")
        copied = timed(lambda: shutil.copyfile(data / LIVE, data / "copy"))
        took = timed(lambda: publish(data, lock_timeout_s=1, now=NOW, despite_failures=True))
        show(
            "publish, all checks and a synced copy", f"{took:.2f} s", f"bare copy of the file {copied:.2f} s"
        )
        bare = timed(lambda: _bare_copy(data))
        ours = timed(lambda: export_parquet(data, data / "out"))
        again = timed(lambda: export_parquet(data, data / "out"))
        mb = sum(p.stat().st_size for p in (data / "out").rglob("*.parquet")) / 1e6
        mb_bare = sum(p.stat().st_size for p in (data / "bare").rglob("*.parquet")) / 1e6
        show("parquet, sorted, hashed, described", f"{ours:.2f} s, {mb:.0f} MB", "")
        show("parquet again, nothing changed", f"{again:.2f} s", "")
        show(
            "  bare COPY TO of the same tables, unsorted",
            f"{bare:.2f} s, {mb_bare:.0f} MB",
            f"{bare / ours:.2f} x ours",
        )


def _bare_copy(data: Path) -> None:
    with duckdb.connect(data / PUBLISHED, read_only=True) as client:
        for table in PARTITIONED:
            target = data / "bare" / table
            target.parent.mkdir(exist_ok=True)
            query = statements("export")[table].split("ORDER BY month")[0]
            form = "FORMAT parquet, COMPRESSION zstd, PARTITION_BY (month, language)"
            client.execute(f"COPY ({query}) TO '{target}' ({form})")


def main() -> None:
    """Print every row."""
    measure_writing()
    measure_large(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)


if __name__ == "__main__":
    main()
