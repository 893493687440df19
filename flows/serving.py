"""`tenor serve`: the schedules in one process, for months.

In: settings. Out: runs at their times, until SIGTERM or SIGINT. Refuses: a second one on the same data, a
port that is taken; leaving runs behind that say they are running.
"""

from __future__ import annotations

import asyncio
import os
import signal
import threading
import time
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager, nullcontext, redirect_stdout, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

import httpx
from filelock import FileLock, Timeout

from flows.server import Server, address_of, free_port, own_server, wait_until_well
from flows.settings import (
    SERVE_LOCK,
    Settings,
    UsageError,
    bind_served_runs,
    configured_api,
    prepare_data_directory,
    prepare_prefect,
    start_again,
)

if TYPE_CHECKING:
    from prefect.client.orchestration import PrefectClient
    from prefect.deployments.runner import RunnerDeployment
    from prefect.runner import Runner

TIDY_EVERY_S: Final = 30.0
LOOK_EVERY_S: Final = 1.0
ASK_EVERY_S: Final = 5.0
"""Seconds between two looks whether a server that is not ours answers."""
SCHEDULED_WITHIN_S: Final = 60.0
"""Seconds after which a server that has scheduled nothing is not well."""
LOOK_SOON_S: Final = 0.05
TELL_S: Final = 0.2
"""Seconds that the runner has to tell the server of a run that has ended; what it does not tell, we do."""
LEAVE_S: Final = 1.0
"""Seconds that closing down may take after the run in hand has ended."""
RESTART_AFTER_S: Final = 10.0
"""Seconds that our server must have lived for its death to be mended by another start."""
GONE: Final = (httpx.HTTPError, OSError)
"""What a server that is away raises; it is asked again."""
Say = Callable[[str], None]


def serve(settings: Settings, say: Say) -> None:
    """Serve the schedules until a signal ends it; `say` gets the lines for a person."""
    prepare_data_directory(settings)
    with only_server(settings):
        url = configured_api()
        port = 0 if url else free_port(settings)
        prepare_prefect(settings, api_url=url or address_of(settings.serve_host, port))
        bind_served_runs(settings)
        from flows.schedules import deployments_of

        deployments = deployments_of(settings, is_shared=url is not None)
        again = partial(start_again, Path.cwd())
        os.chdir(settings.data)
        with nullcontext(Server(url, again)) if url else own_server(settings, port, again) as server:
            asyncio.run(_until_stopped(settings, server, deployments, say))
    say("stopped; nothing is running")


@contextmanager
def only_server(settings: Settings) -> Iterator[None]:
    """Hold the data directory for one `tenor serve`."""
    lock = FileLock(settings.data / SERVE_LOCK)
    try:
        lock.acquire(timeout=0)
    except Timeout as error:
        raise UsageError(
            f"{settings.data}: another `tenor serve` is running there; stop it first, or give this one "
            "its own --data"
        ) from error
    try:
        yield
    finally:
        lock.release()


async def _until_stopped(
    settings: Settings, server: Server, deployments: Sequence[RunnerDeployment], say: Say
) -> None:
    """Serve until a signal; then drain, and leave hard where draining takes longer than settings allow."""
    stop = asyncio.Event()
    _on_signals(stop)
    serving = asyncio.create_task(_serve(settings, server, deployments, say, stop))
    stopped = asyncio.create_task(stop.wait())
    await asyncio.wait({serving, stopped}, return_when=asyncio.FIRST_COMPLETED)
    stopped.cancel()
    if stop.is_set():
        _leave_within(settings.drain_s + LEAVE_S)
    if stop.is_set() and not (await asyncio.wait({serving}, timeout=settings.drain_s))[0]:
        say("the run in hand did not end in time and is cut off; what it had not stored is done again")
        os._exit(0)  # the server and the runs notice that we are gone, and end
    await serving


def _leave_within(seconds: float) -> None:
    """Leave hard when leaving takes longer, such as a server that is slow to end; it ends without us."""
    timer = threading.Timer(seconds, os._exit, [0])
    timer.daemon = True
    timer.start()


def _on_signals(stop: asyncio.Event) -> None:
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)


async def _serve(
    settings: Settings, server: Server, deployments: Sequence[RunnerDeployment], say: Say, stop: asyncio.Event
) -> None:
    from prefect.client.orchestration import get_client
    from prefect.runner import Runner

    from flows.housekeeping import close_dead_runs, is_idle, skip_missed

    async with get_client() as client:
        version = await wait_until_well(server, client, stop)
        if stop.is_set():
            return
        is_alone = server.process is not None and is_idle(settings)
        if n_dead := await close_dead_runs(client, settings, is_ours_only=not is_alone):
            say(f"{n_dead} runs were cut off last time: marked as crashed, the next ones take up there")
        runner = Runner(name="tenor", limit=1, pause_on_shutdown=False)
        for deployment in deployments:
            await runner.aadd_deployment(deployment)
        if n_missed := await skip_missed(client, settings, datetime.now(UTC)):
            say(f"{n_missed} runs were missed and are skipped: one of each kind catches up")
        async with _running(runner, stop) as running:
            say(f"serving {settings.data}")
            say(f"ui       {server.ui}")
            await _tend(settings, _Watched(server, client, running, stop, say), version)
        with suppress(*GONE):
            await close_dead_runs(client, settings)


@asynccontextmanager
async def _running(runner: Runner, stop: asyncio.Event) -> AsyncIterator[asyncio.Task[None]]:
    """The runner at work; on leaving, the run in hand is told to end, and has ended.

    What it prints is not shown: tracebacks, once it gives up on a server that is away.
    """
    running = asyncio.create_task(runner.start())
    while not (runner.started or running.done()):
        await asyncio.sleep(0.05)
    _on_signals(stop)  # the runner has put its own in their place
    try:
        with Path(os.devnull).open("w") as nowhere, redirect_stdout(nowhere):
            yield running
    finally:
        await _end(runner, running)


async def _end(runner: Runner, running: asyncio.Task[None]) -> None:
    """Tell the run in hand to end, and wait for that: the runner itself would look only every three seconds."""
    if runner.started:
        stopping = asyncio.create_task(runner.astop())
        while not (stopping.done() or runner.has_slots_available()):
            await asyncio.sleep(LOOK_SOON_S)
        with suppress(TimeoutError):
            await asyncio.wait_for(stopping, TELL_S)
        running.cancel()
    await asyncio.gather(running, return_exceptions=True)


@dataclass(frozen=True, slots=True)
class _Watched:
    """What must go on while we serve."""

    server: Server
    client: PrefectClient
    running: asyncio.Task[None]
    """The runner: it gives up when the server is away for half a minute."""
    stop: asyncio.Event
    say: Say


async def _tend(settings: Settings, watched: _Watched, version: str) -> None:
    """Until stopped: keep the books tidy; notice within seconds that server or runner are gone."""
    began = asked = time.monotonic()
    server, running = watched.server, watched.running
    tidying = asyncio.create_task(_tidy(settings, watched, version))
    try:
        while not watched.stop.is_set():
            if tidying.done():
                tidying.result()
            if server.process is None and (running.done() or time.monotonic() > asked + ASK_EVERY_S):
                asked = time.monotonic()
                began = 0.0 if await _outlast(watched) else began
            if server.is_gone() or (running.done() and not watched.stop.is_set()):
                _mend(watched, lived_s=time.monotonic() - began)
            await _wait(watched.stop, LOOK_EVERY_S)
    finally:
        tidying.cancel()
        with suppress(asyncio.CancelledError):
            await tidying


async def _outlast(watched: _Watched) -> bool:
    """Wait as long as a server that is not ours is away; say so once, and when it is back. Whether it was away."""
    url = watched.server.url
    if await _answers(watched.client):
        return False
    watched.say(f"{url}: the server does not answer; waiting for it, what is stored stays")
    while not await _answers(watched.client):
        await _wait(watched.stop, LOOK_EVERY_S)
        if watched.stop.is_set():
            return True
    watched.say(f"{url}: the server answers again")
    return True


async def _answers(client: PrefectClient) -> bool:
    """Whether the server answers now; the client itself would try for a minute."""
    try:
        return await asyncio.wait_for(client.api_healthcheck(), ASK_EVERY_S) is None
    except TimeoutError:
        return False


async def _tidy(settings: Settings, watched: _Watched, version: str) -> None:
    """Until stopped: skip what is superseded; once, tell what comes next. A server that is away is asked again."""
    from flows.housekeeping import next_runs, skip_missed

    is_told = False
    ends_at = time.monotonic() + SCHEDULED_WITHIN_S
    while not watched.stop.is_set():
        with suppress(*GONE):
            await skip_missed(watched.client, settings, datetime.now(UTC))
            coming = {} if is_told else await next_runs(watched.client, settings)
            if not is_told and (coming or time.monotonic() > ends_at):
                watched.say(health_line(version, coming, settings.time_zone))
                is_told = True
        await _wait(watched.stop, TIDY_EVERY_S if is_told else LOOK_EVERY_S)


async def _wait(stop: asyncio.Event, seconds: float) -> None:
    with suppress(TimeoutError):
        await asyncio.wait_for(stop.wait(), seconds)


def _mend(watched: _Watched, *, lived_s: float) -> None:
    """Start this command again in its own place, unless it has only just begun."""
    server = watched.server
    lost = f"{server.url}: its runner has given up"
    if server.is_gone():
        lost = f"Prefect's server has ended: {server.last_words()} (see {server.log})"
    if lived_s < RESTART_AFTER_S or server.start_again is None:
        raise UsageError(lost)
    watched.say(f"{lost}; starting again, the run in hand is done again")
    server.start_again()


def health_line(version: str, coming: Mapping[str, datetime], zone: str) -> str:
    """One line: whether the server is well and what comes next."""
    if not coming:
        return (
            f"health   Prefect {version} answers but has scheduled nothing: are all schedules off? If not, "
            "run `tenor doctor`"
        )
    told = ", ".join(
        f"{name} {at.astimezone(ZoneInfo(zone)):%a %H:%M}"
        for name, at in sorted(coming.items(), key=itemgetter(1))
    )
    return f"health   well: Prefect {version}; next ({zone}): {told}"
