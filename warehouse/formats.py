"""Answers in the formats that other programs read.

In: frames. Out: text or bytes. Refuses: cells that a spreadsheet would run as a formula.
"""

from __future__ import annotations

from io import BytesIO

import polars as pl

FORMULA = r"^[=+\-@\t\r]"
"""How a cell begins that spreadsheets may run (OWASP, "CSV injection")."""


def as_csv(frame: pl.DataFrame) -> str:
    """Comma-separated values with a header; lists as JSON, dangerous texts behind an apostrophe.

    >>> as_csv(pl.DataFrame({"title": ["=cmd()", "plain"], "n": [-1, 2]}))
    "title,n\\n'=cmd(),-1\\nplain,2\\n"
    """
    nested = [
        pl.col(name).map_elements(lambda v: pl.Series([v]).struct.json_encode()[0], return_dtype=pl.String)
        if isinstance(kind, pl.Struct)
        else pl.col(name).cast(pl.List(pl.String)).list.join("; ")
        for name, kind in frame.schema.items()
        if kind.is_nested()
    ]
    flat = frame.with_columns(nested)
    texts = pl.col(pl.String)
    quoted = pl.concat_str(pl.lit("'"), texts)
    return flat.with_columns(
        pl.when(texts.str.contains(FORMULA)).then(quoted).otherwise(texts).name.keep()
    ).write_csv()


def as_json_lines(frame: pl.DataFrame) -> str:
    """One JSON object per row."""
    return frame.write_ndjson()


def as_parquet(frame: pl.DataFrame) -> bytes:
    """A parquet file."""
    out = BytesIO()
    frame.write_parquet(out, compression="zstd")
    return out.getvalue()
