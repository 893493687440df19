"""A team's Prefect: server on PostgreSQL, `tenor deploy`, a worker killed in mid-flow that comes back."""

from __future__ import annotations

import asyncio
import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from tests.deployments.team import FILES, PROGRAMS, Team
from tests.flows import unattended
from tests.flows.house import serve
from tests.flows.unattended import Command, Gate, api, until
from tests.site.server import Site

pytestmark = [
    pytest.mark.slow,
    pytest.mark.postgres,
    pytest.mark.skipif(
        not PROGRAMS, reason="PostgreSQL is not installed, and tests/set_up.sh could not install it"
    ),
]
DAYS = 3


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


@pytest.fixture(scope="module")
def zombie(team: Team) -> dict[str, Any]:
    """A run whose worker was killed at it, and another worker in its place. It is noticed after half a minute."""
    worker = team.start_worker()
    zombie = until(lambda: at_work(team), "a run that lasts", 150, worker)
    for pid in [worker.process.pid, *unattended.children(worker.process.pid)]:
        os.kill(pid, signal.SIGKILL)
    worker.process.wait()
    team.start_worker()
    return zombie


@pytest.fixture(scope="module")
def gate(team: Team) -> Gate:
    return Gate(team.port)


@pytest.fixture(scope="module")
def served(
    team: Team, gate: Gate, zombie: dict[str, Any], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Command]:
    """`tenor serve` on the team's server. It asks for the zombie so that this one's silence lasts meanwhile."""
    folder = tmp_path_factory.mktemp("served")
    schedules = {f"TENOR_SCHEDULE_{name}": "off" for name in ("COLLECT", "PUBLISH", "UPKEEP")}
    command = unattended.tenor_command(
        folder, "serve", "serve", "--data", str(folder / "data"), "--offline",
        PREFECT_API_URL=f"http://127.0.0.1:{gate.port}/api", PREFECT_RUNNER_POLL_FREQUENCY="1",
        TENOR_SCHEDULE_ANNOTATE="5", TENOR_WORKERS="1", **schedules,
    )  # fmt: skip
    try:
        until(lambda: "health   well" in command.said, "health", 120, command)
        yield command
    finally:
        command.kill()


def test_serve_uses_a_server_that_is_configured(team: Team, gate: Gate, served: Command) -> None:
    assert f"ui       http://127.0.0.1:{gate.port}\n" in served.said
    prefect = served.out.parent / "data" / "prefect"
    assert not list(prefect.glob("*.db")), "no server of its own"


def test_serve_leaves_the_deployments_of_others_alone(team: Team, served: Command) -> None:
    data = served.out.parent / "data"
    own = f"annotation-{(data / 'prefect' / 'id').read_text()}"
    found = {entry["name"]: entry for entry in api(team.url, "/deployments/filter", {})}
    assert found[own]["parameters"]["data"] == str(data)
    for name in FILES:
        assert found[name]["parameters"]["data"] == str(team.data)


def completed(team: Team, command: Command) -> int:
    """How many runs of `tenor serve` have come to their end."""
    data = str(command.out.parent / "data")
    return sum(run["parameters"].get("data") == data for run in unattended.runs(team.url, "COMPLETED"))


def test_serve_outlasts_a_server_that_goes_away(team: Team, gate: Gate, served: Command) -> None:
    gate.shut()
    until(lambda: "the server does not answer" in served.said, "the outage", 20, served)
    before = completed(team, served)
    gate.open()
    until(lambda: "the server answers again" in served.said, "the end of the outage", 20, served)
    until(lambda: completed(team, served) > before, "a run", 90, served)
    assert served.said.count("the server does not answer") == 1
    assert "Traceback" not in served.out.read_text()


def test_serve_ends_on_ctrl_c(served: Command) -> None:
    status, seconds = served.end(signal.SIGINT)
    assert status == 0 and seconds < 10, served.said[-2000:]


@pytest.mark.timeout(600)  # on a busy machine
def test_a_worker_killed_in_mid_flow_loses_and_doubles_nothing(
    team: Team, zombie: dict[str, Any], tmp_path: Path
) -> None:
    expected = unattended.undisturbed(tmp_path, team.sources)
    until(
        lambda: api(team.url, f"/flow_runs/{zombie['id']}")["state_type"] == "CRASHED",
        "the automation calls it crashed", 150, team.worker,
    )  # fmt: skip
    until(
        lambda: unattended.n_articles(team.data) > 0 and unattended.contents(team.data) == expected,
        "the same rows as undisturbed", 150, team.worker,
    )  # fmt: skip
    assert len(expected["articles"]) > 5


def test_scheduled_runs_say_what_they_did(team: Team) -> None:
    names = [run["name"] for run in unattended.runs(team.url, "COMPLETED")]
    assert any(name.startswith("collected ") for name in names), names
