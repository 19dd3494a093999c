"""What each lead is asked in a round, and who has answered since."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from support.plans import SCHOOL, school_plan

from sipctl.plan.context import timing_context
from sipctl.plan.model.entries import Record, Round
from sipctl.plan.queries.asking import AskedRow, lead_forms
from sipctl.plan.queries.round_answers import LeadAnswers, came_late, newest_round, round_answers

if TYPE_CHECKING:
    from sipctl.plan.model.entries import Plan

ASKED = date(2025, 3, 14)
ROUND = Round(term="spring-2025", asked=ASKED, by=date(2025, 3, 28), leads=("JK", "SD"))

KPI = [("1a.k1", "baseline"), ("1a.k1", "spring-2025")]


def rows_of(plan: Plan, day: date = ASKED, term: str = "spring-2025") -> dict[str, list[AskedRow]]:
    context = timing_context(plan)
    its_term = context.calendar.term(term)
    assert its_term is not None
    return {form.lead: list(form.rows) for form in lead_forms(plan, context, its_term, day)}


def keys(rows: list[AskedRow]) -> list[tuple[str, str]]:
    return [(row.id, row.key) for row in rows]


def answers(plan: Plan, day: date) -> dict[str, LeadAnswers]:
    the_answers = round_answers(plan, timing_context(plan), ROUND, day)
    return {lead.lead: lead for lead in the_answers.leads}


def with_record(name: str, text: str) -> Plan:
    return school_plan({**SCHOOL, f"records/{name}": text})


def test_a_form_holds_what_is_due_open_or_overdue_and_nothing_else() -> None:
    rows = rows_of(school_plan())
    assert keys(rows["SD"]) == [("1a.1", "spring-2025"), ("1a.2", "spring-2025"), *KPI]
    # What was settled (Launch), withdrawn (1a.5), undated (1a.7), as needed (1a.4): none is asked.
    asked = {row.id for several in rows.values() for row in several}
    assert asked.isdisjoint({"1a.4", "1a.5", "1a.7"})


def test_a_row_stands_in_the_form_of_every_lead_it_names() -> None:
    aim = SCHOOL["aims/1-people.yaml"].replace(
        "title: Look at policies, leads: [JK]", "title: Look at policies, leads: [JK, SD]"
    )
    rows = rows_of(school_plan({**SCHOOL, "aims/1-people.yaml": aim}))
    assert all(("1a.3", "spring-2025") in keys(rows[lead]) for lead in ("JK", "SD"))


def test_a_series_has_one_row_the_date_that_is_open_with_those_missed_before() -> None:
    [row] = [row for row in rows_of(school_plan())["JK"] if row.id == "1a.6"]
    assert (row.key, row.missed, row.missed_since) == ("2025-03", 3, date(2024, 12, 31))


def test_several_dates_of_one_milestone_have_a_row_each() -> None:
    rows = rows_of(school_plan(), date(2025, 5, 1), "summer-2025")["SD"]
    assert [row.key for row in rows if row.id == "1a.2"] == ["spring-2025", "summer-2025"]


def test_what_is_judged_at_risk_is_asked_about_whatever_its_dates() -> None:
    text = "activity: 1a.4\ndate: 2025-02-10\nby: SD\nstatus: at-risk\nnote: Nobody asks\n"
    rows = rows_of(with_record("2025-02-10-1a.4-SD.yaml", text))["SD"]
    [row] = [row for row in rows if row.id == "1a.4"]
    assert (row.key, row.due, row.last and row.last.note) == ("", None, "Nobody asks")


def summaries(plan: Plan) -> dict[str, list[str]]:
    kinds = {lead: [row.kind for row in rows] for lead, rows in rows_of(plan).items()}
    return {
        lead: [kind for kind in each if kind in ("aim", "area")] for lead, each in kinds.items()
    }


def test_who_answers_for_most_of_an_area_is_asked_for_its_summary() -> None:
    assert summaries(school_plan()) == {"JK": ["aim", "area"], "SD": []}


def test_nobody_who_has_left_is_asked_for_a_summary_while_others_lead() -> None:
    people = SCHOOL["people.yaml"].replace("JK: {", "JK: {left: 2025-03-01, ")
    assert people != SCHOOL["people.yaml"]
    asked = summaries(school_plan({**SCHOOL, "people.yaml": people}))
    assert asked == {"JK": [], "SD": ["aim", "area"]}


def test_answered_is_what_that_lead_has_recorded_since() -> None:
    plan = with_record(
        "2025-03-20-1a.2-SD.yaml",
        "activity: 1a.2\ndate: 2025-03-20\nby: SD\nstatus: on-track\nfor: spring-2025\n",
    )
    before, after = answers(plan, date(2025, 3, 19)), answers(plan, date(2025, 3, 20))
    assert (before["SD"].state, after["SD"].state) == ("silent", "partly")
    assert keys(list(after["SD"].owed)) == [("1a.1", "spring-2025"), *KPI]
    assert after["SD"].newest == date(2025, 3, 20)
    assert after["JK"].state == "silent"


def test_an_answer_of_another_lead_is_not_theirs_but_what_it_finished_is_owed_no_more() -> None:
    plan = with_record(
        "2025-03-20-1a.2-JK.yaml",
        "activity: 1a.2\ndate: 2025-03-20\nby: JK\nstatus: complete\n",
    )
    mine = answers(plan, date(2025, 3, 21))["SD"]
    assert (mine.state, keys(list(mine.owed))) == ("silent", [("1a.1", "spring-2025"), *KPI])


def test_a_reading_dated_before_the_asking_counts_if_it_came_with_a_return() -> None:
    text = "kpi: 1a.k1\ndate: 2025-03-03\nby: SD\nvalue: 5\nfor: spring-2025\n"
    came = f"{text}return: spring-2025\nrow: SD/1a.k1/spring-2025/0a1b2c\n"
    name = "2025-03-03-1a.k1-SD.yaml"
    assert keys(list(answers(with_record(name, came), ASKED)["SD"].answered)) == [
        ("1a.k1", "spring-2025")
    ]
    assert answers(with_record(name, text), ASKED)["SD"].answered == ()


def test_the_newest_round_is_the_one_that_was_begun_last() -> None:
    files = {**SCHOOL, "rounds/a.yaml": "term: autumn-2024\nasked: 2024-11-01\nby: 2024-11-29\n"}
    plan = school_plan(
        {**files, "rounds/b.yaml": "term: spring-2025\nasked: 2025-03-14\nby: 2025-03-28\n"}
    )
    terms = [newest_round(plan, day) for day in (date(2024, 10, 1), date(2025, 3, 1), ASKED)]
    assert [asking and asking.term for asking in terms] == [None, "autumn-2024", "spring-2025"]


def test_what_a_lead_who_was_asked_records_after_the_cut_off_is_late() -> None:
    text = f"term: spring-2025\nasked: {ASKED}\nby: 2025-03-28\nleads: [SD]\n"
    plan = school_plan({**SCHOOL, "rounds/a.yaml": text})

    def is_late(day: int, month: int = 3, **more: str) -> bool:
        values = {"activity": "1a.1", "by": "SD", "status": "on-track", **more}
        record = Record(date=date(2025, month, day), **values)  # type: ignore[arg-type]
        return came_late(plan, timing_context(plan), record)

    assert not is_late(28)
    assert is_late(29)
    assert is_late(21, 4)  # the holiday still belongs to the term
    assert not is_late(22, 4)
    assert is_late(22, 4, for_="spring-2025-2")
    assert is_late(22, 4, return_="spring-2025", row="SD/1a.1//0a1b2c")
    assert not is_late(29, return_="autumn-2024", row="SD/1a.1//0a1b2c")
    assert not is_late(29, by="JK")
