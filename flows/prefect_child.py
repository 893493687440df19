"""Prefect's own command line in a child process that ends with its parent.

In: Prefect's arguments; a pipe on stdin whose other end the parent holds. Out: what Prefect does. Refuses:
outliving the parent, however that ended: the pipe closes even after `kill -9`.

Run as `python -m flows.prefect_child server start --port 4200`.
"""

from __future__ import annotations

import os
import runpy
import signal
import sys
import threading
import time

END_WITHIN_S = 5.0


def end_with_parent() -> None:
    """Wait until stdin closes, then end: politely first."""
    while os.read(0, 1024):
        pass
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(END_WITHIN_S)
    os._exit(1)


if __name__ == "__main__":
    threading.Thread(target=end_with_parent, daemon=True).start()
    sys.argv[0] = "prefect"
    runpy.run_module("prefect", run_name="__main__")
