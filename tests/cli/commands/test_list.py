"""`sipctl list` as people and programs read it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from support.records import PLAN, output
from support.small_plan import AIM_1, FILES, states

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Result


@pytest.fixture
def plan(write: Callable[[dict[str, str]], Path]) -> Path:
    return write(FILES)


def test_json_of_one_row_is_the_contract(sipctl, plan):
    result = sipctl("list", "--lead", "JK", "--as-of", "2025-04-05", "--format", "json", cwd=plan)
    answer = json.loads(result.out)
    assert (answer["version"], answer["as_of"]) == (1, "2025-04-05")
    assert answer["rows"][1] == {
        "id": "1a.9",
        "kind": "activity",
        "title": "Look at policies",
        "aim": 1,
        "area": "1a",
        "leads": ["JK"],
        "milestone": None,
        "when": "termly",
        "period": "spring-2025",
        "opens": "2025-01-06",
        "due": "2025-04-04",
        "state": "overdue",
        "soon": False,
        "days_overdue": 106,
        "missed": 2,
        "missed_since": "2024-12-20",
        "original_due": "2024-12-20",
        "slipped_days": 0,
        "status": "at-risk",
        "recorded_on": "2025-02-01",
        "file": "plan/aims/1-people.yaml",
        "line": 15,
        "academies": [],
        "reason": "Two left",
        "missed_judged_at_risk": 1,
        "dates_done": 0,
        "dates": 0,
        "status_of": [],
        "settled_for": [],
        "open_for": [],
        "occurrences": [
            {
                "period": "autumn-2024",
                "milestone": None,
                "opens": "2024-09-02",
                "due": "2024-12-20",
                "settled_on": None,
                "judged": None,
                "settled_for": [],
                "open_for": [],
            },
            {
                "period": "spring-2025",
                "milestone": None,
                "opens": "2025-01-06",
                "due": "2025-04-04",
                "settled_on": None,
                "judged": "at-risk",
                "settled_for": [],
                "open_for": [],
            },
            {
                "period": "summer-2025",
                "milestone": None,
                "opens": "2025-04-22",
                "due": "2025-07-22",
                "settled_on": None,
                "judged": None,
                "settled_for": [],
                "open_for": [],
            },
        ],
    }


def test_list_sorts_as_people_count(sipctl, plan):
    result = sipctl("list", "--as-of", "2025-04-05", "--format", "json", cwd=plan)
    assert [(row[0], row[2]) for row in states(result.out)] == [
        ("1a.1", "overdue"),
        ("1a.2", "overdue"),
        ("1a.2", "upcoming"),
        ("1a.9", "overdue"),
        ("1a.10", "overdue"),
        ("2a.1", "undated"),
        ("2a.2", "as-needed"),
        ("2a.3", "upcoming"),
    ]


def test_list_slipped(sipctl, plan):
    result = sipctl("list", "--slipped", "--as-of", "2025-04-05", cwd=plan)
    assert result.out.splitlines()[2:4] == [
        "Id    What          Leads  Was due      Now        Slipped         Agreed by  Why",
        "2a.3  Let the hall  SD     31 Mar 2025  July 2025  17 weeks later  Trustees   Roof works",
    ]
    before = sipctl("list", "--slipped", "--as-of", "2025-02-02", cwd=plan)
    assert before.out.splitlines()[1:] == ["", "No date has slipped."]
    none = sipctl("list", "--term", "autumn-2024", "--lead", "SD", "--aim", "2", cwd=plan)
    assert none.out.splitlines()[1:] == ["", "Nothing in the plan matches."]


def test_csv_cannot_run_as_a_formula(sipctl, plan, write):
    write({"aims/1-people.yaml": AIM_1.replace("Choose HR software", '"=1+1"')})
    result = sipctl("list", "--format", "csv", "--as-of", "2025-04-05", cwd=plan)
    assert "1a.1,activity,'=1+1,1," in result.out
    assert result.out.endswith("\r\n")


def test_csv_says_no_record_as_the_export_does(sipctl, plan):
    words = ("--as-of", "2025-04-05", "--format", "csv")
    listed = sipctl("list", *words, cwd=plan).out
    assert "no-record" in listed
    assert "no-record" in sipctl("export", *words, cwd=plan).out
    assert "not-started" not in listed


def test_the_kpis_that_are_left_out_are_counted(
    write: Callable[[dict[str, str]], Path], sipctl: Callable[..., Result]
) -> None:
    top = write(PLAN)
    line = "2 KPIs are not listed here. Add --kpis to see them.\n"
    asked = ("list", "--as-of", "2025-03-01")
    assert line in output(sipctl(*asked, cwd=top))
    assert output(sipctl(*asked, "--format", "markdown", cwd=top)).endswith(f"\n\n{line}")
    assert "not listed" not in output(sipctl(*asked, "--kpis", cwd=top))
    assert "not listed" not in output(sipctl(*asked, "--slipped", cwd=top))
    text = output(sipctl(*asked, "--aim", "1", cwd=top))
    assert "1 KPI is not listed here. Add --kpis to see it.\n" in text
