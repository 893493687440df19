"""The word lists hold what their readers expect: headers, filled cells, no row twice."""

from __future__ import annotations

import pytest

from flows.seeds import read_names
from tests.transforms.quotations.lexicons import LANGUAGES, tables
from vocabulary import SpeakerKind

KINDS = {kind.value for kind in SpeakerKind}
TABLES = [
    (language, table)
    for language in (*LANGUAGES, "common")
    for table in sorted(tables()[language])
    if table.startswith(("speech_", "persons_"))
]


@pytest.mark.parametrize(("language", "table"), TABLES)
def test_no_empty_cell_and_no_row_twice(language: str, table: str) -> None:
    rows = [tuple(row.values()) for row in tables()[language][table]]
    assert rows
    assert all(cell.strip() for row in rows for cell in row)
    assert len(set(rows)) == len(rows)


@pytest.mark.parametrize("language", LANGUAGES)
def test_roles_name_kinds_that_exist(language: str) -> None:
    assert {row["kind"] for row in tables()[language]["persons_roles"]} <= KINDS


def test_names_are_enough_and_unique() -> None:
    rows = read_names()
    assert len(rows) >= 400
    assert len({row["name"] for row in rows}) == len(rows)
    assert all(cell.strip() for row in rows for cell in row.values())
    assert {row["kind"] for row in rows} <= KINDS


def test_no_spelling_belongs_to_two_names() -> None:
    owners: dict[str, str] = {}
    for row in read_names():
        for variant in (row["name"], *row["variants"].split("|")):
            if variant != "-":
                assert owners.setdefault(variant.lower(), row["name"]) == row["name"]


def test_wikidata_identifiers_have_their_form() -> None:
    known = [row["wikidata"] for row in read_names() if row["wikidata"] != "-"]
    assert known and all(q[0] == "Q" and q[1:].isdigit() for q in known)
    assert len(set(known)) == len(known)
