"""Which state of a plan a pack is made of: its last commit, and whether files differ from it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from support.git_repos import PLAN, commit, fill, git, replace

from sipctl.store.files.folder import Folder
from sipctl.store.git.revision import revision_of

if TYPE_CHECKING:
    from pathlib import Path

AIM = "aims/1-teaching.yaml"


@pytest.fixture(params=["sha1", "sha256"])
def top(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A repository with a plan, committed once, in either of git's formats."""
    git(tmp_path, "init", "--quiet", f"--object-format={request.param}")
    fill(tmp_path / "plan", PLAN)
    commit(tmp_path, "The plan")
    return tmp_path


def edited(top: Path) -> bool:
    revision = revision_of(Folder(top / "plan", "plan"))
    assert revision.commit == git(top, "rev-parse", "HEAD")[:12]
    return revision.edited


def test_nothing_has_changed(top: Path) -> None:
    assert not edited(top)


def test_a_line_break_is_a_line_break(top: Path) -> None:
    """Git writes CRLF on Windows; and some commit it."""
    file = top / "plan" / AIM
    file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
    assert not edited(top)
    git(top, "-c", "core.autocrlf=false", "commit", "--quiet", "--all", "-m", "With CRLF")
    file.write_bytes(file.read_bytes().replace(b"\r\n", b"\n"))
    assert not edited(top)


def test_files_that_a_plan_does_not_have_are_none_of_it(top: Path) -> None:
    (top / "plan/aims/notes.txt").write_text("x")
    (top / "elsewhere.yaml").write_text("x")
    assert not edited(top)


@pytest.mark.parametrize("staged", [True, False])
@pytest.mark.parametrize("change", ["text", "new", "gone"])
def test_a_change(top: Path, change: str, staged: bool) -> None:
    if change == "text":
        replace(top / "plan" / AIM, ("title: Teaching", "title: Learning"))
    elif change == "new":
        (top / "plan/aims/5-more.yaml").write_text("id: 5\n")
    else:
        (top / "plan" / AIM).unlink()
    if staged:
        git(top, "add", "--all")
    assert edited(top)
