"""Feed parsing over real and malformed feeds: entries against what is expected, speed against feedparser.

    python -m tests.benchmarks.feeds [--data ../shared/data/feeds] [--rounds 5]

Expected: what gofeed's own cases say; the items of a JSON feed; else the entries that feedparser finds. A
file is right when it has as many entries (those without any address included), with the same titles.
"""

from __future__ import annotations

import argparse
import gzip
import json
import logging
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import feedparser

from transforms.feeds import ParsedFeed, parse_feed
from transforms.feeds.trees import plain_text

URL = "https://example.org/feed"
NOW = datetime(2026, 11, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Case:
    """One file: its bytes, and the titles of the entries it must yield."""

    name: str
    body: bytes
    titles: Sequence[str]
    is_real: bool


def read_cases(data: Path) -> list[Case]:
    """Every file of the data set with its expectation."""
    index = [json.loads(line) for line in (data / "index.jsonl").read_text().splitlines()]
    malformed = [json.loads(line) for line in (data / "feedparser_index.jsonl").read_text().splitlines()]
    return [_case(data, row) for row in (*index, *malformed)]


def _case(data: Path, row: dict[str, Any]) -> Case:
    path = data / row["file"]
    body = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    expected = data / "expected" / (path.name.removesuffix(".gz").rpartition(".")[0] + ".xml.json")
    if expected.exists():
        told = json.loads(expected.read_text())
        titles = [e.get("title") or "" for e in told.get("entries", told.get("items", ()))]
    elif row["kind"].startswith("jsonfeed"):
        titles = [item.get("title") or "" for item in json.loads(body)["items"]]
    else:
        titles = [e.get("title") or "" for e in feedparser.parse(BytesIO(body), sanitize_html=False).entries]
    return Case(
        path.name, body, [plain_text(" ".join(t.split())) or "" for t in titles], bool(row.get("real_world"))
    )


def judge(case: Case) -> str:
    """`right`, or in which way a reading differs."""
    found = parse_feed(case.body, URL, now=NOW)
    if not isinstance(found, ParsedFeed):
        return "right" if not case.titles else f"lost: {found.code}"
    if len(found.entries) + found.n_dropped != len(case.titles):
        return f"count: {len(found.entries)} + {found.n_dropped} of {len(case.titles)}"
    ours = Counter(entry.title or "" for entry in found.entries)
    strange = ours - Counter(case.titles)
    return f"titles: {sum(strange.values())} of {len(case.titles)} differ" if strange else "right"


def time_s(read: Callable[[bytes], object], cases: Sequence[Case]) -> float:
    """Seconds for all cases."""
    began = time.perf_counter()
    for case in cases:
        read(case.body)
    return time.perf_counter() - began


def main() -> None:
    """Print the table."""
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--data", type=Path, default=Path("../shared/data/feeds"))
    arguments.add_argument("--rounds", type=int, default=5)
    given = arguments.parse_args()
    logging.disable(logging.WARNING)
    if not given.data.is_dir():
        raise SystemExit(f"{given.data}: no feeds there; give the directory with --data")
    cases = read_cases(given.data)
    verdicts = {case.name: judge(case) for case in cases}
    n_right = sum(verdict == "right" for verdict in verdicts.values())
    print(f"parsed as expected  {n_right} of {len(cases)} files, none raised")
    for name, verdict in verdicts.items():
        if verdict != "right":
            print(f"  {name}: {verdict}")
    readers = Counter(getattr(parse_feed(case.body, URL, now=NOW), "reader", "none") for case in cases)
    print(f"read by             {dict(readers)}")
    for label, chosen in (("all files", cases), ("real feeds", [case for case in cases if case.is_real])):
        n_entries = sum(len(case.titles) for case in chosen)
        ours, theirs = [], []
        for _ in range(given.rounds):  # interleaved, so that a busy machine slows both
            ours.append(time_s(lambda body: parse_feed(body, URL, now=NOW), chosen))
            theirs.append(time_s(lambda body: feedparser.parse(BytesIO(body)), chosen))
        mine, peer = n_entries / min(ours), n_entries / min(theirs)
        speeds = f"{mine:,.0f}/s, feedparser {peer:,.0f}/s, {mine / peer:.1f} times"
        print(f"{label:19} {n_entries} entries: {speeds}")


if __name__ == "__main__":
    main()
