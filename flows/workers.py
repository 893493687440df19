"""Worker processes that can be killed: one bad page costs one page.

In: a module-level function and items that pickle. Out: one result per item, in order; `Lost` where the worker
hung, crashed or raised. Refuses: threads for work that cannot be interrupted; losing a batch to one item.

Python's own pools cannot do this: `ProcessPoolExecutor` breaks as a whole when one worker dies, and
`multiprocessing.Pool` never notices. Here the parent gives each worker an item to work on, and a small one to
take up next so that it never waits for a busy parent; it watches pipes and clocks together, and replaces a
worker that dies or is late: the item at work is lost, the next one goes to another. Workers come from a fork
server (spawned where there is none), stay for later calls, and end with their parent, however it ends.
"""

from __future__ import annotations

import atexit
import contextlib
import multiprocessing
import os
import signal
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from multiprocessing.connection import Connection, wait
from multiprocessing.context import ForkServerContext, SpawnContext
from multiprocessing.process import BaseProcess
from multiprocessing.reduction import ForkingPickler
from typing import Generic, TypeVar

from flows.worker_side import GRACE_S, serve_items

Item = TypeVar("Item")
Result = TypeVar("Result")

START_S = 60.0
"""Seconds that a new worker may take to import what it needs; only then does an item's time begin."""
AHEAD = 2
"""Items in a worker's hands: the one it works on, and the next."""
SMALL = 16_384
"""Bytes of an item that fit into a pipe nobody reads; a larger one is sent only to a worker that waits for it."""
PRELOADED = ["flows.preload"]
"""Imported once in the fork server, so that a replacement worker starts in milliseconds."""


class LossCode(StrEnum):
    """Why an item has no result."""

    TIMEOUT = "worker_timeout"
    CRASH = "worker_crash"
    ERROR = "worker_error"


@dataclass(frozen=True, slots=True, kw_only=True)
class Lost:
    """An item to quarantine: its worker was killed, died, or raised."""

    code: LossCode
    detail: str


@dataclass(slots=True)
class _Worker:
    """One process, the pipe to it, and the items in its hands: the first is the one it works on."""

    process: BaseProcess
    pipe: Connection
    indexes: deque[int] = field(default_factory=deque)
    deadline: float = float("inf")
    is_ready: bool = False


def _context() -> ForkServerContext | SpawnContext:
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(PRELOADED)
    return context


class WorkerPool:
    """Processes for `map_killable`, kept between calls; calls from several threads take turns."""

    def __init__(self) -> None:
        self._context = _context()
        self._workers: list[_Worker] = []
        self._lock = threading.Lock()
        self._owner = os.getpid()

    def map(
        self,
        function: Callable[[Item], Result],
        items: Sequence[Item],
        *,
        workers: int,
        timeout_s: float,
        on_result: Callable[[int, Result | Lost], None] | None = None,
    ) -> list[Result | Lost]:
        """See `map_killable`."""
        with self._lock:
            run = _Run(self, function, items, timeout_s, on_result)
            try:
                return run.finish(min(workers, len(items)))
            except BaseException:
                self._stop()
                raise

    def worker(self, number: int) -> _Worker:
        """The worker of that number, started if need be; a dead one is replaced unless it holds items."""
        while len(self._workers) <= number:
            self._workers.append(self._start())
        worker = self._workers[number]
        return worker if worker.indexes or worker.process.is_alive() else self.replace(number)

    def warm(self, workers: int) -> None:
        """Start so many workers, with all that the fork server loads, unless a call is under way."""
        if self._lock.acquire(blocking=False):
            try:
                for number in range(workers):
                    self.worker(number)
            finally:
                self._lock.release()

    def worker_at(self, number: int) -> _Worker:
        """The worker of that number, dead or alive."""
        return self._workers[number]

    def replace(self, number: int) -> _Worker:
        """End a worker and start another in its place."""
        _end(self._workers[number])
        self._workers[number] = self._start()
        return self._workers[number]

    def _start(self) -> _Worker:
        ours, theirs = self._context.Pipe()
        process = self._context.Process(target=serve_items, args=(theirs,), daemon=True, name="tenor-worker")
        process.start()
        theirs.close()
        return _Worker(process=process, pipe=ours)

    def _stop(self) -> None:
        for worker in self._workers:
            _end(worker)
        self._workers.clear()

    def close(self) -> None:
        """End all workers; a later call starts new ones."""
        if os.getpid() == self._owner:
            is_mine = self._lock.acquire(timeout=GRACE_S)
            self._stop()
            if is_mine:
                self._lock.release()


def _end(worker: _Worker) -> None:
    worker.pipe.close()
    worker.process.kill()
    worker.process.join(GRACE_S)


class _Run(Generic[Item, Result]):
    """One call: which items wait, which are at work, which are done."""

    def __init__(
        self,
        pool: WorkerPool,
        function: Callable[[Item], Result],
        items: Sequence[Item],
        timeout_s: float,
        on_result: Callable[[int, Result | Lost], None] | None,
    ) -> None:
        self._pool, self._function, self._items = pool, function, items
        self._timeout_s, self._on_result = timeout_s, on_result
        self._waiting = deque(range(len(items)))
        self._results: dict[int, Result | Lost] = {}

    def finish(self, n_workers: int) -> list[Result | Lost]:
        for most in range(1, AHEAD + 1):
            for number in range(n_workers):
                self._give(number, most)
        while len(self._results) < len(self._items):
            self._collect(n_workers)
        return [self._results[index] for index in range(len(self._items))]

    def _give(self, number: int, most: int = AHEAD) -> None:
        """Give a worker items until it holds `most`; one that died meanwhile is replaced."""
        while self._waiting:
            message = (self._function, self._items[self._waiting[0]], self._timeout_s)
            packed = ForkingPickler.dumps(message)
            worker = self._pool.worker(number)
            if len(worker.indexes) >= most or (worker.indexes and len(packed) > SMALL):
                return
            try:
                worker.pipe.send_bytes(packed)
            except (BrokenPipeError, ConnectionResetError):
                if worker.indexes:
                    return  # its end is read from the pipe, and what it held is given to others
                worker = self._pool.replace(number)
                worker.pipe.send_bytes(packed)
            self._take(worker, self._waiting.popleft())

    def _take(self, worker: _Worker, index: int) -> None:
        worker.indexes.append(index)
        if len(worker.indexes) == 1:
            patience = self._timeout_s if worker.is_ready else START_S
            worker.deadline = time.monotonic() + patience

    def _collect(self, n_workers: int) -> None:
        busy = {n: w for n in range(n_workers) if (w := self._pool.worker_at(n)).indexes}
        pipes = {w.pipe: n for n, w in busy.items()}
        patience = max(0.0, min(w.deadline for w in busy.values()) - time.monotonic())
        for pipe in wait(list(pipes), patience):
            self._receive(pipes[pipe], busy[pipes[pipe]])  # type: ignore[index]
        for number, worker in busy.items():
            if worker.indexes and time.monotonic() > worker.deadline:
                self._lose(number, worker, Lost(code=LossCode.TIMEOUT, detail=f"over {self._timeout_s:g} s"))

    def _receive(self, number: int, worker: _Worker) -> None:
        try:
            message = worker.pipe.recv()
        except (EOFError, OSError):
            worker.process.join(GRACE_S)
            code = worker.process.exitcode
            self._lose(number, worker, Lost(code=LossCode.CRASH, detail=_ending(code)))
            return
        worker.deadline = time.monotonic() + self._timeout_s
        if message is None:
            worker.is_ready = True
            return
        is_lost, answer = message
        index = worker.indexes.popleft()
        self._give(number)
        self._settle(index, Lost(code=LossCode.ERROR, detail=answer) if is_lost else answer)

    def _lose(self, number: int, worker: _Worker, lost: Lost) -> None:
        index = worker.indexes.popleft()
        self._waiting.extendleft(reversed(worker.indexes))
        worker.indexes.clear()
        self._pool.replace(number)
        self._give(number)
        self._settle(index, lost)

    def _settle(self, index: int, result: Result | Lost) -> None:
        self._results[index] = result
        if self._on_result is not None:
            self._on_result(index, result)


def _ending(code: int | None) -> str:
    if code is not None and code < 0:
        with contextlib.suppress(ValueError):
            return f"killed by {signal.Signals(-code).name}"
    return f"ended with status {code}"


_POOL = WorkerPool()
atexit.register(_POOL.close)


def warm_up(workers: int) -> threading.Thread:
    """Start the workers of `map_killable` beside other work, such as Prefect's start; the thread ends with that."""
    thread = threading.Thread(target=_POOL.warm, args=(max(1, workers),), name="warm-up", daemon=True)
    thread.start()
    return thread


def map_killable(
    function: Callable[[Item], Result],
    items: Iterable[Item],
    *,
    workers: int,
    timeout_s: float,
    on_result: Callable[[int, Result | Lost], None] | None = None,
) -> list[Result | Lost]:
    """`function` over `items` in worker processes; results in the order of the items.

    An item that takes longer than `timeout_s` seconds, kills its process, or raises becomes `Lost`; the
    others are not touched. `on_result(index, result)` is called in this process as results come, in any
    order. `function` must be importable by name; items and results must pickle.
    """
    return _POOL.map(function, list(items), workers=max(1, workers), timeout_s=timeout_s, on_result=on_result)
