"""What could not be told.

In: problems. Out: rows. Refuses: the same problem twice.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from vocabulary import Problem
from warehouse.connection import Live, insert
from warehouse.frames import TEXT, TIME, Schema, fields_of, frame
from warehouse.statements import statements

PROBLEM: Final[Schema] = {
    "stage": TEXT, "subject": TEXT, "code": TEXT, "detail": TEXT, "occurred_at": TIME, "source_id": TEXT,
}  # fmt: skip


def write_problems(live: Live, problems: Sequence[Problem]) -> None:
    """Add problems; one that is already there, to the microsecond, is not added again."""
    rows = frame(PROBLEM, (fields_of(problem, PROBLEM) for problem in problems)).unique(maintain_order=True)
    insert(live, rows, statements("problems")["insert_new"])


def replace_problems(live: Live, problems: Sequence[Problem], stage: str, subjects: Sequence[str]) -> None:
    """Let `problems` be the only ones of `stage` about `subjects`."""
    rows = frame(PROBLEM, (fields_of(problem, PROBLEM) for problem in problems)).unique(maintain_order=True)
    gone = frame({"subject": TEXT}, ({"subject": subject} for subject in subjects))
    sql = statements("problems")
    insert(live, gone, sql["delete_about"], parameters={"stage": stage})
    insert(live, rows, sql["insert_new"])
