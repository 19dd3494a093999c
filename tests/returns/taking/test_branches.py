"""The forms of many leads, taken on two branches: git merges what was written without a question."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
from support.forms import plan_of_leads, write_filled
from support.git_repos import git

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Result

pytestmark = pytest.mark.slow
LEADS = 15
ROWS = 6 * LEADS + 2
"""Six dates a lead, and from one of them the summaries of the aim and its area."""


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A plan with the filled forms of all its leads in `back/`."""
    folder = tmp_path_factory.mktemp("forms")
    rows = write_filled(folder, plan_of_leads(LEADS))
    assert rows == ROWS
    return folder


@pytest.mark.parametrize(("second_day", "copies"), [("2025-03-20", 1), ("2025-03-24", 2)])
def test_forms_taken_on_two_branches_merge(
    sipctl: Callable[..., Result], filled: Path, tmp_path: Path, second_day: str, copies: int
) -> None:
    """On one day the files are the same; on two days each answer counts once."""
    top = tmp_path / "trust"
    shutil.copytree(filled, top)
    (top / ".gitignore").write_text("back\n")
    for command in ("init -q -b main", "add .", "commit -qm plan", "branch other"):
        git(top, *command.split())
    for branch, day in (("main", "2025-03-20"), ("other", second_day)):
        git(top, "checkout", "-q", branch)
        result = sipctl("take", "back", "--yes", "--commit", "--as-of", day, cwd=top)
        assert result.code == 0, result.out + result.err
    git(top, "merge", "-q", "--no-edit", "main")
    assert git(top, "status", "--porcelain") == ""
    assert len(list((top / "plan" / "records").rglob("*.yaml"))) == ROWS * copies
    assert sipctl("check", "--as-of", "2025-03-25", cwd=top).code == 0
    status = sipctl("ask", "--status", "--as-of", "2025-03-25", cwd=top).out
    assert status.startswith(f"Spring 2025: {LEADS} of {LEADS} have answered; by")
    again = sipctl("take", "back", "--yes", "--as-of", "2025-03-25", cwd=top)
    assert again.out == f"Recorded already, and not written again: {ROWS} rows.\n"
