"""What an export holds: files with their hashes, tables with their columns.

In: notes made while writing. Out: `manifest.json`. Refuses: times and places, so that the same data gives the
same manifest.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from hashlib import file_digest
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class FileNote:
    """One parquet file, its path relative to the export."""

    table: str
    path: str
    n_rows: int
    n_bytes: int
    sha256: str

    def as_json(self) -> dict[str, Any]:
        """As it stands in the manifest."""
        return asdict(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnNote:
    """One column, with the comment of the warehouse."""

    name: str
    type: str
    comment: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TableNote:
    """One table; the columns of a partitioned one begin with those of its directories."""

    name: str
    comment: str
    is_partitioned: bool
    columns: tuple[ColumnNote, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """All of an export."""

    files: tuple[FileNote, ...]
    tables: tuple[TableNote, ...]
    annotators: Mapping[str, str]
    written: tuple[str, ...] = ()
    """The files that this run made or changed; the others had the same bytes. Not kept in `manifest.json`."""

    def as_json(self) -> dict[str, Any]:
        """As it stands in `manifest.json`."""
        return {
            "files": [asdict(note) for note in self.files],
            "tables": [asdict(note) for note in self.tables],
            "annotators": dict(self.annotators),
        }


def read_manifest(target: Path) -> Manifest | None:
    """The manifest of a former export; None where there is none that can be read."""
    try:
        found = json.loads((target / "manifest.json").read_text(encoding="utf-8"))
        return Manifest(
            files=tuple(FileNote(**note) for note in found["files"]),
            tables=tuple(
                TableNote(**{**note, "columns": tuple(ColumnNote(**c) for c in note["columns"])})
                for note in found["tables"]
            ),
            annotators=found["annotators"],
        )
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        return None


def write_json(path: Path, value: Any) -> None:
    """Write a JSON file in one step."""
    unfinished = path.with_name(f".{path.name}.partial")
    with unfinished.open("w", encoding="utf-8") as file:
        json.dump(value, file, ensure_ascii=False, indent=1, sort_keys=True)
        file.write("\n")
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(path)


def file_sha256(path: Path) -> str:
    """The hex SHA-256 of a file."""
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()
