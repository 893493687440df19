"""Reads the facts in `seeds/`: lexicons, names, the topic, as plain values.

In: the directory of seeds. Out: tables and mappings of strings. Refuses: interpreting them; that is
what `transforms` does.
"""

from __future__ import annotations

import csv
from collections.abc import Collection
from pathlib import Path
from typing import Any

import yaml

from vocabulary import Row, Tables

SEEDS = Path(__file__).resolve().parent.parent / "seeds"
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""libyaml where it is there: a topic file takes a tenth of the time."""
"""The seeds that ship with Tenor."""


class SeedError(ValueError):
    """A seed file that cannot be read, with the file, the line and the mend."""


def read_table(path: Path) -> tuple[Row, ...]:
    """The rows of one CSV file; lines that begin with `#` say where its facts come from."""
    with path.open(encoding="utf-8", newline="") as lines:
        table = csv.DictReader((line for line in lines if not line.startswith("#")), strict=True)
        try:
            rows = tuple(dict(row) for row in table)
        except csv.Error as error:
            raise SeedError(f"{path}: {error}; mend the quoting of that line") from error
    for number, row in enumerate(rows, start=1):
        if None in row or None in row.values():
            raise SeedError(f"{path}: row {number} has more or fewer cells than the header")
    return rows


def read_tables(directory: Path, names: str = "*") -> Tables:
    """The tables of one directory whose names match, by file stem; empty where the directory is missing."""
    return {path.stem: read_table(path) for path in sorted(directory.glob(f"{names}.csv"))}


def read_lexicons(
    seeds: Path = SEEDS, languages: Collection[str] = (), names: str = "*"
) -> dict[str, Tables]:
    """Language code (and `common`) to its tables: of all languages if none is given, the tables that match."""
    folders = sorted(path for path in (seeds / "lexicons").iterdir() if path.is_dir())
    return {
        path.name: read_tables(path, names) for path in folders if not languages or path.name in languages
    }


def read_names(seeds: Path = SEEDS) -> tuple[Row, ...]:
    """The people and organisations of the debate, with their variants."""
    path = seeds / "names.csv"
    return read_table(path) if path.exists() else ()


def read_topic(seeds: Path = SEEDS) -> dict[str, Any]:
    """The first topic file, as a plain mapping."""
    for path in sorted((seeds / "topics").glob("*.yaml")):
        topic = yaml.load(path.read_text(encoding="utf-8"), Loader=LOADER)
        if not isinstance(topic, dict):
            raise SeedError(f"{path}: a topic file is a mapping; begin it with `topic: NAME`")
        return topic
    raise SeedError(f"{seeds / 'topics'}: no topic file; add one `*.yaml`")
