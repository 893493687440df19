"""Values to typed frames: what goes into a table, with the table's own types.

In: rows as mappings, or dataclasses. Out: polars frames. Refuses: columns that were not declared.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Final

import polars as pl

from warehouse.connection import utc

Schema = Mapping[str, Any]

ID: Final = pl.Int64
COUNT: Final = pl.Int64
TEXT: Final = pl.String
FLAG: Final = pl.Boolean
REAL: Final = pl.Float64
DAY: Final = pl.Date
TIME: Final = pl.Datetime("us")
TEXTS: Final = pl.List(pl.String)


def _stored(value: Any) -> Any:
    if isinstance(value, datetime):
        return utc(value)
    if isinstance(value, tuple):
        return list(value)
    return str(value) if isinstance(value, str) else value


def frame(schema: Schema, rows: Iterable[Mapping[str, Any]]) -> pl.DataFrame:
    """Rows as a frame of `schema`; aware times become naive UTC, enums their words."""
    columns: dict[str, list[Any]] = {name: [] for name in schema}
    for row in rows:
        for name, values in columns.items():
            values.append(_stored(row[name]))
    return pl.DataFrame(columns, schema=dict(schema))


def fields_of(value: Any, schema: Schema) -> dict[str, Any]:
    """The attributes of a dataclass that `schema` names."""
    return {name: getattr(value, name) for name in schema}
