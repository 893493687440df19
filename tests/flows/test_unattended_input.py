"""Bad input of `tenor serve` and `tenor deploy`: one clear line each, nothing started."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from tests.flows.house import tenor

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


def one_line(done: object, said: str) -> None:
    assert done.returncode == 2, done  # type: ignore[attr-defined]
    lines = done.stderr.strip().splitlines()  # type: ignore[attr-defined]
    assert len(lines) == 1 and lines[0].startswith("tenor: ") and said in lines[0], lines


@pytest.mark.slow
@pytest.mark.parametrize(("variables", "said"), SERVE, ids=lambda value: str(value)[:40])
def test_serve_names_the_variable(variables: dict[str, str], said: str, tmp_path: Path) -> None:
    port = () if "TENOR_SERVE_PORT" in variables else ("--port", "0")
    one_line(tenor("serve", "--data", str(tmp_path), *port, **variables), said)
    assert not (tmp_path / "prefect" / "prefect.db").exists(), "nothing was started"


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


@pytest.mark.slow
@pytest.mark.parametrize(
    ("command", "version"), [("serve", "4.1.0"), ("serve", "none"), ("deploy", "2.20.1")]
)
def test_a_server_of_another_version_is_refused(version: str, command: str, tmp_path: Path) -> None:
    with pretending(version) as url:
        one_line(tenor(command, "--data", str(tmp_path), PREFECT_API_URL=url), url)


@pytest.mark.slow
def test_a_server_that_does_not_answer_is_named(tmp_path: Path) -> None:
    done = tenor("serve", "--data", str(tmp_path), PREFECT_API_URL="http://127.0.0.1:9/api")
    one_line(done, "http://127.0.0.1:9/api: no answer")


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


@pytest.mark.slow
@pytest.mark.parametrize(("content", "said"), FILES, ids=lambda value: " ".join(value.split())[:30])
def test_a_broken_project_file_is_one_line(content: str, said: str, tmp_path: Path) -> None:
    from flows.deploying import deployments_in
    from flows.settings import UsageError

    file = tmp_path / "prefect.yaml"
    file.write_text(content)
    with pytest.raises(UsageError) as refused:
        deployments_in(file)
    assert said in str(refused.value) and str(file) in str(refused.value)
    assert len(str(refused.value).splitlines()) == 1


@pytest.mark.slow
def test_deploy_without_file_or_server(tmp_path: Path) -> None:
    one_line(tenor("deploy", "--data", str(tmp_path), PREFECT_API_URL=""), "set PREFECT_API_URL")
    one_line(
        tenor("deploy", "--data", str(tmp_path), "--file", "/no/such.yaml"), "/no/such.yaml: No such file"
    )
