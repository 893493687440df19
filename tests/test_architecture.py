"""The rooms know only whom they may know: read from the syntax trees, nothing is imported."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("transforms", "warehouse", "flows")
MAY_NOT = {
    "vocabulary": {"transforms", "warehouse", "flows", "deployments"},
    "transforms": {
        "warehouse",
        "flows",
        "deployments",
        "duckdb",
        "httpx2",
        "prefect",
        "socket",
        "os",
        "logging",
    },
    "warehouse": {"transforms", "flows", "deployments", "httpx2", "prefect", "logging"},
    "flows": {"deployments", "duckdb"},
}
MODULES = [ROOT / "vocabulary.py", *(p for room in ROOMS for p in sorted((ROOT / room).rglob("*.py")))]


def _room(path: Path) -> str:
    return path.relative_to(ROOT).parts[0].removesuffix(".py")


def _imports(tree: ast.AST) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module)
    return names


def _tree(path: Path) -> ast.AST:
    return ast.parse(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(ROOT)))
def test_imports_point_one_way(path: Path) -> None:
    roots = {name.split(".")[0] for name in _imports(_tree(path))}
    assert not roots & MAY_NOT[_room(path)]


def _importers(name: str) -> set[str]:
    return {
        str(p.relative_to(ROOT)) for p in MODULES if name in {i.split(".")[0] for i in _imports(_tree(p))}
    }


def test_one_module_imports_the_http_client() -> None:
    assert _importers("httpx2") <= {"flows/http.py", "flows/http_transport.py"}


def _reads_environment(node: ast.AST) -> bool:
    return isinstance(node, ast.Attribute) and node.attr in {"environ", "getenv", "putenv"}


def test_one_module_reads_the_environment() -> None:
    readers = {str(p.relative_to(ROOT)) for p in MODULES if any(map(_reads_environment, ast.walk(_tree(p))))}
    assert readers <= {"flows/settings.py"}


CLOCKS = {"now", "utcnow", "today"}


@pytest.mark.parametrize("room", ["transforms", "warehouse"])
def test_now_is_an_argument(room: str) -> None:
    for path in MODULES:
        if _room(path) == room:
            for node in ast.walk(_tree(path)):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                    owner = node.func.value
                    name = owner.id if isinstance(owner, ast.Name) else ""
                    assert not (node.func.attr in CLOCKS and name in {"datetime", "date"}), path


def _calls_open(node: ast.AST) -> bool:
    if not isinstance(node, ast.Call):
        return False
    if isinstance(node.func, ast.Name):
        return node.func.id == "open"
    return isinstance(node.func, ast.Attribute) and node.func.attr in {
        "read_text",
        "write_text",
        "read_bytes",
    }


def test_transforms_open_no_file() -> None:
    openers = [p for p in MODULES if _room(p) == "transforms" and any(map(_calls_open, ast.walk(_tree(p))))]
    assert not openers


def _runs_sql_from_pieces(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in {"execute", "sql", "executemany"}
        and bool(node.args)
        and isinstance(node.args[0], ast.JoinedStr | ast.BinOp)
    )


def test_no_sql_is_built_from_pieces() -> None:
    assert not [p for p in MODULES if any(map(_runs_sql_from_pieces, ast.walk(_tree(p))))]


def test_no_catch_all_but_the_guards() -> None:
    guards = [
        f"{p.relative_to(ROOT)}:{node.lineno}"
        for p in MODULES
        for node in ast.walk(_tree(p))
        if isinstance(node, ast.ExceptHandler)
        and (
            node.type is None
            or (isinstance(node.type, ast.Name) and node.type.id in {"Exception", "BaseException"})
        )
    ]
    assert all(guard.startswith("flows/") for guard in guards), guards
    assert len(guards) <= 6, guards
