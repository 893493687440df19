"""A real HTTP/1.1 server on the loopback interface, with a log and faults.

In: routes from (host, path) to what is sent. Out: addresses, a network that resolves every name to the
server, and the log of what was asked. Refuses: guessing; what has no route is 404.
"""

from __future__ import annotations

import asyncio
import ssl
import threading
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self

from flows.http_transport import Network

REASONS = {200: "OK", 301: "Moved", 302: "Found", 304: "Not Modified", 404: "Not Found", 429: "Slow Down"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One logged request."""

    host: str
    path: str
    headers: Mapping[str, str]
    at: float
    """Monotonic seconds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What is sent back; `Content-Length` is added unless the headers bring one or are chunked."""

    body: bytes = b""
    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()
    content_type: str | None = "text/html; charset=utf-8"
    delay_s: float = 0.0


Fault = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]
"""Writes to the socket itself; the connection is closed afterwards."""
Answer = Reply | Callable[[Request], Reply] | Fault


def redirect(target: str, status: int = 302) -> Reply:
    """A redirect."""
    return Reply(status=status, headers=(("Location", target),))


def text(body: str, *headers: tuple[str, str]) -> Reply:
    """Plain text, as of robots.txt."""
    return Reply(body=body.encode(), content_type="text/plain", headers=headers)


@dataclass
class Site:
    """The server, run in a thread; use as a context manager."""

    ssl_context: ssl.SSLContext | None = None
    addresses: tuple[str, ...] = ("127.0.0.1",)
    """Addresses of the loopback network, all on one port."""
    routes: dict[tuple[str, str], Answer] = field(default_factory=dict)
    log: list[Request] = field(default_factory=list)
    n_open: int = 0
    max_open: int = 0
    port: int = 0

    def __enter__(self) -> Self:
        self._loop = asyncio.new_event_loop()
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()
        assert self._ready.wait(10)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(10)
        self._loop.close()

    def put(self, path: str, answer: Answer, host: str = "a.test") -> str:
        """Serve `answer` at `path` of `host`; its address."""
        self.routes[host, path] = answer
        return self.url(path, host)

    def url(self, path: str, host: str = "a.test") -> str:
        """The address of a path."""
        return f"{'https' if self.ssl_context else 'http'}://{host}:{self.port}{path}"

    def asked(self, path: str, host: str | None = None) -> list[Request]:
        """The logged requests for a path."""
        return [r for r in self.log if r.path == path and host in (None, r.host)]

    def of(self, host: str) -> list[Request]:
        """The logged requests to a host."""
        return [request for request in self.log if request.host == host]

    def network(self, client_context: ssl.SSLContext | None = None) -> Network:
        """A network in which every name is this server."""
        return Network(resolve=resolve_to_loopback, ssl_context=client_context)

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_until_complete(self._serve())

    async def _serve(self) -> None:
        self._stop = asyncio.Event()
        servers = []
        for address in self.addresses:
            server = await asyncio.start_server(
                self._connection, address, self.port, ssl=self.ssl_context, backlog=1024, limit=1 << 20
            )
            self.port = server.sockets[0].getsockname()[1]
            servers.append(server)
        self._ready.set()
        await self._stop.wait()
        for server in servers:
            server.close()
        tasks = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _connection(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.n_open += 1
        self.max_open = max(self.max_open, self.n_open)
        try:
            while await self._exchange(reader, writer):
                pass
        except (ConnectionError, asyncio.IncompleteReadError, ssl.SSLError, TimeoutError):
            pass
        finally:
            self.n_open -= 1
            writer.close()

    async def _exchange(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        """One request and its answer; whether the connection goes on."""
        head = await reader.readuntil(b"\r\n\r\n")
        request = _parse(head)
        self.log.append(request)
        answer = self.routes.get((request.host, request.path), Reply(status=404, body=b"no such page"))
        if callable(answer):
            given = answer(request) if not asyncio.iscoroutinefunction(answer) else None
            if given is None:
                await answer(reader, writer)  # type: ignore[call-arg, misc]
                return False
            answer = given
        await asyncio.sleep(answer.delay_s)
        writer.write(_render(answer))
        await writer.drain()
        return True


async def resolve_to_loopback(host: str, port: int) -> list[str]:
    """Every name is here, but those under `nowhere.test`, which have no address."""
    if host.endswith("nowhere.test"):
        raise OSError("no such name")
    return ["127.0.0.1"]


def _parse(head: bytes) -> Request:
    first, *lines = head.decode("latin-1").split("\r\n")
    headers = {k.strip().lower(): v.strip() for k, _, v in (line.partition(":") for line in lines) if k}
    host = headers.get("host", "").partition(":")[0]
    return Request(host=host, path=first.split(" ")[1], headers=headers, at=time.monotonic())


def _render(reply: Reply) -> bytes:
    headers = list(reply.headers)
    names = {name.lower() for name, _ in headers}
    if reply.content_type and "content-type" not in names:
        headers.append(("Content-Type", reply.content_type))
    if not names & {"content-length", "transfer-encoding"}:
        headers.append(("Content-Length", str(len(reply.body))))
    lines = [
        f"HTTP/1.1 {reply.status} {REASONS.get(reply.status, 'Status')}",
        *(f"{k}: {v}" for k, v in headers),
    ]
    body = b"" if reply.status == 304 else reply.body
    return "\r\n".join(lines).encode("latin-1", "replace") + b"\r\n\r\n" + body
