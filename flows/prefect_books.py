"""Prefect's own books under the data directory: whether the Prefect that is installed can open them.

In: Prefect's home. Out: nothing. Refuses: books that a newer Prefect has kept, in one line, before a server is
started that would end at once, over and over.
"""

from __future__ import annotations

from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from flows.settings import UsageError
from warehouse.books import read_revision

BOOKS: Final = "prefect.db"
MIGRATIONS: Final = Path("server/database/_migrations/versions/sqlite")


def check_books(home: Path) -> None:
    """`UsageError` where the books are at a revision that the installed Prefect does not know."""
    revision = read_revision(home / BOOKS)
    if revision is not None and not is_known(revision):
        raise UsageError(
            f"{home / BOOKS}: kept by a newer Prefect than {version('prefect')} (revision {revision}); install "
            "that one again, or move the file away: only the histories of runs are in it"
        )


def is_known(revision: str) -> bool:
    """Whether the installed Prefect has a migration of that revision; told by its files, without importing it."""
    spec = find_spec("prefect")
    folders = spec.submodule_search_locations if spec else None
    known = Path(folders[0]) / MIGRATIONS if folders else MIGRATIONS
    return not known.is_dir() or any(known.glob(f"*_{revision}_*.py"))
