"""The workflows: least permissions, pinned actions, and no stranger's words in a script."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from conftest import ROOT
from ruamel.yaml import YAML

if TYPE_CHECKING:
    from pathlib import Path

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
    (checkout,) = (one for one in steps(path) if one.get("uses", "").startswith("actions/checkout"))
    assert checkout["with"] == {"fetch-depth": 0, "persist-credentials": False}


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_nothing_is_put_into_a_script(path: Path) -> None:
    for step in steps(path):
        assert "${{" not in step.get("run", "")


def test_no_host_is_named() -> None:
    kept = [*ROOT.glob(".github/**/*.*"), ROOT / ".pre-commit-hooks.yaml"]
    assert len(kept) >= 4
    for path in kept:
        assert "://" not in path.read_text("utf-8"), path
