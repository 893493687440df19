"""`tenor deploy`: a team's Prefect server gets the work pool, the deployments and the automations.

In: settings, a `prefect.yaml`. Out: all of it on the server, as often as it is repeated. Refuses: a file that
is not a project file, a server that does not answer or is of another version; each in one line.
"""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import yaml

from flows.server import Server, wait_until_well
from flows.settings import (
    PROJECT,
    Settings,
    UsageError,
    configured_api,
    prepare_data_directory,
    prepare_prefect,
    served_api,
)

if TYPE_CHECKING:
    from prefect.client.orchestration import PrefectClient

SHIPPED: Final = PROJECT / "deployments" / "prefect.yaml"
POOL: Final = "tenor"
WRITERS: Final = 1
"""Runs of the pool at the same time: the warehouse has one writer."""
DEPLOY_S: Final = 300


def deploy(settings: Settings, file: Path) -> dict[str, str]:
    """Apply everything; what was done, by name."""
    prepare_data_directory(settings)
    url = configured_api() or served_api(settings)
    prepare_prefect(settings, api_url=url)
    names = deployments_in(file)
    if url is None:
        raise UsageError(
            "no Prefect server: set PREFECT_API_URL to its address, such as http://host:4200/api"
        )
    pool = asyncio.run(_prepare_pool(url))
    run_prefect_deploy(file)
    return {
        f"work pool {POOL}": pool,
        **{f"deployment {name}": "applied" for name in names},
        **asyncio.run(_automate(settings)),
    }


def deployments_in(file: Path) -> list[str]:
    """The names of the deployments in a project file; `UsageError` where it is none."""
    try:
        content = yaml.safe_load(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise UsageError(f"{file}: {error.strerror or error}; name a prefect.yaml with --file") from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise UsageError(f"{file}: not YAML: {' '.join(str(error).split())}; mend that place") from error
    listed = content.get("deployments") if isinstance(content, Mapping) else None
    if not isinstance(listed, list) or not listed:
        raise UsageError(f"{file}: has no list `deployments`; compare it with {SHIPPED}")
    return [_checked(file, n, entry) for n, entry in enumerate(listed, start=1)]


def _checked(file: Path, n: int, entry: Any) -> str:
    """The name of one deployment, whose schedules are checked."""
    if not isinstance(entry, Mapping):
        raise UsageError(f"{file}: deployment {n} is no mapping; compare it with {SHIPPED}")
    for key in ("name", "entrypoint"):
        if not isinstance(entry.get(key), str):
            raise UsageError(f"{file}: deployment {n} has no `{key}`; add it")
    name = str(entry["name"])
    for schedule in entry.get("schedules") or []:
        _check_schedule(file, name, schedule)
    return name


def _check_schedule(file: Path, name: str, schedule: Any) -> None:
    from prefect.client.schemas.schedules import CronSchedule

    if not isinstance(schedule, Mapping) or not {"cron", "interval", "rrule"} & schedule.keys():
        raise UsageError(f"{file}: deployment {name}: a schedule needs `cron`, `interval` or `rrule`")
    if "cron" in schedule:
        try:
            CronSchedule(cron=schedule["cron"], timezone=schedule.get("timezone", "UTC"))
        except ValueError as error:
            raise UsageError(
                f"{file}: deployment {name}: {schedule['cron']!r} in {schedule.get('timezone', 'UTC')!r} is no "
                "cron schedule; write one such as '*/15 * * * *' and a zone such as Europe/Berlin"
            ) from error


async def _prepare_pool(url: str) -> str:
    from prefect.client.orchestration import get_client

    async with get_client() as client:
        await wait_until_well(Server(url), client, asyncio.Event())
        return await apply_pool(client)


async def apply_pool(client: PrefectClient) -> str:
    """Make the process work pool with one writer, or set its limit; what was done."""
    from prefect.client.schemas.actions import WorkPoolCreate, WorkPoolUpdate
    from prefect.exceptions import ObjectNotFound
    from prefect.workers.process import ProcessWorker

    try:
        await client.read_work_pool(POOL)
    except ObjectNotFound:
        wanted = WorkPoolCreate(
            name=POOL,
            type=ProcessWorker.type,
            base_job_template=ProcessWorker.get_default_base_job_template(),
            concurrency_limit=WRITERS,
        )
        await client.create_work_pool(wanted)
        return "made"
    await client.update_work_pool(POOL, WorkPoolUpdate(concurrency_limit=WRITERS))
    return "up to date"


def run_prefect_deploy(file: Path) -> None:
    """`prefect deploy --all`, whose last words become one line when it fails."""
    command = [sys.executable, "-m", "prefect", "--no-prompt", "deploy", "--all", "--prefect-file", str(file)]
    try:
        done = subprocess.run(
            command, cwd=PROJECT, capture_output=True, text=True, timeout=DEPLOY_S, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise UsageError(
            f"{file}: `prefect deploy` did not end within {DEPLOY_S} s; is the server well?"
        ) from error
    if done.returncode:
        lines = [line.strip(" │╭╰─╮╯") for line in (done.stderr or done.stdout).splitlines()]
        last = next((line for line in reversed(lines) if line), "it said nothing")
        raise UsageError(f"{file}: `prefect deploy` refused it: {last}")


async def _automate(settings: Settings) -> dict[str, str]:
    from prefect.client.orchestration import get_client

    from flows.automations import apply_automations

    async with get_client() as client:
        return await apply_automations(client, settings)
