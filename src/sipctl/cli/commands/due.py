"""`sipctl due`: what is overdue, due and coming, and whose it is."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING, Annotated

import typer

from sipctl.cli import options as o
from sipctl.cli.runtime.errors import echo_and_exit
from sipctl.cli.session import AsOfOption, PlanOption, Session, day_asked, one_of, open_plan, screen
from sipctl.plan.faults import Refusal

if TYPE_CHECKING:
    from sipctl.plan.state.agenda import Row
    from sipctl.plan.state.filters import Filters

FORMATS = ("table", "json", "csv", "markdown")


def command(
    lead: o.LeadOption = None,
    aim: o.AimOption = None,
    area: o.AreaOption = None,
    academy: o.AcademyOption = None,
    committee: o.CommitteeOption = None,
    term: o.TermOption = None,
    within: Annotated[
        str | None,
        typer.Option("--within", metavar="TIME", help="Look this far ahead, such as 6w or 10d."),
    ] = None,
    all: Annotated[bool, typer.Option("--all", help="Look as far as the plan's end.")] = False,
    kpis: o.KpisOption = False,
    fail_on: Annotated[
        str | None,
        typer.Option("--fail-on", metavar="overdue", help="Exit 1 if anything is overdue."),
    ] = None,
    format: Annotated[
        str, typer.Option("--format", metavar="FORMAT", help="table, json, csv or markdown.")
    ] = "table",
    as_of: AsOfOption = None,
    plan: PlanOption = None,
) -> None:
    """What is overdue, due and coming, by lead."""
    one_of("--format", format, FORMATS)
    if fail_on is not None:
        one_of("--fail-on", fail_on, ("overdue",))
    ahead = _ahead(within)
    day = day_asked(as_of)
    question = open_plan(plan)
    asked = o.filters(question, lead, aim, area, academy, committee, term)
    until = _until(question, day, ahead, everything=all, last=asked.last)
    rows = _rows(question, day, until, asked, kpis=kpis)
    late = bool(fail_on) and any(row.state == "overdue" for row in rows)
    echo_and_exit(_written(question, rows, day, asked, format), int(late))


def _rows(question: Session, day: date, until: date, asked: Filters, *, kpis: bool) -> list[Row]:
    from sipctl.plan.state.agenda import agenda

    found = agenda(question.plan, question.frame, day, until, kpis=kpis, span=asked.span)
    return [row for row in found if asked.keeps(row)]


def _written(question: Session, rows: list[Row], day: date, asked: Filters, form: str) -> str:
    if form in ("json", "csv"):
        return question.for_programs(rows, day, form, occurrences=False)
    from sipctl.views.answers import due as view
    from sipctl.views.answers import tables

    if form == "markdown":
        return tables.markdown(rows, question.columns(rows, day, tables.WIDE))
    shown = question.agenda(rows, day, asked.words)
    return view.due(shown, asked.leads, screen())


def _until(
    question: Session, day: date, ahead: int | None, *, everything: bool, last: date | None
) -> date:
    """The day until which upcoming work is shown."""
    if everything or last is not None:
        return max(question.plan.about.runs.to, last or date.min)
    days = question.plan.about.settings.due_soon if ahead is None else ahead
    return min(day, date.max - timedelta(days)) + timedelta(days)


def _ahead(within: str | None) -> int | None:
    """Days ahead from `6w`, `10d`, `6 weeks`; raises Refusal."""
    if within is None:
        return None
    found = re.fullmatch(r"([0-9]{1,4}) ?(d|days?|w|weeks?)", within.strip().lower())
    if found is None:
        raise Refusal(
            f'--within "{within}" is not a stretch of time',
            "such as 6w (six weeks) or 10d (ten days)",
        )
    return int(found[1]) * (7 if found[2][0] == "w" else 1)
