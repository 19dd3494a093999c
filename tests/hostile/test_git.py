"""No setting of git's starts a program: neither a pull request's nor a shared folder's."""

from __future__ import annotations

import os
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest
from support.git_repos import commit, git, replace, started

from hostile.git_settings import OF_A_COMMIT, Marks, add_hooks, bare_repository_inside, config

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Result

pytestmark = [
    pytest.mark.posix,
    pytest.mark.usefixtures("cached"),
]  # the programs are shell scripts

TODAY = ("--as-of", "2025-03-05")
MOVED = ("when: Spring 2025", "when: Spring 2027")

ASKING_GIT = (
    ["check"],
    ["log", *TODAY],
    ["diff", *TODAY],
    ["diff", "main~0", "HEAD", *TODAY],
    ["diff", "nowhere", *TODAY],
    ["report", "--format", "markdown", *TODAY],
    ["move", "2a.1", "Autumn 2025", "--agreed", "Trustees", "--why", "Late", *TODAY],
    ["record", "2a.1", "on-track", "--by", "JK", *TODAY],
    [*TODAY],
)
"""What starts git, those that write last."""

OTHERS = (
    ["check", "--format", "json"],
    ["due", *TODAY],
    ["list", *TODAY],
    ["show", "1a.1", *TODAY],
    ["when", "Spring 2025"],
    ["timeline", *TODAY],
    ["leads", *TODAY],
    ["log", "--format", "json", *TODAY],
    ["schema"],
    ["diff", "HEAD", *TODAY],
    ["export", "--format", "csv", *TODAY],
    ["export", "--format", "ics", *TODAY],
    ["export", "--format", "json", *TODAY],
    ["report", "--list"],
    ["report", "--template", "whole-plan", "--format", "html", *TODAY],
    ["init", "elsewhere/plan", "--dry-run"],
    ["send", "--dry-run", *TODAY],
    ["latest", "--dry-run", *TODAY],
    ["record", "1a.1", "on-track", "--by", "SD", "--dry-run", *TODAY],
    ["record", "1a.1", "on-track", *TODAY],
)
"""All other commands."""

RECORD = ["record", "2a.2", "on-track", "--by", "JK", "--commit", *TODAY]


@pytest.fixture
def marks(tmp_path: Path) -> Marks:
    return Marks(tmp_path / "evil")


@pytest.fixture
def trust(tmp_path: Path, marks: Marks) -> Path:
    """A trust's repository, with the user's own hooks, and a date moved without a word."""
    top = started(tmp_path / "trust")
    replace(top / "plan/aims/1-teaching.yaml", MOVED)
    commit(top, "Another date")
    add_hooks(marks, top / ".git/hooks")
    return top


@pytest.fixture
def runs_nothing(
    trust: Path, marks: Marks, sipctl: Callable[..., Result], thorough: bool
) -> Callable[..., None]:
    """Fails where a command in one of these folders starts a program of somebody else's."""

    def run(*folders: Path) -> None:
        marks.taken()
        for here in folders or (trust,):
            for argv in (*(OTHERS if thorough else ()), *ASKING_GIT):
                result = sipctl(*argv, cwd=here)
                assert (argv, marks.taken()) == (argv, set())
                assert result.code in (0, 1, 2), (argv, result.err)
                assert "went wrong" not in result.err, (argv, result.err)
            git_clean(trust)

    return run


def git_clean(trust: Path) -> None:
    """Away with what the commands that write have written."""
    shutil.rmtree(trust / "plan/records/2024-25/spring", ignore_errors=True)


def compares_and_refuses(trust: Path, sipctl: Callable[..., Result]) -> None:
    """The date that moved is seen, from wherever it is asked."""
    for here in (trust, trust / "plan"):
        result = sipctl("diff", "--fail-on", "unagreed-move", *TODAY, cwd=here)
        assert result.code == 1, result
        assert "1a.1" in result.out


@pytest.mark.slow
def test_a_bare_repository_inside_the_plan(
    trust: Path,
    marks: Marks,
    sipctl: Callable[..., Result],
    runs_nothing: Callable[..., None],
    thorough: bool,
) -> None:
    bare_repository_inside(trust / "plan", marks)
    git(trust, "-c", "core.hooksPath=/dev/null", "add", "--all")
    git(trust, "-c", "core.hooksPath=/dev/null", "commit", "--quiet", "-m", "A pull request")
    (trust / "plan/people.yaml").touch()
    subprocess.run(
        ["git", "status"], cwd=trust / "plan", capture_output=True, check=False, timeout=60
    )
    assert marks.taken(), "the attack is not one"
    runs_nothing(*([trust] if thorough else []), trust / "plan")
    compares_and_refuses(trust, sipctl)
    checked = sipctl("check", cwd=trust)
    assert checked.code == 1
    assert "error[git-folder]" in checked.out
    assert sipctl("due", *TODAY, cwd=trust).code == 0
    report = sipctl("report", "--format", "markdown", *TODAY, cwd=trust).out
    assert git(trust, "log", "-1", "--format=%H", "--", "plan/aims")[:7] in report
    recorded = sipctl(*RECORD, cwd=trust)
    assert recorded.code == 0, recorded.err
    assert marks.taken() == OF_A_COMMIT
    assert committed(trust).startswith("A\tplan/records/")
    assert "\n" not in committed(trust)


def committed(trust: Path) -> str:
    """What the last commit changed."""
    return git(trust, "show", "--format=", "--name-status", "--no-ext-diff", "HEAD")


@pytest.mark.slow
def test_the_settings_of_a_shared_folder(
    trust: Path,
    marks: Marks,
    sipctl: Callable[..., Result],
    runs_nothing: Callable[..., None],
    tmp_path: Path,
) -> None:
    (trust / ".gitattributes").write_text("* filter=evil diff=evil merge=evil text\n")
    file = trust / ".git/config"
    mine = file.read_text()
    more = tmp_path / "more"
    more.write_text('[filter "evil"]\n\trequired = true\n')
    hostile = config(marks, **{"include.path": str(more), "core.worktree": str(tmp_path)})
    file.write_text(mine + config(marks))
    (trust / "plan/people.yaml").touch()
    subprocess.run(["git", "status"], cwd=trust, capture_output=True, check=False, timeout=60)
    assert marks.taken(), "the attack is not one"
    file.write_text(mine + hostile)
    runs_nothing()
    compares_and_refuses(trust, sipctl)
    recorded = sipctl(*RECORD, cwd=trust)
    assert recorded.code == 0, recorded.err
    assert marks.taken() == OF_A_COMMIT
    file.write_text(mine)
    assert committed(trust).startswith("A\tplan/records/")
    assert "\n" not in committed(trust)


def test_hooks_that_a_pull_request_could_change(
    trust: Path, marks: Marks, sipctl: Callable[..., Result], runs_nothing: Callable[..., None]
) -> None:
    add_hooks(marks, trust / "plan/hooks", "theirs-")
    git(trust, "config", "core.hooksPath", "plan/hooks")
    marks.taken()
    runs_nothing()
    recorded = sipctl(*RECORD, cwd=trust)
    assert recorded.code == 2
    assert "hooks" in recorded.err
    assert marks.taken() == set()
    assert list((trust / "plan/records/2024-25/spring").iterdir()), "the record is kept"


@pytest.mark.slow
@pytest.mark.parametrize("url", ["file", "ext", "ssh", "vcs"])
def test_a_clone_that_lacks_files(
    url: str, trust: Path, marks: Marks, runs_nothing: Callable[..., None], tmp_path: Path
) -> None:
    """Git would fetch what is missing, by a program that the clone's settings name."""
    git(trust, "config", "uploadpack.allowFilter", "true")
    clone = tmp_path / "clone"
    git(
        tmp_path,
        *("clone", "--quiet", "--filter=blob:none", "--no-checkout", f"file://{trust}", "clone"),
    )
    shutil.copytree(trust / "plan", clone / "plan")
    add_hooks(marks, clone / ".git/hooks")
    urls = {"ext": f"ext::{marks.program('url')}", "ssh": "ssh://example.invalid/x"}
    more = {"remote.origin.url": urls.get(url, f"file://{trust}")}
    more |= {"remote.origin.vcs": "evil"} if url == "vcs" else {}
    file = clone / ".git/config"
    file.write_text(file.read_text() + config(marks, **more))
    subprocess.run(
        ["git", "cat-file", "-p", "HEAD:plan/plan.yaml"],
        cwd=clone,
        capture_output=True,
        check=False,
    )
    assert marks.taken() or url == "vcs", "the attack is not one"
    runs_nothing(clone)


def test_a_program_that_lies_where_the_command_is_run(
    trust: Path, marks: Marks, sipctl: Callable[..., Result], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A PATH with the current folder in it (`.`, or nothing) does not bring a pull request's programs."""
    shutil.copy(marks.program("git"), trust / "git")
    monkeypatch.setenv("PATH", f".::{os.environ['PATH']}")
    compares_and_refuses(trust, sipctl)
    shutil.copy(marks.program("scribble"), trust / "scribble")
    monkeypatch.setenv("EDITOR", "scribble")
    sipctl("record", "1a.1", "on-track", "--by", "SD", "--edit", *TODAY, cwd=trust)
    assert marks.taken() == set()
