"""Parquet for others: typed, complete, the same bytes for the same data, never half a file."""

from __future__ import annotations

import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import duckdb
import pandas as pd
import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.warehouse.state import files_of
from tests.warehouse.values import NOW, document, version
from warehouse.connection import open_live
from warehouse.export import PARTITIONED, WHOLE, export_parquet
from warehouse.manifest import file_sha256
from warehouse.publish import publish
from warehouse.query import query_published
from warehouse.versions import write_versions

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[2]


def test_everything_published_is_in_it(debate: Path, tmp_path: Path) -> None:
    manifest = export_parquet(debate, tmp_path)
    views = {"stances": "stances_by_annotator"}
    for table in (*PARTITIONED, *WHOLE):
        wanted = query_published(debate, f"SELECT count(*) FROM {views.get(table, table)}").item()
        assert sum(n.n_rows for n in manifest.files if n.table == table) == wanted, table
        assert pl.scan_parquet(tmp_path / table, hive_partitioning=True).collect().height == wanted
    for note in manifest.files:
        assert file_sha256(tmp_path / note.path) == note.sha256
    assert set(files_of(tmp_path)) == {n.path for n in manifest.files} | {"manifest.json", "datapackage.json"}


def test_no_full_text_unless_asked(debate: Path, tmp_path: Path) -> None:
    export_parquet(debate, tmp_path / "a")
    assert not list((tmp_path / "a").rglob("*article_texts*"))
    for path in (tmp_path / "a").rglob("*.parquet"):
        assert "text" not in pl.read_parquet_schema(path)
    export_parquet(debate, tmp_path / "b", with_text=True)
    texts = pl.read_parquet(tmp_path / "b" / "article_texts", hive_partitioning=True)
    assert texts["text"].null_count() == 0 and texts.height == 40


def test_others_read_it_with_types(debate: Path, tmp_path: Path) -> None:
    export_parquet(debate, tmp_path)
    files = f"{tmp_path}/articles/**/*.parquet"
    with duckdb.connect() as client:
        client.execute("SET VARIABLE files = $files", {"files": files})
        of_duckdb = client.sql(
            "SELECT month, language, count(*) "
            "FROM read_parquet(getvariable('files'), hive_partitioning = true) GROUP BY ALL ORDER BY ALL"
        ).fetchall()
    of_polars = pl.scan_parquet(tmp_path / "articles", hive_partitioning=True).collect()
    counted = of_polars.group_by("month", "language").len().sort("month", "language")
    assert [(m, lang, n) for m, lang, n in counted.rows()] == of_duckdb
    of_pandas = pd.read_parquet(tmp_path / "articles")
    assert len(of_pandas) == of_polars.height
    assert {"unknown", "de", "en"} == set(of_polars["language"])
    assert {"unknown", "2026-01"} == set(of_polars["month"])
    assert of_polars.schema["published_on"] == pl.Date
    assert of_polars.schema["authors"] == pl.List(pl.String)
    assert of_polars.schema["article_id"] == pl.Int64


def test_an_empty_warehouse_has_the_same_columns(debate: Path, data: Path, tmp_path: Path) -> None:
    with open_live(data, lock_timeout_s=1, now=NOW):
        pass
    publish(data, lock_timeout_s=1, now=NOW)
    export_parquet(data, tmp_path / "empty")
    export_parquet(debate, tmp_path / "full")
    for table in (*PARTITIONED, *WHOLE):
        empty, full = (
            pl.scan_parquet(tmp_path / name / table, hive_partitioning=True).collect_schema()
            for name in ("empty", "full")
        )
        assert empty == full, table
    assert pd.read_parquet(tmp_path / "empty" / "stances").empty


def test_again_is_the_same_and_writes_nothing(debate: Path, tmp_path: Path) -> None:
    first = export_parquet(debate, tmp_path)
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*.parquet")}
    again = export_parquet(debate, tmp_path)
    assert len(first.written) == len(first.files) and again.written == ()
    assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*.parquet")} == before
    assert again.as_json() == first.as_json()


@given(order=st.permutations(list(range(6))))
@settings(max_examples=4, suppress_health_check=list(HealthCheck))
def test_the_order_of_writing_changes_no_byte(
    empty_warehouse: Path, tmp_path_factory: pytest.TempPathFactory, order: list[int]
) -> None:
    def exported(numbers: list[int]) -> dict[str, str]:
        folder = tmp_path_factory.mktemp("order")
        shutil.copyfile(empty_warehouse, folder / "live.duckdb")
        with open_live(folder, lock_timeout_s=1, now=NOW) as live:
            for n in numbers:
                write_versions(live, [version(n, capture_id=None)])
        publish(folder, lock_timeout_s=1, now=NOW)
        export_parquet(folder, folder / "out", with_text=True)
        return files_of(folder / "out")

    assert exported(order) == exported(sorted(order))


ELSEWHERE = """
import sys
from pathlib import Path
from warehouse.export import export_parquet
export_parquet(Path(sys.argv[1]), Path(sys.argv[2]))
"""


@pytest.mark.parametrize(
    "environment",
    [
        {"TZ": "Asia/Kolkata", "PYTHONHASHSEED": "1", "POLARS_MAX_THREADS": "1"},
        {"TZ": "America/St_Johns", "PYTHONHASHSEED": "2", "LC_ALL": "de_DE.UTF-8", "POLARS_MAX_THREADS": "5"},
    ],
)
def test_another_machine_gives_the_same_bytes(
    debate: Path, tmp_path: Path, environment: dict[str, str]
) -> None:
    export_parquet(debate, tmp_path / "here")
    subprocess.run(
        [sys.executable, "-c", ELSEWHERE, str(debate), str(tmp_path / "there")],
        cwd=ROOT, env={"PATH": "/usr/bin:/bin", **environment}, check=True,
    )  # fmt: skip
    assert files_of(tmp_path / "here") == files_of(tmp_path / "there")


def test_since_renews_later_months_and_keeps_earlier_ones(data: Path, tmp_path: Path) -> None:
    target, fresh = tmp_path / "out", tmp_path / "fresh"

    def put(n: int, day: date | None) -> None:
        with open_live(data, lock_timeout_s=1, now=NOW) as live:
            made = document(f"Title {n}\nbody", published_on=day)
            write_versions(live, [version(n, made.text, document=made, capture_id=None)])
        publish(data, lock_timeout_s=1, now=NOW)

    put(1, date(2026, 1, 31))
    put(2, date(2026, 2, 3))
    export_parquet(data, target)
    whole = files_of(target)
    put(3, date(2026, 1, 1))
    put(4, date(2026, 2, 28))
    put(5, None)
    manifest = export_parquet(data, target, date(2026, 2, 15))
    january = "articles/month=2026-01/language=en/articles.parquet"
    assert files_of(target)[january] == whole[january]
    rows = {n.path.split("/")[1]: n.n_rows for n in manifest.files if n.table == "articles"}
    assert rows == {"month=2026-01": 1, "month=2026-02": 2, "month=unknown": 1}
    export_parquet(data, target)
    export_parquet(data, fresh)
    assert files_of(target) == files_of(fresh)


def test_what_is_no_longer_published_is_removed(debate: Path, data: Path, tmp_path: Path) -> None:
    export_parquet(debate, tmp_path)
    (tmp_path / "notes.txt").write_text("mine")
    with open_live(data, lock_timeout_s=1, now=NOW):
        pass
    publish(data, lock_timeout_s=1, now=NOW)
    export_parquet(data, tmp_path)
    assert not list(tmp_path.glob("articles/month=2026-01/**/*.parquet"))
    assert (tmp_path / "notes.txt").read_text() == "mine"
