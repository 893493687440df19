"""Answers as bytes for other programs.

In: frames. Out: CSV, JSON Lines, parquet. Refuses: cells that a spreadsheet would run as a formula; they get
an apostrophe before them.
"""

from __future__ import annotations

from io import BytesIO
from typing import Final

import polars as pl
import polars.selectors as cs

_FORMULA: Final = r"^[=+\-@\t\r]"
"""How a cell begins that spreadsheets run (OWASP, CSV injection)."""


def as_csv(rows: pl.DataFrame) -> str:
    """RFC 4180 with a header line; lists are joined by `; `.

    >>> print(as_csv(pl.DataFrame({"title": ["=1+1", "a"], "n": [-1, 2]})).strip())
    title,n
    '=1+1,-1
    a,2
    """
    lists = cs.by_dtype(pl.List(pl.String))
    flat = rows.with_columns(lists.list.join("; "))
    nested = [name for name, kind in flat.schema.items() if kind.is_nested()]
    words = flat.with_columns(
        pl.Series(name, [str(value) for value in flat[name].to_list()]) for name in nested
    )
    harmless = [
        pl.when(pl.col(name).str.contains(_FORMULA))
        .then(pl.concat_str(pl.lit("'"), name))
        .otherwise(name)
        .alias(name)
        for name in words.select(cs.string()).columns
    ]
    return words.with_columns(harmless).write_csv()


def as_json_lines(rows: pl.DataFrame) -> str:
    """One JSON object per row; dates and times as ISO 8601 text.

    >>> as_json_lines(pl.DataFrame({"a": [1], "b": [["x"]]}))
    '{"a":1,"b":["x"]}\\n'
    """
    return rows.write_ndjson()


def as_parquet(rows: pl.DataFrame) -> bytes:
    """A parquet file, zstd."""
    target = BytesIO()
    rows.write_parquet(target, compression="zstd")
    return target.getvalue()
