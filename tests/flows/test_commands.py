"""The command line as a user meets it: what it prints, what it leaves behind, how it refuses bad input."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import polars as pl
import pytest

from flows.cli import run_command
from tests.flows.house import Said, make_seeds, tenor, tenor_in_turn

pytestmark = pytest.mark.slow

NOTE = """---
author: Ida Brandt
language: de
published: 2026-02-03
---
Bündnis der Willigen trifft sich in Paris

Die Koalition der Willigen will bis zu 30.000 Soldaten in die Ukraine schicken, sagte Präsident Emmanuel Macron
am Dienstag in Paris. Er forderte mehr Waffen für Kiew. Die Ukraine braucht nach seinen Angaben 60 Milliarden Euro.
"""


@dataclass(frozen=True)
class Done:
    """A data directory after `tenor run --offline`, `tenor ingest` and `tenor rebuild`, and what they said."""

    data: Path
    run: Said
    ingest: Said
    rebuild: Said


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> Done:
    folder = tmp_path_factory.mktemp("commands")
    where = ("--data", str(folder / "data"))
    note, broken, strange = folder / "note.md", folder / "latin.txt", folder / "table.xlsx"
    note.write_text(NOTE, encoding="utf-8")
    broken.write_bytes("Prüfung".encode("latin-1"))
    strange.write_bytes(b"PK")
    documents = [str(path) for path in (note, broken, strange, folder / "none.md")]
    said = tenor_in_turn(
        ["run", "--offline", *where], ["ingest", *documents, *where], ["rebuild", "--json", *where]
    )
    return Done(folder / "data", *said)


@pytest.fixture(scope="module")
def data(done: Done) -> Path:
    return done.data


@pytest.fixture
def in_process(capsys: pytest.CaptureFixture[str]) -> Iterator[None]:
    """What a command sets for Prefect is undone."""
    before = dict(os.environ)
    yield
    os.environ.clear()
    os.environ.update(before)


def refused(arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    """One clear line, status 2; an error that nobody caught fails the test as it is."""
    assert run_command(arguments) == 2
    [line] = capsys.readouterr().err.strip().splitlines()
    assert said in line


def rows(data: Path, sql: str) -> list[dict[str, object]]:
    done = tenor("sql", sql, "--data", str(data), "--format", "json")
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_the_seed_goes_through_every_stage(done: Done) -> None:
    assert done.run.status == 0, done.run.err
    for name in ("warehouse", "parquet", "report"):
        assert name in done.run.out
    data = done.data
    [seed] = rows(data, "select title, authors, language, on_topic, is_seed from articles where is_seed")
    assert seed["authors"] == ["Rainer Rupp"]
    assert seed["language"] == "de"
    assert seed["on_topic"] and seed["is_seed"]
    figures = rows(data, "select value, unit, approx from cited_figures")
    assert {"value": 390e9, "unit": "USD", "approx": "under"} in figures
    assert (data / "report.html").read_text(encoding="utf-8").startswith("<!")
    assert pl.read_parquet(data / "parquet" / "cited_figures" / "**" / "*.parquet").height == len(figures)


def test_prefect_keeps_its_own_books_there(data: Path) -> None:
    with sqlite3.connect(data / "prefect" / "prefect.db") as books:
        states = dict(books.execute("select name, state_type from task_run").fetchall())
        [[flow_state]] = books.execute(
            "select state_type from flow_run join flow on flow.id = flow_run.flow_id where flow.name = 'tenor'"
        ).fetchall()
    assert flow_state == "COMPLETED"
    assert len(states) < 20, "a task per batch, never per document"


def test_a_document_that_is_added_is_there_when_the_command_ends(done: Done) -> None:
    assert done.ingest.status == 2
    lines = [line for line in done.ingest.err.splitlines() if line.startswith("tenor: ")]
    assert len(lines) == 3
    assert "iconv" in lines[0] and "table.xlsx" in lines[1] and "no such file" in lines[2]
    [row] = rows(done.data, "select authors, published_on, is_seed from articles where not is_seed")
    assert row == {"authors": ["Ida Brandt"], "published_on": "2026-02-03", "is_seed": False}


def test_a_rebuild_from_the_archive_changes_nothing(done: Done) -> None:
    assert done.rebuild.status == 0, done.rebuild.err
    assert json.loads(done.rebuild.out)["changes"] == []


def test_exports_and_formats(data: Path, tmp_path: Path) -> None:
    done = tenor("export", str(tmp_path / "out"), "--data", str(data))
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "out" / "datapackage.json").exists()
    done = tenor("sql", "select '=cmd' as title, -1 as n", "--format", "csv", "--data", str(data))
    assert done.stdout == "title,n\n'=cmd,-1\n"
    done = tenor("report", "--out", str(tmp_path / "r.html"), "--data", str(data))
    assert (tmp_path / "r.html").stat().st_size > 100_000, done.stderr


def test_doctor_names_what_is_wrong_with_the_mend(data: Path) -> None:
    done = tenor("doctor", "--data", str(data), "--json")
    assert done.returncode == 0, done.stdout
    found = {finding["subject"]: finding for finding in json.loads(done.stdout)}
    assert "TENOR_CONTACT" in found["contact"]["mend"]
    assert found["warehouse"]["level"] == "well"


BAD = [
    (["annotate", "nothing-there.txt"], "nothing-there.txt: no such file"),
    (["annotate", "--lang", "xx", "README.md"], "no annotators for it; choose one of"),
    (["extract", "nothing-there.html"], "nothing-there.html: no such file"),
    (["run", "--no-such-option"], "see `tenor run --help`"),
    (["no-such-command"], "see `tenor --help`"),
    (["sources"], "see `tenor sources --help`"),
    (["run", "--data", "/proc/nowhere"], "choose another with --data"),
    (["run", "--seeds", "/no/seeds"], "give one with --seeds"),
    (["sql", "select 1", "--data", "/no/data"], "run `tenor run` first"),
    (["export", "/tmp/x", "--since", "soon"], "write it as 2026-01-31"),
    (["export"], "name a directory, or a file with --warc"),
    (["export", "--warc", "x.warc.gz", "--data", "/no/data"], "run `tenor run` first"),
]


@pytest.mark.usefixtures("in_process")
@pytest.mark.parametrize(
    ("arguments", "said"), BAD, ids=lambda value: " ".join(value) if isinstance(value, list) else ""
)
def test_bad_input_is_one_clear_line(
    arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    refused(arguments, said, capsys)


def test_bad_input_is_one_clear_line_of_the_program() -> None:
    done = tenor("run", "--seeds", "/no/seeds")
    assert done.returncode == 2
    [line] = done.stderr.strip().splitlines()
    assert line.startswith("tenor: ") and "give one with --seeds" in line


@pytest.mark.usefixtures("in_process")
@pytest.mark.parametrize(
    ("sql", "said"),
    [
        ("drop table x", "use SELECT"),
        ("select * from nowhere", "nowhere"),
        ("select 1; select 2", "exactly one SELECT"),
        ("select * from read_csv('/etc/passwd')", "sql:"),
    ],
)
def test_queries_only_read(data: Path, sql: str, said: str, capsys: pytest.CaptureFixture[str]) -> None:
    refused(["sql", sql, "--data", str(data)], said, capsys)


@pytest.mark.usefixtures("in_process")
def test_a_bad_setting_names_its_variable(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TENOR_WORKERS", "many")
    refused(["doctor", "--data", str(tmp_path)], "TENOR_WORKERS", capsys)


@pytest.mark.usefixtures("in_process")
def test_a_broken_sources_file_names_the_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    seeds = make_seeds(tmp_path, "- source_id: a\n  name: [")
    arguments = ["sources", "list", "--seeds", str(seeds), "--data", str(tmp_path / "data")]
    refused(arguments, "sources.yaml", capsys)


def test_the_version_is_said() -> None:
    assert tenor("--version").stdout == f"tenor {version('tenor')}\n"


def test_help_teaches() -> None:
    assert tenor().stdout == tenor("--help").stdout
    done = tenor("--help")
    for command in (
        "run",
        "collect",
        "annotate-new",
        "publish",
        "rebuild",
        "ingest",
        "annotate",
        "extract",
        "sql",
        "export",
        "report",
        "doctor",
        "sources",
    ):
        assert command in done.stdout
