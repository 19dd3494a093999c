"""`sipctl check` of a record whose activity is gone: in which commit, where git knows."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import pytest
from support.plans import TINY

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Result

AIM = "aims/1-teaching.yaml"
HEAD = (
    "id: 1\ntitle: Teaching\nareas:\n  - id: 1a\n    title: Reading\n    activities:\n"
    "      - {id: 1a.1, title: Choose, leads: [JK], when: Spring 2025}\n"
)
GONE = "      - {id: 1a.2, title: Tell, leads: [JK], when: Summer 2025}\n"
PLAN = {
    **TINY,
    AIM: HEAD + GONE,
    "records/2024-25/spring/2025-01-10-1a.2-JK.yaml": "activity: 1a.2\ndate: 2025-01-10\nby: JK\n"
    "status: on-track\n",
}
PLAIN = "if it was taken out, put it back and record it as withdrawn"


def git(top: Path, *command: str) -> None:
    subprocess.run(["git", *command], cwd=top, check=True, capture_output=True)


def helped(result: Result) -> str:
    """The help of the one fault about a lost record."""
    assert result.code == 1
    [block] = [line for line in result.out.split("\n\n") if "record-of-nothing" in line]
    return block.partition("help: ")[2]


def test_it_says_in_which_commit_it_went(
    write: Callable[[dict[str, str]], Path], sipctl: Callable[..., Result]
) -> None:
    top = write(PLAN)
    git(top, "init", "-q")
    git(top, "add", "-A")
    git(top, "commit", "-qm", "The plan")
    write({AIM: HEAD})
    assert helped(sipctl("check", cwd=top)).startswith(PLAIN)  # taken out, not yet committed
    git(top, "commit", "-qam", "Drop it", "--author=Kath Russ <k@x>")
    name = subprocess.check_output(["git", "rev-parse", "HEAD"], cwd=top, encoding="utf-8")[:7]
    result = helped(sipctl("check", cwd=top))
    assert result == (
        f'Kath Russ took it out in {name} on 4 March 2025 ("Drop it"): put its lines back from '
        f"git show {name}~:plan/{AIM}, and record it as withdrawn"
    )
    shown = ["git", "show", f"{name}~:plan/{AIM}"]
    assert GONE in subprocess.check_output(shown, cwd=top, encoding="utf-8")


@pytest.mark.parametrize("where", ["no repository", "never in it", "no git"])
def test_where_git_knows_nothing(
    write: Callable[[dict[str, str]], Path],
    sipctl: Callable[..., Result],
    monkeypatch: pytest.MonkeyPatch,
    where: str,
) -> None:
    top = write(PLAN | {AIM: HEAD})
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(top.parent))
    if where == "never in it":
        git(top, "init", "-q")
        git(top, "add", "-A")
        git(top, "commit", "-qm", "The plan")
    if where == "no git":
        monkeypatch.setenv("PATH", str(top))
    assert helped(sipctl("check", cwd=top)).startswith(PLAIN)
