"""What the server does by itself: call dead runs dead, tell somebody when a run failed or found news.

In: a client, settings. Out: three automations, made or brought up to date by name. Refuses: a second one of the
same name when it is applied again.

Import this only after `prepare_prefect`.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Final
from uuid import UUID

from prefect.blocks.notifications import CustomWebhookNotificationBlock
from prefect.client.orchestration import PrefectClient
from prefect.client.schemas.objects import StateType
from prefect.events.actions import ChangeFlowRunState, SendNotification
from prefect.events.schemas.automations import AutomationCore, EventTrigger, Posture
from prefect.events.schemas.events import ResourceSpecification

from flows.alerts import EVENT
from flows.schedules import TAG
from flows.settings import Settings

ZOMBIES: Final = "tenor: a run that has fallen silent has crashed"
FAILURES: Final = "tenor: tell of failed and crashed runs"
NEWS: Final = "tenor: tell of alerts"
BLOCK: Final = "tenor-alert"
ENDINGS: Final = frozenset(
    f"prefect.flow-run.{name}" for name in ("Completed", "Failed", "Cancelled", "Crashed")
)
HEARTBEAT: Final = "prefect.flow-run.heartbeat"


def zombies(silent_for: timedelta) -> AutomationCore:
    """A run that has sent a heartbeat, and then for so long neither another one nor its end, has crashed."""
    return AutomationCore(
        name=ZOMBIES,
        description="Its process is gone. The next run takes up where it was.",
        tags=[TAG],
        trigger=EventTrigger(
            after={HEARTBEAT},
            expect={HEARTBEAT, *ENDINGS},
            match=ResourceSpecification({"prefect.resource.id": ["prefect.flow-run.*"]}),
            for_each={"prefect.resource.id"},
            posture=Posture.Proactive,
            threshold=1,
            within=silent_for,
        ),
        actions=[
            ChangeFlowRunState(
                name=None,
                force=False,
                state=StateType.CRASHED,
                message="Nothing was heard of it; its process is gone.",
            )
        ],
    )


def failures(block_id: UUID) -> AutomationCore:
    """Each run that fails or crashes is told through the notification block."""
    return _telling(
        FAILURES,
        "Set TENOR_ALERT_URL and run `tenor deploy` again to change the address.",
        expect={"prefect.flow-run.Failed", "prefect.flow-run.Crashed"},
        resource="prefect.flow-run.*",
        related=ResourceSpecification({"prefect.resource.id": [f"prefect.tag.{TAG}"]}),
        notification=SendNotification(
            block_document_id=block_id,
            subject="Tenor: {{ flow.name }} has {{ flow_run.state.name }}",
            body="{{ flow_run.name }}: {{ flow_run.state.message }}\n{{ flow_run | ui_url }}",
        ),
    )


def news(block_id: UUID) -> AutomationCore:
    """Each alert of `flows/alerts.py` is told through the notification block."""
    return _telling(
        NEWS,
        "A figure in dispute, a stance that moved, a silent source, refused annotations.",
        expect={f"{EVENT}.*"},
        resource="tenor.*",
        notification=SendNotification(
            block_document_id=block_id,
            subject="Tenor: {{ event.payload.line }}",
            body="{{ event.payload.rows }}",
        ),
    )


def _telling(
    name: str,
    description: str,
    *,
    expect: set[str],
    resource: str,
    notification: SendNotification,
    related: ResourceSpecification | None = None,
) -> AutomationCore:
    """A notification for each of the expected events of a resource."""
    trigger = EventTrigger(
        expect=expect,
        match=ResourceSpecification({"prefect.resource.id": [resource]}),
        match_related=related or ResourceSpecification({}),
        for_each={"prefect.resource.id"},
        posture=Posture.Reactive,
        threshold=1,
    )
    return AutomationCore(
        name=name, description=description, tags=[TAG], trigger=trigger, actions=[notification]
    )


async def apply_automation(client: PrefectClient, wanted: AutomationCore) -> str:
    """Make the automation, or bring the one of its name up to date; what was done.

    Where an earlier hand made several of that name, one is kept.
    """
    found = await client.read_automations_by_name(wanted.name)
    if not found:
        await client.create_automation(wanted)
        return "made"
    await client.update_automation(found[0].id, wanted)
    for extra in found[1:]:
        await client.delete_automation(extra.id)
    return "up to date"


async def apply_automations(client: PrefectClient, settings: Settings) -> dict[str, str]:
    """Apply all; name to what was done. Without an alert address only the first is made."""
    done = {ZOMBIES: await apply_automation(client, zombies(timedelta(seconds=settings.silent_s)))}
    if settings.alert_url is None or not settings.alert_url.get_secret_value():
        return {**done, **dict.fromkeys((FAILURES, NEWS), "not made: TENOR_ALERT_URL is not set")}
    block = CustomWebhookNotificationBlock(
        name=BLOCK,
        url=settings.alert_url.get_secret_value(),
        json_data={"text": "{{subject}}\n{{body}}"},
        headers=None,
        cookies=None,
    )
    block_id = await block.asave(BLOCK, overwrite=True)
    for wanted in (failures(block_id), news(block_id)):
        done[wanted.name] = await apply_automation(client, wanted)
    return done
