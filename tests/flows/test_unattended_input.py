"""Bad input of `tenor serve` and `tenor deploy`: one clear line each, nothing started."""

from __future__ import annotations

import json
import os
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from tests.flows.house import tenor

pytestmark = pytest.mark.slow

SERVE = [
    ({"TENOR_TIME_ZONE": "Europe/Berlim"}, "TENOR_TIME_ZONE: 'Europe/Berlim' is no time zone"),
    (
        {"TENOR_SCHEDULE_COLLECT": "every now and then"},
        "TENOR_SCHEDULE_COLLECT: 'every now and then' is no sche",
    ),
    ({"TENOR_SCHEDULE_UPKEEP": "61 * * * *"}, "TENOR_SCHEDULE_UPKEEP"),
    ({"TENOR_SERVE_PORT": "70000"}, "TENOR_SERVE_PORT"),
    ({"TENOR_SERVE_HOST": "256.0.0.1"}, "TENOR_SERVE_PORT"),
]


def refused(command: Callable[[], object], said: str) -> None:
    """`UsageError` of one line, which the command line prints as it is."""
    from flows.settings import UsageError

    with pytest.raises(UsageError) as error:
        command()
    assert said in str(error.value) and len(str(error.value).splitlines()) == 1, error.value


def serve(tmp_path: Path) -> None:
    """`tenor serve` in this process."""
    from flows.serving import serve as run
    from flows.settings import load_settings

    run(load_settings(data=tmp_path), print)


def deploy(tmp_path: Path) -> None:
    """`tenor deploy` in this process."""
    from flows.deploying import SHIPPED
    from flows.deploying import deploy as run
    from flows.settings import load_settings

    run(load_settings(data=tmp_path), SHIPPED)


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """What a command sets for Prefect and for its runs is undone, and where it goes."""
    before = dict(os.environ)
    monkeypatch.chdir(Path.cwd())
    monkeypatch.setenv("TENOR_SERVE_PORT", "0")
    yield
    os.environ.clear()
    os.environ.update(before)


def test_serve_says_it_in_one_line_and_starts_nothing(tmp_path: Path) -> None:
    done = tenor("serve", "--data", str(tmp_path), TENOR_TIME_ZONE="Europe/Berlim", TENOR_SERVE_PORT="0")
    assert done.returncode == 2
    [line] = done.stderr.strip().splitlines()
    assert line.startswith("tenor: TENOR_TIME_ZONE: 'Europe/Berlim' is no time zone"), line
    assert not (tmp_path / "prefect" / "prefect.db").exists(), "nothing was started"


@pytest.mark.parametrize(("variables", "said"), SERVE, ids=lambda value: str(value)[:40])
def test_serve_names_the_variable(
    variables: dict[str, str], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    refused(lambda: serve(tmp_path), said)


class Pretender(BaseHTTPRequestHandler):
    """A server that says it is Prefect of another version."""

    version = "2.20.1"

    def do_GET(self) -> None:
        path = self.path.rsplit("/", 1)[-1]
        content = {"health": True, "version": self.version}.get(path)
        self.send_response(404 if content is None else 200)
        self.send_header("content-type", "application/json")
        self.end_headers()
        self.wfile.write(json.dumps(content).encode())

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def pretending(version: str) -> Iterator[str]:
    handler = type("Handler", (Pretender,), {"version": version})
    with HTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/api"
        server.shutdown()


@contextmanager
def asking(url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Prefect in this process asks that server."""
    from prefect.settings import PREFECT_API_URL, PREFECT_CLIENT_MAX_RETRIES, temporary_settings

    monkeypatch.setenv("PREFECT_API_URL", url)
    with temporary_settings({PREFECT_API_URL: url, PREFECT_CLIENT_MAX_RETRIES: 0}):
        yield


@pytest.mark.parametrize(
    ("command", "version"), [(serve, "4.1.0"), (serve, "none"), (deploy, "2.20.1")], ids=["4", "none", "2"]
)
def test_a_server_of_another_version_is_refused(
    version: str, command: Callable[[Path], None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pretending(version) as url, asking(url, monkeypatch):
        refused(lambda: command(tmp_path), url)


def test_a_server_that_does_not_answer_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("flows.server.ANSWER_S", 0.5)
    with asking("http://127.0.0.1:9/api", monkeypatch):
        refused(lambda: serve(tmp_path), "http://127.0.0.1:9/api: no answer")


def test_books_of_a_newer_prefect_are_refused_before_anything_starts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from flows.cli import run_command

    monkeypatch.delenv("PREFECT_API_URL", raising=False)
    (tmp_path / "prefect").mkdir()
    with closing(sqlite3.connect(tmp_path / "prefect" / "prefect.db")) as books:
        books.executescript(
            "create table alembic_version (version_num varchar(32)); "
            "insert into alembic_version values ('ffffffffffff')"
        )
    refused(lambda: serve(tmp_path), "kept by a newer Prefect than")
    assert not (tmp_path / "prefect" / "server.log").exists()
    monkeypatch.delenv("PREFECT_API_URL")
    assert run_command(["run", "--offline", "--data", str(tmp_path)]) == 2
    [line] = capsys.readouterr().err.strip().splitlines()
    assert "or move the file away: only the histories of runs are in it" in line


def test_its_own_books_are_opened() -> None:
    """The revision that Prefect's newest migration reaches is known."""
    from importlib.util import find_spec

    from flows.prefect_books import MIGRATIONS, is_known

    [folder] = find_spec("prefect").submodule_search_locations  # type: ignore[union-attr]
    newest = max(path.stem for path in (Path(folder) / MIGRATIONS).glob("*.py"))
    assert is_known(newest.split("_")[4]) and not is_known("ffffffffffff")


FILES = [
    ("deployments: [", "not YAML"),
    ("name: tenor\n", "no list `deployments`"),
    ("- a\n", "no list `deployments`"),
    ("deployments:\n- 7\n", "deployment 1 is no mapping"),
    ("deployments:\n- name: a\n", "no `entrypoint`"),
    ("deployments:\n- {name: a, entrypoint: b.c, schedules: [soon]}\n", "needs `cron`"),
    ("deployments:\n- {name: a, entrypoint: b.c, schedules: [{cron: soon}]}\n", "'soon' in 'UTC' is no cron"),
    (
        "deployments:\n- {name: a, entrypoint: b.c, schedules: [{cron: '* * * * *', timezone: Mars}]}\n",
        "'Mars' is no cron",
    ),
]


@pytest.mark.parametrize(("content", "said"), FILES, ids=lambda value: " ".join(value.split())[:30])
def test_a_broken_project_file_is_one_line(content: str, said: str, tmp_path: Path) -> None:
    from flows.deploying import deployments_in

    file = tmp_path / "prefect.yaml"
    file.write_text(content)
    refused(lambda: deployments_in(file), said)
    refused(lambda: deployments_in(file), str(file))


def test_deploy_without_file_or_server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from flows.deploying import deployments_in

    monkeypatch.delenv("PREFECT_API_URL", raising=False)
    refused(lambda: deploy(tmp_path), "set PREFECT_API_URL")
    refused(lambda: deployments_in(Path("/no/such.yaml")), "/no/such.yaml: No such file")
