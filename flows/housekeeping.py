"""What a server remembers wrongly after a crash or a pause, put right.

In: a client. Out: dead runs marked as crashed, missed runs skipped but for the latest. Refuses: touching runs
of other data directories, or runs that may still be alive.

Import this only after `prepare_prefect`.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from typing import Any, Final

from filelock import FileLock, Timeout
from prefect.client.orchestration import PrefectClient
from prefect.client.schemas.filters import (
    FlowRunFilter,
    FlowRunFilterNextScheduledStartTime,
    FlowRunFilterState,
    FlowRunFilterStateType,
    FlowRunFilterTags,
)
from prefect.client.schemas.objects import FlowRun, State, StateType
from prefect.client.schemas.sorting import FlowRunSort
from prefect.states import Cancelled, Crashed

from flows.schedules import tags_of
from flows.settings import PASS_LOCK, Settings

UNDER_WAY: Final = [StateType.RUNNING, StateType.PENDING, StateType.CANCELLING]
PAGE: Final = 200


async def _runs(
    client: PrefectClient, settings: Settings, *types: StateType, is_ours_only: bool = True,
    due_by: datetime | None = None,
) -> list[FlowRun]:  # fmt: skip
    """The runs on this data in these states, page by page; with `due_by` those that should have begun by then."""
    due = FlowRunFilterNextScheduledStartTime.model_validate({"before_": due_by}) if due_by else None
    wanted = FlowRunFilter(
        state=FlowRunFilterState(type=FlowRunFilterStateType(any_=list(types))),
        tags=FlowRunFilterTags(all_=tags_of(settings)) if is_ours_only else None,
        next_scheduled_start_time=due,
    )
    found: list[FlowRun] = []
    while True:
        page = await client.read_flow_runs(
            flow_run_filter=wanted, sort=FlowRunSort.EXPECTED_START_TIME_ASC, limit=PAGE, offset=len(found)
        )
        found.extend(page)
        if len(page) < PAGE:
            return found if is_ours_only else [run for run in found if _is_of(run, settings)]


def _is_of(run: FlowRun, settings: Settings) -> bool:
    return run.parameters.get("data") == str(settings.data)


def is_idle(settings: Settings) -> bool:
    """Whether no pass is under way on this data, by any command."""
    lock = FileLock(settings.data / PASS_LOCK)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        return False
    lock.release()
    return True


async def close_dead_runs(client: PrefectClient, settings: Settings, *, is_ours_only: bool = True) -> int:
    """Mark as crashed what a process that is gone left under way on this data; how many.

    Call it while nothing can be alive: under the lock of `serve`, before runs are taken up. `is_ours_only`
    leaves alone what other commands began, such as `tenor run`.
    """
    dead = await _runs(client, settings, *UNDER_WAY, is_ours_only=is_ours_only)
    for run in dead:
        state: State[Any] = Crashed(
            message="The process of this run is gone; the next run takes up where it was."
        )
        await client.set_flow_run_state(run.id, state, force=True)
    return len(dead)


async def skip_missed(client: PrefectClient, settings: Settings, now: datetime) -> int:
    """Of the runs of a deployment that should have begun, keep the latest and skip the others; how many.

    One run catches up on everything that was missed, so a backlog would only ask the same hosts again.
    """
    due: dict[object, list[FlowRun]] = defaultdict(list)
    for run in await _runs(client, settings, StateType.SCHEDULED, due_by=now):
        at = run.next_scheduled_start_time or run.expected_start_time
        if run.auto_scheduled and at is not None and at <= now:
            due[run.deployment_id].append(run)
    missed = [run for runs in due.values() for run in runs[:-1]]
    for run in missed:
        state: State[Any] = Cancelled(name="Missed", message="Its time passed; the next run catches up once.")
        await client.set_flow_run_state(run.id, state, force=True)
    return len(missed)


async def next_runs(client: PrefectClient, settings: Settings) -> dict[str, datetime]:
    """Deployment name to the time of its next run."""
    coming: dict[str, datetime] = {}
    names = {deployment.id: deployment.name for deployment in await client.read_deployments()}
    for run in await _runs(client, settings, StateType.SCHEDULED):
        name = names.get(run.deployment_id) if run.deployment_id else None
        if name and run.expected_start_time:
            coming.setdefault(name, run.expected_start_time)
    return coming
