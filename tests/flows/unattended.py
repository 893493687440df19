"""Long-lived commands in tests: started, watched until something holds, ended by their own pid."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

import polars as pl

from tests.flows.house import make_settings, run_stages
from warehouse.errors import WarehouseError
from warehouse.query import query_published

ROOT = Path(__file__).resolve().parents[2]
Found = TypeVar("Found")
COMPARED = {
    "articles": """select source_id, title, published_on, language, on_topic, n_versions, n_words
        from articles""",
    "cited_figures": """select a.title, f.start, f."end", f.surface, f.value, f.unit, f.approx
        from cited_figures f join articles a using (article_id)""",
    "quotations": """select a.title, q.start, q."end", q.surface, q.speaker
        from quotations q join articles a using (article_id)""",
    "stances": """select a.title, s.start, s."end", s.holder, s.target, s.polarity
        from stances s join articles a using (article_id)""",
}
"""What two collections of the same site have alike, whenever they were made."""


class Command:
    """A command that runs until it is ended."""

    def __init__(self, folder: Path, name: str, arguments: Iterable[str], **variables: str) -> None:
        self.out, self.err = folder / f"{name}.out", folder / f"{name}.err"
        env = {key: value for key, value in os.environ.items() if not key.startswith(("PREFECT_", "TENOR_"))}
        env |= {"PYTHONPATH": str(ROOT), "DO_NOT_TRACK": "1", **variables}
        with self.out.open("ab") as out, self.err.open("ab") as err:
            self.process = subprocess.Popen(
                [sys.executable, *arguments],
                stdin=subprocess.PIPE,
                stdout=out,
                stderr=err,
                cwd=folder,
                env=env,
            )

    @property
    def said(self) -> str:
        return self.out.read_text() + self.err.read_text()

    def end(self, number: int = signal.SIGTERM, within_s: float = 20) -> tuple[int, float]:
        """Send a signal; exit status and seconds until the end."""
        began = time.monotonic()
        self.process.send_signal(number)
        return self.process.wait(within_s), time.monotonic() - began

    def kill(self) -> None:
        """End it however it is, if it has not ended."""
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait(10)


def tenor_command(folder: Path, name: str, *arguments: str, **variables: str) -> Command:
    """Start `tenor` from another directory than the project's."""
    return Command(folder, name, ["-c", "from flows.cli import main; main()", *arguments], **variables)


class Gate:
    """A door before a server on this machine, which may be shut: then the server is away, and comes back at once."""

    def __init__(self, port: int) -> None:
        self._behind = port
        self._through: list[socket.socket] = []
        self._door = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._door.getsockname()[1])
        self._watch()

    def shut(self) -> None:
        """Refuse whoever comes, and cut off whoever is in."""
        self._door.shutdown(socket.SHUT_RDWR)
        self._door.close()
        for side in self._through:
            with suppress(OSError):
                side.shutdown(socket.SHUT_RDWR)
        self._through.clear()

    def open(self) -> None:
        self._door = socket.create_server(("127.0.0.1", self.port))
        self._watch()

    def _watch(self) -> None:
        threading.Thread(target=self._let_in, args=(self._door,), daemon=True).start()

    def _let_in(self, door: socket.socket) -> None:
        with suppress(OSError):
            while True:
                guest, _ = door.accept()
                host = socket.create_connection(("127.0.0.1", self._behind))
                self._through += [guest, host]
                for one, other in ((guest, host), (host, guest)):
                    threading.Thread(target=self._pass, args=(one, other), daemon=True).start()

    @staticmethod
    def _pass(one: socket.socket, other: socket.socket) -> None:
        with suppress(OSError):
            while content := one.recv(65536):
                other.sendall(content)
        with suppress(OSError):
            other.shutdown(socket.SHUT_RDWR)


def until(
    look: Callable[[], Found | None], what: str, within_s: float, watched: Command | None = None
) -> Found:
    """What `look` finds as soon as it finds something; fails when the watched command has ended."""
    ends_at = time.monotonic() + within_s
    while time.monotonic() < ends_at:
        if found := look():
            return found
        assert watched is None or watched.process.poll() is None, f"ended: {watched.said[-2000:]}"
        time.sleep(0.3)
    raise AssertionError(f"not within {within_s} s: {what}; {watched.said[-3000:] if watched else ''}")


def ask(data: Path, sql: str) -> pl.DataFrame | None:
    """Rows of the published warehouse, where there is one."""
    try:
        return query_published(data, sql)
    except WarehouseError:
        return None


def n_articles(data: Path) -> int:
    rows = ask(data, "select count(*) from articles where not is_seed and n_words > 0")
    return 0 if rows is None else int(rows.item())


def contents(data: Path) -> dict[str, list[Any]]:
    """What the warehouse says of the site, sorted."""
    return {name: sorted(query_published(data, sql).rows(), key=repr) for name, sql in COMPARED.items()}


def undisturbed(folder: Path, sources: str) -> dict[str, list[Any]]:
    """The same of a warehouse that one quiet pass made just now."""
    settings = make_settings(folder, sources)
    run_stages(settings, datetime.now(UTC))
    return contents(settings.data)


def children(pid: int) -> list[int]:
    """The processes that a process has started, and theirs."""
    found: list[int] = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue
        if int(fields[1]) == pid and fields[0] != "Z":
            child = int(path.parent.name)
            found += [child, *children(child)]
    return found


def told(pid: int) -> str:
    """The command line of a process."""
    return Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ")


def is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


def api(url: str, path: str, content: dict[str, Any] | None = None) -> Any:
    """Ask Prefect's API."""
    request = urllib.request.Request(
        f"{url}{path}", data=None if content is None else json.dumps(content).encode(),
        headers={"content-type": "application/json"},
    )  # fmt: skip
    with urllib.request.urlopen(request, timeout=20) as answer:
        return json.loads(answer.read() or b"null")


def runs(url: str, *types: str) -> list[dict[str, Any]]:
    """Flow runs in these states."""
    found: list[dict[str, Any]] = api(
        url, "/flow_runs/filter", {"flow_runs": {"state": {"type": {"any_": list(types)}}}, "limit": 200}
    )
    return found
