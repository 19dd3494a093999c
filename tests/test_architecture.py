"""The arrows of the house: cli → views, store → plan, and nothing the other way."""

from __future__ import annotations

import ast
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from conftest import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SOURCE = ROOT / "src" / "sipctl"
FILES = sorted(path.relative_to(SOURCE).as_posix() for path in SOURCE.rglob("*.py"))
MAY_IMPORT = {
    "plan": {"plan"},
    "store": {"plan", "store"},
    "views": {"plan", "views"},
    "cli": {"plan", "store", "views", "cli"},
}
MOST_LINES = 400

READS_ITS_GRAMMAR = "plan/timing/parser.py"
"""The one file of plan/ that opens another: the grammar that lies beside it and is part of it."""
FILLS_TEMPLATES = "views/packs/"
"""Nothing but packs needs Jinja, and only the command that makes them imports these."""


def tree(file: str) -> ast.Module:
    return ast.parse((SOURCE / file).read_text(encoding="utf-8"), file)


def imports(node: ast.AST, package: str = "") -> Iterator[tuple[str, ast.AST]]:
    """Every module that is imported anywhere under a node, names out of packages included."""
    for it in ast.walk(node):
        if isinstance(it, ast.Import):
            yield from ((alias.name, it) for alias in it.names)
        elif isinstance(it, ast.ImportFrom):
            assert it.level == 0, f"{package}: imports are written out"
            yield it.module or "", it
            yield from ((f"{it.module}.{alias.name}", it) for alias in it.names)


def roots(file: str) -> set[str]:
    return {name.split(".")[0] for name, _ in imports(tree(file))}


def rooms(file: str) -> set[str]:
    """The rooms of sipctl that a file imports from."""
    steps = [name.split(".") for name, _ in imports(tree(file))]
    return {parts[1] for parts in steps if parts[0] == "sipctl" and len(parts) > 1} & set(
        MAY_IMPORT
    )


def in_room(*names: str) -> list[str]:
    return [file for file in FILES if file.split("/")[0] in names]


def on_import(file: str) -> set[str]:
    """Packages that are imported as soon as a file is: neither in a function nor for types alone."""
    found: set[str] = set()
    waiting: list[ast.AST] = [tree(file)]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            continue
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            waiting += node.orelse
            continue
        if isinstance(node, ast.Import | ast.ImportFrom):
            found |= {name.split(".")[0] for name, _ in imports(node)}
        waiting += ast.iter_child_nodes(node)
    return found


def test_there_are_four_rooms() -> None:
    folders = {path.name for path in SOURCE.iterdir() if path.is_dir()} - {"__pycache__", "shipped"}
    assert folders == set(MAY_IMPORT)


@pytest.mark.parametrize("file", in_room(*MAY_IMPORT))
def test_arrows(file: str) -> None:
    assert rooms(file) <= MAY_IMPORT[file.split("/")[0]]


def test_where_packages_may_be_known() -> None:
    users: dict[str, set[str]] = {}
    for file in FILES:
        for name in roots(file):
            users.setdefault(name, set()).add(file)
    assert users["pydantic"] | users["pydantic_core"] == {"plan/schema.py"}
    for package, room in (("typer", "cli"), ("rich", "views"), ("ruamel", "store")):
        assert {file.split("/")[0] for file in users[package]} == {room}, package
    assert all(file.startswith(FILLS_TEMPLATES) for file in users["jinja2"])
    assert {file.split("/")[0] for file in users["subprocess"]} <= {"store", "cli"}


@pytest.mark.parametrize("file", in_room("views", "store", "plan"))
def test_heavy_packages_wait_until_they_are_needed(file: str) -> None:
    heavy = {"rich", "ruamel", "_ruamel_yaml", "lark", "dateutil"}
    if not file.startswith(FILLS_TEMPLATES):
        heavy.add("jinja2")
    if file in (READS_ITS_GRAMMAR, "plan/timing/tree.py"):  # once there is a phrase to read
        heavy.remove("lark")
    assert not on_import(file) & heavy


FORBIDDEN_CALLS = {"open", "print", "input", "exec", "eval", "breakpoint"}
FORBIDDEN_METHODS = {
    *("today", "now", "utcnow", "read_text", "read_bytes", "write_text", "write_bytes"),
    *("time", "time_ns", "monotonic", "localtime", "gmtime", "getenv", "system"),
}
FORBIDDEN_IMPORTS = {
    *("os", "sys", "io", "pathlib", "shutil", "tempfile", "glob", "subprocess", "time", "random"),
    *("socket", "urllib", "logging", "locale"),
}


@pytest.mark.parametrize("file", in_room("plan"))
def test_plan_opens_no_file_prints_nothing_and_has_no_clock(file: str) -> None:
    called, methods = set(), set()
    for node in ast.walk(tree(file)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            called.add(node.func.id)
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            methods.add(node.func.attr)
    allowed = {"read_text", "pathlib"} if file == READS_ITS_GRAMMAR else set()
    assert not called & FORBIDDEN_CALLS
    assert not methods & FORBIDDEN_METHODS - allowed
    assert not roots(file) & FORBIDDEN_IMPORTS - allowed


@pytest.mark.parametrize(
    "modules",
    [
        *("sipctl.plan.model", "sipctl.plan.agenda", "sipctl.plan.progress", "sipctl.plan.rules"),
        *("sipctl.plan.faults", "sipctl.store.folder", "sipctl.store.source", "sipctl.store.load"),
        *("sipctl.store.locate", "sipctl.views.faults", "sipctl.views.tables"),
    ],
)
def test_what_an_import_brings_along(modules: str) -> None:
    heavy = ("pydantic", "ruamel", "rich", "lark", "typer", "jinja2", "hypothesis", "unittest")
    script = (
        f"import sys; import {modules}; "
        f"print(sorted({{name.split('.')[0] for name in sys.modules}} & set({heavy!r})))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout == "[]\n"


def lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


@pytest.mark.parametrize("file", FILES)
def test_no_file_is_long(file: str) -> None:
    assert lines(SOURCE / file) <= MOST_LINES


@pytest.mark.parametrize("file", FILES)
def test_every_module_says_what_it_is(file: str) -> None:
    assert (ast.get_docstring(tree(file)) or "").strip()
