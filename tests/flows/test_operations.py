"""`docs/operations.md` describes every problem code, alert and setting it names, and only those that exist."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from flows.alerts import SAYS
from flows.fetching import UNREACHED
from flows.robots import NOT_ASKED
from flows.seeds import read_table
from flows.settings import Settings
from flows.workers import LossCode
from tests.flows.house import SEEDS
from transforms.extraction.failures import Doubt, FailureCode

ROOT = Path(__file__).resolve().parents[2]
TEXT = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
NO_PROBLEM = {"ok"}
"""Codes of things that went well."""
PLACE = {"tell": 2, "_problem": 2}
"""Functions whose argument at this place is a code."""


def calls(tree: ast.AST) -> Iterator[ast.expr]:
    """The expressions that are given as a code."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield from (keyword.value for keyword in node.keywords if keyword.arg == "code")
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            if name in PLACE and len(node.args) > PLACE[name]:
                yield node.args[PLACE[name]]
        if (
            isinstance(node, ast.Assign)
            and isinstance(node.targets[0], ast.Name)
            and node.targets[0].id == "code"
        ):
            yield node.value
        is_pair = isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Tuple)
        if is_pair and getattr(node.value, "attr", "") == "noted":
            yield node.slice.elts[1]


def strings(expression: ast.expr) -> Iterator[str]:
    """What an expression can be, as far as it is written there; the parts of an f-string give `http_NNN`."""
    if isinstance(expression, ast.Constant) and isinstance(expression.value, str):
        yield expression.value
    elif isinstance(expression, ast.IfExp):
        yield from strings(expression.body)
        yield from strings(expression.orelse)
    elif isinstance(expression, ast.JoinedStr):
        yield "".join(part.value if isinstance(part, ast.Constant) else "NNN" for part in expression.values)


def codes() -> set[str]:
    found = {
        text
        for room in ("flows", "transforms", "warehouse")
        for path in (ROOT / room).rglob("*.py")
        for expression in calls(ast.parse(path.read_text(encoding="utf-8")))
        for text in strings(expression)
    }
    barriers = {row["means"] for row in read_table(SEEDS / "lexicons" / "common" / "barriers.csv")}
    enums = {str(code.value) for names in (FailureCode, Doubt, LossCode) for code in names}
    written = {text.replace("http_304", "http_NNN") for text in found}
    return (written | barriers | enums | set(UNREACHED) | set(NOT_ASKED)) - NO_PROBLEM


def described(heading: str) -> set[str]:
    """The first cells of the table under a heading."""
    [part] = [part for part in TEXT.split("\n## ") if part.startswith(heading)]
    return set(re.findall(r"^\| `([^`]+)` \|", part, re.MULTILINE))


def test_every_problem_code_is_described_and_none_that_is_not_there() -> None:
    found = codes()
    assert len(found) > 40
    assert described("Problem codes") == found


def test_every_alert_is_described() -> None:
    assert described("Alerts") == SAYS.keys()


def test_the_settings_and_files_it_names_are_there() -> None:
    for name in set(re.findall(r"TENOR_([A-Z_]+)", TEXT)):
        assert name.lower() in Settings.model_fields, name
    for name in set(re.findall(r"`((?:tests|deployments|flows|docs)/[\w./-]+)`", TEXT)):
        assert (ROOT / name).exists(), name


def test_every_schedule_stands_there_with_its_default() -> None:
    for name, field in Settings.model_fields.items():
        if name.startswith("schedule_"):
            assert f"`TENOR_{name.upper()}`" in TEXT, field.default
