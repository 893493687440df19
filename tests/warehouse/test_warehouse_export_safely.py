"""Exports cut off, killed, without room: never half a file; described and harmless."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from frictionless import Package, Resource

from tests.warehouse.state import files_of
from tests.warehouse.values import NOW
from warehouse import export as room
from warehouse.errors import WarehouseError
from warehouse.export import PARTITIONED, WHOLE, export_parquet
from warehouse.formats import as_csv

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[2]


class Stop(Exception):
    """A run cut off."""


def test_a_run_cut_off_goes_on_where_it_was(
    debate: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[str] = []
    write = room._write

    def cut_off(job: Any, table: str, name: str, rows: pl.DataFrame) -> Any:
        written.append(table)
        if len(written) == 9:
            raise Stop
        return write(job, table, name, rows)

    with monkeypatch.context() as patch:
        patch.setattr(room, "_write", cut_off)
        with pytest.raises(Stop):
            export_parquet(debate, tmp_path)
    assert not (tmp_path / "manifest.json").exists()
    finished = set(written[:-1]) - {written[-1]}
    assert finished
    done = export_parquet(debate, tmp_path)
    assert not finished & {path.split("/")[0] for path in done.written}
    export_parquet(debate, tmp_path.with_name("straight"))
    assert files_of(tmp_path) == files_of(tmp_path.with_name("straight"))


KILLED = """
import os, signal, sys
from pathlib import Path
import polars as pl
from warehouse.export import export_parquet
write, left = pl.DataFrame.write_parquet, int(sys.argv[3])
def dying(frame, path, **more):
    global left
    left -= 1
    if left == 0:
        Path(path).write_bytes(b"half a file")
        os.kill(os.getpid(), signal.SIGKILL)
    return write(frame, path, **more)
pl.DataFrame.write_parquet = dying
export_parquet(Path(sys.argv[1]), Path(sys.argv[2]))
"""


@pytest.mark.parametrize("nth", [1, 12])
def test_killed_while_writing_no_reader_sees_half_a_file(debate: Path, tmp_path: Path, nth: int) -> None:
    done = subprocess.run(
        [sys.executable, "-c", KILLED, str(debate), str(tmp_path), str(nth)], cwd=ROOT, check=False
    )
    assert done.returncode == -9
    for path in tmp_path.rglob("[!.]*.parquet"):
        pl.read_parquet(path)
    export_parquet(debate, tmp_path)
    export_parquet(debate, tmp_path.with_name("straight"))
    assert files_of(tmp_path) == files_of(tmp_path.with_name("straight"))


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="needs a directory that even root cannot write")
def test_a_directory_that_cannot_be_written_is_named(debate: Path) -> None:
    with pytest.raises(WarehouseError, match="choose another directory"):
        export_parquet(debate, Path("/proc/self/out"))


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_disk_leaves_the_former_export(
    debate: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    export_parquet(debate, tmp_path)
    before = files_of(tmp_path)

    def full(frame: pl.DataFrame, path: Path, **_: object) -> None:
        with Path("/dev/full").open("wb") as file:
            file.write(b"x" * 100_000)

    with monkeypatch.context() as patch:
        patch.setattr(pl.DataFrame, "write_parquet", full)
        with pytest.raises(WarehouseError, match="No space left on device; free some space"):
            export_parquet(debate, tmp_path)
    assert files_of(tmp_path) == before


def test_the_description_is_valid_and_every_column_has_its_meaning(debate: Path, tmp_path: Path) -> None:
    about = {"licenses": [{"name": "CC-BY-4.0"}], "title": "A debate"}
    export_parquet(debate, tmp_path, about=about)
    package = Package(str(tmp_path / "datapackage.json"))
    assert package.title == "A debate" and package.licenses == about["licenses"]
    assert {r.title for r in package.resources} == {*PARTITIONED, *WHOLE}
    for resource in package.resources:
        assert resource.description
        assert [f.name for f in resource.schema.fields if not f.description] == [], resource.name
    assert Package.validate_descriptor(str(tmp_path / "datapackage.json")).valid
    raw = json.loads((tmp_path / "datapackage.json").read_text(encoding="utf-8"))
    assert raw["annotators"] == {"quantities": "1", "quotations": "1", "relevance": "1", "stances": "1"}


@pytest.mark.parametrize("table", [*PARTITIONED, *WHOLE])
def test_the_rows_are_as_described(debate: Path, tmp_path: Path, table: str) -> None:
    export_parquet(debate, tmp_path)
    described = next(r for r in Package(str(tmp_path / "datapackage.json")).resources if r.title == table)
    fields = [field.name for field in described.schema.fields]
    rows = pl.scan_parquet(tmp_path / table, hive_partitioning=True).select(fields).collect()
    cells = [fields, *(list(row) for row in rows.rows())]
    report = Resource(data=cells, schema=described.schema).validate()
    assert report.valid, report.flatten(["title", "message"])


def test_formulas_in_titles_are_harmless_in_spreadsheets() -> None:
    hostile = ["=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)", "\tx", "<script>", "plain", None, 'a\nb,"c"']
    frame = pl.DataFrame({"title": hostile, "n": list(range(len(hostile)))}).with_columns(
        at=pl.lit(NOW.replace(tzinfo=None)) + timedelta(days=1), names=pl.lit(["=a", "b"])
    )
    read = list(csv.DictReader(StringIO(as_csv(frame))))
    assert [row["title"][:1] for row in read] == ["'"] * 5 + ["<", "p", "", "a"]
    assert [int(row["n"]) for row in read] == frame["n"].to_list()
    assert {row["names"] for row in read} == {"'=a; b"}
