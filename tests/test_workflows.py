"""The workflows: least permissions, pinned actions, and no stranger's words in a script."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT
from ruamel.yaml import YAML
from support.git_repos import CONFIDENTIAL, commit, eight_edits, git, started

pytestmark = pytest.mark.slow

WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))


def steps(path: Path) -> list[dict[str, Any]]:
    jobs = YAML(typ="safe", pure=True).load(path)["jobs"].values()
    return [step for job in jobs for step in job["steps"]]


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_a_workflow_may_only_read(path: Path) -> None:
    workflow = YAML(typ="safe", pure=True).load(path)
    assert workflow["permissions"] == {"contents": "read"}
    assert all("permissions" not in job for job in workflow["jobs"].values())
    assert "pull_request_target" not in workflow["on"]


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_actions_are_pinned_to_a_commit(path: Path) -> None:
    used = [step["uses"] for step in steps(path) if "uses" in step]
    assert used
    for name in used:
        assert re.fullmatch(r"actions/[a-z-]+@[0-9a-f]{40}", name)


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_the_whole_history_is_there_and_no_key_is_left_behind(path: Path) -> None:
    checkouts = [
        step for step in steps(path) if step.get("uses", "").startswith("actions/checkout")
    ]
    assert checkouts
    for checkout in checkouts:
        assert checkout["with"] == {"fetch-depth": 0, "persist-credentials": False}


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_nothing_is_put_into_a_script(path: Path) -> None:
    for step in steps(path):
        assert "${{" not in step.get("run", "")


def test_no_host_is_named() -> None:
    kept = [*ROOT.glob(".github/**/*.*"), ROOT / ".pre-commit-hooks.yaml"]
    assert len(kept) >= 4
    for path in kept:
        assert b"://" not in path.read_bytes(), path


# --- the scripts, run ----------------------------------------------------------------------------


def ran(name: str, folder: Path, base: str) -> tuple[int, str, str]:
    """One step's script as a host runs it: its exit code, what it printed, and the summary."""
    (step,) = (
        step for step in steps(ROOT / ".github/workflows/plan.yml") if step.get("name") == name
    )
    summary = folder.parent / "summary.md"
    summary.write_text("", encoding="utf-8")
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["bash", "-e", "-c", step["run"]],
        cwd=folder,
        env=os.environ
        | {"PATH": path, "GITHUB_BASE_REF": base, "GITHUB_STEP_SUMMARY": str(summary)},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr, summary.read_text("utf-8")


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A pull request as a host checks it out: its branch in a clone, at no branch of its own."""
    top = started(tmp_path / "trust")
    eight_edits(top)
    commit(top, "Edits")
    git(top, "branch", "--quiet", "main;touch${IFS}ran", "main")
    git(tmp_path, "clone", "--quiet", str(top), "clone")
    git(tmp_path / "clone", "checkout", "--quiet", "--detach", "origin/edit")
    return tmp_path / "clone"


@pytest.mark.parametrize("base", ["main", "main;touch${IFS}ran"])
def test_the_summary_says_what_changes(checkout: Path, base: str) -> None:
    code, printed, summary = ran("What changes", checkout, base)
    assert (code, printed) == (0, "")
    assert "- **2a.1** Write the people strategy: Summer 2025 → Autumn 2025" in summary
    assert CONFIDENTIAL not in summary
    assert not (checkout / "ran").exists()


def test_every_fault_is_in_the_summary_and_on_its_line(checkout: Path) -> None:
    code, printed, summary = ran("Is the plan sound?", checkout, "main")
    assert code == 1
    assert printed.startswith("::error file=plan/aims/1-teaching.yaml,line=18,")
    assert "    plan/aims/1-teaching.yaml:18:43: error[unreadable-when]:" in summary
    assert len(printed.splitlines()) == summary.count("    plan/")
