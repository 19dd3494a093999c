"""What all commands that ask the plan share: its folder, the day, filters, broken files."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from support.each_row import each_row
from support.small_plan import AIM_1, FILES, states

from sipctl.store.files import journal
from sipctl.store.files.folder import Folder
from sipctl.store.files.journal import FileWrite

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture
def plan(write: Callable[[dict[str, str]], Path]) -> Path:
    return write(FILES)


@pytest.mark.parametrize("day", ["5 April 2025", "Saturday 5th April 2025", "5/4/25", "05.04.2025"])
def test_a_day_may_be_said_as_people_say_it(sipctl, plan, day):
    figures = sipctl("due", "--as-of", "2025-04-05", cwd=plan)
    assert sipctl("due", "--as-of", day, cwd=plan) == figures


@each_row(
    ("argv", "message"),
    [
        (["due", "--lead", "JX"], '--lead "JX" is not in this plan\n  help: did you mean "JK"?'),
        (["due", "--aim", "7"], '--aim "7" is not in this plan\n  help: one of: 1, 2'),
        (["due", "--term", "sprang-2025"], 'did you mean "spring-2025"?'),
        (["due", "--within", "soon"], "such as 6w"),
        (["due", "--as-of", "2025-02-30"], "is not a day"),
        (["due", "--as-of", "tomorrow"], "is not a day"),
        (["due", "--as-of", "Monday 5 April 2025"], "is not a day"),
        (["due", "--as-of", "5 April"], "is not a day"),
        (["due", "--as-of", "April 2025"], "is not a day"),
        (["due", "--format", "jsn"], 'did you mean "json"?'),
        (["due", "--fail-on", "late"], "overdue"),
        (["due", "--laed", "JK"], "--lead"),
        (["due", "--committee", "fra"], 'did you mean "far"?'),
        (
            ["show", "hr soft"],
            "not an id\n  help: it stands in the title of 1a.1 (Choose HR software)",
        ),
        (["show", "1a.99"], 'nothing in this plan is called "1a.99"'),
        (["deu"], "due"),
        (["list", "extra"], "extra"),
        (["when"], "PHRASE"),
    ],
)
def test_words_that_the_plan_does_not_know(sipctl, plan, argv, message):
    result = sipctl(*argv, cwd=plan)
    assert result.code == 2
    assert result.out == ""
    assert message in result.err
    assert "Traceback" not in result.err


def test_a_broken_file_is_refused_by_all_but_check(sipctl, plan, write):
    write({"aims/2-money.yaml": "id: 2\ntitle: [\n"})
    for argv in (["due"], ["list"], ["show", "1a.1"]):
        result = sipctl(*argv, cwd=plan)
        assert (result.code, result.out) == (1, "")
        assert "plan/aims/2-money.yaml:2:8" in result.err
        assert "sipctl check" in result.err
    assert sipctl("when", "Spring 2025", cwd=plan).code == 0


def test_one_bad_phrase_leaves_the_others_answered(sipctl, plan, write):
    write({"aims/1-people.yaml": AIM_1.replace("when: Spring 2025", "when: Sprung 2025")})
    result = sipctl("list", "--as-of", "2025-04-05", "--format", "json", cwd=plan)
    assert states(result.out)[0] == ("1a.1", None, "undated", 0)
    text = sipctl("due", "--as-of", "2025-04-05", cwd=plan).out
    assert "The plan has 1 error and 3 warnings; see them with: sipctl check" in text


@each_row(
    "argv",
    [
        ["record", "1a.1", "done", "--by", "JK"],
        ["record", "9z.9", "done"],
        ["move", "1a.1", "Summer 2026", "--agreed", "Trustees"],
        ["set", "1a.1", "title", "New"],
        ["add", "activity", "1a", "New", "--lead", "JK", "--when", "Spring 2026"],
        ["withdraw", "1a.1", "--agreed", "Trustees", "--why", "Too much"],
        ["handover", "JK", "SD", "--from", "2025-09-01", "--agreed", "CEO"],
        ["roll", "--to", "2027-30"],
        ["ask", "--by", "2025-03-28"],
        ["take", "returns"],
        ["latest"],
        ["send"],
    ],
)
def test_a_dry_run_finishes_no_edit_that_was_cut_off(sipctl, plan, argv):
    folder = Folder(plan / "plan", "plan")
    journal._begin(
        folder,
        [
            FileWrite("people.yaml", (folder.path / "people.yaml").read_bytes(), b"leads: {}\n"),
            FileWrite("aims/9-new.yaml", None, b"id: 9\n"),
        ],
    )
    before = {path: path.stat().st_mtime_ns for path in folder.path.rglob("*")}
    result = sipctl(*argv, "--dry-run", "--as-of", "2025-03-01", cwd=plan)
    assert (result.code, result.out) == (1, "")
    assert "an edit of several files was cut off half-way" in result.err
    assert "the next command that changes the plan finishes it first" in result.err
    assert {path: path.stat().st_mtime_ns for path in folder.path.rglob("*")} == before


@each_row("text", ["[]", "not JSON", "[{}]", "[" * 100_000])
def test_a_journal_from_elsewhere_is_said_and_does_nothing(sipctl, plan, text):
    path = plan / "plan" / ".sipctl-edit-1.json"
    path.write_text(text)
    os.utime(path, ns=(1, 1))
    for argv in (["due"], ["set", "1a.1", "title", "New"], ["check"]):
        result = sipctl(*argv, "--as-of", "2025-03-01", cwd=plan)
        assert result.code == 1
        assert ".sipctl-edit-1.json" in result.out + result.err
    record = ["record", "1a.1", "on-track", "--by", "JK", "--as-of", "2025-03-01"]
    assert sipctl(*record, cwd=plan).code == 0
    path.unlink()
    assert sipctl("due", "--as-of", "2025-03-01", cwd=plan).code == 0


def test_the_plan_is_found_from_below_and_by_name(sipctl, plan, tmp_path, monkeypatch):
    below = plan / "plan" / "aims"
    assert sipctl("due", cwd=below).code == 0
    elsewhere = tmp_path.parent
    assert sipctl("due", cwd=elsewhere).code == 2
    for named in (str(plan), str(plan / "plan")):
        assert sipctl("due", "--plan", named, cwd=elsewhere).code == 0
    monkeypatch.setenv("SIPCTL_PLAN", str(plan))
    assert sipctl("due", cwd=elsewhere).code == 0
