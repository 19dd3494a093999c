"""What all commands that ask the plan share: its folder, the day, filters, broken files."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from support.each_row import each_row
from support.small_plan import AIM_1, FILES, states

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


def test_the_plan_is_found_from_below_and_by_name(sipctl, plan, tmp_path, monkeypatch):
    below = plan / "plan" / "aims"
    assert sipctl("due", cwd=below).code == 0
    elsewhere = tmp_path.parent
    assert sipctl("due", cwd=elsewhere).code == 2
    for named in (str(plan), str(plan / "plan")):
        assert sipctl("due", "--plan", named, cwd=elsewhere).code == 0
    monkeypatch.setenv("SIPCTL_PLAN", str(plan))
    assert sipctl("due", cwd=elsewhere).code == 0
