"""What hosts say of robots and of text and data mining, asked once a day.

In: addresses. Out: whether they may be fetched, and whether their rights are reserved. Refuses: asking
twice within a day; treating silence as leave.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import urljoin

from flows.http import Answer, Refusal
from transforms.reservations import WELL_KNOWN, Rule, parse_reservations, resolve_reservation
from transforms.robots import KEPT_FOR, MAX_REDIRECTS, SIZE_LIMIT, Robots, resolve_robots
from transforms.urls import origin_of

AGENT = "Tenor"
"""The product token that robots.txt may name."""
RESERVATIONS_LIMIT = 1_000_000

Ask = Callable[[str, int], Awaitable[Answer | Refusal]]
"""Address and size limit to one answer, within politeness; follows nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Manners:
    """What one origin asks of us, as of one time."""

    robots: Robots
    reservations: tuple[Rule, ...] = ()
    reservations_at: datetime | None = None


RobotsCache = MutableMapping[str, Manners]
"""Origin to its manners; a plain dict. Keep one for a process and give it to every batch."""


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
            if known and known.robots.is_fresh(self.clock()):
                return known.robots
            robots = await self._fetch_robots(origin, known.robots if known else None)
            self.cache[origin] = Manners(
                robots=robots,
                reservations=known.reservations if known else (),
                reservations_at=known.reservations_at if known else None,
            )
            return robots

    async def is_reserved(self, url: str) -> bool | None:
        """What `/.well-known/tdmrep.json` says of an address whose robots are known."""
        origin = origin_of(url)
        async with self._locks.setdefault(origin, asyncio.Lock()):
            known = self.cache[origin]
            now = self.clock()
            if known.reservations_at is None or not now - KEPT_FOR < known.reservations_at <= now:
                rules = await self._fetch_reservations(origin, known.robots)
                known = Manners(robots=known.robots, reservations=rules, reservations_at=now)
                self.cache[origin] = known
            return resolve_reservation(known.reservations, url)

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

    async def _fetch_reservations(self, origin: str, robots: Robots) -> tuple[Rule, ...]:
        url = origin + WELL_KNOWN
        if not robots.allows(url, AGENT):
            return ()
        match await self.ask(url, RESERVATIONS_LIMIT):
            case Answer(status=200) as answer:
                return parse_reservations(answer.body)
            case _:
                return ()
