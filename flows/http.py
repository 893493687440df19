"""One request, one answer: the only module that speaks HTTP.

In: an address, headers, limits. Out: an `Answer` with its decoded body, or a `Refusal` that says why there
is none. Refuses: following redirects, cookies, proxies; more headers than 100 kB; bodies beyond their
limit, however they are compressed; waiting beyond the deadline, whatever trickles in.
"""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Self

import httpx2

from flows.http_transport import AddressRefused, Network, Transports
from flows.settings import Settings
from transforms.content_coding import ACCEPTED, decode_body
from transforms.urls import origin_of

KEPT_PER_SLOT = 8
"""Connections kept for later requests, for each host that may be asked at the same time."""
Headers = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A response whose body came in full, or up to the limit."""

    url: str
    status: int
    headers: Headers
    body: bytes
    is_truncated: bool
    request_headers: Headers

    def header(self, name: str) -> str | None:
        """The first value of a header."""
        return next((value for key, value in self.headers if key == name), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """Why there is no answer; `is_transient` where asking again at once may help."""

    code: str
    detail: str
    is_transient: bool = False


class Client:
    """Asks one address at a time, on pooled connections. Use as an asynchronous context manager."""

    def __init__(self, settings: Settings, network: Network | None = None) -> None:
        self._settings = settings
        self._transports = Transports(
            network or Network(),
            kept=settings.concurrency * KEPT_PER_SLOT,
            allow_private=settings.allow_private,
        )
        idle, connect = settings.idle_timeout_s, settings.connect_timeout_s
        self._timeouts = {"connect": connect, "read": idle, "write": idle, "pool": settings.total_timeout_s}

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._transports.aclose()

    async def get(self, url: str, headers: Mapping[str, str], limit: int) -> Answer | Refusal:
        """GET `url`, reading at most `limit` bytes, decoded, within the settings' deadlines."""
        sent = {"User-Agent": self._settings.user_agent, "Accept-Encoding": ACCEPTED, **headers}
        try:
            request = httpx2.Request("GET", url, headers=sent, extensions={"timeout": self._timeouts})
            async with asyncio.timeout(self._settings.total_timeout_s):
                return await self._exchange(request, url, limit)
        except TimeoutError:
            return Refusal(
                code="timeout",
                detail=f"not done after {self._settings.total_timeout_s:g} s",
                is_transient=False,
            )
        except AddressRefused as error:
            return Refusal(code="address_refused", detail=str(error))
        except (httpx2.InvalidURL, UnicodeError, ValueError) as error:
            return Refusal(code="bad_address", detail=type(error).__name__)
        except httpx2.TransportError as error:
            return _refusal(error)

    async def _exchange(self, request: httpx2.Request, url: str, limit: int) -> Answer | Refusal:
        async with self._transports.borrow(origin_of(url)) as transport:
            response = await transport.handle_async_request(request)
            try:
                raw, is_cut = await _read(response, limit)
            finally:
                await response.aclose()
        headers = tuple((name.lower(), value) for name, value in response.headers.multi_items())
        codings = [part for name, value in headers if name == "content-encoding" for part in value.split(",")]
        decoded = decode_body(raw, codings, limit)
        if decoded is None:
            return Refusal(code="bad_encoding", detail=f"the body is not {', '.join(codings)[:60]}")
        return Answer(
            url=url,
            status=response.status_code,
            headers=headers,
            body=decoded[0],
            is_truncated=is_cut or decoded[1],
            request_headers=tuple((n, v) for n, v in request.headers.multi_items()),
        )


async def _read(response: httpx2.Response, limit: int) -> tuple[bytes, bool]:
    """At most `limit` bytes as sent, and whether there were more."""
    found = bytearray()
    async for piece in response.aiter_raw():
        found += piece
        if len(found) > limit:
            return bytes(found[:limit]), True
    return bytes(found), False


def _refusal(error: httpx2.TransportError) -> Refusal:
    """The kind of a transport's failure. Details name no address, which may hold a secret."""
    if _is_tls(error):
        return Refusal(code="tls", detail=str(error)[:200])
    match error:
        case httpx2.ConnectTimeout():
            return Refusal(code="connect_timeout", detail="the host does not answer")
        case httpx2.ConnectError():
            return Refusal(code="connect", detail=str(error)[:200] or "no connection")
        case httpx2.TimeoutException():
            return Refusal(code="idle_timeout", detail="no byte for too long", is_transient=True)
        case httpx2.UnsupportedProtocol():
            return Refusal(code="bad_address", detail="not a web address")
        case httpx2.ProtocolError() if _is_oversized(error):
            return Refusal(code="bad_response", detail="headers too large")
        case httpx2.RemoteProtocolError() if "without sending" in str(error):
            return Refusal(code="incomplete", detail="the connection ended early", is_transient=True)
        case httpx2.ProtocolError():
            return Refusal(code="bad_response", detail=str(error)[:200])
        case _:
            return Refusal(code="incomplete", detail="the connection broke", is_transient=True)


def _is_oversized(error: Exception) -> bool:
    return "too much data" in str(error).lower() or "too long" in str(error).lower()


def _is_tls(error: BaseException | None) -> bool:
    causes: Sequence[BaseException | None] = (error, *(_chain(error) if error else ()))
    return any(isinstance(cause, ssl.SSLError) for cause in causes)


def _chain(error: BaseException) -> list[BaseException]:
    found: list[BaseException] = []
    following = error.__cause__ or error.__context__
    while following is not None and len(found) < 8:
        found.append(following)
        following = following.__cause__ or following.__context__
    return found
