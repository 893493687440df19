"""The description of an export for people and tools that do not know Tenor.

In: a manifest. Out: a Frictionless data package descriptor (specs.frictionlessdata.io). Refuses: facts that
the manifest does not hold.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from warehouse.manifest import ColumnNote, FileNote, Manifest, TableNote

_TYPES: Final = {
    "Int64": "integer", "Int32": "integer", "Float64": "number", "String": "string", "Boolean": "boolean",
    "Date": "date",
}  # fmt: skip


def describe(manifest: Manifest, about: Mapping[str, Any]) -> dict[str, Any]:
    """The content of `datapackage.json`: one resource per table that has files."""
    return {
        "name": "tenor-export",
        "title": "Discourse monitored by Tenor",
        "profile": "data-package",
        "annotators": dict(manifest.annotators),
        **about,
        "resources": [_resource(manifest, table) for table in manifest.tables if _files(manifest, table)],
    }


def _files(manifest: Manifest, table: TableNote) -> list[FileNote]:
    return [note for note in manifest.files if note.table == table.name]


def _resource(manifest: Manifest, table: TableNote) -> dict[str, Any]:
    notes = _files(manifest, table)
    paths = [note.path for note in notes]
    first = 2 if table.is_partitioned else 0
    return {
        "name": table.name.replace("_", "-"),
        "title": table.name,
        "description": table.comment,
        "path": paths[0] if len(paths) == 1 else paths,
        "format": "parquet",
        "mediatype": "application/vnd.apache.parquet",
        "n_bytes": sum(note.n_bytes for note in notes),
        "n_rows": sum(note.n_rows for note in notes),
        "hashes": {note.path: f"sha256:{note.sha256}" for note in notes},
        **({"partitioned_by": ["month", "language"]} if table.is_partitioned else {}),
        "schema": {"fields": [_field(column) for column in table.columns[first:]]},
    }


def _field(column: ColumnNote) -> dict[str, Any]:
    kind = "datetime" if column.type.startswith("Datetime") else _TYPES.get(column.type, "any")
    return {"name": column.name, "type": kind, "description": column.comment}
