"""One writer for all, and work that begins before everything is there: nothing is lost, whoever fails."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from contextvars import ContextVar
from datetime import UTC, datetime
from pathlib import Path

import pytest

from flows.beside import ENOUGH, Arrivals, beside
from flows.desk import Desk
from flows.settings import Settings
from warehouse.connection import Live, read
from warehouse.errors import WarehouseError

NOW = datetime(2026, 1, 1, tzinfo=UTC)
SEEN: ContextVar[str] = ContextVar("seen", default="nothing")


def make_desk(folder: Path) -> Desk:
    return Desk(Settings(data=folder, lock_timeout_s=5.0), lambda: NOW)


def test_what_waits_for_the_same_is_done_in_one_call(tmp_path: Path) -> None:
    calls: list[list[int]] = []
    begun, go = threading.Event(), threading.Event()

    def hold(live: Live) -> None:
        begun.set()
        assert go.wait(10)

    def double(live: Live, numbers: Sequence[int]) -> list[int]:
        calls.append(list(numbers))
        return [read(live, "select $n * 2 as n", {"n": n}).item() for n in numbers]

    with make_desk(tmp_path) as desk:
        held = desk.order(hold)
        assert begun.wait(30)
        answers = [desk.join(double, n) for n in range(5)]
        go.set()
        held.result()
        assert [answer.result() for answer in answers] == [0, 2, 4, 6, 8]
        assert desk.join(double, 9).result() == 18
    assert calls == [[0, 1, 2, 3, 4], [9]]


def test_who_left_before_the_answer_harms_nobody(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """A run that is told to end no longer waits for what it has joined."""
    go = threading.Event()

    def echo(live: Live, items: Sequence[int]) -> Sequence[int]:
        return items

    with make_desk(tmp_path) as desk:
        held = desk.order(lambda live: go.wait(30))
        left, stayed = desk.join(echo, 1), desk.join(echo, 2)
        assert left.cancel()
        go.set()
        assert held.result() and stayed.result() == 2
    assert not caplog.records


def test_what_fails_is_told_to_all_who_waited_and_to_nobody_else(tmp_path: Path) -> None:
    def fail(live: Live, items: Sequence[int]) -> list[int]:
        raise WarehouseError("no room")

    with make_desk(tmp_path) as desk:
        answers = [desk.join(fail, n) for n in range(3)]
        assert all(isinstance(answer.exception(), WarehouseError) for answer in answers)
        assert desk.order(lambda live: read(live, "select 1 as n").item()).result() == 1


def test_a_warehouse_that_cannot_be_opened_is_told_every_time(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with make_desk(tmp_path / "file") as desk:
        for _ in range(2):
            assert isinstance(desk.join(lambda live, items: items, 1).exception(), WarehouseError)


def test_the_work_sees_all_arrivals_and_the_context() -> None:
    seen: list[str] = []
    there = 0

    def work(arrivals: Arrivals) -> None:
        seen.append(SEEN.get())
        taken, may_come = 0, True
        while may_come:
            may_come = arrivals.wait()
            seen.append("batch")
            taken = there
        assert taken == 3 * ENOUGH + 1

    SEEN.set("the flow")
    with beside(work) as arrivals:
        for n in (ENOUGH, ENOUGH, ENOUGH, 1):
            there += n
            arrivals.add(n)
    assert seen[0] == "the flow" and "batch" in seen


def test_an_error_beside_is_raised_after_the_block() -> None:
    ended = False

    def fail(arrivals: Arrivals) -> None:
        raise ValueError("beside")

    with pytest.raises(ValueError, match="beside"), beside(fail):
        ended = True
    assert ended


def test_a_block_that_fails_stops_the_work() -> None:
    stopped: list[bool] = []

    def work(arrivals: Arrivals) -> None:
        while arrivals.wait():
            pass
        stopped.append(arrivals.is_stopped)

    with pytest.raises(KeyError, match="block"), beside(work):
        raise KeyError("block")
    assert stopped == [True]
