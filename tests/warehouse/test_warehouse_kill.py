"""Killed anywhere, started again: nothing is lost, nothing stands there twice."""

from __future__ import annotations

import random
import resource
import signal
import subprocess
import sys
import time
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from tests.warehouse.passes import whole_pass
from tests.warehouse.state import count, state
from tests.warehouse.values import NOW
from warehouse.checks import run_checks
from warehouse.connection import LIVE, PUBLISHED, open_live
from warehouse.query import query_published

ROOT = Path(__file__).resolve().parents[2]
PASS = """
import sys
from pathlib import Path
from tests.warehouse.passes import STEPS
from tests.warehouse.values import NOW
from warehouse.connection import open_live
from warehouse.publish import publish
data = Path(sys.argv[1])
for name, step in STEPS.items():
    print("start", flush=True)
    with open_live(data, lock_timeout_s=60, now=NOW) as live:
        step(live)
publish(data, lock_timeout_s=60, now=NOW)
print("done", flush=True)
"""


def started(data: Path, script: str = PASS, **more: Any) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", script, str(data)], cwd=ROOT, stdout=subprocess.PIPE, text=True, **more
    )


def content(data: Path) -> dict[str, Any]:
    with open_live(data, lock_timeout_s=5, now=NOW) as live:
        assert [r.name for r in run_checks(live) if r.n_breaches and r.is_fatal] == []
        return state(live)


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, Any], float]:
    """What a pass leaves that nobody disturbs, and how long its writing takes."""
    data = tmp_path_factory.mktemp("undisturbed")
    with started(data) as child:
        assert child.stdout
        assert child.stdout.readline() == "start\n"
        began = time.monotonic()
        child.communicate()
    assert child.returncode == 0
    return content(data), time.monotonic() - began


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(3))
def test_kills_at_random_moments(data: Path, undisturbed: tuple[dict[str, Any], float], seed: int) -> None:
    whole, takes_s = undisturbed
    chance = random.Random(seed)
    for _ in range(2):
        with started(data) as child:
            assert child.stdout
            child.stdout.readline()
            time.sleep(chance.uniform(0, takes_s))
            child.send_signal(signal.SIGKILL)
    with started(data) as child:
        out, _ = child.communicate()
    assert child.returncode == 0, out
    assert content(data) == whole
    assert query_published(data, "SELECT count(*) FROM articles").item() == len(whole["store.versions"])


KILL_INSIDE = """
import os, signal, sys
from pathlib import Path
import warehouse.connection as connection
from tests.warehouse.passes import whole_pass
from tests.warehouse.values import NOW
left = int(sys.argv[2])
execute = connection.duckdb.DuckDBPyConnection.execute
def counted(statement):
    global left
    if statement.lstrip().upper().startswith(("INSERT", "DELETE", "UPDATE", "COMMIT", "CHECKPOINT")):
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
class Watched:
    def __init__(self, inner): self.inner = inner
    def execute(self, statement, *more):
        counted(statement)
        return self.inner.execute(statement, *more)
    def __getattr__(self, name): return getattr(self.inner, name)
connect = connection._connect
connection._connect = lambda path: Watched(connect(path))
with connection.open_live(Path(sys.argv[1]), lock_timeout_s=5, now=NOW) as live:
    whole_pass(live)
print(-left)
"""


def run_killed(data: Path, nth: int) -> subprocess.CompletedProcess[str]:
    """A pass killed before its nth write; never for 0, then it says how many writes there were."""
    return subprocess.run(
        [sys.executable, "-c", KILL_INSIDE, str(data), str(nth)], cwd=ROOT, capture_output=True, text=True
    )


@pytest.fixture(scope="module")
def n_writes(tmp_path_factory: pytest.TempPathFactory) -> int:
    return int(run_killed(tmp_path_factory.mktemp("counted"), 0).stdout)


@pytest.mark.slow
@pytest.mark.parametrize("part", [0.02, 0.2, 0.45, 0.7, 0.9, 1.0])
def test_a_kill_before_the_nth_write(
    data: Path, undisturbed: tuple[dict[str, Any], float], n_writes: int, part: float
) -> None:
    done = run_killed(data, max(round(part * n_writes), 1))
    assert done.returncode == -signal.SIGKILL, done.stderr
    with open_live(data, lock_timeout_s=5, now=NOW) as live:
        whole_pass(live)
    assert content(data) == undisturbed[0]


def limit_files_to(n_bytes: int) -> None:
    """Let the system refuse to make a file longer, as a full disk would."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (n_bytes, n_bytes))


FILL = """
import sys
from pathlib import Path
from tests.warehouse.values import NOW, TEXT, version
from warehouse.connection import open_live
from warehouse.errors import WarehouseError
from warehouse.versions import write_versions
import random
chance = random.Random(1)
def words(n): return TEXT + f"\\n{n} " + " ".join(str(chance.getrandbits(60)) for _ in range(20_000))
n = 0
try:
    for n in range(200):
        with open_live(Path(sys.argv[1]), lock_timeout_s=5, now=NOW) as live:
            write_versions(live, [version(1000 + n, words(n), capture_id=None)])
        print(n, flush=True)
except WarehouseError as error:
    print("ERROR", error)
"""


@pytest.mark.slow
def test_a_full_disk_loses_nothing_written_before(published: Path) -> None:
    before = (published / PUBLISHED).read_bytes()
    room = (published / LIVE).stat().st_size + 3_000_000
    with started(published, FILL, preexec_fn=partial(limit_files_to, room)) as child:
        out, _ = child.communicate()
    *written, last = out.splitlines()
    assert last.startswith("ERROR") and "the disk is full; free some space" in last, out
    assert (published / PUBLISHED).read_bytes() == before
    with open_live(published, lock_timeout_s=5, now=NOW) as live:
        n = count(live, "store.versions WHERE article_id >= 1000")
        assert n in {len(written), len(written) + 1}, "the last one may be whole in the log"
        assert [r.name for r in run_checks(live) if r.n_breaches and r.is_fatal] == []
        whole_pass(live)
