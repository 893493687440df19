"""Trend tables from millions of annotation rows, against SQL written by hand for the same tables.

    python -m tests.benchmarks.trends [--ours] [MILLIONS ...]
    python -m tests.benchmarks.trends --one-more-day [MILLIONS]

For each size: seconds, CPU seconds and peak memory of both, each in a process of its own, both reading the same parquet
files, runs alternating; with `--ours`, ours alone. `--one-more-day`: in a warehouse, what a pass costs that brings
nothing, a day off the topic, two persons who are one, a whole day, against a build of all tables.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import fields
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import duckdb
import numpy as np
import polars as pl

from tests.transforms.trends.by_hand import TABLES, prepare, statements
from transforms.trends.counting import TrendInputs
from warehouse.connection import Live

FIRST = date(2024, 1, 1)
DAYS = 730
NOW = datetime(2026, 1, 1, tzinfo=UTC)
REFERENCE = date(2024, 1, 1)
N_SOURCES, N_PERSONS, N_FIGURES = 500, 2000, 3000
TARGETS = ["coalition", "troops", "guarantees", "aid", "ceasefire", "policy"]
PARTS = {"mentions": 0.35, "quotations": 0.25, "stances": 0.2, "figures": 0.15, "speakers": 0.05}


def make(directory: Path, n_rows: int) -> None:
    """Write the inputs of `n_rows` annotation rows: twenty to an article, wire copies, skewed names."""
    draw = np.random.default_rng(7)
    n_articles = n_rows // 20
    number = np.arange(N_SOURCES)
    sources = pl.DataFrame(
        {
            "source_id": [f"source-{n:03}" for n in number],
            "country": [f"C{n % 40:02}" for n in number],
            "language": [f"l{n % 8}" for n in number],
            "kind": [f"kind-{n % 6}" for n in number],
        }
    )
    of = draw.integers(0, N_SOURCES, n_articles)
    articles = (
        sources[of]
        .select("source_id", "language", "country", pl.col("kind").alias("source_kind"))
        .with_columns(
            article_id=pl.Series(np.arange(n_articles)),
            version_id=pl.Series(np.arange(n_articles)),
            origin_id=pl.Series(_origins(draw, n_articles)),
            published_on=pl.lit(FIRST) + pl.duration(days=pl.Series(draw.integers(0, DAYS, n_articles))),
            on_topic=pl.Series(draw.random(n_articles) < 0.6),
            is_seed=pl.Series(np.arange(n_articles) == 0),
        )
    )
    days = pl.DataFrame({"day": [FIRST + timedelta(days=n) for n in range(DAYS)]})
    coverage = sources.select("source_id").join(days, how="cross")
    coverage = coverage.with_columns(
        n_on_topic=pl.Series(draw.integers(0, 5, coverage.height)),
        n_off_topic=pl.Series(draw.integers(0, 9, coverage.height)),
        is_gap=pl.Series(draw.random(coverage.height) < 0.01),
    )
    frames = {"articles": articles.sort("article_id"), "sources": sources, "coverage": coverage}
    frames |= {name: _rows(draw, name, int(n_rows * share), n_articles) for name, share in PARTS.items()}
    for name, frame in frames.items():
        frame.write_parquet(directory / f"{name}.parquet")


def _origins(draw: np.random.Generator, n: int) -> np.ndarray:
    own = np.arange(n)
    return np.where(draw.random(n) < 0.3, np.maximum(own - draw.integers(1, 50, n), 0), own)


def _rows(draw: np.random.Generator, name: str, n: int, n_articles: int) -> pl.DataFrame:
    person = [f"person-{p % N_PERSONS:04}" for p in draw.zipf(1.4, n) % N_PERSONS]
    article = np.sort(draw.integers(0, n_articles, n))
    if name == "mentions":
        more = {"person_id": person, "name": person, "is_organisation": draw.random(n) < 0.2}
    elif name == "quotations":
        more = {"speaker_person_id": person}
    elif name == "stances":
        kinds = draw.integers(0, 8, n)
        more = {
            "holder": ["text" if k == 0 else p for k, p in zip(kinds, person, strict=True)],
            "holder_kind": [f"kind-{k}" for k in kinds],
            "target": [TARGETS[t] for t in draw.integers(0, 6, n)],
            "polarity": [["favor", "against", "mixed", "neutral"][p] for p in draw.integers(0, 4, n)],
            "level": ["span"] * n,
        }
    elif name == "figures":
        figure = draw.zipf(1.3, n) % N_FIGURES
        more = {
            "figure_id": figure, "figure_label": [f"figure {f}" for f in figure],
            "value": (figure + 1.0) * (1 + draw.integers(0, 3, n) / 5), "value_high": [None] * n,
            "unit": ["USD"] * n, "cited_by": person, "start": np.arange(n),
        }  # fmt: skip
    else:
        more = {
            "person_id": person, "name": person, "kind": ["expert"] * n, "role": ["fellow"] * n,
            "affiliation": ["institute"] * n, "start": np.arange(n),
        }  # fmt: skip
    frame = pl.DataFrame({"article_id": article, **more})
    return frame.with_columns(pl.col("value_high").cast(pl.Float64)) if name == "figures" else frame


def inputs_of(directory: Path) -> TrendInputs:
    """The inputs, unread."""
    return TrendInputs(
        **{f.name: pl.scan_parquet(directory / f"{f.name}.parquet") for f in fields(TrendInputs)}
    )


def run_ours(directory: Path) -> dict[str, float]:
    """Seconds of each table, built here."""
    from transforms.trends.tables import each_table

    seconds, began = {}, time.perf_counter()
    for name, rows in each_table(inputs_of(directory), REFERENCE):
        seconds[name] = time.perf_counter() - began
        rows.write_parquet(directory / f"out-{name}.parquet")
        del rows  # not held while the next is built, as in a pass
        began = time.perf_counter()
    return seconds


def run_sql(directory: Path) -> dict[str, float]:
    """The same by SQL."""
    connection, seconds = duckdb.connect(), {}
    for field in fields(TrendInputs):
        connection.execute(f"CREATE VIEW {field.name} AS FROM '{directory / field.name}.parquet'")
    began = time.perf_counter()
    prepare(connection)
    seconds["shared"] = time.perf_counter() - began
    for name in TABLES:
        began = time.perf_counter()
        parameters = {"reference_on": REFERENCE} if name == "trend_seed_echo" else {}
        connection.sql(statements()[name], params=parameters).to_arrow_table()
        seconds[name] = time.perf_counter() - began
    return seconds


RUNS = {"ours": run_ours, "sql": run_sql}


def measured(how: str, directory: Path) -> dict[str, float]:
    """Seconds per table and in all, and peak megabytes, of one run in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.trends", "--run", how, str(directory)],
        check=True, capture_output=True, text=True,
    )  # fmt: skip
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def run_here(how: str, directory: Path) -> None:
    """What the process of its own does."""
    seconds = RUNS[how](directory)
    cpu = time.process_time()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({**seconds, "all": sum(seconds.values()), "cpu": cpu, "peak_mb": peak}))


def show_growth(millions: float) -> None:
    """Print what ours alone takes."""
    with tempfile.TemporaryDirectory() as place:
        make(Path(place), int(millions * 1e6))
        ours = measured("ours", Path(place))
    print(f"{millions:g} M annotation rows: {ours['all']:.1f} s, {ours['cpu']:.1f} CPU seconds", end="")
    print(
        f" ({ours['cpu'] / millions:.1f} a million), peak {ours['peak_mb']:.0f} MB (limit 2048)", flush=True
    )


def one_more_day(millions: float) -> None:
    """Print what each kind of pass costs, and whether a build of all tables gives the same."""
    from flows.trending import refresh
    from tests.benchmarks import trends_warehouse as made
    from warehouse.connection import open_live
    from warehouse.trends import forget_made

    def timed(what: str, step: Callable[[Live], object]) -> float:
        step(live)
        began = time.perf_counter()
        names = refresh(live, REFERENCE)
        seconds = time.perf_counter() - began
        print(f"  {what:28} {seconds:7.2f} s  builds {', '.join(names) or 'nothing'}", flush=True)
        return seconds

    with tempfile.TemporaryDirectory() as place:
        make(Path(place), int(millions * 1e6))
        with open_live(Path(place), lock_timeout_s=1, now=NOW) as live:
            made.fill(live, Path(place))
            n = made.hold_back_last_day(live)
            print(f"{millions:g} M annotation rows in a warehouse, {n} articles on the last day")
            timed("history without it", lambda _: None)
            nothing = timed("nothing new", lambda _: None)
            off = timed("the day, off the topic only", made.bring_off_topic)
            persons = timed("two persons are one", made.merge_persons)
            day = timed("the day, on the topic", made.bring_on_topic)
            found = made.contents(live)
            full = timed("all tables anew", forget_made)
            for what, seconds in (("nothing", nothing), ("off", off), ("persons", persons), ("day", day)):
                print(f"  {what:10} {seconds / full:6.1%} of a full build (limit for a day 5 %)")
            print(f"  same tables: {found == made.contents(live)}", flush=True)


def compare(millions: float, n_runs: int) -> None:
    """Print one block: every table, both ways, the best of `n_runs`."""
    with tempfile.TemporaryDirectory() as place:
        directory = Path(place)
        make(directory, int(millions * 1e6))
        runs = [(measured("ours", directory), measured("sql", directory)) for _ in range(n_runs)]
        ours = {k: min(a[k] for a, _ in runs) for k in runs[0][0]}
        sql = {k: min(b[k] for _, b in runs) for k in runs[0][1]}
        print(f"{millions:g} M annotation rows, best of {n_runs}, ours / SQL")
        for name in (*TABLES, "all", "cpu"):
            print(f"  {name:20} {ours[name]:7.2f} s {sql[name]:7.2f} s   {ours[name] / sql[name]:5.2f}")
        print(f"  {'(shared by SQL)':20} {'':9} {sql['shared']:7.2f} s")
        print(f"  {'peak memory':20} {ours['peak_mb']:6.0f} MB {sql['peak_mb']:6.0f} MB", flush=True)


def main() -> None:
    """Compare at the sizes named, in millions of rows."""
    if sys.argv[1:2] == ["--run"]:
        run_here(sys.argv[2], Path(sys.argv[3]))
        return
    if sys.argv[1:2] == ["--one-more-day"]:
        one_more_day(float(sys.argv[2]) if sys.argv[2:] else 3.0)
        return
    if sys.argv[1:2] == ["--ours"]:
        for size in sys.argv[2:]:
            show_growth(float(size))
        return
    for millions in [float(a) for a in sys.argv[1:]] or [1.0, 3.0, 10.0]:
        compare(millions, n_runs=2 if millions < 3 else 1)


if __name__ == "__main__":
    main()
