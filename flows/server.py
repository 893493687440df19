"""The Prefect server of a `tenor serve`: our own child process, or the one that is configured.

In: settings. Out: the address of a server that answers. Refuses: a port that is taken, a server that does not
come up or is of another version; each is a `UsageError`.
"""

from __future__ import annotations

import asyncio
import json
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, NoReturn

from flows.prefect_books import check_books
from flows.settings import PROJECT, SERVE_ADDRESS, Settings, UsageError

if TYPE_CHECKING:
    from prefect.client.orchestration import PrefectClient

START_S: Final = 120.0
ANSWER_S: Final = 10.0
"""Seconds that a server which is not ours has to answer."""
STOP_S: Final = 5.0
WORDS_SHOWN: Final = 200
LOG_KEPT: Final = 5_000_000
"""Bytes after which the server's log begins anew; the one before is kept."""


@dataclass(slots=True)
class Server:
    """Where the server is, and its process where it is ours."""

    url: str
    """Of the API."""
    start_again: Callable[[], NoReturn] | None = None
    """Starts the command that serves anew, and ends what runs under a server of its own."""
    process: subprocess.Popen[bytes] | None = None
    log: Path | None = None

    @property
    def ui(self) -> str:
        """What a person opens in a browser."""
        return self.url.removesuffix("/api")

    def is_gone(self) -> bool:
        """Whether our process has ended."""
        return self.process is not None and self.process.poll() is not None

    def last_words(self) -> str:
        """What the last line of its log says, without what follows the message."""
        lines = self.log.read_text("utf-8", "replace").split("\n") if self.log and self.log.exists() else []
        last = next((line.strip() for line in reversed(lines) if line.strip()), "it said nothing")
        with suppress(ValueError, TypeError, KeyError):
            last = str(json.loads(last)["message"])
        return last[:WORDS_SHOWN]


def free_port(settings: Settings) -> int:
    """The port of the settings, proved free; for 0 any free one."""
    try:
        with socket.socket(socket.AF_INET6 if ":" in settings.serve_host else socket.AF_INET) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((settings.serve_host, settings.serve_port))
            return int(probe.getsockname()[1])
    except OSError as error:
        raise UsageError(
            f"{settings.serve_host}:{settings.serve_port}: {error.strerror or error}; choose another port "
            "with --port or TENOR_SERVE_PORT, or stop the program that has it"
        ) from error


def address_of(host: str, port: int) -> str:
    """The API's address, as this machine reaches it."""
    shown = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)
    return f"http://{shown}:{port}/api"


@contextmanager
def own_server(settings: Settings, port: int, again: Callable[[], NoReturn]) -> Iterator[Server]:
    """Start the server; stop it on leaving. It ends with this process in any case."""
    url = address_of(settings.serve_host, port)
    check_books(settings.data / "prefect")
    log = settings.data / "prefect" / "server.log"
    if log.exists() and log.stat().st_size > LOG_KEPT:
        log.replace(log.with_suffix(".log.1"))
    command = [sys.executable, "-m", "flows.prefect_child", "server", "start"]
    with log.open("ab") as stream:
        process = subprocess.Popen(
            [*command, "--host", settings.serve_host, "--port", str(port)],
            stdin=subprocess.PIPE, stdout=stream, stderr=stream, cwd=PROJECT, start_new_session=True,
        )  # fmt: skip
    address = settings.data / SERVE_ADDRESS
    address.write_text(url, encoding="utf-8")

    def start_again() -> NoReturn:
        address.unlink(missing_ok=True)
        again()

    try:
        yield Server(url, start_again, process, log)
    finally:
        address.unlink(missing_ok=True)
        _stop(process)


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(STOP_S)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    if process.stdin:
        process.stdin.close()


async def wait_until_well(server: Server, client: PrefectClient, stop: asyncio.Event) -> str:
    """The server's version, as soon as it answers and its version fits; empty when stopped before."""
    ends_at = time.monotonic() + (START_S if server.process else ANSWER_S)
    while error := await client.api_healthcheck():
        if server.is_gone():
            raise UsageError(f"Prefect's server did not start: {server.last_words()} (see {server.log})")
        if time.monotonic() > ends_at:
            raise UsageError(f"{server.url}: no answer: {error}; start that server, or unset PREFECT_API_URL")
        if stop.is_set():
            return ""
        await asyncio.sleep(0.5)
    return await check_version(server, client)


async def check_version(server: Server, client: PrefectClient) -> str:
    """The server's version, when it fits ours."""
    from packaging.version import InvalidVersion, Version

    found = await client.api_version()
    try:
        theirs, ours = Version(found), Version(client.client_version())
    except InvalidVersion as error:
        raise UsageError(f"{server.url}: says its version is {found!r}; is that a Prefect server?") from error
    if theirs.major != ours.major or theirs.release[:2] < ours.release[:2]:
        raise UsageError(
            f"{server.url}: a server of Prefect {theirs}, but this is {ours}; bring the server to {ours} or "
            f"newer of {ours.major}.x, or install prefect=={theirs} here"
        )
    return found
