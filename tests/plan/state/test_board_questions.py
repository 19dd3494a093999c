"""What boards ask and decide: open until it is answered, and no word of how work stands."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from support.each_row import each_row
from support.forms import FILES, read_plan

from sipctl.plan.context import timing_context
from sipctl.plan.queries.asking import lead_forms
from sipctl.plan.queries.kpis import kpi_lines
from sipctl.plan.queries.round_answers import round_answers
from sipctl.plan.queries.wanted_dates import wanted_dates
from sipctl.plan.state.agenda import overview, work_items
from sipctl.plan.state.board_questions import decisions_of, open_questions, questions_of
from sipctl.plan.state.filters import Filters
from sipctl.returns.asking.words import last_word
from sipctl.views.json import board_json

if TYPE_CHECKING:
    from sipctl.plan.model.entries import Plan

DAY = date(2025, 3, 20)
ASKED = "date: 2025-03-12\nby: trustees\nasked: Why has this slipped twice?\n"
ANSWER = "date: 2025-03-14\nby: JK\nnote: Two suppliers withdrew\nanswers: 1-asked.yaml\n"
DECIDED = "date: 2025-03-15\nby: trustees\ndecided: Move it to Summer 2025\n"
LEADS_WORD = (
    "activity: 1a.2\ndate: 2025-03-10\nby: JK\nstatus: at-risk\nnote: x\nfor: Grow\n"
    "new_date_wanted: Summer 2025\n"
)
READING = 'kpi: 1a.k1\ndate: 2025-03-10\nby: JK\nvalue: 94\nunit: "%"\n'


def plan_with(**records: str) -> Plan:
    files = {f"records/2024-25/spring/{name}.yaml": text for name, text in records.items()}
    return read_plan({**FILES, **files})


def open_in(*records: str, day: date = DAY) -> list[tuple[str, str]]:
    names = ("1-asked", "2-later", "3-later")
    plan = plan_with(**dict(zip(names, records, strict=False)))
    return [(question.id, question.file) for question in open_questions(plan, day)]


@each_row(
    ("records", "left"),
    [
        ((), True),
        ((ANSWER,), False),
        ((DECIDED,), True),
        ((f"{DECIDED}answers: 1-asked.yaml\n",), False),
        (("date: 2025-03-14\nby: JK\nstatus: on-track\nanswers: 1-asked.yaml\n",), False),
        (("date: 2025-03-14\nby: JK\nstatus: on-track\n",), True),
        ((ANSWER, "date: 2025-03-15\nby: JK\nstatus: on-track\ncorrects: 2-later.yaml\n"), True),
        (("date: 2025-03-13\nby: trustees\nasked: When?\ncorrects: 1-asked.yaml\n",), None),
    ],
)
def test_a_question_is_open_until_a_record_answers_it(
    records: tuple[str, ...], left: bool | None
) -> None:
    about = [f"activity: 1a.1\n{text}" for text in (ASKED, *records)]
    expected = {True: [("1a.1", "1-asked.yaml")], False: [], None: [("1a.1", "2-later.yaml")]}
    assert open_in(*about) == expected[left]
    assert open_in(*about, day=date(2025, 3, 12)) == expected[True]
    assert open_in(*about, day=date(2025, 3, 11)) == []


@each_row("key", ["activity: 1a.2", "kpi: 1a.k1", "area: 1a", "aim: 1"])
def test_it_may_be_about_any_id(key: str) -> None:
    assert open_in(f"{key}\n{ASKED}") == [(key.split()[1], "1-asked.yaml")]
    assert open_in(f"{key}\n{ASKED}", f"{key}\n{ANSWER}") == []


def test_what_was_decided_is_told_from_its_day_on() -> None:
    plan = plan_with(decided=f"activity: 1a.1\n{DECIDED}")
    records = plan.records_of["1a.1"]
    (record,) = decisions_of(records, DAY)
    assert record.by == "trustees"
    assert board_json(record)["decided"] == "Move it to Summer 2025"
    assert decisions_of(records, date(2025, 3, 14)) == questions_of(records, DAY) == ()


def test_it_changes_nothing_of_how_work_stands() -> None:
    own = {"word": LEADS_WORD, "reading": READING}
    board = {
        f"{index}-{name}": f"{key}\n{text}".replace("1-asked", f"{index}-asked")
        for index, key in enumerate(("activity: 1a.2", "kpi: 1a.k1", "area: 1a", "aim: 1"))
        for name, text in (("asked", ASKED), ("answer", ANSWER), ("decided", DECIDED))
    }
    assert answers(plan_with(**own, **board)) == answers(plan_with(**own))


def test_a_form_shows_what_boards_ask_about_its_rows() -> None:
    plan = plan_with(word=LEADS_WORD, asked=f"activity: 1a.2\n{ASKED}", whole=f"aim: 1\n{ASKED}")
    context = timing_context(plan)
    term = context.calendar.term("spring-2025")
    assert term is not None
    (form,) = (form for form in lead_forms(plan, context, term, DAY) if form.lead == "JK")
    asked = "Asked by trustees, 12 Mar 2025: Why has this slipped twice?"
    shown = {row.id: last_word(row).split("\n") for row in form.rows}
    assert {name for name, lines in shown.items() if asked in lines} == {"1", "1a.2"}
    assert shown["1"] == ["Nothing recorded yet", asked]
    assert shown["1a.2"][0] == "At risk for Grow (JK, 10 Mar 2025)"


def answers(plan: Plan) -> tuple[object, ...]:
    """Whatever the plan answers from the newest records of its work."""
    context = timing_context(plan)
    term = context.calendar.term("spring-2025")
    assert term is not None
    (asking,) = plan.rounds.values()
    return (
        overview(work_items(plan, context, DAY, kpis=True)),
        kpi_lines(plan, context, DAY, Filters()),
        lead_forms(plan, context, term, DAY),
        wanted_dates(plan, DAY),
        round_answers(plan, context, asking, DAY),
    )
