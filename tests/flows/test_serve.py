"""`tenor serve` as it lives: a cron fires, the disk is full, its server is killed, it is killed itself, comes back,
stops (RELIABILITY 84, 86, 88, 97, 100)."""

from __future__ import annotations

import json
import os
import resource
import signal
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from flows.settings import SERVE_ADDRESS
from tests.flows import unattended
from tests.flows.house import make_seeds, serve, tenor
from tests.flows.unattended import Command, tenor_command, until
from tests.site import demonstration
from tests.site.server import Site
from warehouse.connection import LIVE

pytestmark = pytest.mark.slow
DAYS = 3
VARIABLES = {
    "TENOR_SCHEDULE_COLLECT": "* * * * * */20", "TENOR_SCHEDULE_ANNOTATE": "15", "TENOR_SCHEDULE_PUBLISH": "off",
    "TENOR_SCHEDULE_UPKEEP": "off", "TENOR_ALLOW_PRIVATE": "true", "TENOR_PER_HOST_INTERVAL_S": "0.05",
    "TENOR_WORKERS": "1",
}  # fmt: skip


class House:
    """A data directory with a server in it, over the tests of this file."""

    def __init__(self, folder: Path, sources: str) -> None:
        self.folder, self.sources = folder, sources
        self.seeds, self.data = make_seeds(folder, sources), folder / "data"
        self.n_started = 0
        self.command = self.start()

    def start(self) -> Command:
        self.n_started += 1
        where = ("--data", str(self.data), "--seeds", str(self.seeds), "--port", "0")
        self.command = tenor_command(self.folder, f"serve{self.n_started}", "serve", *where, **VARIABLES)
        return self.command

    def wait_for(self, words: str, within_s: float = 240) -> str:
        return until(
            lambda: self.command.said if words in self.command.said else None, words, within_s, self.command
        )

    def wait_for_run(self) -> None:
        sql = "select 1 from flow_run where state_type = 'RUNNING'"
        until(lambda: self.books(sql), "a run", 120, self.command)

    def books(self, sql: str) -> list[tuple[Any, ...]]:
        """Prefect's own books."""
        with sqlite3.connect(self.data / "prefect" / "prefect.db", timeout=20) as books:
            return books.execute(sql).fetchall()


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with Site() as site:
        base = serve(site, days=DAYS)
        house = House(tmp_path_factory.mktemp("serve"), demonstration.sources_yaml(base))
        try:
            yield house
        finally:
            house.command.kill()


def test_it_says_where_its_pages_are_and_what_comes_next(house: House) -> None:
    said = house.wait_for("health")
    assert "ui       http://127.0.0.1:" in said
    assert "health   well: Prefect" in said and "collection" in said


def test_a_second_one_is_refused(house: House) -> None:
    done = tenor("serve", "--data", str(house.data), "--seeds", str(house.seeds), "--port", "0")
    assert done.returncode == 2
    assert "another `tenor serve` is running there" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_a_port_that_is_taken_is_one_clear_line(house: House, tmp_path: Path) -> None:
    port = house.command.said.split("http://127.0.0.1:")[1].split()[0]
    done = tenor("serve", "--data", str(tmp_path), "--port", port)
    assert done.returncode == 2
    assert f"127.0.0.1:{port}" in done.stderr and "TENOR_SERVE_PORT" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def limit_files(pid: int, n_bytes: int) -> None:
    """Let the system refuse longer files to a process and to those it starts from now on, as a full disk would."""
    _, most = resource.prlimit(pid, resource.RLIMIT_FSIZE)
    resource.prlimit(pid, resource.RLIMIT_FSIZE, (n_bytes, most))


def test_a_full_disk_fails_runs_in_one_line_until_there_is_space(house: House) -> None:
    limit_files(house.command.process.pid, 200_000)
    failed = "select 1 from flow_run_state where type = 'FAILED' and message like '%the disk is full; free%'"
    try:
        until(lambda: house.books(failed), "a failed run", 120, house.command)
    finally:
        limit_files(house.command.process.pid, resource.RLIM_INFINITY)
    assert "Traceback" not in house.command.err.read_text()


def test_its_server_killed_in_mid_run_is_started_again(house: House) -> None:
    house.wait_for_run()
    pid = house.command.process.pid
    [server] = [
        child for child in unattended.children(pid) if "flows.prefect_child" in unattended.told(child)
    ]
    os.kill(server, signal.SIGKILL)
    house.wait_for("starting again, the run in hand is done again", 30)
    until(lambda: house.command.said.count("health   well") == 2, "health", 240, house.command)
    assert house.command.process.pid == pid
    assert "marked as crashed" in house.command.said


def test_killed_in_mid_flow_it_takes_everything_with_it(house: House) -> None:
    house.wait_for_run()
    processes = unattended.children(house.command.process.pid)
    assert len(processes) >= 2, "the server and a run"
    os.kill(house.command.process.pid, signal.SIGKILL)
    house.command.process.wait()
    until(lambda: not any(map(unattended.is_alive, processes)), "no process left", 20)


def test_it_comes_back_and_rows_appear(house: House) -> None:
    house.start()
    house.wait_for("health")
    assert "marked as crashed" in house.command.said
    n_expected = len(demonstration.articles(DAYS))
    until(lambda: unattended.n_articles(house.data) >= n_expected // 2, "rows", 240, house.command)


def test_nothing_is_lost_or_doubled(house: House, tmp_path: Path) -> None:
    expected = unattended.undisturbed(tmp_path, house.sources)
    until(lambda: unattended.contents(house.data) == expected, "the same rows", 120, house.command)
    assert len(expected["articles"]) > 5


def test_a_damaged_warehouse_is_one_line_and_no_traceback(house: House, tmp_path: Path) -> None:
    """91, by a command that uses this server."""
    (tmp_path / LIVE).write_bytes(bytes(range(256)) * 50)
    url = (house.data / SERVE_ADDRESS).read_text()
    done = tenor("annotate-new", "--data", str(tmp_path), PREFECT_API_URL=url)
    assert done.returncode == 2
    [line] = done.stderr.strip().splitlines()
    assert line.startswith(f"tenor: {tmp_path / LIVE}: ") and "tenor rebuild" in line


def test_runs_say_what_they_did(house: House) -> None:
    names = [name for (name,) in house.books("select name from flow_run where state_type = 'COMPLETED'")]
    assert any(name.startswith("collected ") and " pages from " in name for name in names), names
    assert any("annotated" in name for name in names), names
    tables = [
        json.loads(json.loads(table))
        for (table,) in house.books("select data from artifact where key = 'tenor-run'")
    ]
    stages = {row["stage"]: row for table in tables for row in table}
    assert stages["collect"].keys() >= {"sources", "entries", "in", "out", "problems", "seconds"}
    assert {"extract", "annotate", "publish"} <= stages.keys()


def test_logs_are_json_lines(house: House) -> None:
    lines = [json.loads(line) for line in house.command.err.read_text().splitlines()]
    stages = [line for line in lines if line.get("stage") == "collect"]
    assert stages and stages[0].keys() >= {"time", "level", "message", "n_in", "n_out", "n_problems"}


def test_it_stops_cleanly_within_ten_seconds(house: House) -> None:
    processes = unattended.children(house.command.process.pid)
    status, seconds = house.command.end()
    assert status == 0, house.command.said[-2000:]
    assert seconds < 10
    assert not house.books("select name from flow_run where state_type in ('RUNNING', 'CANCELLING')")
    until(lambda: not any(map(unattended.is_alive, processes)), "no process left", 10)


def test_missed_runs_are_skipped_but_one(house: House) -> None:
    """The runs that were due while it was killed: all but the latest of each kind were never begun."""
    [(n_missed,)] = house.books("select count(*) from flow_run where state_name = 'Missed'")
    assert n_missed >= 1
    began = house.books("select expected_start_time from flow_run where start_time is not null")
    assert len(began) == len(set(began))
