"""Forms as a round sends them out, and as people send them back: filled in, saved by other programs."""

from __future__ import annotations

from datetime import date
from functools import cache
from io import BytesIO
from typing import TYPE_CHECKING, Any

from sipctl.plan.context import timing_context
from sipctl.plan.model.entries import Round
from sipctl.plan.queries.asking import lead_forms
from sipctl.returns import layout
from sipctl.returns.asking.words import Form
from sipctl.returns.asking.workbook import workbook
from sipctl.store.files.source import Source
from sipctl.store.load import load
from support.calendars import ONE_YEAR

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from sipctl.plan.model.entries import Plan

ASKED, TAKEN, BY = date(2025, 3, 10), date(2025, 3, 20), date(2025, 3, 28)
TERM = "spring-2025"
ROUND = f"term: {TERM}\nasked: {ASKED}\nby: {BY}\nleads: [JK, SD]\n"
FILES = {
    "plan.yaml": "title: School Plan 2024–25\nschool: {name: Hill School, short: HS}\n"
    "runs: {from: 2024-09-01, to: 2025-08-31}\nsettings: {colours: {at-risk: amber}}\n",
    "people.yaml": "leads: {JK: {role: HR director}, SD: {}}\nacademies: {HILL: {}, VALE: {}}\n",
    "calendar.yaml": ONE_YEAR,
    "aims/1-people.yaml": """\
id: 1
title: People
areas:
  - id: 1a
    title: Staff
    activities:
      - {id: 1a.1, title: Choose HR software, leads: [JK, SD], when: Spring 2025}
      - id: 1a.2
        title: Map forums
        leads: [JK]
        when: {Launch/start: January 2025, Grow: Spring 2025}
      - {id: 1a.3, title: Look at policies, leads: [JK], when: termly}
      - {id: 1a.4, title: Close the site, leads: [JK], when: Autumn 2024}
      - {id: 1a.5, title: Let the hall, leads: [SD], when: March 2025}
    kpis:
      - {id: 1a.k1, measure: Attendance of staff, monitored: termly, leads: [JK],
         target: {value: 95, unit: "%", by: Summer 2025}}
      - {id: 1a.k2, measure: Days of absence, monitored: monthly, leads: [JK]}
""",
    "rounds/2024-25-spring.yaml": ROUND,
}


def plan_of_leads(count: int) -> dict[str, str]:
    """A plan in which each of so many leads has five activities and a KPI."""
    names = [f"L{number:02}" for number in range(1, count + 1)]
    works = [
        f"      - {{id: 1a.{5 * lead + n + 1}, title: Work {n} of {name}, leads: [{name}], when: {when}}}\n"
        for lead, name in enumerate(names)
        for n, when in enumerate(("Spring 2025", "termly", "March 2025", "Autumn 2024", "monthly"))
    ]
    kpis = [
        f"      - {{id: 1a.k{lead}, measure: Measure of {name}, monitored: termly, leads: [{name}]}}\n"
        for lead, name in enumerate(names, 1)
    ]
    aim = f"id: 1\ntitle: People\nareas:\n  - id: 1a\n    title: Staff\n    activities:\n{''.join(works)}"
    return {
        **FILES,
        "people.yaml": f"leads: {{{', '.join(f'{name}: {{}}' for name in names)}}}\n",
        "aims/1-people.yaml": f"{aim}    kpis:\n{''.join(kpis)}",
        "rounds/2024-25-spring.yaml": ROUND.replace("JK, SD", ", ".join(names)),
    }


def write_filled(folder: Path, files: Mapping[str, str]) -> int:
    """A plan of many leads with all their forms in `back/`, each row answered; how many rows."""
    for path, text in files.items():
        file = folder / "plan" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    (folder / "back").mkdir()
    plan, rows = read_plan(files), 0
    for lead in plan.people.leads:
        form = form_of(plan, lead)
        book = opened(workbook(form))
        row_ids = [layout.row_id(lead, row.id, row.key) for row in form.asked.rows]
        answer = {
            "Status": "On track",
            "What happened": f"Said by {lead}",
            "Reading": "14.2",
            "Summary": "Well",
        }
        fill(book, dict.fromkeys(row_ids, answer))
        (folder / "back" / f"{lead}.xlsx").write_bytes(saved(book))
        rows += len(row_ids)
    return rows


def read_plan(files: Mapping[str, str] = FILES) -> Plan:
    """The plan of some files, all of which load; that of FILES read once."""
    return _plan_of_files() if files is FILES else _read(files)


@cache
def _plan_of_files() -> Plan:
    return _read(FILES)


def _read(files: Mapping[str, str]) -> Plan:
    loaded = load(Source(path, text.encode()) for path, text in files.items())
    assert loaded.ok, loaded.faults
    return loaded.plan()


def form_of(plan: Plan, lead: str = "JK", term: str = TERM, asked: date = ASKED) -> Form:
    """The form of one lead as it goes out on a day."""
    context = timing_context(plan)
    the_term = context.calendar.term(term)
    assert the_term is not None
    forms = lead_forms(plan, context, the_term, asked)
    asking = Round(term=term, asked=asked, by=BY, leads=tuple(form.lead for form in forms))
    form = next(form for form in forms if form.lead == lead)
    return Form(plan, the_term.title, asking, form, asked)


@cache
def _sent_from_files(lead: str) -> bytes:
    return workbook(form_of(read_plan(), lead))


def sent(plan: Plan, lead: str = "JK") -> bytes:
    """A lead's workbook as it goes out; of the plan of FILES made once."""
    if plan is read_plan():
        return _sent_from_files(lead)
    return workbook(form_of(plan, lead))


def opened(data: bytes) -> Any:
    """A workbook as openpyxl has it."""
    import openpyxl

    return openpyxl.load_workbook(BytesIO(data))


def saved(book: Any) -> bytes:
    """A workbook as openpyxl writes it."""
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def column_of(sheet: Any, heading: str) -> int:
    """The number of a column, from 1."""
    return next(cell.column for cell in sheet[1] if cell.value == heading)


def fill(book: Any, answers: Mapping[str, Mapping[str, Any]]) -> None:
    """Answers into the cells of a workbook: row id → heading → what is typed there, where a sheet
    has that heading."""
    for sheet in book.worksheets:
        columns = {cell.value: cell.column for cell in sheet[1]}
        if layout.ROW.heading not in columns:
            continue
        for number in range(2, sheet.max_row + 1):
            row_id = sheet.cell(number, columns[layout.ROW.heading]).value
            for heading, text in answers.get(row_id, {}).items():
                if heading in columns:
                    sheet.cell(number, columns[heading]).value = text


def filled(plan: Plan, answers: Mapping[str, Mapping[str, Any]], lead: str = "JK") -> bytes:
    """A lead's workbook with answers, as openpyxl writes it."""
    book = opened(sent(plan, lead))
    fill(book, answers)
    return saved(book)
