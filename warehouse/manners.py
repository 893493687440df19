"""What hosts ask of their guests, remembered between two rounds of collection.

In: robots.txt and reservations as read, pauses that were asked for. Out: the same. Refuses: judging how old
they are.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any, Final

from vocabulary import Manners
from warehouse.connection import Live, execute, insert, read, transaction
from warehouse.frames import FLAG, TEXT, TIME, Schema, fields_of, frame
from warehouse.statements import statements

MANNERS: Final[Schema] = {
    "origin": TEXT, "robots_at": TIME, "robots": TEXT, "is_unreachable": FLAG, "unreachable_since": TIME,
    "reason": TEXT, "reservations": TEXT, "reservations_at": TIME,
}  # fmt: skip
PAUSE: Final[Schema] = {"host": TEXT, "until": TIME}


def read_manners(live: Live) -> dict[str, Manners]:
    """Origin to what it asks."""
    rows = read(live, statements("manners")["read_manners"])
    return {row["origin"]: Manners(**_aware(row)) for row in rows.iter_rows(named=True)}


def read_pauses(live: Live) -> dict[str, datetime]:
    """Host to the time before which it is not to be asked; that may have passed."""
    rows = read(live, statements("manners")["read_pauses"])
    return {host: until.replace(tzinfo=UTC) for host, until in rows.iter_rows()}


def write_manners(live: Live, manners: Iterable[Manners], pauses: Mapping[str, datetime]) -> None:
    """Replace what these origins asked, and all pauses."""
    sql = statements("manners")
    rows = frame(MANNERS, (fields_of(each, MANNERS) for each in manners))
    hosts = frame(PAUSE, ({"host": host, "until": until} for host, until in sorted(pauses.items())))
    with transaction(live):
        insert(live, rows, sql["delete_manners"], sql["insert_manners"])
        execute(live, sql["delete_pauses"])
        insert(live, hosts, sql["insert_pauses"])


def _aware(row: dict[str, Any]) -> dict[str, Any]:
    return {k: v.replace(tzinfo=UTC) if isinstance(v, datetime) else v for k, v in row.items()}
