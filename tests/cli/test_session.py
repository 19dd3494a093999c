"""due, list, show and when: a small plan in, what people and programs read out."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

CALENDAR = """\
years:
  2024/25:
    autumn: {starts: 2024-09-02, ends: 2024-12-20, half_term: [2024-10-28, 2024-11-01]}
    spring: {starts: 2025-01-06, ends: 2025-04-04, half_term: [2025-02-17, 2025-02-21]}
    summer: {starts: 2025-04-22, ends: 2025-07-22, half_term: [2025-05-26, 2025-05-30]}
"""
ABOUT = """\
title: School Plan 2024–25
school: {name: Hill School, short: HS}
runs: {from: 2024-09-01, to: 2025-08-31}
"""
PEOPLE = """\
leads:
  JK: {role: HR director}
  SD: {}
committees:
  - {id: far, name: "Finance, Audit & Risk Committee", oversees: [2]}
  - {id: pcg, name: People Group, oversees: [1]}
academies:
  HILL: {}
  VALE: {}
"""
AIM_1 = """\
id: 1
title: People
areas:
  - id: 1a
    title: Staff
    activities:
      - {id: 1a.1, title: Choose HR software, leads: [JK, SD], when: Spring 2025}
      - id: 1a.2
        title: Map forums
        leads: [SD]
        academies: [HILL]
        when:
          Launch: January 2025
          Grow: Summer 2025
      - {id: 1a.9, title: Look at policies, leads: [JK], when: termly}
      - {id: 1a.10, title: "Buy chairs [red] 椅子", leads: [], academies: [VALE], when: 4 April 2025}
    kpis:
      - {id: 1a.k1, measure: Staff stay, baseline: Autumn 2024, monitored: termly}
"""
AIM_2 = """\
id: 2
title: Money
areas:
  - id: 2a
    title: Budgets
    activities:
      - {id: 2a.1, title: Balance the budget, leads: [SD]}
      - {id: 2a.2, title: Help when asked, leads: [SD], when: as needed}
      - id: 2a.3
        title: Let the hall
        leads: [SD]
        when: July 2025
        moved:
          - {from: March 2025, date: 2025-02-03, agreed: Trustees, why: Roof works}
"""
RECORD = "activity: 1a.9\ndate: 2025-02-01\nby: JK\nstatus: at-risk\nnote: Two left\n"


@pytest.fixture
def plan(write: Callable[[dict[str, str]], Path]) -> Path:
    return write(
        {
            "plan.yaml": ABOUT,
            "people.yaml": PEOPLE,
            "calendar.yaml": CALENDAR,
            "aims/1-people.yaml": AIM_1,
            "aims/2-money.yaml": AIM_2,
            "records/2024-25/spring/2025-02-01-1a.9-JK.yaml": RECORD,
        }
    )


def ids(text: str) -> list[tuple[str, str | None, str, int]]:
    return [
        (row["id"], row["milestone"], row["state"], row["days_overdue"])
        for row in json.loads(text)["rows"]
    ]


def test_due_by_lead_as_people_read_it(sipctl, plan):
    result = sipctl("due", "--as-of", "2025-04-05", cwd=plan)
    assert result.err == ""
    assert result.code == 0
    assert result.out == (
        "School Plan 2024–25 · Saturday 5 April 2025\n"
        "\n"
        "JK (HR director) · 1 overdue\n"
        "Id     What                   Milestone  Leads   Due          State            Status       "
        "Where\n"
        "1a.1   Choose HR software                JK, SD  4 Apr 2025   1 day overdue    not started  "
        "plan/aims/1-people.yaml:7\n"
        "\n"
        "SD · 2 overdue\n"
        "1a.2   Map forums             Launch     SD      31 Jan 2025  64 days overdue  not started  "
        "plan/aims/1-people.yaml:8\n"
        "1a.1   Choose HR software                JK, SD  4 Apr 2025   1 day overdue    not started  "
        "plan/aims/1-people.yaml:7\n"
        "\n"
        "Nobody leads · 1 overdue\n"
        "1a.10  Buy chairs [red] 椅子             nobody  4 Apr 2025   1 day overdue    not started  "
        "plan/aims/1-people.yaml:16\n"
        "\n"
        "In the whole plan: 1 activity without a lead and 1 activity without a date.\n"
        "The plan has 3 warnings; see them with: sipctl check\n"
    )


def test_the_last_day_is_not_overdue(sipctl, plan):
    result = sipctl("due", "--as-of", "2025-04-04", "--format", "json", "--lead", "JK", cwd=plan)
    assert ids(result.out) == [("1a.1", None, "due", 0)]
    result = sipctl("due", "--as-of", "2025-04-05", "--format", "json", "--lead", "JK", cwd=plan)
    assert ids(result.out) == [("1a.1", None, "overdue", 1)]


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        (["--lead", "jk"], {"1a.1"}),
        (["--lead", "JK", "--lead", "SD"], {"1a.1", "1a.2"}),
        (["--aim", "1", "--academy", "VALE"], {"1a.1", "1a.10"}),
        (["--academy", "HILL"], {"1a.1", "1a.2"}),
        (["--committee", "far"], set()),
        (["--committee", "pcg"], {"1a.1", "1a.2", "1a.10"}),
        (["--committee", "far", "--aim", "1"], set()),
        (["--within", "3w"], {"1a.1", "1a.2", "1a.9", "1a.10"}),
        (["--all"], {"1a.1", "1a.2", "1a.9", "1a.10", "2a.3"}),
        (["--area", "2a", "--all"], {"2a.3"}),
        (["--term", "summer-2025"], {"1a.2", "1a.9", "2a.3"}),
        (["--term", "Summer 2025", "--lead", "JK"], {"1a.9"}),
    ],
)
def test_filters(sipctl, plan, asked, expected):
    result = sipctl("due", "--as-of", "2025-04-05", "--format", "json", *asked, cwd=plan)
    assert {row[0] for row in ids(result.out)} == expected


def test_kpis_only_where_asked(sipctl, plan):
    result = sipctl("due", "--as-of", "2025-04-05", "--format", "json", "--kpis", cwd=plan)
    assert [row for row in ids(result.out) if row[0] == "1a.k1"] == [
        ("1a.k1", "baseline", "overdue", 106),
        ("1a.k1", "monitoring", "overdue", 106),
    ]


@pytest.mark.parametrize("day", ["5 April 2025", "Saturday 5th April 2025", "5/4/25", "05.04.2025"])
def test_a_day_may_be_said_as_people_say_it(sipctl, plan, day):
    figures = sipctl("due", "--as-of", "2025-04-05", cwd=plan)
    assert sipctl("due", "--as-of", day, cwd=plan) == figures


@pytest.mark.parametrize(
    ("argv", "told"),
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
def test_words_that_the_plan_does_not_know(sipctl, plan, argv, told):
    result = sipctl(*argv, cwd=plan)
    assert result.code == 2
    assert result.out == ""
    assert told in result.err
    assert "Traceback" not in result.err


def test_fail_on_overdue(sipctl, plan):
    assert sipctl("due", "--as-of", "2025-04-05", "--fail-on", "overdue", cwd=plan).code == 1
    assert sipctl("due", "--as-of", "2024-09-02", "--fail-on", "overdue", cwd=plan).code == 0


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
        "period": "summer-2025",
        "opens": "2025-04-22",
        "due": "2025-07-22",
        "state": "upcoming",
        "soon": False,
        "days_overdue": 0,
        "missed": 0,
        "missed_since": None,
        "original_due": "2024-12-20",
        "slipped_days": 0,
        "status": "at-risk",
        "recorded_on": "2025-02-01",
        "file": "plan/aims/1-people.yaml",
        "line": 15,
        "academies": [],
        "reason": None,
        "occurrences": [
            {
                "period": "autumn-2024",
                "milestone": None,
                "opens": "2024-09-02",
                "due": "2024-12-20",
                "settled_on": None,
            },
            {
                "period": "spring-2025",
                "milestone": None,
                "opens": "2025-01-06",
                "due": "2025-04-04",
                "settled_on": "2025-02-01",
            },
            {
                "period": "summer-2025",
                "milestone": None,
                "opens": "2025-04-22",
                "due": "2025-07-22",
                "settled_on": None,
            },
        ],
    }


def test_list_sorts_as_people_count(sipctl, plan):
    result = sipctl("list", "--as-of", "2025-04-05", "--format", "json", cwd=plan)
    assert [(row[0], row[2]) for row in ids(result.out)] == [
        ("1a.1", "overdue"),
        ("1a.2", "overdue"),
        ("1a.2", "upcoming"),
        ("1a.9", "upcoming"),
        ("1a.10", "overdue"),
        ("2a.1", "undated"),
        ("2a.2", "as-needed"),
        ("2a.3", "upcoming"),
    ]


def test_list_slipped(sipctl, plan):
    result = sipctl("list", "--slipped", "--as-of", "2025-04-05", cwd=plan)
    assert result.out.splitlines()[2:4] == [
        "Id    What          Leads  Was due      Now        Slipped         Agreed by  Why",
        "2a.3  Let the hall  SD     31 Mar 2025  July 2025  122 days later  Trustees   Roof works",
    ]
    before = sipctl("list", "--slipped", "--as-of", "2025-02-02", cwd=plan)
    assert before.out.splitlines()[1:] == ["", "No date has slipped."]
    none = sipctl("list", "--term", "autumn-2024", "--lead", "SD", "--aim", "2", cwd=plan)
    assert none.out.splitlines()[1:] == ["", "Nothing in the plan matches."]


def test_show_an_activity(sipctl, plan):
    result = sipctl("show", "2a.3", "--as-of", "2025-04-05", cwd=plan)
    assert result.out == (
        "2a.3  Let the hall\n"
        "\n"
        "Lead    SD\n"
        "Status  not started (no record yet)\n"
        "Area    2a Budgets\n"
        "Aim     2 Money\n"
        "Where   plan/aims/2-money.yaml:9\n"
        "\n"
        "When: July 2025\n"
        "  2025-07  1 Jul 2025 to 31 Jul 2025  opens in 87 days\n"
        "\n"
        "Moved\n"
        "  3 Feb 2025  from March 2025, agreed by Trustees – Roof works\n"
        "  Now 122 days later than first planned\n"
    )


def test_show_on_a_day_before_a_move(sipctl, plan):
    line = ("show", "2a.3", "--as-of", "2025-02-02")
    told = sipctl(*line, cwd=plan).out
    assert "When: March 2025" in told
    assert "Moved" not in told
    assert json.loads(sipctl(*line, "--format", "json", cwd=plan).out)["moved"] == []


def test_show_the_dates_of_a_long_series_around_today(sipctl, plan, write):
    write({"aims/1-people.yaml": AIM_1.replace("when: termly", "when: weekly")})
    for day, first, last in (
        ("2024-09-01", "2024-W36", "2024-W48"),
        ("2025-04-05", "2025-W07", "2025-W21"),
        ("2025-08-31", "2025-W18", "2025-W30"),
    ):
        told = sipctl("show", "1a.9", "--as-of", day, cwd=plan).out
        periods = [line.split()[0] for line in told.splitlines() if line.startswith("  20")]
        assert len(periods) == 12
        assert (day, periods[0], periods[-1]) == (day, first, last)
        assert "more: sipctl show 1a.9 --format json has them all" in told


@pytest.mark.parametrize("name", ["1a.1", "1a.k1", "1a", "1", "JK", "jk", "SD", "2a.2"])
def test_show_anything(sipctl, plan, name):
    for form in ("text", "json"):
        result = sipctl("show", name, "--as-of", "2025-04-05", "--format", form, cwd=plan)
        assert (result.code, result.err) == (0, "")
    assert json.loads(result.out)["id"].casefold() == name.casefold()


def test_one_empty_line_stands_under_a_name(sipctl, plan):
    for name in ("JK", "SD", "1a"):
        said = sipctl("show", name, "--as-of", "2025-04-05", cwd=plan).out
        assert said.split("\n")[1] == ""
        assert "\n\n\n" not in said


def test_csv_cannot_run_as_a_formula(sipctl, plan, write):
    write({"aims/1-people.yaml": AIM_1.replace("Choose HR software", '"=1+1"')})
    result = sipctl("list", "--format", "csv", "--as-of", "2025-04-05", cwd=plan)
    assert "1a.1,activity,'=1+1,1," in result.out
    assert result.out.endswith("\r\n")


def test_markdown_keeps_what_people_typed_inside_its_cell(sipctl, plan, write):
    write({"aims/1-people.yaml": AIM_1.replace("Choose HR software", '"a | b <b> `c` *d*"')})
    result = sipctl(
        "due", "--format", "markdown", "--as-of", "2025-04-05", "--lead", "JK", cwd=plan
    )
    assert r"| a \| b \<b\> \`c\` \*d\* |" in result.out


def test_when_in_words(sipctl, plan):
    result = sipctl("when", "January", "2025", "and", "then", "termly", cwd=plan)
    assert result.out.splitlines() == [
        '"January 2025 and then termly" means: January 2025 and then termly',
        "",
        "Key          Which is      Opens        Last day",
        "2025-01      January 2025  1 Jan 2025   31 Jan 2025",
        "summer-2025  Summer 2025   22 Apr 2025  22 Jul 2025",
    ]


def test_when_as_json(sipctl, plan):
    result = sipctl("when", "Spring 2025", "--format", "json", cwd=plan)
    assert json.loads(result.out) == {
        "version": 1,
        "phrase": "Spring 2025",
        "reading": "Spring 2025",
        "cadence": None,
        "open_ended": False,
        "as_needed": False,
        "occurrences": [{"period": "spring-2025", "opens": "2025-01-06", "due": "2025-04-04"}],
        "notes": [],
    }


def test_when_refuses_what_it_cannot_read(sipctl, plan):
    result = sipctl("when", "Sumer 2025", cwd=plan)
    assert result.code == 1
    assert '"Sumer 2025"' in result.err
    assert 'did you mean "Summer 2025"?' in result.err


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
    assert ids(result.out)[0] == ("1a.1", None, "undated", 0)
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
