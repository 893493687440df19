"""Numbered changes of the schema, each applied once; views and macros made anew when they change.

In: `migrations/NNNN_name.sql` and `views/*.sql`. Out: an up-to-date warehouse. Refuses: a warehouse that
a newer release has migrated.
"""

from __future__ import annotations

from hashlib import sha256
from typing import Final

from warehouse.connection import LIVE, Live, execute, read, transaction
from warehouse.errors import WarehouseError
from warehouse.statements import scripts, statements

VIEWS: Final = "views"


def migrate(live: Live) -> None:
    """Bring the schema up to this release, in one transaction."""
    sql = statements("migrations")
    with transaction(live):
        if _applied(live) and _is_current(live):
            return
        execute(live, sql["make_ledger"])
        done = _applied(live)
        for stem, script in scripts("migrations"):
            if stem not in done:
                execute(live, script)
                execute(live, sql["note_migration"], {"name": stem, "at": live.opened_at})
        _make_views(live)


def _applied(live: Live) -> set[str]:
    sql = statements("migrations")
    if not read(live, sql["has_ledger"]).height:
        return set()
    done = set(read(live, sql["read_migrations"])["name"])
    unknown = sorted(done - {stem for stem, _ in scripts("migrations")})
    if unknown:
        raise WarehouseError(
            f"{live.data / LIVE}: made by a newer Tenor (knows {unknown[-1]}); upgrade Tenor, or choose "
            "another directory with --data"
        )
    return done


def _views_hash() -> str:
    return sha256("\0".join(text for _, text in scripts(VIEWS)).encode()).hexdigest()


def _is_current(live: Live) -> bool:
    known = {stem for stem, _ in scripts("migrations")}
    made = read(live, statements("migrations")["read_views_hash"])
    return _applied(live) == known and made.height == 1 and made.item() == _views_hash()


def _make_views(live: Live) -> None:
    sql = statements("migrations")
    for _, script in scripts(VIEWS):
        execute(live, script)
    execute(live, sql["forget_views_hash"])
    execute(live, sql["note_views_hash"], {"hash": _views_hash()})
    execute(live, sql["default_primary"])
