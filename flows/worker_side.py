"""What a worker process does: receive an item, work on it, send the result, until the pipe closes.

In: a pipe. Out: one answer per item. Refuses: outliving its parent, or an item's time; taking the machine's
memory.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import threading
import traceback
from collections.abc import Callable
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Any

GRACE_S = 5
"""Seconds after which a late worker ends itself, should its parent be gone."""
MEMORY = 1_500_000_000
"""Bytes beyond its start that a worker may take; then the page fails, not the machine."""


def _leave_with_parent() -> None:
    """End this process once its parent has ended, in a thread because the main one may hang."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)


def _bound_memory() -> None:
    """Let one page take `MEMORY` bytes more than the worker has now, where the system can hold it to that."""
    with contextlib.suppress(ImportError, OSError, ValueError):
        import resource

        used = int(Path("/proc/self/statm").read_text("ascii").split()[5]) * resource.getpagesize()
        _, most = resource.getrlimit(resource.RLIMIT_DATA)
        resource.setrlimit(resource.RLIMIT_DATA, (used + MEMORY, most))


def _alarm(seconds: int) -> None:
    if hasattr(signal, "alarm"):
        signal.alarm(seconds)


def serve_items(pipe: Connection) -> None:
    """The worker: receive (function, item, seconds), send (is_lost, result), until the pipe closes.

    Before its first result it sends None: the function is imported, and the first item's time begins.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    _bound_memory()
    threading.Thread(target=_leave_with_parent, daemon=True).start()
    is_ready = False
    with contextlib.suppress(EOFError, OSError):
        while True:
            function, item, seconds = pipe.recv()
            if not is_ready:
                pipe.send(None)
                is_ready = True
            _alarm(int(seconds) + GRACE_S)
            answer = _answer(function, item)
            _alarm(0)
            pipe.send(answer)


def _answer(function: Callable[[Any], Any], item: Any) -> tuple[bool, Any]:
    try:
        return False, function(item)
    except Exception as error:  # the guard of this batch: what a page raises is its own loss
        where = traceback.extract_tb(error.__traceback__)[-1]
        return True, f"{type(error).__name__}: {error} ({where.name}, line {where.lineno})"
