"""The warehouse beside an event loop: one thread opens it whenever there is something to read or write.

In: functions of the open warehouse. Out: what they return, as futures. Refuses: blocking the loop, on which
other hosts wait for their bytes; more than one writer.

What has gathered while the warehouse was busy is done in one opening, each function in its own transaction;
what was handed in with `join` for the same function, in one call of it. It stays open for a moment longer.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import datetime
from time import monotonic
from types import TracebackType
from typing import Any, Self, TypeVar

from flows.settings import Settings
from warehouse.connection import Live, open_live
from warehouse.errors import WarehouseError

T = TypeVar("T")
Item = TypeVar("Item")
LINGER_S = 0.25
"""Seconds without an order after which the warehouse is closed."""
HELD_S = 10.0
"""Seconds after which it is closed at the first moment without an order, for others to write."""


@dataclass(frozen=True, slots=True)
class _Group:
    """What waits to be done in one call, and that call."""

    done: Future[Any]
    items: list[Any] = field(default_factory=list)


def _settle(answer: Future[Any], done: Future[Any], place: int) -> None:
    if not answer.set_running_or_notify_cancel():
        return  # who asked has left, as when a run is told to end
    if error := done.exception():
        answer.set_exception(error)
    else:
        answer.set_result(done.result()[place])


class Desk:
    """Use as a context manager; leaving it waits for what was ordered."""

    def __init__(self, settings: Settings, clock: Callable[[], datetime]) -> None:
        self._settings = settings
        self._clock = clock
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="warehouse")
        self._lock = threading.RLock()
        self._n_waiting = 0
        self._ordered = threading.Event()
        self._is_over = False
        self._opened_at = 0.0
        self._groups: dict[Any, _Group] = {}
        self._opened = ExitStack()
        self._live: Live | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self._lock:
            self._is_over = True
            self._ordered.set()
        self._thread.shutdown()

    def order(self, work: Callable[[Live], T]) -> Future[T]:
        """Have `work` done with the open warehouse; what it raises comes with the future."""
        with self._lock:
            self._n_waiting += 1
            self._ordered.set()
        return self._thread.submit(self._do, work)

    def join(self, work: Callable[[Live, Sequence[Item]], Sequence[T]], item: Item) -> Future[T]:
        """Have `work` done for `item`, and in the same call for all others that wait for `work` then.

        `work` gives one result for each item; what it raises comes with the futures of all of them.
        """
        answer: Future[T] = Future()
        with self._lock:
            group = self._groups.get(work)
            if group is None or group.done.done():
                group = self._groups[work] = _Group(self.order(lambda live: work(live, self._take(work))))
            place = len(group.items)
            group.items.append(item)
        group.done.add_done_callback(lambda done: _settle(answer, done, place))
        return answer

    def _take(self, work: Any) -> list[Any]:
        with self._lock:
            return self._groups.pop(work).items

    def _do(self, work: Callable[[Live], T]) -> T:
        try:
            return work(self._live or self._open())
        except WarehouseError:  # as after a full disk: the next order gets a fresh connection
            self._close()
            raise
        finally:
            with self._lock:
                self._n_waiting -= 1
                is_last = not self._n_waiting
                may_rest = is_last and not self._is_over and monotonic() - self._opened_at < HELD_S
                if may_rest:
                    self._ordered.clear()
                    self._thread.submit(self._rest)
            if is_last and not may_rest:
                self._close()

    def _rest(self) -> None:
        """Leave the warehouse open for a moment: opening it costs as much as many an order."""
        self._ordered.wait(LINGER_S)
        if not self._n_waiting:
            self._close()

    def _open(self) -> Live:
        settings = self._settings
        self._opened_at = monotonic()
        self._live = self._opened.enter_context(
            open_live(settings.data, lock_timeout_s=settings.lock_timeout_s, now=self._clock())
        )
        return self._live

    def _close(self) -> None:
        self._live = None
        self._opened.close()
