"""init on a real terminal: six questions, heads confirmed, answers that cannot be understood."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from support.terminal import converse

if TYPE_CHECKING:
    from pathlib import Path


def at_terminal(folder: Path, *argv: str, answers: list[str], **settings: str) -> tuple[int, str]:
    """A command run on a terminal, with all the answers typed ahead, and no to git at the end; its
    exit code and screen."""
    ahead = "".join(f"{line}\n" for line in [*answers, "n"])
    return converse(argv, folder, ahead=ahead, **settings)


def test_six_questions(tmp_path: Path) -> None:
    answers = [
        *("Hill Learning Trust", "", "soon", "2025-26", "Teaching", "2. People", ""),
        *("=x", "JK HR director", "SD", "", "y"),
        *("autumn 2025: 3 Sep to 19 Dec, half term 27-31 Oct", "5 Jan", "", ""),
    ]
    code, screen = at_terminal(tmp_path, "init", answers=answers)
    assert code == 0, screen
    for item in (
        "What is the trust or school called?",
        "In short, for tables and file names? [HLT]:",
        '"soon" does not say in which years the plan runs',
        "Its aims, one a line.",
        '"=x" does not begin with initials',
        "Do you want to type them now? [y/N]:",
        '"5 Jan" is not a term\'s dates (such as: 3 Sep to 19 Dec, half term',
        "Wrote plan/: plan.yaml, people.yaml, calendar.yaml and 2 aims.",
    ):
        assert item in screen
    assert "may be typed now, or left provisional: worked\nout as most authorities" in screen
    plan = {path.name: path.read_text() for path in (tmp_path / "plan").rglob("*.yaml")}
    assert sorted(plan) == [
        *("1-teaching.yaml", "2-people.yaml", "calendar.yaml", "people.yaml", "plan.yaml")
    ]
    assert "  short: HLT\n" in plan["plan.yaml"]
    assert "  JK: {role: HR director}\n  SD: {}\n" in plan["people.yaml"]
    assert "autumn: {starts: 2025-09-03, ends: 2025-12-19" in plan["calendar.yaml"]
    assert "provisional: true" in plan["calendar.yaml"]


def test_six_terms_a_year_are_asked_for(tmp_path: Path) -> None:
    answers = ["Vale School", "", "2025-26", "People", "", "JK", "", "six", "n"]
    code, screen = at_terminal(tmp_path, "init", answers=answers)
    assert code == 0, screen
    assert 'answer "six" first if yours has' in " ".join(screen.split())
    calendar = (tmp_path / "plan/calendar.yaml").read_text()
    assert "term6:" in calendar
    assert "autumn:" not in calendar


@pytest.mark.parametrize("locale", ["C.UTF-8", "en_GB.UTF-8", "POSIX"])
def test_an_answer_that_no_plan_can_hold_is_asked_again_at_once(
    tmp_path: Path, locale: str
) -> None:
    answers = [
        *("\udcff\udcfe", "Hill Trust", "\x1b[31mHT", "\udcff", "HT", "2025-26\x01", "2025-26"),
        *("People\udcfe", "1.", "People", "", "J\x7f\udcffK", "JK", "", "n"),
    ]
    code, screen = at_terminal(tmp_path, "init", answers=answers, LC_ALL=locale)
    assert code == 0, screen
    assert screen.count("has a character that cannot") == 6, screen
    assert "An aim needs more than its number" in screen
    result = (tmp_path / "plan" / "plan.yaml").read_text()
    assert "  name: Hill Trust\n  short: HT\n" in result


def test_only_what_is_missing_is_asked(tmp_path: Path) -> None:
    code, screen = at_terminal(
        tmp_path,
        *("init", "--name", "Vale School", "--years", "2025/26", "--aim", "One", "--terms"),
        *("provisional",),
        answers=["", "HT", ""],
    )
    assert code == 0, screen
    assert "What is the trust" not in screen
    assert "HT: {}" in (tmp_path / "plan" / "people.yaml").read_text()


def test_heads_are_confirmed(tmp_path: Path) -> None:
    (tmp_path / "plan.csv").write_text("Action,Who,Remarks,Odd\nDo it,JK,Soon,Why\n")
    code, screen = at_terminal(
        tmp_path,
        *("init", "--from", "plan.csv", "--name", "Vale", "--years", "2025/26"),
        answers=["n", "Nothing=detail", "n", "Odd=detail", "y", "", "n"],
    )
    assert code == 0, screen
    assert "  Odd      a comment beside the activity\n" in screen
    assert 'has a column "nothing"' in screen
    assert "  Odd      detail\nIs that right? [Y/n]:" in screen
    (aim,) = (tmp_path / "plan" / "aims").iterdir()
    assert "        # Remarks: Soon\n        title: Do it\n        detail: Why\n" in aim.read_text()


@pytest.mark.parametrize("answers", [["Hill Trust", "", "\x04"], ["\x04"]])
def test_whoever_stops_leaves_nothing(tmp_path: Path, answers: list[str]) -> None:
    code, screen = at_terminal(tmp_path, "init", answers=answers)
    assert code == 130
    assert "stopped" in screen
    assert list(tmp_path.iterdir()) == []
