"""The hook that other repositories use, tried with pre-commit itself."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT
from support.git_repos import PLAN, commit, fill, git, replace

pytestmark = pytest.mark.slow


@pytest.fixture
def hooks(tmp_path: Path) -> Path:
    """This checkout as a repository of its own, with one commit: what others would point to."""
    wanted = ("src", "plan", "templates", ":(top,glob)*")
    listed = git(ROOT, "ls-files", "-zco", "--exclude-standard", "--", *wanted)
    for path in listed.split("\0"):
        if path and (ROOT / path).is_file():
            file = tmp_path / "hooks" / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes((ROOT / path).read_bytes())
    git(tmp_path / "hooks", "init", "--quiet")
    commit(tmp_path / "hooks", "As it is")
    return tmp_path / "hooks"


def run(folder: Path, *command: str) -> subprocess.CompletedProcess[str]:
    """pre-commit, with everything that it installs in a folder that goes away."""
    home = {"PRE_COMMIT_HOME": str(folder.parent / "home"), "PRE_COMMIT_COLOR": "never"}
    home |= {"PIP_NO_COMPILE": "1", "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    return subprocess.run(
        [sys.executable, "-m", "pre_commit", *command],
        cwd=folder,
        env={**os.environ, **home, "PATH": path},
        capture_output=True,
        text=True,
        check=False,
    )


def test_another_repository_can_use_the_check(hooks: Path, tmp_path: Path) -> None:
    trust = tmp_path / "trust"
    trust.mkdir()
    git(trust, "init", "--quiet", "--initial-branch", "main")
    fill(trust / "plan", PLAN)
    revision = git(hooks, "rev-parse", "HEAD")
    config = f"repos:\n- repo: {hooks}\n  rev: {revision}\n  hooks:\n  - id: sipctl-check\n"
    fill(trust, {".pre-commit-config.yaml": config})
    commit(trust, "The plan as approved")
    prepared = run(trust, "install-hooks")
    if prepared.returncode != 0:
        result = prepared.stdout + prepared.stderr
        if "No matching distribution" in result or "Could not find a version" in result:
            pytest.skip("no package registry can be reached, and pre-commit installs from one")
        pytest.fail(result)
    assert run(trust, "validate-config").returncode == 0

    sound = run(trust, "run")
    assert sound.returncode == 0, sound.stdout + sound.stderr
    assert "the improvement plan is sound" in sound.stdout

    replace(trust / "plan/aims/4-buildings.yaml", ("Summer 2026", "Sumer 2026"))
    git(trust, "add", "--all")
    broken = run(trust, "run")
    assert broken.returncode == 1
    assert "plan/aims/4-buildings.yaml:7:64: error[unreadable-when]" in broken.stdout

    git(trust, "reset", "--quiet", "--hard")
    git(trust, "rm", "--quiet", "plan/people.yaml")
    gone = run(trust, "run")
    assert gone.returncode == 1
    assert "error[missing-file]" in gone.stdout


def test_the_hook_is_described_as_pre_commit_wants(hooks: Path) -> None:
    checked = run(hooks, "validate-manifest", ".pre-commit-hooks.yaml")
    assert (checked.returncode, checked.stdout, checked.stderr) == (0, "", "")
