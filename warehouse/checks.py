"""SQL checks over the whole warehouse.

In: `assertions/*.sql`, each query under a `-- #fail name: what it means` or `-- #warn ...` line. Out: how
many rows break each. Refuses: mending anything.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Final

from warehouse.connection import Live, read
from warehouse.statements import scripts

_HEADER: Final = re.compile(r"^-- #(fail|warn) (\w+): (.+)$", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One query whose every row is a breach."""

    name: str
    is_fatal: bool
    meaning: str
    query: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckResult:
    """What one check found: how many breaches, and the first of them."""

    name: str
    is_fatal: bool
    meaning: str
    n_breaches: int
    example: str | None


@cache
def checks() -> tuple[Check, ...]:
    """Every check, in the order of the files."""
    found: list[Check] = []
    for _, script in scripts("assertions"):
        _, *parts = _HEADER.split(script)
        for level, name, meaning, query in zip(
            parts[::4], parts[1::4], parts[2::4], parts[3::4], strict=True
        ):
            found.append(
                Check(name=name, is_fatal=level == "fail", meaning=meaning, query=query.strip().rstrip(";"))
            )
    return tuple(found)


def run_checks(live: Live) -> list[CheckResult]:
    """Run every check; a result with `n_breaches` 0 is passed."""
    return [_run(live, check) for check in checks()]


def _run(live: Live, check: Check) -> CheckResult:
    rows = read(live, check.query)
    example = ", ".join(f"{k} {v}" for k, v in rows.row(0, named=True).items())[:300] if rows.height else None
    return CheckResult(
        name=check.name,
        is_fatal=check.is_fatal,
        meaning=check.meaning,
        n_breaches=rows.height,
        example=example,
    )
