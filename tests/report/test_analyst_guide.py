"""The guide's questions are run, and its answers compared cell by cell."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from warehouse.formats import as_csv
from warehouse.query import query_published

pytestmark = pytest.mark.slow

GUIDE = Path(__file__).resolve().parents[2] / "docs" / "analyst_guide.md"
WORKED = re.findall(
    r"^## (\d+)\. (.+?)\n.*?```sql\n(.+?)\n```\n\n```csv\n(.*?)\n```$",
    GUIDE.read_text(encoding="utf-8"),
    flags=re.DOTALL | re.MULTILINE,
)


def test_there_are_twenty() -> None:
    assert [int(number) for number, *_ in WORKED] == list(range(1, 21))


@pytest.mark.parametrize(("sql", "answer"), [(sql, answer) for _, _, sql, answer in WORKED])
def test_the_answer_is_that_of_the_warehouse(demonstration: Path, sql: str, answer: str) -> None:
    assert as_csv(query_published(demonstration, sql)).strip() == answer
