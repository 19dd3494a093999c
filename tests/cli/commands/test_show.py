"""`sipctl show` as people and programs read it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from support.each_row import each_row
from support.small_plan import AIM_1, FILES

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture
def plan(write: Callable[[dict[str, str]], Path]) -> Path:
    return write(FILES)


def test_show_an_activity(sipctl, plan):
    result = sipctl("show", "2a.3", "--as-of", "2025-04-05", cwd=plan)
    assert result.out == (
        "2a.3  Let the hall\n"
        "\n"
        "Lead    SD\n"
        "Status  no record\n"
        "Area    2a Budgets\n"
        "Aim     2 Money\n"
        "Where   plan/aims/2-money.yaml:9\n"
        "\n"
        "When: July 2025\n"
        "  2025-07  1 Jul 2025 to 31 Jul 2025  opens in 12 weeks\n"
        "\n"
        "Moved\n"
        "  3 Feb 2025  from March 2025, agreed by Trustees – Roof works\n"
        "  Now 17 weeks later than first planned\n"
    )


def test_show_on_a_day_before_a_move(sipctl, plan):
    line = ("show", "2a.3", "--as-of", "2025-02-02")
    printed = sipctl(*line, cwd=plan).out
    assert "When: March 2025" in printed
    assert "Moved" not in printed
    assert json.loads(sipctl(*line, "--format", "json", cwd=plan).out)["moved"] == []


def test_show_the_dates_of_a_long_series_around_today(sipctl, plan, write):
    write({"aims/1-people.yaml": AIM_1.replace("when: termly", "when: weekly")})
    for day, first, last in (
        ("2024-09-01", "2024-W36", "2024-W48"),
        ("2025-04-05", "2025-W07", "2025-W21"),
        ("2025-08-31", "2025-W18", "2025-W30"),
    ):
        printed = sipctl("show", "1a.9", "--as-of", day, cwd=plan).out
        periods = [line.split()[0] for line in printed.splitlines() if line.startswith("  20")]
        assert len(periods) == 12
        assert (day, periods[0], periods[-1]) == (day, first, last)
        assert "more: sipctl show 1a.9 --format json has them all" in printed


@each_row("name", ["1a.1", "1a.k1", "1a", "1", "JK", "jk", "SD", "2a.2"])
def test_show_anything(sipctl, plan, name):
    for form in ("text", "json"):
        result = sipctl("show", name, "--as-of", "2025-04-05", "--format", form, cwd=plan)
        assert (result.code, result.err) == (0, "")
    assert json.loads(result.out)["id"].casefold() == name.casefold()


def test_a_lead_is_shown_with_the_role(sipctl, plan):
    heads = [sipctl("show", name, cwd=plan).out.split("\n")[0] for name in ("JK", "SD")]
    assert heads == ["JK (HR director)", "SD"]


def test_one_empty_line_stands_under_a_name(sipctl, plan):
    for name in ("JK", "SD", "1a"):
        printed = sipctl("show", name, "--as-of", "2025-04-05", cwd=plan).out
        assert printed.split("\n")[1] == ""
        assert "\n\n\n" not in printed


WITH_PRIORITY = """\
id: 1
title: People
outcomes: [{id: "1.1", title: Staff stay}]
areas:
  - id: 1a
    title: Recruitment
    priorities: [{id: 1a.p1, title: Be fully staffed}]
    activities:
      - {id: 1a.1, title: Choose HR software, leads: [JK], when: July 2025, priority: 1a.p1}
      - {id: 1a.2, title: Train leaders, leads: [JK], when: July 2025}
"""


@pytest.fixture
def plan_with_all(write: Callable[[dict[str, str]], Path]) -> Path:
    about = FILES["plan.yaml"] + "kpis: [{id: t.k1, measure: Staff stay}]\n"
    return write(FILES | {"aims/1-people.yaml": WITH_PRIORITY, "plan.yaml": about})


def test_show_a_priority_with_what_serves_it(sipctl, plan_with_all):
    printed = sipctl("show", "1a.P1", "--as-of", "2025-04-05", cwd=plan_with_all).out
    assert printed.startswith(
        "1a.p1  Be fully staffed\n\nArea   1a Recruitment\nAim    1 People\n"
        "Where  plan/aims/1-people.yaml:7\n\nActivities · "
    )
    assert "1a.1" in printed
    assert "1a.2" not in printed


@pytest.mark.parametrize(
    ("name", "kind", "title"),
    [
        ("1a.p1", "priority", "Be fully staffed"),
        ("1.1", "outcome", "Staff stay"),
        ("t.k1", "kpi", "Staff stay"),
        ("far", "committee", "Finance, Audit & Risk Committee"),
    ],
)
def test_everything_with_an_id_can_be_shown(sipctl, plan_with_all, name, kind, title):
    line = ("show", name, "--as-of", "2025-04-05")
    printed = sipctl(*line, cwd=plan_with_all).out
    assert printed.startswith(f"{name}  {title}\n")
    shown = json.loads(sipctl(*line, "--format", "json", cwd=plan_with_all).out)
    assert (shown["id"], shown["kind"], shown["title"]) == (name, kind, title)


def test_meetings_and_academies_can_be_shown(sipctl, write):
    meetings = "meetings: {lgb: {name: Governing body, every: termly, dates: [2025-03-12]}}\n"
    people = FILES["people.yaml"].replace(
        "HILL: {}", "HILL: {name: Hill School, joined: 2024-11-01}"
    )
    top = write(FILES | {"calendar.yaml": FILES["calendar.yaml"] + meetings, "people.yaml": people})
    line = ("--as-of", "2025-04-05")
    shown = sipctl("show", "LGB", *line, cwd=top).out
    assert shown == "lgb  Governing body\n\nHeld   termly\nDates  Wednesday 12 March 2025\n"
    shown = sipctl("show", "hill", *line, cwd=top).out
    assert shown.startswith("HILL  Hill School\n\nJoined  1 Nov 2024\n\nActivities · ")
    assert "1a.2" in shown
    assert "1a.10" not in shown
    assert sipctl("show", "vale", *line, cwd=top).out.startswith("VALE\n")


def test_the_plan_itself_can_be_shown(sipctl, write):
    about = FILES["plan.yaml"] + "source: The approved document\nendorsement: The board agrees\n"
    calendar = FILES["calendar.yaml"] + "source: East Sussex\n"
    top = write(FILES | {"plan.yaml": about, "calendar.yaml": calendar})
    printed = sipctl("show", "Plan", "--as-of", "2025-04-05", cwd=top).out
    for line in ("Source     ", "The approved document"), ("Endorsement", "The board agrees"):
        assert "  ".join(line) in printed
    assert "Term dates   East Sussex\n" in printed
    shown = json.loads(sipctl("show", "plan", "--format", "json", cwd=top).out)
    assert (shown["kind"], shown["endorsement"]) == ("plan", "The board agrees")
    assert shown["term_dates"] == "East Sussex"
