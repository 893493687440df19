"""The warehouse beside an event loop: one thread opens it whenever there is something to read or write.

In: functions of the open warehouse. Out: what they return, as futures. Refuses: blocking the loop, on which
other hosts wait for their bytes; more than one writer.

What has gathered while the warehouse was busy is done in one opening, each function in its own transaction.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from datetime import datetime
from types import TracebackType
from typing import Self, TypeVar

from flows.settings import Settings
from warehouse.connection import Live, open_live
from warehouse.errors import WarehouseError

T = TypeVar("T")


class Desk:
    """Use as a context manager; leaving it waits for what was ordered."""

    def __init__(self, settings: Settings, clock: Callable[[], datetime]) -> None:
        self._settings = settings
        self._clock = clock
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="warehouse")
        self._lock = threading.Lock()
        self._n_waiting = 0
        self._opened = ExitStack()
        self._live: Live | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._thread.shutdown()

    def order(self, work: Callable[[Live], T]) -> Future[T]:
        """Have `work` done with the open warehouse; what it raises comes with the future."""
        with self._lock:
            self._n_waiting += 1
        return self._thread.submit(self._do, work)

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
            if is_last:
                self._close()

    def _open(self) -> Live:
        settings = self._settings
        self._live = self._opened.enter_context(
            open_live(settings.data, lock_timeout_s=settings.lock_timeout_s, now=self._clock())
        )
        return self._live

    def _close(self) -> None:
        self._live = None
        self._opened.close()
