"""One request to a host at a time, and a pause between two.

In: hosts and turns taken. Out: permission, given in time. Refuses: knowing what is asked for.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime

SPARED_S = 300.0
"""Seconds that a host is spared after it twice did not answer."""


@dataclass(slots=True)
class _Gate:
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    open_at: float = 0.0
    """Monotonic seconds before which nobody passes."""
    delay_s: float = 0.0
    paused_until: datetime | None = None
    n_unreached: int = 0
    unreached_at: float = 0.0


class Politeness:
    """The gates of all hosts, and how many may be open at once. Batches that run side by side share one."""

    def __init__(
        self, *, interval_s: float, concurrency: int, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self._interval_s = interval_s
        self._monotonic = monotonic
        self._gates: dict[str, _Gate] = {}
        self._slots = asyncio.Semaphore(concurrency)

    @asynccontextmanager
    async def turn(self, host: str) -> AsyncIterator[None]:
        """Wait until `host` may be asked; the pause runs from the end of the request.

        A place among the hosts asked at the same time is taken only when the host's own turn has come, so
        that waiting for one host holds up no other.
        """
        gate = self._gate(host)
        async with gate.lock:
            wait = gate.open_at - self._monotonic()
            if wait > 0:
                await asyncio.sleep(wait)
            async with self._slots:
                try:
                    yield
                finally:
                    gate.open_at = self._monotonic() + max(self._interval_s, gate.delay_s)

    def lengthen(self, host: str, delay_s: float | None) -> None:
        """A host's own wish for a pause; it never shortens ours."""
        if delay_s:
            self._gate(host).delay_s = max(self._gate(host).delay_s, delay_s)

    def pause(self, host: str, until: datetime) -> None:
        """Nobody asks `host` before `until`."""
        gate = self._gate(host)
        gate.paused_until = max(until, gate.paused_until or until)

    def paused_until(self, host: str, now: datetime) -> datetime | None:
        """When a paused host may be asked again; None where it may be asked now."""
        until = self._gate(host).paused_until
        return until if until and until > now else None

    def pauses(self, now: datetime) -> dict[str, datetime]:
        """The hosts that are paused, and until when."""
        return {
            host: gate.paused_until
            for host, gate in self._gates.items()
            if gate.paused_until and gate.paused_until > now
        }

    def note_reached(self, host: str, *, is_reached: bool) -> None:
        """Remember whether a host answered at all."""
        gate = self._gate(host)
        gate.n_unreached = 0 if is_reached else gate.n_unreached + 1
        gate.unreached_at = self._monotonic()

    def is_down(self, host: str) -> bool:
        """Whether a host failed to answer twice in a row, so that it is spared for a while."""
        gate = self._gate(host)
        return gate.n_unreached >= 2 and self._monotonic() - gate.unreached_at < SPARED_S

    def _gate(self, host: str) -> _Gate:
        return self._gates.setdefault(host, _Gate())
