"""Which schema the books of the scheduler are at: a SQLite file that another program keeps beside the warehouse.

In: its path. Out: the revision that its migrations have reached. Refuses: writing to it.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from warehouse.statements import statements


def read_revision(path: Path) -> str | None:
    """The revision; None where there is no such file yet, or where its owner has to say what is wrong with it."""
    if not path.exists():
        return None
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as books:
            row = books.execute(statements("books")["revision"]).fetchone()
    except sqlite3.Error:
        return None
    return str(row[0]) if row else None
