"""What may not creep back into start-up: modules imported, files opened, YAML parsed.

Counted, not timed: a count is the same on a busy machine.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from sipctl.store.cache.listing import FRESH

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow

WATCHED = """
import json, os, sys
before = set(sys.modules)
opened = []
def watch(event, args):
    if event == "open" and isinstance(args[0], str):
        opened.append(args[0])
sys.addaudithook(watch)
from sipctl.__main__ import main
try:
    main()
except SystemExit as leaving:
    code = leaving.code
print(json.dumps({"code": code, "modules": sorted(set(sys.modules) - before), "opened": opened}), file=sys.stderr)
"""
HEAVY = (
    "pydantic",
    "ruamel",
    "_ruamel_yaml",
    "lark",
    "jinja2",
    "rich.console",
    "dateutil",
    "docx",
    "html",
    "typst",
    "json",
    "hashlib",
    "sipctl.views.json",
    "sipctl.store.git.past",  # what asks git, where there is none
    "sipctl.store.git.run",
    "sipctl.store.files.plan_files",
    "sipctl.store.files.journal",
    "sipctl.store.yaml",
    "sipctl.plan.changes",
    "sipctl.plan.model.validation",
    "sipctl.plan.queries",
    "sipctl.plan.rules",
    "sipctl.packs",
)


@pytest.fixture
def plan(tmp_path: Path, shipped: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The shipped plan's files, old enough to be trusted, already asked about once."""
    shutil.copytree(shipped, tmp_path / "plan", ignore=shutil.ignore_patterns(".*"))
    monkeypatch.setenv("SIPCTL_CACHE", str(tmp_path / "cache"))
    time.sleep(FRESH / 1e9 + 0.1)
    return tmp_path


def run(plan: Path, *argv: str, **settings: str) -> dict:
    """What one process imported and opened; the plan's own files by path within the plan."""
    done = subprocess.run(
        [sys.executable, "-c", WATCHED, *argv],
        cwd=plan,
        env={**os.environ, **settings},
        capture_output=True,
        text=True,
        timeout=60,
    )
    data = json.loads(done.stderr.splitlines()[-1])
    data["said"] = done.stdout
    files = [name for name in data["opened"] if not os.path.isdir(name)]
    data["read"] = [name for name in files if name.startswith(str(plan / "plan"))]
    return data


def test_the_same_question_again(plan):
    first = run(plan, "due", "--lead", "JK", "--as-of", "2025-04-05")
    again = run(plan, "due", "--lead", "JK", "--as-of", "2025-04-05")
    assert again["said"] == first["said"]
    assert again["read"] == []
    ours = [name for name in again["modules"] if name.startswith("sipctl")]
    assert ours == [
        *("sipctl", "sipctl.__main__", "sipctl.store", "sipctl.store.cache"),
        *("sipctl.store.cache.answers", "sipctl.store.cache.folder"),
        *("sipctl.store.cache.listing", "sipctl.store.cache.refs"),  # for --as-of and --at
    ]
    others = {name.split(".")[0] for name in again["modules"]} - {"sipctl"}
    assert others <= {"gc", "marshal", "_blake2", "zlib", "time", "encodings", "_locale"}


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_tab_again(plan, shell):
    words = {
        "_SIPCTL_COMPLETE": f"complete_{shell}",
        "COMP_WORDS": "sipctl due --lead J",
        "COMP_CWORD": "3",
        "_TYPER_COMPLETE_ARGS": "sipctl due --lead J",
        "_TYPER_COMPLETE_FISH_ACTION": "get-args",
        "_TYPER_COMPLETE_WORD_TO_COMPLETE": "J",
    }
    first, again = run(plan, **words), run(plan, **words)
    assert "JK" in first["said"]
    assert again["said"] == first["said"]
    assert again["read"] == []
    assert "typer" not in again["modules"]


def test_a_new_question_reads_no_yaml(plan):
    run(plan, "due", "--as-of", "2025-04-05")
    new = run(plan, "due", "--lead", "SD", "--as-of", "2025-03-03")
    assert new["code"] == 0
    assert new["read"] == []
    assert [name for name in new["modules"] if name.startswith(HEAVY)] == []
    assert len(new["modules"]) < 215


def test_one_changed_file_is_the_only_one_parsed(plan):
    run(plan, "due", "--as-of", "2025-04-05")
    aim = plan / "plan/aims/3-assessment-curriculum-and-pedagogy.yaml"
    aim.write_text(aim.read_text().replace("3c.1", "3c.7"))
    count = WATCHED.replace(
        "from sipctl.__main__ import main",
        "from sipctl.store.yaml import read as source\nread = source.read\nparsed = []\n"
        "source.read = lambda one: (parsed.append(one.path), read(one))[1]\n"
        "from sipctl.__main__ import main",
    ).replace('"opened": opened', '"opened": parsed')
    done = subprocess.run(
        [sys.executable, "-c", count, "due", "--as-of", "2025-04-05"],
        cwd=plan,
        env=dict(os.environ),
        capture_output=True,
        text=True,
        timeout=60,
    )
    data = json.loads(done.stderr.splitlines()[-1])
    assert data["opened"] == [f"aims/{aim.name}"]
    assert [name for name in data["modules"] if name.startswith("pydantic.")] == []


def test_only_the_command_asked_for_is_imported(plan):
    result = run(plan, "when", "Spring 2025")
    commands = {name for name in result["modules"] if name.startswith("sipctl.cli.")}
    assert "sipctl.cli.commands.when" in commands
    assert not commands & {
        "sipctl.cli.commands.due",
        "sipctl.cli.commands.report",
        "sipctl.cli.commands.glance",
        "sipctl.cli.commands.record",
    }
