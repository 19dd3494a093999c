"""Work of somebody who has left: a fault from the day after, and not a word before."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from support.records import PLAN

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Result, RunIn

pytestmark = pytest.mark.usefixtures("cached")

LEFT = {
    "plan.yaml": "title: A plan\ntrust: {name: T}\nruns: {from: 2024-09-01, to: 2026-08-31}\n",
    "people.yaml": "leads: {JK: {left: 2025-03-31}, SD: {}, 'NO': {}}\nacademies: {WPSA: {}}\n",
    "aims/2-people.yaml": """\
id: 2
title: People
areas:
  - id: 2a
    title: HR
    activities:
      - {id: 2a.1, title: Was late, leads: [JK], when: Autumn 2024}
      - {id: 2a.2, title: Is open, leads: [SD, JK], when: Summer 2025}
      - {id: 2a.3, title: Has no date, leads: [JK]}
      - {id: 2a.4, title: Ad hoc, leads: [JK], when: ad hoc}
      - {id: 2a.5, title: Is settled, leads: [JK], when: Autumn 2024}
      - {id: 2a.6, title: Is given up, leads: [JK], when: Autumn 2024}
      - {id: 2a.7, title: Is paused, leads: [JK], when: Autumn 2024}
      - {id: 2a.8, title: Is somebody else's, leads: [SD], when: Autumn 2024}
    kpis:
      - {id: 2a.k1, measure: Staff stay, monitored: termly, leads: [JK]}
""",
    "aims/1-teaching.yaml": "id: 1\ntitle: Teaching\n",
    **{
        f"records/{name}.yaml": f"activity: {name}\ndate: 2025-02-03\nby: JK\nstatus: {status}\n"
        f"note: So it is\nevidence: [minutes]\n"
        for name, status in (("2a.5", "complete"), ("2a.6", "withdrawn"), ("2a.7", "paused"))
    },
}


@pytest.fixture
def run(run_in: RunIn) -> Callable[..., Result]:
    """Runs a command in the folder of a plan that JK has left."""
    return run_in(PLAN | LEFT)


def left(result: Result) -> list[str]:
    """What is told of those who have left, but for its place."""
    lines = [line for line in result.out.splitlines() if "[lead-has-left]" in line]
    return [line.split("31 March 2025, and ")[1].split(" (help: ")[0] for line in lines]


def test_whatever_is_not_settled_is_a_fault_from_the_day_after(run: Callable[..., Result]) -> None:
    assert left(run("check", "--format", "concise", "--as-of", "2025-04-01")) == [
        "activity 2a.1, due by 20 December 2024, is not settled",
        "activity 2a.2 falls due on 22 July 2025",
        "activity 2a.3 has no date and is not settled",
        "activity 2a.4, done as needed, is still theirs",
        "activity 2a.7 is paused, not settled",
        "KPI 2a.k1 falls due on 4 April 2025",
    ]


def test_the_foot_of_an_answer_counts_it_from_then_on(run: Callable[..., Result]) -> None:
    before, after = (run("due", "--as-of", day).out for day in ("2025-03-31", "2025-04-01"))
    assert "The plan has 3 errors" in before  # its records' names
    assert "The plan has 9 errors" in after


def test_until_then_nothing_says_so(run: Callable[..., Result]) -> None:
    assert left(run("check", "--format", "concise", "--as-of", "2025-03-31")) == []
    for command in (("show", "JK"), ("leads",), ("report", "--format", "md")):
        before = run(*command, "--as-of", "2025-03-31").out
        assert before
        assert " left" not in before.replace("days left", "").replace("week left", "").lower()
    assert "Left  31 Mar 2025" in run("show", "JK", "--as-of", "2025-04-01").out


WITHOUT_DATES = [
    "activity 2a.1 is not settled",
    "activity 2a.2 is not settled",
    "activity 2a.3 is not settled",
    "activity 2a.4 is not settled",
    "activity 2a.7 is not settled",
    "KPI 2a.k1 is still theirs",
]


@pytest.mark.parametrize(
    "spoilt",
    [
        ("ends: 2025-04-04", "ends: 2024-04-04"),  # before it begins
        ("ends: 2025-04-04", "ends: soon"),
        ("years:", "yeers:"),
        ("years:", "years: ["),
    ],
)
def test_an_error_of_the_calendar_does_not_hide_who_has_left(
    write: Callable[[dict[str, str]], Path], sipctl: Callable[..., Result], spoilt: tuple[str, str]
) -> None:
    calendar = PLAN["calendar.yaml"]
    assert spoilt[0] in calendar
    top = write(PLAN | LEFT | {"calendar.yaml": calendar.replace(*spoilt, 1)})
    result = sipctl("check", "--format", "concise", "--as-of", "2025-04-01", cwd=top)
    assert left(result) == WITHOUT_DATES


def test_kpis_that_are_led_through_an_area_are_named_once(
    write: Callable[[dict[str, str]], Path], sipctl: Callable[..., Result]
) -> None:
    aim = LEFT["aims/2-people.yaml"] + (
        "      - {id: 2a.k2, measure: Staff come, monitored: termly}\n"
        "      - {id: 2a.k3, measure: Staff go, monitored: termly, leads: [SD]}\n"
        "      - {id: 2a.k4, measure: Staff smile, monitored: termly}\n"
    )
    top = write(PLAN | LEFT | {"aims/2-people.yaml": aim})
    lines = left(sipctl("check", "--format", "concise", "--as-of", "2025-04-01", cwd=top))
    assert [line for line in lines if "2a.k2" in line] == [
        "activity 2a.1, due by 20 December 2024, is not settled; KPIs 2a.k2 and 2a.k4 are led "
        "through area 2a"
    ]
