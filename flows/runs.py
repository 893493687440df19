"""What a person sees of a run: a name that says what it did, a table of counts, lines in the log.

In: the ledger of a pass. Out: the flow run renamed, one table artifact, one line per stage. Refuses: spoiling
a pass that has done its work because the server cannot be told.
"""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import httpx
from prefect.artifacts import create_table_artifact
from prefect.client.orchestration import get_client
from prefect.context import FlowRunContext
from prefect.exceptions import PrefectException

from flows.logs import logger
from flows.progress import Ledger, StageCount
from flows.settings import SERVE_ADDRESS, Settings
from vocabulary import Stage

ARTIFACT = "tenor-run"
UNTOLD = (httpx.HTTPError, PrefectException, OSError, RuntimeError)
"""What telling the server can raise where it is gone."""
LOOK_EVERY_S = 0.5
LEAVE_WITHIN_S = 8.0
TOLD_WITHIN_S = 1.0


def name_of(ledger: Ledger) -> str:
    """What a pass did, such as `collected 41 pages from 112 sources, annotated 38 texts`."""
    parts = [part for stage, count in ledger.stages.items() if (part := _part(stage, count))]
    n_problems = sum(count.n_problems for count in ledger.stages.values())
    told = ", ".join(parts if parts != ["published"] else ["nothing new, published again"]) or "nothing new"
    return f"{told} ({n_problems} problems)" if n_problems else told


def _part(stage: Stage, count: StageCount) -> str:
    match stage:
        case Stage.COLLECT if "sources" in count.parts:
            return f"collected {count.n_out or 'no new'} pages from {count.n_in} sources"
        case Stage.COLLECT:
            return f"took {count.n_out} documents"
        case Stage.EXTRACT if count.n_in:
            return f"extracted {count.n_out} texts"
        case Stage.ANNOTATE if count.n_in:
            return f"annotated {count.n_out} texts"
        case Stage.TRENDS:
            return f"built {count.n_out} trend rows"
        case Stage.PUBLISH:
            return f"published {count.n_out} files" if count.n_out > 1 else "published"
    return ""


def table_of(ledger: Ledger) -> list[dict[str, object]]:
    """One row per stage: what came in, what went out, problems, seconds."""
    return [
        {
            "stage": str(count.stage), "in": count.n_in, "out": count.n_out, "what": count.noun,
            **count.parts, "problems": count.n_problems, "seconds": round(count.seconds, 1),
        }
        for count in ledger.stages.values()
    ]  # fmt: skip


def tell(ledger: Ledger) -> None:
    """Name the flow run after what it did and leave its table; outside a flow run, nothing."""
    if ledger.stages:
        tell_table(name_of(ledger), table_of(ledger), key=ARTIFACT)


def tell_table(name: str, table: Sequence[Mapping[str, object]], *, key: str) -> None:
    """Rename the flow run we are in, and leave a table artifact; a server that is gone is only logged."""
    context = FlowRunContext.get()
    if context is None or context.flow_run is None:
        return
    try:
        with get_client(sync_client=True) as client:
            client.update_flow_run(context.flow_run.id, name=name)
        create_table_artifact(table=[dict(row) for row in table], key=key, description=name)
    except UNTOLD as error:
        logger().warning("the server was not told what this run did: %s", error)
    logger().info(name)


def log_stage(count: StageCount) -> None:
    """One line for a finished stage, with its counts as fields for `jq`."""
    logger().info(
        "%s: %d in, %d out, %d problems, %.1f s",
        count.stage, count.n_in, count.n_out, count.n_problems, count.seconds,
        extra={
            "stage": str(count.stage), "n_in": count.n_in, "n_out": count.n_out,
            "n_problems": count.n_problems, "seconds": round(count.seconds, 3),
        },
    )  # fmt: skip


@contextmanager
def leaving_with_server(settings: Settings) -> Iterator[None]:
    """End this run when the `tenor serve` that started it, or its server, is gone, however that ended."""
    if settings.served_by is None or settings.served_by == os.getpid():
        yield
        return
    over = threading.Event()
    address = settings.data / SERVE_ADDRESS
    watched = address if address.exists() else None
    threading.Thread(target=_watch, args=(settings.served_by, watched, over), daemon=True).start()
    try:
        yield
    finally:
        over.set()


def _watch(parent: int, address: Path | None, over: threading.Event) -> None:
    while os.getppid() == parent and (address is None or address.exists()):
        if over.wait(LOOK_EVERY_S):
            return
    os.kill(os.getpid(), signal.SIGTERM)  # rolls the batch in hand back
    over.wait(LEAVE_WITHIN_S)
    time.sleep(TOLD_WITHIN_S)
    os._exit(1)  # Prefect would go on trying to tell a server that is gone
