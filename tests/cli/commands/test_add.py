"""`sipctl add` as its user types it: the next id, the right place, the file's own style."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from support.records import output
from support.small_plan import FILES
from support.terminal import converse

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Result

GONE = "activity: 1a.12\ndate: 2025-02-01\nby: JK\nstatus: withdrawn\n"
CALENDAR = FILES["calendar.yaml"] + "meetings:\n  lgb: {name: Governors, every: half-termly}\n"
PLAN = FILES | {"calendar.yaml": CALENDAR}


@pytest.fixture
def top(write: Callable[[dict[str, str]], Path]) -> Path:
    return write(PLAN)


@pytest.fixture
def run(top: Path, sipctl: Callable[..., Result]) -> Callable[..., Result]:
    return lambda *argv: sipctl("add", *argv, "--as-of", "2025-03-04", cwd=top)


@pytest.mark.parametrize(
    ("argv", "file", "after", "words"),
    [
        (
            (
                *("activity", "1A", "Ask: why?", "--lead", "jk,SD", "--when", "Summer 2025"),
                *("--success", "All are asked", "--after", "1a.1"),
            ),
            "aims/1-people.yaml",
            '4 April 2025}\n      - {id: 1a.11, title: "Ask: why?", leads: [JK, SD], '
            "when: Summer 2025, success: [All are asked], after: [1a.1]}\n",
            "1a.11 Ask: why?: new (led by JK, SD; Summer 2025)",
        ),
        (
            ("activity", "2a", "Ask", "--when", "A: May 2025", "--when", "B: June 2025"),
            "aims/2-money.yaml",
            "why: Roof works}\n      - id: 2a.4\n        title: Ask\n"
            "        when: {A: May 2025, B: June 2025}\n",
            "2a.4 Ask: new (led by nobody; A: May 2025; B: June 2025)",
        ),
        (
            ("kpi", "2a", "Money saved", "--monitored", "termly"),
            "aims/2-money.yaml",
            "    kpis:\n      - id: 2a.k1\n        measure: Money saved\n        monitored: termly\n",
            "2a.k1 Money saved: new (monitoring: termly)",
        ),
        (
            ("kpi", "t", "Families who stay", "--target", "most"),
            "plan.yaml",
            "kpis:\n  - id: t.k1\n    measure: Families who stay\n    target: most\n",
            "t.k1 Families who stay: new",
        ),
        (
            ("priority", "2a", "Save"),
            "aims/2-money.yaml",
            "    title: Budgets\n    priorities:\n      - {id: 2a.p1, title: Save}\n",
            "2a.p1 Save: new",
        ),
        (
            ("area", "2", "Buildings"),
            "aims/2-money.yaml",
            "why: Roof works}\n  - id: 2b\n    title: Buildings\n",
            "2b Buildings: new",
        ),
        (
            ("lead", "PQ", "--role", "Deputy"),
            "people.yaml",
            "  PQ: {role: Deputy}\n  SD: {}\n",
            "lead PQ: new; role now Deputy",
        ),
        (
            ("academy", "DALE", "--name", "Dale School"),
            "people.yaml",
            "  VALE: {}\n  DALE: {name: Dale School}\n",
            "academy DALE Dale School: new; name now Dale School",
        ),
        (
            ("committee", "pay", "Pay, and more", "--oversees", "1,2"),
            "people.yaml",
            '  - {id: pay, name: "Pay, and more", oversees: [1, 2]}\n',
            "committee pay Pay, and more: new; name now Pay, and more; oversees: with 1, 2",
        ),
        (
            ("meeting", "Governors", "2025-05-14", "12 March 2025"),
            "calendar.yaml",
            "{name: Governors, every: half-termly, dates: [2025-03-12, 2025-05-14]}",
            "meeting lgb Governors: dates: with 12 Mar 2025, 14 May 2025",
        ),
        (
            ("meeting", "fin", "2025-05-14", "--name", "Finance", "--every", "termly"),
            "calendar.yaml",
            "  fin: {name: Finance, every: termly, dates: [2025-05-14]}\n",
            "meeting fin Finance: new",
        ),
        (
            ("year", "2025-26", "--terms", "autumn 2025: 3 Sep to 19 Dec, half term 27-31 Oct"),
            "calendar.yaml",
            "  2025/26:\n    provisional: true\n    autumn: {starts: 2025-09-03, "
            "ends: 2025-12-19, half_term: [2025-10-27, 2025-10-31]}\n    spring: {",
            "2025/26: new; now provisional",
        ),
    ],
)
def test_each_kind(
    run: Callable[..., Result],
    top: Path,
    argv: tuple[str, ...],
    file: str,
    after: str,
    words: str,
) -> None:
    before = (top / "plan" / file).read_text()
    the_text = output(run(*argv))
    assert the_text.startswith(words)
    text = (top / "plan" / file).read_text()
    assert after in text
    if "meeting" not in argv:  # a date is put among others of its line
        assert all(line in text.split("\n") for line in before.split("\n"))


@pytest.mark.parametrize(
    ("argv", "message", "help_line"),
    [
        (("activity", "1a"), "What is to be done?", "sipctl add activity 2a"),
        (("activity",), "In which area?", "sipctl add activity 2a"),
        (("activity", "9z", "X"), 'this plan has no area "9z"', "one of: 1a, 2a"),
        (("activity", "1a", "X", "Y"), 'what is "Y"? Put a text in quotes', "sipctl add"),
        (("activity", "1a", "X", "--lead", "ZZ"), '"ZZ" is nobody', "sipctl add lead ZZ"),
        (("activity", "1a", "X", "--when", "Sumer 2025"), "not a time", "Summer 2025"),
        (("activity", "1a", "X", "--role", "Y"), "an activity has no --role", "leave it out"),
        (("lead", "jk"), "JK is there already", "sipctl set JK"),
        (("meeting", "xyz", "2025-05-14"), "no meeting of this plan", "known: lgb"),
        (("meeting", "lgb", "soon"), '"soon" is not a day', "4 April 2025"),
        (("year", "2024/25"), "2024/25 is there already", "sipctl set"),
        (("year", "2026"), "is not an academic year", "2027/28"),
        ((), "What is to be added?", "committee, meeting, year; such as: sipctl add activity 2a"),
        (("wombat",), 'sipctl adds no "wombat"', "activity"),
    ],
)
def test_refused_with_what_to_type(
    run: Callable[..., Result], top: Path, argv: tuple[str, ...], message: str, help_line: str
) -> None:
    before = {path: path.read_bytes() for path in (top / "plan").rglob("*.yaml")}
    result = run(*argv)
    assert result.code == 2
    assert message in result.err
    assert help_line in result.err
    assert before == {path: path.read_bytes() for path in (top / "plan").rglob("*.yaml")}


def test_no_id_is_used_again(
    write: Callable[[dict[str, str]], Path], sipctl: Callable[..., Result]
) -> None:
    top = write(PLAN | {"records/2024-25/spring/2025-02-01-1a.12-JK.yaml": GONE})
    text = output(sipctl("add", "activity", "1a", "X", "--as-of", "2025-03-04", cwd=top))
    assert text.startswith("1a.13 X: new")


@pytest.mark.slow
def test_on_a_terminal_it_asks_in_the_order_people_think(top: Path) -> None:
    code, shown = converse(
        ["add", "--as-of", "2025-03-04"],
        top,
        ahead="1\n1a\nAsk them\njk\nSummer 2025\n\n\n",
    )
    assert code == 0, shown
    text = (top / "plan/aims/1-people.yaml").read_text()
    assert "{id: 1a.11, title: Ask them, leads: [JK], when: Summer 2025}" in text


def test_an_aim_has_a_file_of_its_own(run: Callable[..., Result], top: Path) -> None:
    """A new aim is nobody's to oversee yet; that is said, and keeps it from being sent alone."""
    answer = output(run("aim", "Our place: the town"))
    assert answer.startswith("aim 3: new\nIts first area: sipctl add area 3 ")
    assert "Left to do before you send it: nobody oversees aim 3\n" in answer
    file = top / "plan/aims/3-our-place-the-town.yaml"
    assert '\nid: 3\ntitle: "Our place: the town"\n' in file.read_text(encoding="utf-8")
    output(run("area", "3", "Parents"))
    assert "\nareas:\n  - id: 3a\n    title: Parents\n" in file.read_text(encoding="utf-8")
    assert "Left to do" not in output(run("committee", "town", "Town", "--oversees", "3"))
