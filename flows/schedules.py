"""When what runs: the four deployments, as the settings say.

In: settings. Out: deployments with checked schedules. Refuses: a cron line, a number of seconds or a time
zone that is none, in one line that names the variable.

Import this only after `prepare_prefect`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final, cast
from uuid import uuid4
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from prefect.deployments.runner import RunnerDeployment
from prefect.flows import Flow
from prefect.schedules import Cron, Interval, Schedule
from prefect.types.entrypoint import EntrypointType

from flows.passes import annotation, collection, publication
from flows.settings import Settings, UsageError
from flows.upkeep import upkeep

TAG: Final = "tenor"
ID: Final = "prefect/id"
"""What tells this data apart on a server that others use too: made once."""
OFF: Final = "off"


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """A flow and the setting that says when it runs."""

    name: str
    flow: Flow[..., Any]
    setting: str
    says: str


PLAN: Final = (
    Planned(
        name="collection", flow=collection, setting="schedule_collect",
        says="Asks the feeds and pages that are due; each source has its own rhythm.",
    ),
    Planned(
        name="annotation", flow=annotation, setting="schedule_annotate",
        says="Extracts and annotates what is new, and publishes the warehouse.",
    ),
    Planned(
        name="publication", flow=publication, setting="schedule_publish",
        says="Builds the trend tables, publishes, exports parquet, writes the report.",
    ),
    Planned(
        name="upkeep", flow=upkeep, setting="schedule_upkeep",
        says="Looks over archive, coverage and set-up; forgets what is past its time.",
    ),
)  # fmt: skip


def schedule_of(settings: Settings, setting: str) -> Schedule | None:
    """The schedule that a setting asks for; None where it is off."""
    value = str(getattr(settings, setting)).strip()
    if value.lower() == OFF:
        return None
    if value.isdigit():
        if int(value) < 1:
            raise _refused(setting, value)
        return Interval(timedelta(seconds=int(value)))
    try:
        return Cron(value, timezone=_zone(settings))
    except ValueError as error:
        raise _refused(setting, value) from error


def _refused(setting: str, value: str) -> UsageError:
    return UsageError(
        f"TENOR_{setting.upper()}: {value!r} is no schedule; write a cron line such as '*/15 * * * *', a "
        f"number of seconds, or {OFF}"
    )


def _zone(settings: Settings) -> str:
    try:
        return ZoneInfo(settings.time_zone).key
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise UsageError(
            f"TENOR_TIME_ZONE: {settings.time_zone!r} is no time zone; write one such as Europe/Berlin"
        ) from error


def data_id(settings: Settings) -> str:
    """Six characters that tell this data directory from every other, wherever it lies; call under a lock."""
    file = settings.data / ID
    if not file.exists() or not file.read_text("ascii").strip():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(uuid4().hex[:6], "ascii")
    return file.read_text("ascii").strip()


def tags_of(settings: Settings) -> list[str]:
    """The tags of the deployments of this data, and of their runs."""
    return [TAG, f"{TAG}-data-{data_id(settings)}"]


def deployments_of(settings: Settings, *, is_shared: bool = False) -> list[RunnerDeployment]:
    """The four deployments, checked; those that are off are paused.

    `is_shared`: the server is not our own, so the data's id is part of each name.
    """
    where = {"data": str(settings.data), "seeds": str(settings.seeds), "quiet": True}
    made: list[RunnerDeployment] = []
    for planned in PLAN:
        schedule = schedule_of(settings, planned.setting)
        offline = {"offline": True} if settings.offline and planned.flow is collection else {}
        name = f"{planned.name}-{data_id(settings)}" if is_shared else planned.name
        deployment = planned.flow.to_deployment(
            name, schedule=schedule, paused=schedule is None, parameters={**where, **offline},
            tags=tags_of(settings), description=planned.says, entrypoint_type=EntrypointType.MODULE_PATH,
            enforce_parameter_schema=False,
        )  # fmt: skip
        made.append(cast("RunnerDeployment", deployment))
    return made
