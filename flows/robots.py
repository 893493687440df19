"""What hosts say of robots and of text and data mining, asked once a day.

In: addresses. Out: whether they may be fetched, and whether their rights are reserved. Refuses: asking
twice within a day; treating silence as leave.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import lru_cache
from urllib.parse import urljoin

from flows.http import Answer, Refusal
from transforms.reservations import WELL_KNOWN, parse_reservations, resolve_reservation
from transforms.robots import KEPT_FOR, MAX_REDIRECTS, SIZE_LIMIT, Robots, resolve_robots
from transforms.urls import origin_of
from vocabulary import Manners

AGENT = "Tenor"
"""The product token that robots.txt may name."""
RESERVATIONS_LIMIT = 1_000_000
NOT_ASKED = ("host_paused", "host_down")
"""Reasons that lie with us: the host was not asked, so there is nothing to remember."""

Ask = Callable[[str, int], Awaitable[Answer | Refusal]]
"""Address and size limit to one answer, within politeness; follows nothing."""


RobotsCache = MutableMapping[str, Manners]
"""Origin to its manners; a plain dict, to be given to every batch and remembered between rounds."""
_reservations = lru_cache(maxsize=1024)(parse_reservations)


def robots_of(known: Manners) -> Robots:
    """What an origin says of robots."""
    return Robots(
        fetched_at=known.robots_at, text=known.robots, is_unreachable=known.is_unreachable,
        unreachable_since=known.unreachable_since, reason=known.reason,
    )  # fmt: skip


def _with_robots(origin: str, known: Manners | None, robots: Robots) -> Manners:
    former = known or Manners(origin=origin, robots_at=robots.fetched_at)
    return replace(
        former, robots_at=robots.fetched_at, robots=robots.text, is_unreachable=robots.is_unreachable,
        unreachable_since=robots.unreachable_since, reason=robots.reason,
    )  # fmt: skip


@dataclass(slots=True)
class RobotsKeeper:
    """Answers from the cache, or asks; one question per origin at a time."""

    ask: Ask
    clock: Callable[[], datetime]
    cache: RobotsCache = field(default_factory=dict)
    _locks: dict[str, asyncio.Lock] = field(default_factory=dict)

    async def robots_for(self, url: str) -> Robots:
        """The rules for an address."""
        origin = origin_of(url)
        async with self._locks.setdefault(origin, asyncio.Lock()):
            known = self.cache.get(origin)
            former = robots_of(known) if known else None
            if former and former.is_fresh(self.clock()):
                return former
            robots = await self._fetch_robots(origin, former)
            if robots.reason not in NOT_ASKED:
                self.cache[origin] = _with_robots(origin, known, robots)
            return robots

    async def is_reserved(self, url: str) -> bool | None:
        """What `/.well-known/tdmrep.json` says of an address whose robots are known."""
        origin = origin_of(url)
        async with self._locks.setdefault(origin, asyncio.Lock()):
            known, now = self.cache.get(origin), self.clock()
            if known is None:
                return None
            if known.reservations_at is None or not now - KEPT_FOR < known.reservations_at <= now:
                listed = await self._fetch_reservations(origin, robots_of(known))
                known = self.cache[origin] = replace(known, reservations=listed, reservations_at=now)
            return resolve_reservation(_reservations(known.reservations), url) if known.reservations else None

    async def _fetch_robots(self, origin: str, known: Robots | None) -> Robots:
        url = f"{origin}/robots.txt"
        for _ in range(MAX_REDIRECTS + 1):
            match await self.ask(url, SIZE_LIMIT + 1):
                case Answer(status=301 | 302 | 303 | 307 | 308) as answer if answer.header("location"):
                    url = urljoin(url, answer.header("location") or "")
                case Answer() as answer:
                    return resolve_robots(answer.status, answer.body, now=self.clock(), known=known)
                case Refusal(code="address_refused" | "bad_address"):
                    return resolve_robots(404, b"", now=self.clock(), known=known)
                case Refusal() as refusal:
                    return resolve_robots(None, b"", now=self.clock(), known=known, reason=refusal.code)
        return resolve_robots(404, b"", now=self.clock(), known=known)

    async def _fetch_reservations(self, origin: str, robots: Robots) -> str | None:
        url = origin + WELL_KNOWN
        if not robots.allows(url, AGENT):
            return None
        match await self.ask(url, RESERVATIONS_LIMIT):
            case Answer(status=200) as answer:
                text = answer.body.decode("utf-8-sig", "replace")
                return text if parse_reservations(text) else None
            case _:
                return None
