"""What a person sees while a pass runs: counts per stage, then a table.

In: counts. Out: lines or a live display on stderr. Refuses: colours and redrawing where there is no terminal.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from time import monotonic

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TaskID,
    TextColumn,
    TimeElapsedColumn,
)
from rich.table import Table

from vocabulary import Stage


@dataclass(slots=True)
class StageCount:
    """What one stage did: how much came in and went out, how many problems, how long it took."""

    stage: Stage
    n_in: int = 0
    n_out: int = 0
    n_problems: int = 0
    seconds: float = 0.0
    noun: str = ""
    """What `n_out` counts, such as `articles`."""
    parts: dict[str, int] = field(default_factory=dict)
    """Further counts by name, such as `sources` and `entries`."""


@dataclass(slots=True)
class Ledger:
    """The counts of a whole pass, in the order of its stages."""

    stages: dict[Stage, StageCount] = field(default_factory=dict)

    def of(self, stage: Stage, noun: str = "") -> StageCount:
        """The count of a stage, begun where it was not there."""
        count = self.stages.setdefault(stage, StageCount(stage))
        count.noun = noun or count.noun
        return count

    @contextmanager
    def timed(self, stage: Stage) -> Iterator[StageCount]:
        """Add the time that the block takes to the stage."""
        count, began = self.of(stage), monotonic()
        try:
            yield count
        finally:
            count.seconds += monotonic() - began


class Display:
    """One bar per stage on a terminal; elsewhere one line per finished stage."""

    def __init__(self, *, is_quiet: bool = False) -> None:
        self.console = Console(stderr=True, highlight=False)
        self._is_live = self.console.is_terminal and not is_quiet
        self._is_quiet = is_quiet
        self._progress = Progress(
            SpinnerColumn(), TextColumn("{task.description:<10}"), BarColumn(), MofNCompleteColumn(),
            TimeElapsedColumn(), TextColumn("{task.fields[note]}"), console=self.console,
            disable=not self._is_live,
        )  # fmt: skip

    def __enter__(self) -> Display:
        self._progress.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._progress.stop()

    @contextmanager
    def stage(self, name: str, total: int | None) -> Iterator[Bar]:
        """A bar for one stage; `total` None where it is not known."""
        bar = Bar(self._progress, self._progress.add_task(name, total=total, note=""))
        yield bar
        self._progress.update(bar.key, total=bar.n_done, completed=bar.n_done)
        if not self._is_live and not self._is_quiet:
            sys.stderr.write(f"{name:<10} {bar.n_done:>6}  {bar.note}".rstrip() + "\n")


@dataclass(slots=True)
class Bar:
    """A stage's bar."""

    _progress: Progress
    key: TaskID
    n_done: int = 0
    note: str = ""

    def advance(self, n: int = 1, note: str | None = None) -> None:
        """So many more are done."""
        self.n_done += n
        self.note = self.note if note is None else note
        self._progress.update(self.key, advance=n, note=self.note)

    def expect(self, total: int) -> None:
        """How many there will be."""
        self._progress.update(self.key, total=total)


def summary_table(ledger: Ledger) -> Table:
    """The counts of a pass as a table."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in ("stage", "in", "out", "", "problems", "seconds"):
        table.add_column(column, justify="left" if column in ("stage", "") else "right")
    for count in ledger.stages.values():
        table.add_row(
            str(count.stage), str(count.n_in), str(count.n_out), count.noun, str(count.n_problems),
            f"{count.seconds:.1f}",
        )  # fmt: skip
    return table
