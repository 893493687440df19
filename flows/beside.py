"""Work that begins while what it needs is still coming in.

In: a function that takes `Arrivals`; a block that reports what has come. Out: the function run in a thread of its
own beside the block. Refuses: polling; leaving the block before the function has ended.
"""

from __future__ import annotations

import contextvars
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Final, Self

ENOUGH: Final = 25
"""Arrivals that are worth a batch."""


class Arrivals:
    """How much has come in since it was last asked, and whether more may come."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._n = 0
        self._is_over = False
        self.is_stopped = False
        """Whether the rest is to be left for another time."""

    @classmethod
    def all_there(cls) -> Self:
        """Where nothing more will come."""
        arrivals = cls()
        arrivals.end()
        return arrivals

    def add(self, n: int) -> None:
        """So many more are there."""
        with self._changed:
            self._n += n
            self._changed.notify_all()

    def end(self, *, is_stopped: bool = False) -> None:
        """Nothing more will come."""
        with self._changed:
            self._is_over, self.is_stopped = True, is_stopped
            self._changed.notify_all()

    def wait(self, *, is_taken: bool = True) -> bool:
        """Wait until enough have come for a batch, or all; whether more may come. `is_taken`: they are counted off."""
        with self._changed:
            self._changed.wait_for(lambda: self._is_over or self._n >= ENOUGH)
            self._n = 0 if is_taken else self._n
            return not self._is_over


@contextmanager
def beside(work: Callable[[Arrivals], None]) -> Iterator[Arrivals]:
    """Run `work` in a thread while the block runs; then wait for its end, and raise what it raised.

    A block that fails stops it: what `work` has in hand it ends, and what it raises is not told. The thread sees
    the context variables of this one.
    """
    arrivals = Arrivals()
    context = contextvars.copy_context()
    with ThreadPoolExecutor(max_workers=1, thread_name_prefix="beside") as thread:
        done = thread.submit(context.run, work, arrivals)
        is_whole = False
        try:
            yield arrivals
            is_whole = True
        finally:
            arrivals.end(is_stopped=not is_whole)
        done.result()
