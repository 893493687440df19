"""What servers do wrong, on the socket itself.

In: what to do wrong. Out: faults to put into a `Site`, and a port that never accepts. Refuses: ending of
their own accord where the fault is to never end.
"""

from __future__ import annotations

import asyncio
import socket
import struct
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from tests.site.server import Fault

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"


def raw(answer: bytes) -> Fault:
    """Send these bytes and close."""

    async def fault(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(answer)
        await writer.drain()

    return fault


def reset(answer: bytes = b"") -> Fault:
    """Send these bytes, then reset the connection."""

    async def fault(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(answer)
        await writer.drain()
        await asyncio.sleep(0.05)
        sock = writer.get_extra_info("socket")
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        writer.transport.abort()

    return fault


def endless(first: bytes, again: bytes, pause_s: float = 0.0) -> Fault:
    """Send `first`, then `again` without end."""

    async def fault(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(first)
        while True:
            writer.write(again)
            await writer.drain()
            await asyncio.sleep(pause_s)

    return fault


def chunk(body: bytes) -> bytes:
    """One chunk of a chunked body."""
    return f"{len(body):x}\r\n".encode() + body + b"\r\n"


@contextmanager
def blackhole() -> Iterator[int]:
    """A loopback port on which connections are neither taken nor refused."""
    with ExitStack() as stack:
        listener = stack.enter_context(socket.socket())
        listener.bind(("127.0.0.1", 0))
        listener.listen(0)
        for _ in range(4):  # fill the queue, so that the next SYN is dropped
            waiting = stack.enter_context(socket.socket())
            waiting.setblocking(False)
            waiting.connect_ex(listener.getsockname())
        yield listener.getsockname()[1]
