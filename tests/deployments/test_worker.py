"""A team's Prefect: server on PostgreSQL, `tenor deploy`, a worker killed in mid-flow that comes back."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from pydantic import SecretStr

from tests.flows import unattended
from tests.flows.house import make_seeds, serve, tenor
from tests.flows.unattended import Command, api, until
from tests.site import demonstration
from tests.site.server import Site

ROOT = Path(__file__).resolve().parents[2]
PROGRAMS = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
pytestmark = [
    pytest.mark.slow,
    pytest.mark.postgres,
    pytest.mark.skipif(
        not PROGRAMS, reason="PostgreSQL is not installed, and tests/set_up.sh could not install it"
    ),
]
DAYS = 3
FILES = {"collection": "* * * * * */20", "annotation": "* * * * * */20"}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Database:
    """A PostgreSQL of our own, as the user `postgres` where we are root: it refuses root."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port = folder, free_port()
        self.user = "postgres" if os.getuid() == 0 else None
        folder.mkdir()
        if self.user:
            shutil.chown(folder, self.user, self.user)
        self._run("initdb", "--auth", "trust", "--username", "prefect", "--no-sync", "-D", str(folder / "db"))
        options = f"-p {self.port} -c listen_addresses=127.0.0.1 -c fsync=off -k {folder}"
        where = ("-D", str(folder / "db"), "-l", str(folder / "log"))
        self._run("pg_ctl", *where, "-w", "-o", options, "start", is_read=False)

    def _run(self, program: str, *arguments: str, is_read: bool = True) -> str:
        stream = subprocess.PIPE if is_read else subprocess.DEVNULL  # a started server would keep pipes open
        done = subprocess.run(
            [str(PROGRAMS[-1] / program), *arguments], stdin=subprocess.DEVNULL, stdout=stream, stderr=stream,
            text=True, user=self.user, timeout=60, check=False, cwd=self.folder,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return done.stdout or ""

    @property
    def url(self) -> str:
        return f"postgresql+asyncpg://prefect@127.0.0.1:{self.port}/postgres"

    def ask(self, sql: str) -> str:
        where = ("-h", "127.0.0.1", "-p", str(self.port), "-U", "prefect", "-d", "postgres")
        return self._run("psql", *where, "-Atc", sql).strip()

    def stop(self) -> None:
        self._run("pg_ctl", "-D", str(self.folder / "db"), "-m", "immediate", "stop", is_read=False)


class Team:
    """Database, server, site, and the worker's data."""

    def __init__(self, folder: Path, base: str) -> None:
        self.folder, self.sources = folder, demonstration.sources_yaml(base)
        self.seeds, self.data = make_seeds(folder, self.sources), folder / "data"
        self.database = Database(
            Path("/tmp") / f"tenor-pg-{os.getpid()}" if os.getuid() == 0 else folder / "pg"
        )
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}/api"
        self.server = self.start_server()
        self.worker: Command | None = None
        self.n_workers = 0

    def start_server(self) -> Command:
        arguments = ["server", "start", "--host", "127.0.0.1", "--port", str(self.port)]
        self.server = Command(
            self.folder, "server", ["-m", "flows.prefect_child", *arguments],
            PREFECT_API_DATABASE_CONNECTION_URL=self.database.url, PREFECT_HOME=str(self.folder / "prefect"),
            PREFECT_SERVER_ANALYTICS_ENABLED="false", PREFECT_API_SERVICES_SCHEDULER_LOOP_SECONDS="10",
            PREFECT_DEPLOYMENT_CONCURRENCY_SLOT_WAIT_SECONDS="3",
        )  # fmt: skip
        return self.server

    def is_well(self) -> bool:
        try:
            return api(self.url, "/health") is True
        except OSError:
            return False

    def deploy(self, file: Path, **variables: str) -> subprocess.CompletedProcess[str]:
        return tenor(
            "deploy", "--file", str(file), "--data", str(self.data), PREFECT_API_URL=self.url,
            TENOR_SILENT_S="35", **variables,
        )  # fmt: skip

    def project_file(self) -> Path:
        """The shipped file with short schedules, and this data."""
        content = yaml.safe_load((ROOT / "deployments" / "prefect.yaml").read_text(encoding="utf-8"))
        content["deployments"] = [entry for entry in content["deployments"] if entry["name"] in FILES]
        for entry in content["deployments"]:
            entry["schedules"] = [{"cron": FILES[entry["name"]], "timezone": "UTC"}]
            entry["parameters"] |= {"data": str(self.data), "seeds": str(self.seeds)}
        path = self.folder / "prefect.yaml"
        path.write_text(yaml.safe_dump(content))
        return path

    def start_worker(self) -> Command:
        self.n_workers += 1
        arguments = ["worker", "start", "--pool", "tenor", "--type", "process", "--limit", "1"]
        self.worker = Command(
            self.folder, f"worker{self.n_workers}", ["-m", "prefect", *arguments], PREFECT_API_URL=self.url,
            PREFECT_WORKER_QUERY_SECONDS="2",
            PREFECT_HOME=str(self.folder / "prefect"), PREFECT_FLOWS_HEARTBEAT_FREQUENCY="30",
            TENOR_WORKERS="1", TENOR_ALLOW_PRIVATE="true", TENOR_PER_HOST_INTERVAL_S="0.1", TENOR_LOG_LEVEL="INFO",
        )  # fmt: skip
        return self.worker

    def stop(self) -> None:
        for command in (self.worker, self.server):
            if command is not None:
                for pid in unattended.children(command.process.pid):
                    os.kill(pid, signal.SIGKILL)
                command.kill()
        self.database.stop()
        if os.getuid() == 0:
            shutil.rmtree(self.database.folder)


@pytest.fixture(scope="module")
def team(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Team]:
    with Site() as site:
        team = Team(tmp_path_factory.mktemp("team"), serve(site, days=DAYS))
        try:
            until(team.is_well, "the server's health", 150, team.server)
            yield team
        finally:
            team.stop()


def again(url: str, alert: str) -> list[str]:
    """Apply once more, in this process, what `tenor deploy` applies beside `prefect deploy`; what was done."""
    from prefect.client.orchestration import get_client
    from prefect.settings import PREFECT_API_URL, temporary_settings

    from flows.automations import apply_automations
    from flows.deploying import apply_pool
    from flows.settings import Settings

    async def apply() -> list[str]:
        async with get_client() as client:
            settings = Settings(silent_s=35, alert_url=SecretStr(alert))
            return [await apply_pool(client), *(await apply_automations(client, settings)).values()]

    with temporary_settings({PREFECT_API_URL: url}):
        return asyncio.run(apply())


def test_deploying_twice_makes_nothing_twice(team: Team) -> None:
    file = team.project_file()
    alert = "http://127.0.0.1:9/hook?token=secret"
    done = team.deploy(file, TENOR_ALERT_URL=alert)
    assert done.returncode == 0, done.stderr
    assert "work pool tenor: made" in done.stdout
    assert "secret" not in done.stdout + done.stderr
    assert again(team.url, alert) == ["up to date"] * 4
    names = sorted(entry["name"] for entry in api(team.url, "/automations/filter", {}))
    assert [name for name in names if name.startswith("tenor: ")] == names and len(names) == 3
    pool = api(team.url, "/work_pools/tenor")
    assert (pool["type"], pool["concurrency_limit"]) == ("process", 1)
    found = {entry["name"]: entry for entry in api(team.url, "/deployments/filter", {})}
    assert found.keys() == FILES.keys()
    for name, entry in found.items():
        assert [s["schedule"]["cron"] for s in entry["schedules"]] == [FILES[name]]
        assert entry["tags"] == ["tenor"] and entry["global_concurrency_limit"]["limit"] == 1


def test_the_server_keeps_its_books_in_postgresql(team: Team) -> None:
    assert team.database.ask("select count(*) from deployment") == "2"
    until(
        lambda: int(team.database.ask("select count(*) from flow_run")) > 0, "scheduled runs", 60, team.server
    )


def at_work(team: Team) -> dict[str, Any] | None:
    """A run that is still at work two seconds later: it has told of itself, so that its silence is noticed."""
    before = unattended.runs(team.url, "RUNNING")
    time.sleep(2)
    after = {run["id"] for run in unattended.runs(team.url, "RUNNING")}
    return next((run for run in before if run["id"] in after), None)


@pytest.mark.timeout(600)  # on a busy machine
def test_a_worker_killed_in_mid_flow_loses_and_doubles_nothing(team: Team, tmp_path: Path) -> None:
    worker = team.start_worker()
    zombie = until(lambda: at_work(team), "a run that lasts", 150, worker)
    for pid in [worker.process.pid, *unattended.children(worker.process.pid)]:
        os.kill(pid, signal.SIGKILL)
    worker.process.wait()
    worker = team.start_worker()
    expected = unattended.undisturbed(tmp_path, team.sources)
    until(
        lambda: api(team.url, f"/flow_runs/{zombie['id']}")["state_type"] == "CRASHED",
        "the automation calls it crashed", 150, worker,
    )  # fmt: skip
    until(
        lambda: unattended.n_articles(team.data) > 0 and unattended.contents(team.data) == expected,
        "the same rows as undisturbed", 150, worker,
    )  # fmt: skip
    assert len(expected["articles"]) > 5


def test_scheduled_runs_say_what_they_did(team: Team) -> None:
    names = [run["name"] for run in unattended.runs(team.url, "COMPLETED")]
    assert any(name.startswith("collected ") for name in names), names


def test_serve_uses_a_server_that_is_configured_and_ends_on_ctrl_c(team: Team, tmp_path: Path) -> None:
    data = tmp_path / "data"
    command = unattended.tenor_command(
        tmp_path, "serve", "serve", "--data", str(data), "--offline", PREFECT_API_URL=team.url
    )
    try:
        until(lambda: "health   well" in command.said, "health", 120, command)
        assert f"ui       {team.url.removesuffix('/api')}\n" in command.said
        assert not list((data / "prefect").glob("*.db")), "no server of its own"
        status, seconds = command.end(signal.SIGINT)
        assert status == 0 and seconds < 10, command.said[-2000:]
    finally:
        command.kill()
