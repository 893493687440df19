"""Connections to addresses that were checked.

In: host names. Out: transports that resolve a name once, refuse addresses that are not public, and
connect to the very address it checked, so that a second answer of the resolver changes nothing.
Refuses: proxies, cookies, following redirects.
"""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections import OrderedDict
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Any

import httpcore2
import httpx2

from transforms.addresses import refused_address

Resolver = Callable[[str, int], Awaitable[Sequence[str]]]
"""Host and port to addresses, the preferred first; raises `OSError` where there are none."""
IDLE_S = 30.0
"""Seconds that an unused connection is kept."""
MAX_ADDRESSES = 4
"""Addresses of one host that are tried in turn."""


class AddressRefused(Exception):
    """Every address of a host is one that may not be connected to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Network:
    """How hosts are reached. Tests give a resolver and certificates of their own."""

    resolve: Resolver | None = None
    ssl_context: ssl.SSLContext | None = None


@lru_cache(maxsize=4)
def system_resolver(threads: int) -> Resolver:
    """The operating system's resolver, in threads of its own: a name that hangs holds up one of them.

    One for the process, so that batches side by side share the threads.
    """
    pool = ThreadPoolExecutor(threads, thread_name_prefix="resolve")

    async def resolve(host: str, port: int) -> Sequence[str]:
        ask = partial(socket.getaddrinfo, host, port, type=socket.SOCK_STREAM)
        found = await asyncio.get_running_loop().run_in_executor(pool, ask)
        return list(dict.fromkeys(str(address[4][0]) for address in found))

    return resolve


@lru_cache(maxsize=1)
def _default_ssl_context() -> ssl.SSLContext:
    """Made once: reading the trusted certificates takes longer than a request."""
    return httpx2.create_ssl_context()


class CheckedBackend(httpcore2.AsyncNetworkBackend):
    """Connects to public addresses only, unless told otherwise."""

    def __init__(self, resolve: Resolver, *, allow_private: bool) -> None:
        self._resolve = resolve
        self._allow_private = allow_private
        self._backend = httpcore2.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore2.AsyncNetworkStream:
        """Resolve, check, connect; raises `AddressRefused` or httpcore's own connection errors."""
        addresses = await self._checked(host, port, timeout)
        for address in addresses[:-1]:
            try:
                return await self._backend.connect_tcp(address, port, timeout, local_address, socket_options)
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout):
                continue
        return await self._backend.connect_tcp(addresses[-1], port, timeout, local_address, socket_options)

    async def _checked(self, host: str, port: int, timeout: float | None) -> Sequence[str]:
        try:
            async with asyncio.timeout(timeout):
                found = await self._resolve(host, port)
        except TimeoutError as error:
            raise httpcore2.ConnectTimeout(f"no answer about the name {host}") from error
        except (OSError, UnicodeError) as error:
            raise httpcore2.ConnectError(f"the name {host} has no address") from error
        reasons = {address: None if self._allow_private else refused_address(address) for address in found}
        allowed = [address for address, reason in reasons.items() if reason is None][:MAX_ADDRESSES]
        if not allowed:
            raise AddressRefused(next((str(reason) for reason in reasons.values()), "no address"))
        return allowed

    async def sleep(self, seconds: float) -> None:
        """Wait, as httpcore asks."""
        await asyncio.sleep(seconds)


class _HostTransport(httpx2.AsyncHTTPTransport):
    """httpx2's transport for one origin, on connections that were checked, HTTP/2 where it is offered.

    A pool looks at every connection it holds for every request, so that one pool for hundreds of hosts takes
    longer than the requests do; and a small one closes what the next request would have used again.
    """

    def __init__(self, backend: CheckedBackend, ssl_context: ssl.SSLContext) -> None:
        self._pool = httpcore2.AsyncConnectionPool(
            ssl_context=ssl_context,
            max_connections=2,
            max_keepalive_connections=1,
            keepalive_expiry=IDLE_S,
            http2=True,
            network_backend=backend,
        )
        self.n_borrowed = 0


class Transports:
    """A transport per origin; of those that nobody uses, the latest `kept` stay open."""

    def __init__(self, network: Network, *, kept: int, allow_private: bool) -> None:
        resolve = network.resolve or system_resolver(min(kept, 64))
        self._backend = CheckedBackend(resolve, allow_private=allow_private)
        self._ssl_context = network.ssl_context or _default_ssl_context()
        self._kept = kept
        self._shelf: OrderedDict[str, _HostTransport] = OrderedDict()

    @asynccontextmanager
    async def borrow(self, origin: str) -> AsyncIterator[httpx2.AsyncBaseTransport]:
        """The transport of an origin, for one request."""
        transport = self._shelf.get(origin)
        if transport is None:
            transport = self._shelf[origin] = _HostTransport(self._backend, self._ssl_context)
        self._shelf.move_to_end(origin)
        transport.n_borrowed += 1
        try:
            yield transport
        finally:
            transport.n_borrowed -= 1
            await self._tidy()

    async def _tidy(self) -> None:
        while len(self._shelf) > self._kept:
            origin = next((o for o, transport in self._shelf.items() if not transport.n_borrowed), None)
            if origin is None:
                return
            await self._shelf.pop(origin).aclose()

    async def aclose(self) -> None:
        """Close every connection."""
        while self._shelf:
            await self._shelf.popitem()[1].aclose()
