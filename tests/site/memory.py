"""How much memory something takes at its peak, as the kernel counts it.

In: something to do. Out: megabytes of resident memory above what there was before. Refuses: systems without
`/proc` (skipped).
"""

from __future__ import annotations

import gc
from collections.abc import Callable
from pathlib import Path

import pytest

_STATUS = Path("/proc/self/status")
_RESET = Path("/proc/self/clear_refs")


def peak_growth_mb(act: Callable[[], object]) -> float:
    """The highest resident size while `act` runs, less the size before."""
    if not _STATUS.exists():
        pytest.skip("no /proc to read the memory from")
    gc.collect()
    try:
        _RESET.write_text("5")
    except OSError:
        pytest.skip("the peak of memory cannot be reset here")
    before = _kilobytes("VmRSS")
    act()
    return (_kilobytes("VmHWM") - before) / 1024


def _kilobytes(name: str) -> int:
    line = next(line for line in _STATUS.read_text().splitlines() if line.startswith(name + ":"))
    return int(line.split()[1])
