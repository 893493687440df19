"""Publishing: whole, checked, readable while a flow writes, by older clients too."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

import duckdb
import pytest

from tests.warehouse.values import NOW, source, version
from warehouse.connection import LIVE, PUBLISHED, STORAGE_VERSION, Live, execute, open_live, read
from warehouse.errors import WarehouseError
from warehouse.publish import publish
from warehouse.query import open_published, query_published, read_views
from warehouse.sources import write_sources
from warehouse.versions import write_versions

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[2]


def test_the_copy_has_views_macros_and_comments(published: Path) -> None:
    with duckdb.connect(published / PUBLISHED, read_only=True) as client:
        views = {name for (name,) in client.sql("SHOW TABLES").fetchall()}
        assert {
            "sources", "articles", "article_versions", "stances", "cited_figures", "named_experts",
            "quotations", "problems", "coverage", "trend_volume", "trend_stance", "trend_figures",
            "trend_experts", "trend_disagreement", "trend_seed_echo",
        } <= views  # fmt: skip
        assert client.sql("FROM articles_about('troop_deployment')").fetchall()
        bare = "FROM duckdb_columns() SELECT column_name WHERE NOT internal AND comment IS NULL"
        assert client.sql(bare).fetchall() == []


def test_the_copy_is_in_the_format_of_older_clients(published: Path) -> None:
    with duckdb.connect(published / PUBLISHED, read_only=True) as client:
        tags = client.sql("SELECT tags FROM duckdb_databases() WHERE NOT internal").fetchall()
    assert tags[0][0]["storage_version"].startswith(STORAGE_VERSION)


@pytest.mark.skipif(not Path(sys.executable).with_name("duckdb-1.5").exists(), reason="no DuckDB 1.5 beside")
def test_an_older_client_opens_it(published: Path) -> None:
    client = Path(sys.executable).with_name("duckdb-1.5")
    done = subprocess.run(
        [client, str(published / PUBLISHED), "FROM trend_volume"], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr


def test_a_reader_keeps_its_copy_while_the_next_is_published(published: Path) -> None:
    with open_published(published) as before:
        with open_live(published, lock_timeout_s=1, now=NOW) as live:
            write_versions(live, [version(99, capture_id=None)])
            assert query_published(published, "SELECT count(*) FROM articles").item() == 6
        publish(published, lock_timeout_s=1, now=NOW)
        assert before.read("SELECT count(*) AS n FROM articles").item() == 6
    assert query_published(published, "SELECT count(*) FROM articles").item() == 7


def test_readers_never_fail_while_a_flow_writes_and_publishes(published: Path) -> None:
    failures: list[str] = []
    answers: list[int] = []
    stop = threading.Event()

    def ask() -> None:
        while not stop.is_set():
            try:
                answers.append(query_published(published, "SELECT count(*) FROM article_versions").item())
            except WarehouseError as error:
                failures.append(str(error))

    reader = threading.Thread(target=ask)
    reader.start()
    for n in range(5):
        with open_live(published, lock_timeout_s=1, now=NOW) as live:
            write_versions(live, [version(100 + n, capture_id=None)])
        publish(published, lock_timeout_s=1, now=NOW)
    stop.set()
    reader.join()
    assert failures == []
    assert answers == sorted(answers) and len(answers) > 1


def test_what_fails_a_check_is_not_published(published: Path) -> None:
    before = (published / PUBLISHED).read_bytes()
    with open_live(published, lock_timeout_s=1, now=NOW) as live:
        execute(live, "UPDATE store.stances SET surface = surface || '!'")
    with pytest.raises(WarehouseError, match="not published: a stance's span does not hold its words"):
        publish(published, lock_timeout_s=1, now=NOW)
    assert (published / PUBLISHED).read_bytes() == before
    done = publish(published, lock_timeout_s=1, now=NOW, despite_failures=True)
    assert {c.name for c in done.checks if c.n_breaches and c.is_fatal} == {"stance_spans"}


def test_half_a_copy_of_a_killed_run_is_removed(published: Path) -> None:
    stray = published / f".{PUBLISHED}.1.partial"
    stray.write_bytes(b"half")
    publish(published, lock_timeout_s=1, now=NOW)
    assert not stray.exists()


def test_nobody_publishes_while_a_flow_writes(live: Live) -> None:
    with pytest.raises(WarehouseError, match="another run is writing"):
        publish(live.data, lock_timeout_s=0.1, now=NOW)


def test_nothing_published_yet(data: Path) -> None:
    with pytest.raises(WarehouseError, match="nothing is published yet; run `tenor run` first"):
        query_published(data, "SELECT 1")


@pytest.mark.parametrize(
    ("sql", "says"),
    [
        ("SELECT nope FROM articles", 'Referenced column "nope" not found'),
        ("SELEC 1", "syntax error"),
        ("", "0 statements"),
        ("SELECT 1; SELECT 2", "2 statements; give exactly one SELECT"),
        ("DELETE FROM store.versions", "DELETE is not allowed"),
        ("COPY articles TO '/tmp/stolen.csv'", "COPY is not allowed"),
        ("ATTACH '/tmp/other.duckdb'", "ATTACH is not allowed"),
        ("SET enable_external_access = true", "SET is not allowed"),
        ("SELECT * FROM read_csv('/etc/passwd')", "disabled by configuration"),
        ("SELECT * FROM '/etc/passwd'", "does not exist"),
        ("SELECT * FROM read_text('/etc/passwd')", "disabled by configuration"),
        ("WITH x AS (SELECT 1) SELECT * FROM glob('/etc/*')", "disabled by configuration"),
    ],
)
def test_only_questions_are_answered(published: Path, sql: str, says: str) -> None:
    with pytest.raises(WarehouseError) as error:
        query_published(published, sql)
    assert says in str(error.value)
    assert "\n" not in str(error.value)


def test_a_question_takes_parameters(published: Path) -> None:
    rows = query_published(published, "SELECT $x + 1 AS y", {"x": 1})
    assert rows.to_dicts() == [{"y": 2}]
    assert read_views(published, ["articles"])["articles"].height == 6


def test_describing_and_explaining_are_questions(published: Path) -> None:
    assert query_published(published, "SUMMARIZE articles").height > 20
    assert query_published(published, "DESCRIBE articles")["column_name"][0] == "article_id"
    assert query_published(published, "FROM sources").height == 2
    assert query_published(published, "EXPLAIN SELECT 1").height == 1


def test_a_damaged_copy_is_named(published: Path) -> None:
    (published / PUBLISHED).write_bytes(b"not a database" * 1000)
    with pytest.raises(WarehouseError, match=r"tenor\.duckdb: not a warehouse"):
        query_published(published, "SELECT 1")


def test_the_live_file_is_whole_by_itself(published: Path) -> None:
    with open_live(published, lock_timeout_s=1, now=NOW) as live:
        write_sources(live, [source("z")])
        assert read(live, "SELECT count(*) AS n FROM sources").item() == 3
    assert (published / LIVE).with_suffix(".duckdb.wal").exists() is False


COPY_WITHOUT_ROOM = """
import resource, signal, sys
from pathlib import Path
from tests.warehouse.values import NOW
from warehouse.errors import WarehouseError
from warehouse.publish import copy_whole
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
try:
    copy_whole(Path(sys.argv[1], "live.duckdb"), Path(sys.argv[1], "tenor.duckdb"))
except WarehouseError as error:
    print(error)
"""


def test_no_room_for_the_copy_leaves_the_former_one(published: Path) -> None:
    before = (published / PUBLISHED).read_bytes()
    done = subprocess.run(
        [sys.executable, "-c", COPY_WITHOUT_ROOM, str(published)], cwd=ROOT, capture_output=True, text=True
    )
    assert "the former copy is untouched, free some space" in done.stdout, done.stderr
    assert (published / PUBLISHED).read_bytes() == before
    assert not list(published.glob(".*.partial"))


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="needs /proc")
def test_opening_again_and_again_leaves_no_file_open(published: Path) -> None:
    def n_open() -> int:
        return len(list(Path("/proc/self/fd").iterdir()))

    query_published(published, "SELECT 1")
    before = n_open()
    for _ in range(20):
        query_published(published, "SELECT count(*) FROM articles")
        with open_live(published, lock_timeout_s=1, now=NOW):
            pass
    assert n_open() <= before + 2
