"""A small HTTP/2 server on the loopback interface, to see that the protocol is spoken where it is offered.

In: a TLS context that offers `h2`, a body. Out: a port, the paths asked. Refuses: bodies in requests.
"""

from __future__ import annotations

import asyncio
import ssl
import threading
from types import TracebackType
from typing import Self

import h2.config
import h2.connection
import h2.events


class Http2Site:
    """Answers every path with one body; use as a context manager."""

    def __init__(self, context: ssl.SSLContext, body: bytes) -> None:
        self._context = context
        self._body = body
        self.paths: list[str] = []
        self.port = 0

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

    def _run(self) -> None:
        self._loop.run_until_complete(self._serve())

    async def _serve(self) -> None:
        self._stop = asyncio.Event()
        server = await asyncio.start_server(self._connection, "127.0.0.1", 0, ssl=self._context)
        self.port = server.sockets[0].getsockname()[1]
        self._ready.set()
        await self._stop.wait()
        server.close()
        tasks = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _connection(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        spoken = h2.connection.H2Connection(h2.config.H2Configuration(client_side=False))
        spoken.initiate_connection()
        writer.write(spoken.data_to_send())
        while data := await reader.read(65_536):
            for event in spoken.receive_data(data):
                if isinstance(event, h2.events.RequestReceived):
                    self._answer(spoken, event)
            writer.write(spoken.data_to_send())
        writer.close()

    def _answer(self, spoken: h2.connection.H2Connection, event: h2.events.RequestReceived) -> None:
        headers = {bytes(name).decode(): bytes(value).decode() for name, value in event.headers or ()}
        path = headers[":path"]
        self.paths.append(path)
        is_page = path not in ("/robots.txt", "/.well-known/tdmrep.json")
        status = "200" if is_page else "404"
        assert event.stream_id is not None
        spoken.send_headers(event.stream_id, [(":status", status), ("content-type", "text/html")])
        spoken.send_data(event.stream_id, self._body if is_page else b"", end_stream=True)
