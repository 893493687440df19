"""Values to typed frames: what goes into a table, with the table's own types.

In: rows as mappings, or dataclasses. Out: polars frames. Refuses: columns that were not declared.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
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


def _naive(value: datetime | None) -> datetime | None:
    return None if value is None else utc(value)


def _plain(value: str | None) -> str | None:
    return value if value is None or type(value) is str else str(value)


_SURROGATE: Final = re.compile("[\ud800-\udfff]")
_CONVERTED: Final[Mapping[Any, Callable[[Any], Any]]] = {TIME: _naive, TEXT: _plain, TEXTS: list}


def frame(schema: Schema, rows: Iterable[Mapping[str, Any]]) -> pl.DataFrame:
    """Rows as a frame of `schema`; aware times become naive UTC, enums their words."""
    found = list(rows)
    columns: dict[str, list[Any]] = {}
    for name, kind in schema.items():
        stored = _CONVERTED.get(kind)
        columns[name] = [stored(row[name]) for row in found] if stored else [row[name] for row in found]
    try:
        return pl.DataFrame(columns, schema=dict(schema))
    except UnicodeEncodeError:
        return pl.DataFrame({k: list(map(_encodable, v)) for k, v in columns.items()}, schema=dict(schema))


def _encodable(value: Any) -> Any:
    """`value` with lone surrogates, which no encoding can hold, as U+FFFD; its length stays."""
    if isinstance(value, list):
        return [_encodable(each) for each in value]
    return _SURROGATE.sub("\ufffd", value) if isinstance(value, str) else value


def fields_of(value: Any, schema: Schema) -> dict[str, Any]:
    """The attributes of a dataclass that `schema` names."""
    return {name: getattr(value, name) for name in schema}
