"""Parquet files for everybody else.

In: the published copy. Out: a directory of typed parquet files, partitioned by month and language, a
description (`datapackage.json`) and, last of all, `manifest.json`. Refuses: full texts, unless asked; a
partial file under its final name.

The same data gives the same bytes: rows are fully sorted, nothing says when or where. A run that was cut off
goes on: tables already written from the same published copy are not written again.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

import polars as pl

from warehouse.datapackage import describe
from warehouse.errors import WarehouseError
from warehouse.manifest import (
    ColumnNote,
    FileNote,
    Manifest,
    TableNote,
    file_sha256,
    read_manifest,
    write_json,
)
from warehouse.query import Published, open_published, stream
from warehouse.statements import statements

PARTITIONED: Final = (
    "articles", "article_versions", "cited_figures", "mentions", "quotations", "speakers", "stances",
    "topic_mentions",
)  # fmt: skip
WHOLE: Final = (
    "coverage", "problems", "sources", "trend_disagreement", "trend_experts", "trend_figures",
    "trend_seed_echo", "trend_stance", "trend_volume",
)  # fmt: skip
TEXTS: Final = "article_texts"
KEYS: Final = ("month", "language")
NULL: Final = "unknown"
"""The directory of what has no date or language; a word, for not every reader can take a null there."""
ROWS_PER_GROUP: Final = 100_000
_VIEW_OF: Final = {"stances": "stances_by_annotator", TEXTS: "article_versions"}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Job:
    """One export: where from, where to, and what was there before."""

    published: Published
    target: Path
    since: str | None
    """Month, such as `2026-02`; earlier partitions are left as they are."""
    written: list[str]
    """Files made or changed so far."""
    former: Manifest | None
    fingerprint: str


def export_parquet(
    data: Path,
    target: Path,
    since: date | None = None,
    *,
    with_text: bool = False,
    about: Mapping[str, Any] | None = None,
) -> Manifest:
    """Write the published copy of `data` as parquet into `target`; the manifest says what lies where.

    `since` writes only the partitions from that month on (and those without a date); earlier ones stay.
    `about` is added to `datapackage.json` (title, licences, scores). Errors: `WarehouseError` when nothing is
    published or `target` cannot be written; files that stood there before stay whole.
    """
    tables = tuple(sorted((*PARTITIONED, *WHOLE, *((TEXTS,) if with_text else ()))))
    try:
        target.mkdir(parents=True, exist_ok=True)
        for stray in target.rglob(".*.partial"):
            stray.unlink()
        with open_published(data) as published:
            job = _Job(
                published=published,
                target=target,
                since=f"{since:%Y-%m}" if since else None,
                written=[],
                former=read_manifest(target),
                fingerprint=f"{file_sha256(published.path)} {since:%Y-%m}"
                if since
                else file_sha256(published.path),
            )
            return _export(job, tables, about or {})
    except OSError as error:
        raise WarehouseError(
            f"{target}: {error.strerror or error}; free some space or choose another directory"
        ) from error


def _export(job: _Job, tables: tuple[str, ...], about: Mapping[str, Any]) -> Manifest:
    files: list[FileNote] = []
    for table in tables:
        files += _resumed(job, table) or _written(job, table)
    manifest = Manifest(
        files=tuple(sorted(files, key=lambda note: note.path)),
        tables=tuple(_note(job, table) for table in tables),
        annotators=dict(_annotators(job)),
        written=tuple(job.written),
    )
    _remove_former(job, manifest)
    write_json(job.target / "datapackage.json", describe(manifest, about))
    write_json(job.target / "manifest.json", manifest.as_json())
    for journal in job.target.glob(".*.done.json"):
        journal.unlink()
    return manifest


def _journal(job: _Job, table: str) -> Path:
    return job.target / f".{table}.done.json"


def _resumed(job: _Job, table: str) -> list[FileNote]:
    """The files of a table that a run cut off has finished from the same published copy."""
    try:
        noted = json.loads(_journal(job, table).read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return []
    if noted["fingerprint"] != job.fingerprint:
        return []
    files = [FileNote(**note) for note in noted["files"]]
    whole = all(_is_there(job.target / note.path, note) for note in files)
    return files if whole else []


def _is_there(path: Path, note: FileNote) -> bool:
    return path.is_file() and path.stat().st_size == note.n_bytes


def _written(job: _Job, table: str) -> list[FileNote]:
    is_split = table not in WHOLE
    files = [_write(job, table, path, rows) for path, rows in _parts(job, table, is_split)]
    files += _kept(job, table) if is_split and job.since else []
    write_json(
        _journal(job, table), {"fingerprint": job.fingerprint, "files": [note.as_json() for note in files]}
    )
    return files


def _kept(job: _Job, table: str) -> list[FileNote]:
    """Files of earlier months, as a former export noted them."""
    prefix, since = f"{table}/month=", job.since or ""
    notes = job.former.files if job.former else ()
    return [n for n in notes if n.path.startswith(prefix) and n.path.removeprefix(prefix)[:7] < since]


def _parts(job: _Job, table: str, is_split: bool) -> Iterator[tuple[str, pl.DataFrame]]:
    """Path and rows of each file of a table, in order; a table without rows has one file all the same."""
    pending: list[pl.DataFrame] = []
    key: tuple[Any, ...] | None = None
    for rows in stream(job.published, statements("export")[table]):
        if not is_split or not key:
            pending.append(rows.head(0) if is_split else rows)
        if not is_split:
            continue
        for (month, language), part in rows.partition_by(KEYS, as_dict=True, maintain_order=True).items():
            if key is not None and key != (month, language):
                yield from _part(job, table, key, pending)
                pending = []
            key = (month, language)
            pending.append(part)
    if not is_split:
        yield f"{table}/{table}.parquet", pl.concat(pending)
    else:
        yield from _part(job, table, key or (None, None), pending)


def _part(
    job: _Job, table: str, key: tuple[Any, ...], pending: list[pl.DataFrame]
) -> Iterator[tuple[str, pl.DataFrame]]:
    month, language = (value or NULL for value in key)
    if not job.since or month == NULL or month >= job.since:
        yield f"{table}/month={month}/language={language}/{table}.parquet", pl.concat(pending).drop(KEYS)


def _write(job: _Job, table: str, name: str, rows: pl.DataFrame) -> FileNote:
    """Write one file under a temporary name, and rename it unless the same bytes are there."""
    path = job.target / name
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f".{path.name}.partial")
    rows.rechunk().write_parquet(
        unfinished, compression="zstd", statistics=True, row_group_size=ROWS_PER_GROUP
    )
    note = FileNote(
        table=table,
        path=name,
        n_rows=rows.height,
        n_bytes=unfinished.stat().st_size,
        sha256=file_sha256(unfinished),
    )
    if _is_there(path, note) and file_sha256(path) == note.sha256:
        unfinished.unlink()
    else:
        unfinished.replace(path)
        job.written.append(name)
    return note


def _note(job: _Job, table: str) -> TableNote:
    view = _VIEW_OF.get(table, table)
    sql = statements("export")
    schema = job.published.schema(sql[table])
    notes = {
        (row["table_name"], row["column_name"]): row["comment"]
        for row in job.published.read(sql["read_comments"]).iter_rows(named=True)
    }
    tables = dict(job.published.read(sql["read_table_comments"]).iter_rows())
    extra = {
        "month": "Month of publication, such as 2026-02, or unknown.",
        "language": "ISO 639 language of the text, or unknown.",
    }
    return TableNote(
        name=table,
        comment=tables[view] or "",
        is_partitioned=table not in WHOLE,
        columns=tuple(
            ColumnNote(name=name, type=str(kind), comment=notes.get((view, name)) or extra.get(name, ""))
            for name, kind in schema.items()
        ),
    )


def _annotators(job: _Job) -> Iterator[tuple[str, str]]:
    rows = job.published.read(statements("export")["read_annotators"])
    for (annotator,), group in rows.group_by("annotator", maintain_order=True):
        yield str(annotator), ", ".join(group["annotator_version"])


def _remove_former(job: _Job, manifest: Manifest) -> None:
    """Remove files of a former export that this one no longer has."""
    now = {note.path for note in manifest.files}
    for note in job.former.files if job.former else ():
        if note.path not in now:
            (job.target / note.path).unlink(missing_ok=True)
