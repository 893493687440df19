"""A team's Prefect for tests: a PostgreSQL of our own, a server on it, a worker, and the worker's data."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
from pathlib import Path

import yaml

from tests.flows import unattended
from tests.flows.house import make_seeds, tenor
from tests.flows.unattended import Command, api
from tests.site import demonstration

ROOT = Path(__file__).resolve().parents[2]
PROGRAMS = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
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
