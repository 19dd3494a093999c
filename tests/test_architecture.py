"""The layout of src/sipctl: packages, the arrows between them, and what each may import.

Each test lists every offender, so that one run says all there is to mend.
"""

from __future__ import annotations

import ast
import re
import subprocess
import symtable
import sys
from collections import defaultdict
from functools import cache
from typing import TYPE_CHECKING

import pytest
from conftest import ROOT
from support import architecture_page

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

SOURCE = ROOT / "src" / "sipctl"
FILES = sorted(path.relative_to(SOURCE).as_posix() for path in SOURCE.rglob("*.py"))

MAY_IMPORT = {
    "plan": set(),
    "store": {"plan"},
    "views": {"plan"},
    "packs": {"plan", "store", "views", "documents"},
    "documents": {"plan", "views"},
    "intake": {"plan", "store", "views", "documents"},
    "returns": {"plan", "store", "views", "packs", "documents"},
    "cli": {"plan", "store", "views", "packs", "documents", "intake", "returns"},
}
"""Package → the packages that it may import, beside itself."""

PLAN_MAY_IMPORT: dict[str, set[str]] = {
    "english": set(),
    "frozen": set(),
    "faults": {"frozen"},
    "revision": {"frozen"},
    "model": {"faults", "frozen"},
    "calendar": {"model", "faults", "frozen"},
    "timing": {"calendar", "model", "faults", "frozen"},
    "context": {"timing", "calendar", "model", "faults", "frozen"},
    "state": {"context", "timing", "calendar", "model", "faults", "frozen"},
    "rules": {"state", "context", "timing", "calendar", "model", "faults", "frozen"},
    "changes": {"rules", "state", "context", "timing", "calendar", "model", "faults", "frozen"},
    "queries": {"changes", "state", "context", "timing", "calendar", "model", "faults", "frozen"},
}
"""Within `plan`: part → the parts that it may import, beside itself and `english`."""

MOST_LINES = 400
MOST_ENTRIES = 12
MANY_ENTRIES = {"cli/commands", "plan/rules/pages"}
"""Folders of one file a command, and of one page a rule."""

PARSER = "plan/timing/grammar/parser.py"
MANUAL = "plan/rules/pages/manual.py"
"""The two files of plan/ that open others: those that lie beside them and are part of them."""


@cache
def tree(file: str) -> ast.Module:
    return ast.parse((SOURCE / file).read_text(encoding="utf-8"), file)


@cache
def statements(file: str) -> tuple[ast.AST, ...]:
    """Every statement of a file, however deep. Imports stand nowhere else."""
    reached: list[ast.AST] = [tree(file)]
    for node in reached:  # it grows meanwhile
        for block in ("body", "orelse", "finalbody", "handlers", "cases"):
            reached += getattr(node, block, ())
    return tuple(reached)


@pytest.fixture(autouse=True, scope="module")
def _forgotten() -> Iterator[None]:
    """Half a million nodes, which the garbage collector would go through until the last test."""
    yield
    statements.cache_clear()
    tree.cache_clear()


def module_name(file: str) -> str:
    return "sipctl." + file.removesuffix(".py").replace("/", ".").removesuffix(".__init__")


MODULES = {module_name(file): file for file in FILES}


def imports(nodes: Iterable[ast.AST]) -> Iterator[str]:
    """Every module and name that these nodes import."""
    for child in nodes:
        if isinstance(child, ast.Import):
            yield from (alias.name for alias in child.names)
        elif isinstance(child, ast.ImportFrom):
            assert child.level == 0, "imports are written out"
            yield child.module or ""
            yield from (f"{child.module}.{alias.name}" for alias in child.names)


@cache
def imported_files(file: str) -> set[str]:
    """The files of sipctl that a file imports. A package counts where a name comes out of it."""
    files = set()
    for child in statements(file):
        if isinstance(child, ast.Import):
            files |= {MODULES[alias.name] for alias in child.names if alias.name in MODULES}
        elif isinstance(child, ast.ImportFrom):
            for alias in child.names:
                name = f"{child.module}.{alias.name}"
                files |= {MODULES[name]} if name in MODULES else set()
                if name not in MODULES and child.module in MODULES:
                    files.add(MODULES[child.module])
    return files - {file}


def root_packages(nodes: Iterable[ast.AST]) -> set[str]:
    return {name.split(".")[0] for name in imports(nodes)}


def package(file: str) -> str:
    return file.split("/")[0]


def part(file: str) -> str:
    """The part of `plan` that a file belongs to."""
    return file.split("/")[1].removesuffix(".py")


def in_packages(*names: str) -> list[str]:
    return [file for file in FILES if package(file) in names]


def imported_at_once(file: str) -> set[str]:
    """Packages imported as soon as a file is: neither in a function nor for types alone."""
    names: set[str] = set()
    waiting: list[ast.AST] = [tree(file)]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            continue
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            waiting += node.orelse
            continue
        if isinstance(node, ast.Import | ast.ImportFrom):
            names |= root_packages([node])
        waiting += ast.iter_child_nodes(node)
    return names


def test_the_packages() -> None:
    folders = {path.name for path in SOURCE.iterdir() if path.is_dir()} - {"__pycache__", "shipped"}
    assert folders == set(MAY_IMPORT)


def test_arrows_between_packages() -> None:
    assert [
        f"{file} imports {target}"
        for file in in_packages(*MAY_IMPORT)
        for target in sorted(imported_files(file))
        if package(target) in MAY_IMPORT
        and package(target) not in MAY_IMPORT[package(file)] | {package(file)}
    ] == []


def test_arrows_inside_plan() -> None:
    assert [
        f"{file} imports {target}"
        for file in in_packages("plan")
        if part(file) != "__init__"
        for target in sorted(imported_files(file))
        if package(target) == "plan"
        and part(target) not in PLAN_MAY_IMPORT[part(file)] | {part(file), "english"}
    ] == []


def test_no_circles() -> None:
    """Files that import each other, directly or by way of others."""
    arrows = {file: imported_files(file) for file in FILES}

    @cache
    def reach(file: str) -> frozenset[str]:
        reached, waiting = set(), [file]
        while waiting:
            new = arrows[waiting.pop()] - reached
            reached |= new
            waiting += new
        return frozenset(reached)

    circles = {
        tuple(sorted(other for other in reach(file) if file in reach(other)))
        for file in FILES
        if file in reach(file)
    }
    assert sorted(circles) == []


def test_folders_are_small() -> None:
    def entries(folder: str) -> list[str]:
        names = (path.name for path in (SOURCE / folder).iterdir())
        return [name for name in names if not name.startswith("__") and name != "py.typed"]

    folders = {file.rpartition("/")[0] for file in FILES} - MANY_ENTRIES
    crowded = {folder: len(entries(folder)) for folder in folders}
    assert {folder: count for folder, count in crowded.items() if count > MOST_ENTRIES} == {}


def test_no_class_is_defined_twice() -> None:
    places = defaultdict(list)
    for file in FILES:
        for node in tree(file).body:
            if isinstance(node, ast.ClassDef):
                places[node.name].append(file)
    assert {name: files for name, files in places.items() if len(files) > 1} == {}


def test_files_are_short_and_say_what_they_are() -> None:
    lengths = {
        file: len((SOURCE / file).read_text(encoding="utf-8").splitlines()) for file in FILES
    }
    assert {file: length for file, length in lengths.items() if length > MOST_LINES} == {}
    assert [file for file in FILES if not (ast.get_docstring(tree(file)) or "").strip()] == []


def test_where_libraries_may_be_imported() -> None:
    users = defaultdict(set)
    for file in FILES:
        for name in root_packages(statements(file)):
            users[name].add(file)
    assert users["pydantic"] | users["pydantic_core"] == {"plan/model/validation/validate.py"}
    assert {package(file) for file in users["typer"]} == {"cli"}
    assert {package(file) for file in users["rich"]} == {"views"}
    assert {package(file) for file in users["ruamel"]} == {"store"}
    assert {file for file in users["jinja2"] if not file.startswith("packs/render/")} == set()
    assert {package(file) for file in users["subprocess"]} <= {"store", "cli", "packs"}


def test_heavy_libraries_wait_until_they_are_needed() -> None:
    heavy = {"rich", "ruamel", "_ruamel_yaml", "lark", "dateutil", "jinja2"}
    reading = ("parse", "children")  # imported once there is a phrase to read
    allowed = {f"plan/timing/grammar/{name}.py": {"lark"} for name in reading}
    allowed[PARSER] = {"lark"}
    early = {
        file: imported_at_once(file) & heavy - allowed.get(file, set())
        for file in in_packages("views", "store", "plan", "documents", "intake", "packs")
        if not file.startswith("packs/render/")  # imported by the command that makes packs alone
    }
    assert {file: names for file, names in early.items() if names} == {}


FORBIDDEN_CALLS = {"open", "print", "input", "exec", "eval", "breakpoint"}
FORBIDDEN_METHODS = {
    *("today", "now", "utcnow", "read_text", "read_bytes", "write_text", "write_bytes"),
    *("time", "time_ns", "monotonic", "localtime", "gmtime", "getenv", "system"),
}
FORBIDDEN_IMPORTS = {
    *("os", "sys", "io", "pathlib", "shutil", "tempfile", "glob", "subprocess", "time", "random"),
    *("socket", "urllib", "logging", "locale"),
}


def test_plan_opens_no_file_prints_nothing_and_has_no_clock() -> None:
    offences = []
    for file in in_packages("plan"):
        calls = [node.func for node in ast.walk(tree(file)) if isinstance(node, ast.Call)]
        used = {call.id for call in calls if isinstance(call, ast.Name)} & FORBIDDEN_CALLS
        used |= {call.attr for call in calls if isinstance(call, ast.Attribute)} & FORBIDDEN_METHODS
        used |= root_packages(statements(file)) & FORBIDDEN_IMPORTS
        used -= {"read_text", "pathlib"} if file in (PARSER, MANUAL) else set()
        offences += [f"{file} uses {name}" for name in sorted(used)]
    assert offences == []


def test_what_an_import_brings_along() -> None:
    """The modules of a cached answer's neighbourhood load no heavy library."""
    modules = [
        *("sipctl.plan.model.entries", "sipctl.plan.state.agenda", "sipctl.plan.state.progress"),
        *("sipctl.plan.rules", "sipctl.plan.faults", "sipctl.store.files.folder"),
        *("sipctl.store.yaml.read", "sipctl.store.load", "sipctl.store.locate"),
        *("sipctl.views.faults.text", "sipctl.views.answers.tables"),
    ]
    heavy = ("pydantic", "ruamel", "rich", "lark", "typer", "jinja2", "hypothesis", "unittest")
    script = (
        "import sys, importlib\n"
        "for name in sys.argv[1:]:\n"
        "    importlib.import_module(name)\n"
        f"    loaded = {{module.split('.')[0] for module in sys.modules}} & set({heavy!r})\n"
        "    print(*(f'{name} loads {other}' for other in sorted(loaded)), end='')"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, *modules], capture_output=True, text=True, check=True
    )
    assert done.stdout == ""


VAGUE = {"told", "said", "those", "found", "made", "one", "at", "it"}
UNQUALIFIED = {"MOST", "LEAST", "LONGEST", "NOBODY", "OVER", "FEW", "FIRST", "LAST", "TRIES"}
"""Constants that say neither what they count nor whose they are."""


def names_in(scope: symtable.SymbolTable) -> Iterator[str]:
    """Every name in a scope and in those inside it, whether it is bound there or only used."""
    yield from scope.get_identifiers()
    for inner in scope.get_children():
        yield from names_in(inner)


def vague_names(text: str) -> list[tuple[int, str]]:
    """Line and name of whatever such a name is given to: a function, an argument, a variable.

    `at` is a key of a record: the field that declares it, and a property for it, keep the name.
    The compiler's table of names, a quarter of the work, spares most files the walk over their tree.
    """
    if (VAGUE | UNQUALIFIED).isdisjoint(names_in(symtable.symtable(text, "", "exec"))):
        return []
    return list(_vague_names_in(ast.parse(text)))


def _vague_names_in(tree: ast.Module) -> Iterator[tuple[int, str]]:
    fields = {
        child
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef)
        for child in node.body
        if isinstance(child, ast.AnnAssign | ast.FunctionDef)
    }
    declared = {id(child.target) for child in fields if isinstance(child, ast.AnnAssign)}
    for node in ast.walk(tree):
        name = ""
        if isinstance(node, ast.FunctionDef) and node not in fields:
            name = node.name
        elif isinstance(node, ast.arg):
            name = node.arg
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            name = node.id if id(node) not in declared else ""
        if name in VAGUE or name.lstrip("_") in UNQUALIFIED:
            yield node.lineno, name


@pytest.mark.slow
def test_no_name_is_vague() -> None:
    """Names that say nothing of what they hold, here and in the tests."""
    sources = [*SOURCE.rglob("*.py"), *(ROOT / "tests").rglob("*.py")]
    assert [
        f"{path.relative_to(ROOT)}:{line} {name}"
        for path in sources
        for line, name in vague_names(path.read_text(encoding="utf-8"))
    ] == []


def test_no_name_of_a_template_is_vague() -> None:
    """The variables of loops, and the arguments of macros."""
    bound = re.compile(r"{%-? *(?:for ([\w, ]+) in |macro \w+\(([^)]*)\)|set (\w+))")
    assert [
        f"{path.relative_to(ROOT)}: {' '.join(names)}"
        for path in sorted((ROOT / "templates").rglob("*.*"))
        for match in bound.findall(path.read_text(encoding="utf-8"))
        if VAGUE & set(names := re.findall(r"\w+", " ".join(match)))
    ] == []


def test_the_page_is_drawn_from_the_code() -> None:
    """`python tests/support/architecture_page.py` draws it anew."""
    assert architecture_page.PAGE.read_text(encoding="utf-8") == architecture_page.page()
    assert architecture_page.arrows() == MAY_IMPORT
