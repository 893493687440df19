"""The table of `docs/reliability.md` has every case, and names tests that exist."""

from __future__ import annotations

import re
from pathlib import Path

from transforms.reasons import REASONS

TESTS = Path(__file__).resolve().parents[1]
DOCS = TESTS.parent / "docs"
ROW = re.compile(r"^\| (\d+)(?: ●)? \| .+ \| (.+) \|$", re.MULTILINE)


def test_every_case_has_a_test_that_exists() -> None:
    rows = ROW.findall((DOCS / "reliability.md").read_text(encoding="utf-8"))
    assert [int(number) for number, _ in rows] == list(range(1, 105))
    for number, named in rows:
        tests = re.findall(r"`([\w/.]+)::(test_\w+)`", named)
        assert tests, f"case {number} has no test"
        for path, name in tests:
            assert f"def {name}(" in (TESTS / path).read_text(encoding="utf-8"), f"{number}: {path}::{name}"


def test_every_reason_in_words_is_a_problem_that_is_described() -> None:
    notes = (DOCS / "operations.md").read_text(encoding="utf-8")
    codes = {"http_NNN" if code.startswith("http_") else code for code in REASONS}
    assert [code for code in sorted(codes) if f"| `{code}` |" not in notes] == []
