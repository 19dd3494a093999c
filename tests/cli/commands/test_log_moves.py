"""Moves in the log: decisions that happened on their day, told once whether git has them or not."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from support.git_repos import begin, git
from support.records import PLAN, output

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Result

MOVE = ("move", "2a.2", "Summer 2025", "--agreed", "Trustees, 4 March 2025", "--why", "No bids")


def test_a_move_is_in_the_log_before_git_has_it_and_once_after(
    write: Callable[[dict[str, str]], Path], sipctl: Callable[..., Result]
) -> None:
    top = write(PLAN)
    begin(top)
    output(sipctl(*MOVE, "--as-of", "2025-03-04", cwd=top))
    asked = ("log", "2a.2", "--as-of", "2099-01-01")
    shown = output(sipctl(*asked, cwd=top))
    line = "4 Mar 2025  2a.2 HR software: moved from Spring 2025 to Summer 2025, agreed by Trustees"
    assert shown.count(line) == 1
    entries = json.loads(output(sipctl(*asked, "--format", "json", cwd=top)))["entries"]
    (move,) = [entry for entry in entries if entry["kind"] == "move"]
    assert (move["date"], move["from"], move["to"]) == ("2025-03-04", "Spring 2025", "Summer 2025")
    git(top, "commit", "-qam", "Move 2a.2")
    after = output(sipctl(*asked, cwd=top))
    assert line not in after
    assert after.count("Summer 2025") == 1


def test_without_git_the_log_has_moves(
    write: Callable[[dict[str, str]], Path], sipctl: Callable[..., Result]
) -> None:
    top = write(PLAN)
    output(sipctl(*MOVE, "--as-of", "2025-03-04", cwd=top))
    assert "moved from Spring 2025" in output(sipctl("log", "--as-of", "2025-03-05", cwd=top))
    early = output(sipctl("log", "--as-of", "2025-03-03", cwd=top))
    assert "moved from" not in early


def test_two_moves_of_one_milestone_in_one_commit_are_told_once(
    write: Callable[[dict[str, str]], Path], sipctl: Callable[..., Result]
) -> None:
    top = write(PLAN)
    begin(top)
    output(sipctl(*MOVE, "--as-of", "2025-03-04", cwd=top))
    again = ("move", "2a.2", "Autumn 2025", "--agreed", "Trustees, 6 March 2025", "--why", "Late")
    output(sipctl(*again, "--as-of", "2025-03-06", cwd=top))
    asked = ("log", "2a.2", "--as-of", "2099-01-01")
    assert output(sipctl(*asked, cwd=top)).count("moved from") == 2
    git(top, "commit", "-qam", "Move 2a.2 twice")
    for more in ((), ("--all",)):
        after = output(sipctl(*asked, *more, "--format", "json", cwd=top))
        kinds = [entry["kind"] for entry in json.loads(after)["entries"]]
        assert kinds == ["edit", "edit"]


def test_two_moves_of_one_day_stand_newest_first(
    write: Callable[[dict[str, str]], Path], sipctl: Callable[..., Result]
) -> None:
    top = write(PLAN)
    for phrase in ("Summer 2025", "Autumn 2025"):
        move = ("move", "2a.2", phrase, "--agreed", "Trustees, 4 March 2025", "--why", "No bids")
        output(sipctl(*move, "--as-of", "2025-03-04", cwd=top))
    asked = ("log", "2a.2", "--as-of", "2025-03-05", "--format", "json")
    entries = json.loads(output(sipctl(*asked, cwd=top)))["entries"]
    moves = [(entry["from"], entry["to"]) for entry in entries if entry["kind"] == "move"]
    assert moves == [("Summer 2025", "Autumn 2025"), ("Spring 2025", "Summer 2025")]


def test_moves_of_other_work_are_left_out(
    write: Callable[[dict[str, str]], Path], sipctl: Callable[..., Result]
) -> None:
    top = write(PLAN)
    output(sipctl(*MOVE, "--as-of", "2025-03-04", cwd=top))
    for asked, number in (
        (("--lead", "JK"), 1),
        (("--lead", "SD"), 0),
        (("1a.1",), 0),
        (("2",), 1),
    ):
        shown = output(sipctl("log", *asked, "--as-of", "2025-03-05", cwd=top))
        assert shown.count("moved from") == number, asked
