"""A worker may hang, crash or raise: exactly its item is lost, and no process is left behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from worker_functions import misbehave, size, square, unpicklable, which_process

from flows.workers import LossCode, Lost, WorkerPool, map_killable

ROOT = Path(__file__).resolve().parents[2]


def test_results_come_in_the_order_of_the_items() -> None:
    assert map_killable(square, range(50), workers=2, timeout_s=20) == [n * n for n in range(50)]


@pytest.mark.parametrize("n", [1, 2, 3, 5])
def test_a_new_pool_shares_few_items_among_its_workers(n: int) -> None:
    pool = WorkerPool()
    processes = pool.map(which_process, range(n), workers=2, timeout_s=20)
    pool.close()
    assert len(set(processes)) == min(n, 2)


def test_nothing_to_do() -> None:
    assert map_killable(square, [], workers=2, timeout_s=1) == []


def test_every_result_is_announced_once() -> None:
    seen: list[tuple[int, object]] = []
    map_killable(square, range(9), workers=2, timeout_s=20, on_result=lambda *one: seen.append(one))
    assert sorted(seen) == [(n, n * n) for n in range(9)]


@pytest.mark.parametrize(
    ("how", "code"),
    [
        ("hang", LossCode.TIMEOUT),
        ("spin in C", LossCode.TIMEOUT),
        ("segfault", LossCode.CRASH),
        ("exit", LossCode.CRASH),
        ("raise", LossCode.ERROR),
    ],
)
def test_one_bad_item_costs_one_item(how: str, code: LossCode) -> None:
    found = map_killable(misbehave, ["a", how, "b", "c", "d"], workers=2, timeout_s=2)
    assert [r for r in found if isinstance(r, str)] == ["a", "b", "c", "d"]
    lost = found[1]
    assert isinstance(lost, Lost)
    assert lost.code == code


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="memory is bounded on Linux only")
def test_memory_is_bounded() -> None:
    lost, fine = map_killable(misbehave, ["eat memory", "a"], workers=1, timeout_s=20)
    assert isinstance(lost, Lost)
    assert "MemoryError" in lost.detail
    assert fine == "a"


def test_only_bad_items() -> None:
    found = map_killable(misbehave, ["segfault"] * 5, workers=2, timeout_s=5)
    assert [type(r) for r in found] == [Lost] * 5


def test_a_result_that_does_not_pickle_is_lost_alone() -> None:
    assert isinstance(map_killable(unpicklable, [1], workers=1, timeout_s=5)[0], Lost)
    assert map_killable(square, [2], workers=1, timeout_s=5) == [4]


def test_bodies_larger_than_a_pipe_pass_both_ways() -> None:
    bodies = [bytes([n]) * 3_000_000 + b"end" for n in range(6)]
    assert map_killable(size, bodies, workers=2, timeout_s=30) == [body[::-1] for body in bodies]


def test_workers_serve_later_calls() -> None:
    first = set(map_killable(which_process, range(20), workers=2, timeout_s=20))
    assert set(map_killable(which_process, range(20), workers=2, timeout_s=20)) <= first
    assert os.getpid() not in first


def test_an_interrupted_call_leaves_a_pool_that_works() -> None:
    pool = WorkerPool()

    def stop(index: int, result: object) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        pool.map(square, [1, 2, 3], workers=2, timeout_s=5, on_result=stop)
    assert pool.map(square, [1, 2, 3], workers=2, timeout_s=5) == [1, 4, 9]
    pool.close()


# The libraries that pages need are not loaded: these workers look at none, and end as those that do.
SCRIPT = """
import multiprocessing, os, sys
sys.path[:0] = [{root!r}, {here!r}]
from worker_functions import misbehave, which_process
from flows.workers import map_killable
multiprocessing.get_context("forkserver").set_forkserver_preload([])
if __name__ == "__main__":
    pids = set(map_killable(which_process, range(8), workers=2, timeout_s=20))
    print(*pids, flush=True)
    if sys.argv[1] == "hang":
        map_killable(misbehave, ["hang", "hang"], workers=2, timeout_s=300)
"""


def _script(tmp_path: Path, mode: str) -> subprocess.Popen[str]:
    path = tmp_path / "script.py"
    path.write_text(SCRIPT.format(root=str(ROOT), here=str(Path(__file__).parent)), encoding="utf-8")
    return subprocess.Popen([sys.executable, str(path), mode], stdout=subprocess.PIPE, text=True)


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def _all_end(pids: list[int], within_s: float) -> bool:
    deadline = time.monotonic() + within_s
    while time.monotonic() < deadline:
        if not any(map(_is_alive, pids)):
            return True
        time.sleep(0.05)
    return False


def _pids(process: subprocess.Popen[str]) -> list[int]:
    assert process.stdout is not None
    return [int(pid) for pid in process.stdout.readline().split()]


def test_workers_end_with_their_parent(tmp_path: Path) -> None:
    process = _script(tmp_path, "end")
    pids = _pids(process)
    assert process.wait(30) == 0
    assert pids
    assert _all_end(pids, 5)


@pytest.mark.slow
@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL, signal.SIGINT])
def test_workers_end_when_their_parent_is_killed_at_work(tmp_path: Path, how: signal.Signals) -> None:
    process = _script(tmp_path, "hang")
    pids = _pids(process)
    time.sleep(0.3)
    process.send_signal(how)
    process.wait(10)
    assert _all_end(pids, 8)
