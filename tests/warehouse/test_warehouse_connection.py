"""Opening: locks, damage, old and new schemas, transactions."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from tests.warehouse.state import count, state
from tests.warehouse.values import NOW, source
from warehouse.connection import LIVE, Live, execute, open_live, read, transaction
from warehouse.errors import WarehouseError
from warehouse.sources import write_sources
from warehouse.statements import scripts

pytestmark = pytest.mark.slow


def opened(data: Path, timeout: float = 0.2) -> None:
    with open_live(data, lock_timeout_s=timeout, now=NOW):
        pass


def one_line(error: pytest.ExceptionInfo[WarehouseError]) -> str:
    message = str(error.value)
    assert "\n" not in message
    return message


def test_a_second_writer_is_told_to_wait(live: Live) -> None:
    with pytest.raises(WarehouseError) as error:
        opened(live.data)
    assert "another run is writing; wait" in one_line(error)


HOLD = """
import sys, duckdb
con = duckdb.connect(sys.argv[1], read_only=True)
print("open", flush=True)
sys.stdin.read()
"""


def test_a_stranger_who_holds_the_file_is_named(data: Path) -> None:
    opened(data)
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(data / LIVE)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as stranger:
        assert stranger.stdout
        assert stranger.stdout.readline() == b"open\n"
        with pytest.raises(WarehouseError) as error:
            opened(data)
        stranger.communicate()
    assert "another program has it open" in one_line(error)
    opened(data)


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="needs a directory that even root cannot write")
def test_a_directory_that_cannot_be_written() -> None:
    with pytest.raises(WarehouseError) as error:
        opened(Path("/proc/self/tenor"))
    assert "--data" in one_line(error)


def test_a_file_in_place_of_the_directory(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("x")
    with pytest.raises(WarehouseError, match="--data"):
        opened(tmp_path / "data")


@pytest.mark.parametrize("damage", ["garbage", "cut", "flipped"])
def test_damage_is_detected_and_the_mend_named(data: Path, damage: str) -> None:
    with open_live(data, lock_timeout_s=1, now=NOW) as live:
        write_sources(live, [source("a")])
    path = data / LIVE
    whole = path.read_bytes()
    if damage == "garbage":
        path.write_bytes(b"not a database" * 1000)
    elif damage == "cut":
        path.write_bytes(whole[: len(whole) // 3])
    else:
        path.write_bytes(whole[:8000] + bytes(b ^ 0xFF for b in whole[8000:30000]) + whole[30000:])
    with pytest.raises(WarehouseError) as error, open_live(data, lock_timeout_s=1, now=NOW) as live:
        state(live)
    assert "tenor rebuild" in one_line(error)


def test_an_empty_file_is_no_damage(data: Path) -> None:
    data.mkdir()
    (data / LIVE).touch()
    opened(data)


def test_a_newer_schema_is_refused_untouched(data: Path) -> None:
    with open_live(data, lock_timeout_s=1, now=NOW) as live:
        execute(live, "INSERT INTO schema_migrations VALUES ('9999_later', now())")
    before = (data / LIVE).read_bytes()
    with pytest.raises(WarehouseError) as error:
        opened(data)
    assert "newer Tenor (knows 9999_later); upgrade" in one_line(error)
    assert (data / LIVE).read_bytes() == before


@pytest.mark.parametrize("n", range(1, len(scripts("migrations"))))
def test_an_older_schema_is_migrated_and_keeps_its_rows(data: Path, n: int) -> None:
    data.mkdir()
    with duckdb.connect(data / LIVE) as old:
        old.execute("CREATE TABLE schema_migrations (name VARCHAR NOT NULL, applied_at TIMESTAMP NOT NULL)")
        for stem, script in scripts("migrations")[:n]:
            old.execute(script)
            old.execute("INSERT INTO schema_migrations VALUES ($stem, now())", {"stem": stem})
        old.execute(
            "INSERT INTO store.problems VALUES ('collect', 's', 'c', 'd', TIMESTAMP '2026-01-01', NULL)"
        )
    with open_live(data, lock_timeout_s=1, now=NOW) as live:
        assert list(read(live, "FROM schema_migrations ORDER BY name")["name"]) == [
            stem for stem, _ in scripts("migrations")
        ]
        assert read(live, "FROM problems")["subject"].to_list() == ["s"]
        assert count(live, "articles") == 0


def test_opening_again_changes_no_byte(data: Path) -> None:
    opened(data)
    before = (data / LIVE).read_bytes()
    opened(data)
    assert (data / LIVE).read_bytes() == before


def test_the_log_is_in_the_file_after_closing(data: Path) -> None:
    with open_live(data, lock_timeout_s=1, now=NOW) as live:
        write_sources(live, [source("a")])
    assert [p.name for p in data.iterdir() if ".wal" in p.name] == []
    with open_live(data, lock_timeout_s=1, now=NOW) as live:
        assert count(live, "store.sources") == 1


def test_a_failed_transaction_leaves_nothing(live: Live) -> None:
    with pytest.raises(KeyError), transaction(live):
        write_sources(live, [source("a")])
        raise KeyError("after an inner block that ended well")
    assert count(live, "store.sources") == 0
    with transaction(live), transaction(live):
        write_sources(live, [source("a")])
    assert count(live, "store.sources") == 1


def test_an_error_of_the_database_stays_in_the_room(live: Live) -> None:
    with pytest.raises(WarehouseError) as error:
        read(live, "SELECT nothing FROM nowhere")
    assert "nowhere" in one_line(error)
