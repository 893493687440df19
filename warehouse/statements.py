"""The SQL of this room, read from its `.sql` files.

In: a file's stem. Out: its statements by the name in their `-- name:` line. Refuses: a name twice.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final

HERE: Final = Path(__file__).resolve().parent
_NAME: Final = re.compile(r"^-- name: *(\w+) *$", re.MULTILINE)


@cache
def statements(stem: str) -> Mapping[str, str]:
    """The named statements of `sql/{stem}.sql`."""
    _, *parts = _NAME.split((HERE / "sql" / f"{stem}.sql").read_text(encoding="utf-8"))
    names, texts = parts[::2], parts[1::2]
    if len(set(names)) < len(names):
        raise ValueError(f"{stem}.sql: a statement name stands there twice")
    return dict(zip(names, (text.strip() for text in texts), strict=True))


@cache
def scripts(folder: str) -> tuple[tuple[str, str], ...]:
    """File stem and text of every script in `folder`, in the order of their names."""
    return tuple((p.stem, p.read_text(encoding="utf-8")) for p in sorted((HERE / folder).glob("*.sql")))
