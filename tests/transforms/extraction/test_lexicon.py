"""The tables of extraction: no duplicates, no empty cells, known kinds."""

from __future__ import annotations

import codecs
from collections import Counter

import pytest

from flows.seeds import SEEDS, read_lexicons, read_table

LEXICONS = read_lexicons()
FILES = sorted((SEEDS / "lexicons").glob("*/extraction_*.csv"))
KINDS = {"cut", "drop", "byline", "joiner", "newsroom", "credit", "paywall", "challenge", "error"}


@pytest.mark.parametrize("path", FILES, ids=lambda p: f"{p.parent.name}/{p.stem}")
def test_tables_have_no_duplicates_and_no_empty_cells(path: object) -> None:
    rows = read_table(path)  # type: ignore[arg-type]
    assert rows
    counted = Counter(tuple(value.casefold() for value in row.values()) for row in rows)
    assert [row for row, n in counted.items() if n > 1] == []
    assert [row for row in rows if not all(value.strip() == value != "" for value in row.values())] == []


def test_kinds_and_matches_are_known() -> None:
    rows = [row for tables in LEXICONS.values() for row in tables.get("extraction_phrases", ())]
    assert {row["kind"] for row in rows} == KINDS
    assert {row["match"] for row in rows} == {"line", "start", "word"}


def test_every_encoding_is_known_to_python() -> None:
    for row in LEXICONS["common"]["extraction_encodings"]:
        codecs.lookup(row["codec"])
