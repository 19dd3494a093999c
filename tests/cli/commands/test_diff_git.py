"""`check` and `diff` wherever a plan may stand in git, and outside it."""

from __future__ import annotations

import json
import os
import shutil
from typing import TYPE_CHECKING

import pytest
from support.git_repos import CONFIDENTIAL, PLAN, commit, fill, git, replace, started

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Result

    Run = Callable[..., Result]

TITLE = ("solar panels", "panels")
TOLD = "4a.1 Fit panels: retitled, was “Fit solar panels”"


@pytest.fixture
def branch(tmp_path: Path) -> Path:
    """A plan on main, and the branch `edit` with one commit and one edit that is not committed."""
    top = started(tmp_path / "trust")
    replace(top / "plan/aims/3-money.yaml", ("Set the budget", "Agree the budget"))
    commit(top, "Another title")
    replace(top / "plan/aims/4-buildings.yaml", TITLE)
    return top


def at_main(top: Path) -> str:
    """The repository as a host has it, its main branch checked out; what to clone it from."""
    git(top, "checkout", "--quiet", "--force", "main")
    return f"file://{top}"


def clean(top: Path, sipctl: Run) -> None:
    """`check` works here too, and neither says what is confidential."""
    for form in ("text", "json", "github", "sarif"):
        answer = sipctl("check", "--format", form, "--as-of", "2025-03-10", cwd=top)
        assert answer.code == 0
        assert CONFIDENTIAL not in answer.out
    for form in ("text", "markdown", "json"):
        answer = sipctl("diff", "--format", form, cwd=top)
        assert answer.code == 0
        assert CONFIDENTIAL not in answer.out


def refused(answer: Result, *parts: str) -> None:
    """One clear sentence on stderr, nothing on stdout, exit code 2."""
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.startswith("sipctl: ")
    for part in parts:
        assert part in answer.err, answer.err


# --- where it works ------------------------------------------------------------------------------


def test_on_a_branch(branch: Path, sipctl: Run) -> None:
    out = sipctl("diff", cwd=branch).out
    assert TOLD in out
    assert "3a.1 Agree the budget" in out
    clean(branch, sipctl)


def test_from_a_folder_inside_the_plan(branch: Path, sipctl: Run) -> None:
    assert TOLD in sipctl("diff", cwd=branch / "plan" / "aims").out


def test_in_a_detached_head(branch: Path, sipctl: Run) -> None:
    git(branch, "checkout", "--quiet", "--detach")
    assert TOLD in sipctl("diff", cwd=branch).out
    clean(branch, sipctl)


def test_in_a_worktree(branch: Path, tmp_path: Path, sipctl: Run) -> None:
    git(branch, "worktree", "add", "--quiet", "-b", "other", str(tmp_path / "other"), "main")
    replace(tmp_path / "other/plan/aims/4-buildings.yaml", TITLE)
    out = sipctl("diff", cwd=tmp_path / "other").out
    assert TOLD in out
    assert "budget" not in out
    clean(tmp_path / "other", sipctl)


def test_with_the_plan_in_a_folder_further_down(tmp_path: Path, sipctl: Run) -> None:
    top = started(tmp_path / "trust", plan="docs/school & trust/plan")
    inner = top / "docs/school & trust"
    replace(inner / "plan/aims/4-buildings.yaml", TITLE)
    assert TOLD in sipctl("diff", cwd=inner).out
    assert TOLD in sipctl("diff", "--plan", "docs/school & trust/plan", cwd=top).out
    clean(inner, sipctl)


def test_with_the_plan_at_the_top_of_its_repository(tmp_path: Path, sipctl: Run) -> None:
    top = started(tmp_path / "plan", plan=".")
    replace(top / "aims/4-buildings.yaml", TITLE)
    assert TOLD in sipctl("diff", cwd=tmp_path).out


def test_in_a_submodule(branch: Path, tmp_path: Path, sipctl: Run) -> None:
    outer = tmp_path / "outer"
    outer.mkdir()
    git(outer, "init", "--quiet", "--initial-branch", "main")
    local = ("-c", "protocol.file.allow=always")
    git(outer, *local, "submodule", "--quiet", "add", "-b", "main", at_main(branch), "school")
    commit(outer, "With the school's plan")
    replace(outer / "school/plan/aims/4-buildings.yaml", TITLE)
    out = sipctl("diff", cwd=outer / "school").out
    assert TOLD in out
    assert "origin/main at" in out


def test_the_plans_folder_was_renamed(branch: Path, sipctl: Run) -> None:
    git(branch, "mv", "plan", "strategy")
    answer = sipctl("diff", "--plan", "strategy", cwd=branch)
    assert TOLD in answer.out
    assert "new" not in answer.out


def test_the_plan_is_new(branch: Path, sipctl: Run) -> None:
    git(branch, "checkout", "--quiet", "--orphan", "empty")
    git(branch, "rm", "-rfq", ".")
    base = commit(branch, "Nothing yet")
    fill(branch / "plan", PLAN)
    answer = sipctl("diff", base, cwd=branch)
    assert answer.code == 0
    assert "All of it is new: 4 aims, 4 areas, 7 activities and 4 KPIs." in answer.out
    answer = json.loads(sipctl("diff", base, "--format", "json", cwd=branch).out)
    assert sum(change["kind"] == "added" for change in answer["changes"]) >= 19
    refused(sipctl("diff", "main", base, cwd=branch), "there is no plan at")


def test_a_plan_beside_another_is_new(branch: Path, sipctl: Run) -> None:
    fill(branch / "second", PLAN)
    answer = sipctl("diff", "--plan", "second", cwd=branch)
    assert "All of it is new" in answer.out


def test_a_revision_may_be_anything_that_means_a_commit(branch: Path, sipctl: Run) -> None:
    git(branch, "tag", "approved", "main")
    git(branch, "tag", "-a", "-m", "as approved", "v1", "main")
    for base in ("main", "approved", "v1", "HEAD~1", git(branch, "rev-parse", "main")[:9]):
        assert TOLD in sipctl("diff", base, cwd=branch).out


def test_no_setting_or_variable_leads_git_astray(
    branch: Path, tmp_path: Path, sipctl: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As within a hook, with settings that would run programs or change what is printed."""
    ran = tmp_path / "ran"
    script = f"sh -c 'touch {ran}; cat'"
    for name, value in {
        "diff.external": script,
        "core.fsmonitor": script,
        "core.pager": script,
        "color.ui": "always",
        "core.quotePath": "true",
    }.items():
        git(branch, "config", name, value)
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "nowhere"))
    monkeypatch.setenv("GIT_INDEX_FILE", str(tmp_path / "nowhere" / "index"))
    assert TOLD in sipctl("diff", cwd=branch).out
    assert not ran.exists()


# --- which is the main branch --------------------------------------------------------------------


def test_a_clone_compares_with_its_origin(branch: Path, tmp_path: Path, sipctl: Run) -> None:
    git(tmp_path, "clone", "--quiet", at_main(branch), "clone")
    clone = tmp_path / "clone"
    replace(clone / "plan/aims/4-buildings.yaml", TITLE)
    commit(clone, "Not pushed yet, and on main itself")
    out = sipctl("diff", cwd=clone).out
    assert TOLD in out
    assert "origin/main at" in out


@pytest.mark.parametrize("name", ["master", "trunk"])
def test_a_main_branch_of_another_name(name: str, branch: Path, sipctl: Run) -> None:
    git(branch, "branch", "--quiet", "-m", "main", name)
    assert f"{name} at" in sipctl("diff", cwd=branch).out


def test_no_main_branch(branch: Path, sipctl: Run) -> None:
    git(branch, "branch", "--quiet", "-m", "main", "approved")
    refused(sipctl("diff", cwd=branch), "which is the main branch here?", "sipctl diff BASE")
    assert TOLD in sipctl("diff", "approved", cwd=branch).out


# --- where it cannot -----------------------------------------------------------------------------


def test_outside_git(tmp_path: Path, sipctl: Run) -> None:
    fill(tmp_path / "plan", PLAN)
    refused(sipctl("diff", cwd=tmp_path), "not in a git repository")
    assert sipctl("check", "--as-of", "2025-03-10", cwd=tmp_path).code == 0


def test_without_git(branch: Path, sipctl: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", os.devnull)
    refused(sipctl("diff", cwd=branch), "git is not installed")
    assert sipctl("check", "--as-of", "2025-03-10", cwd=branch).code == 0


def test_without_a_plan(tmp_path: Path, sipctl: Run) -> None:
    refused(sipctl("diff", cwd=tmp_path), "there is no plan here")


def test_on_a_branch_without_a_commit(tmp_path: Path, sipctl: Run) -> None:
    git(tmp_path, "init", "--quiet", "--initial-branch", "main")
    fill(tmp_path / "plan", PLAN)
    refused(sipctl("diff", cwd=tmp_path), "nothing is committed on this branch yet")
    refused(sipctl("diff", "HEAD", cwd=tmp_path), '"HEAD" is not a commit')
    assert sipctl("check", "--as-of", "2025-03-10", cwd=tmp_path).code == 0


def test_a_shallow_clone_of_one_branch(branch: Path, tmp_path: Path, sipctl: Run) -> None:
    source = at_main(branch)
    git(tmp_path, "clone", "--quiet", "--depth", "1", "--branch", "edit", source, "clone")
    clone = tmp_path / "clone"
    refused(sipctl("diff", cwd=clone), "which is the main branch here?", "git fetch")
    refused(sipctl("diff", "main", cwd=clone), "this clone is shallow", "--unshallow")
    assert sipctl("check", "--as-of", "2025-03-10", cwd=clone).code == 0
    assert "Nothing in the plan changed." in sipctl("diff", "HEAD", cwd=clone).out


def test_a_shallow_clone_without_the_common_commit(
    branch: Path, tmp_path: Path, sipctl: Run
) -> None:
    source = at_main(branch)
    commit(branch, "Main goes on")
    git(tmp_path, "clone", "--quiet", "--depth", "1", "--no-single-branch", source, "clone")
    clone = tmp_path / "clone"
    git(clone, "checkout", "--quiet", "edit")
    refused(sipctl("diff", cwd=clone), "this clone is shallow", "--unshallow", "fetch-depth: 0")
    assert "budget" in sipctl("diff", "origin/main", cwd=clone).out
    git(clone, "fetch", "--quiet", "--unshallow")
    assert "budget" in sipctl("diff", cwd=clone).out


def test_a_partial_clone(branch: Path, tmp_path: Path, sipctl: Run) -> None:
    git(branch, "config", "uploadpack.allowFilter", "true")
    source = at_main(branch)
    git(tmp_path, "clone", "--quiet", "--filter=blob:none", "--branch", "edit", source, "clone")
    answer = sipctl("diff", cwd=tmp_path / "clone")
    refused(answer, "git has not fetched every file", "partial clone")


def test_histories_that_have_nothing_in_common(branch: Path, sipctl: Run) -> None:
    git(branch, "checkout", "--quiet", "--orphan", "fresh")
    commit(branch, "All over again")
    refused(sipctl("diff", cwd=branch), "no commit in common", "sipctl diff main")
    assert TOLD in sipctl("diff", "main", cwd=branch).out


NO_REVISION = {
    "mian": 'did you mean "main"?',
    "main..edit": "sipctl diff main edit",
    "main...edit": "sipctl diff main edit",
    "..edit": "is a range",
} | dict.fromkeys(
    [
        *("0000000000000000000000000000000000000000", "--output=x", "-h", "", "  ", "main:plan"),
        *("HEAD^{tree}", "@{yesterday", "a\nb", "\x1b[31m", "plan/plan.yaml"),
    ],
    "is not a commit",
)


@pytest.mark.slow
def test_what_is_no_revision(branch: Path, sipctl: Run) -> None:
    for base, part in NO_REVISION.items():
        answer = sipctl("diff", "--", base, cwd=branch)
        refused(answer, part)
        assert "\x1b" not in answer.err
        refused(sipctl("diff", "--", "main", base, cwd=branch), part)
    assert not (branch / "x").exists()


def test_a_repository_that_is_broken(branch: Path, sipctl: Run) -> None:
    (branch / ".git/HEAD").write_text("rubbish\n", encoding="utf-8")
    refused(sipctl("diff", cwd=branch), "not in a git repository")
    shutil.rmtree(branch / ".git/objects")
    assert sipctl("check", "--as-of", "2025-03-10", cwd=branch).code == 0


def test_a_broken_side_is_told_with_all_its_faults(
    branch: Path, sipctl: Callable[..., Result]
) -> None:
    aim = branch / "plan/aims/2-people.yaml"
    replace(aim, ("title: Staff", "title: Staff\n    budgit: 3"), ("leads: [JK]", "leads: [QQ]"))
    printed = sipctl("diff", "main", cwd=branch).out
    assert "error[unknown-key]" in printed
    assert "error[unknown-lead]" in printed
