"""New dates that leads want: open until a move or a later record answers them."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING

from support.each_row import each_row
from support.forms import FILES, read_plan

from sipctl.plan.queries.wanted_dates import wanted_dates

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Result

WANTS = "activity: 1a.2\ndate: 2025-03-10\nby: JK\nstatus: at-risk\nnote: x\nfor: {for_}\nnew_date_wanted: {wanted}\n"
LAUNCH = WANTS.format(for_="Launch/start", wanted="Summer 2025")
GROW = WANTS.format(for_="Grow", wanted="July 2025")
MOVED = "when: {Launch/start: Summer 2025, Grow: Spring 2025}\n        moved: [{milestone: Launch/start, from: January 2025, date: 2025-03-12}]"
WHEN = "when: {Launch/start: January 2025, Grow: Spring 2025}"


def wanted(
    *records: str, aim: str = FILES["aims/1-people.yaml"], day: date = date(2025, 3, 20)
) -> list[tuple[str | None, str]]:
    items = {f"records/2024-25/spring/{n}.yaml": text for n, text in enumerate(records)}
    plan = read_plan({**FILES, "aims/1-people.yaml": aim, **items})
    return [(open_.for_, open_.wanted) for open_ in wanted_dates(plan, day)]


def test_what_is_wanted_is_told_until_it_is_answered() -> None:
    assert wanted(LAUNCH, GROW) == [("Launch/start", "Summer 2025"), ("Grow", "July 2025")]
    assert wanted(LAUNCH, day=date(2025, 3, 9)) == []


def test_a_move_of_the_milestone_answers_it() -> None:
    aim = FILES["aims/1-people.yaml"].replace(WHEN, MOVED)
    assert wanted(LAUNCH, GROW, aim=aim) == [("Grow", "July 2025")]
    assert len(wanted(LAUNCH, GROW, aim=aim, day=date(2025, 3, 11))) == 2


@each_row(
    ("later", "left"),
    [
        ("for: Launch/start\n", [("Grow", "July 2025")]),
        ("for: Grow\n", [("Launch/start", "Summer 2025")]),
        ("", []),
    ],
)
def test_a_later_record_of_the_same_date_answers_it(
    later: str, left: list[tuple[str, str]]
) -> None:
    record = f"activity: 1a.2\ndate: 2025-03-15\nby: JK\nstatus: on-track\n{later}"
    assert wanted(LAUNCH, GROW, record) == left


def test_rows_of_one_return_do_not_answer_each_other() -> None:
    rows = [
        f"{text}return: spring-2025\nrow: JK/1a.2/{n}/00000{n}\n"
        for n, text in enumerate((LAUNCH, GROW))
    ]
    whole = "activity: 1a.2\ndate: 2025-03-10\nby: JK\nstatus: at-risk\nnote: x\nreturn: spring-2025\nrow: JK/1a.2//000009\n"
    assert len(wanted(*rows, whole)) == 2


def test_the_glance_and_show_tell_what_is_wanted(
    write: Callable[[dict[str, str]], Path], sipctl: Callable[..., Result]
) -> None:
    name = "records/2024-25/spring/2025-03-10-1a.2-JK.yaml"
    folder = write({**FILES, name: LAUNCH})
    day = ("--as-of", "2025-03-20")
    assert (
        "\nNew dates wanted: 1a.2 Launch/start to Summer 2025 (JK)\n"
        in sipctl(*day, cwd=folder).out
    )
    text = 'Launch/start to Summer 2025 (JK, 10 Mar 2025); once agreed: sipctl move 1a.2 "Summer 2025" --milestone "Launch/start"'
    assert f"\nNew date wanted  {text}\n" in sipctl("show", "1a.2", *day, cwd=folder).out
    expected = {
        "id": "1a.2",
        "title": "Map forums",
        "wanted": "Summer 2025",
        "for": "Launch/start",
        "by": "JK",
        "date": "2025-03-10",
    }
    for command in ((), ("show", "1a.2")):
        result = sipctl(*command, "--format", "json", *day, cwd=folder)
        assert json.loads(result.out)["dates_wanted"] == [expected]
