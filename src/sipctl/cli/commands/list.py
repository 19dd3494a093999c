"""`sipctl list`: every activity, and what became of its dates."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from sipctl.cli import options as o
from sipctl.cli.session import AsOfOption, PlanOption, Session, day_asked, one_of, open_plan, screen

if TYPE_CHECKING:
    from datetime import date

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
    slipped: Annotated[
        bool, typer.Option("--slipped", help="Only what moved: from, to, who agreed, why.")
    ] = False,
    all: Annotated[bool, typer.Option("--all", help="Withdrawn activities too.")] = False,
    kpis: o.KpisOption = False,
    format: Annotated[
        str, typer.Option("--format", metavar="FORMAT", help="table, json, csv or markdown.")
    ] = "table",
    as_of: AsOfOption = None,
    plan: PlanOption = None,
) -> None:
    """Every activity, by id; with --slipped, those whose dates moved."""
    one_of("--format", format, FORMATS)
    day = day_asked(as_of)
    question = open_plan(plan)
    asked = o.filters(question, lead, aim, area, academy, committee, term)
    rows = _rows(question, day, asked, kpis=kpis, withdrawn=all)
    if slipped:
        rows = [row for row in rows if _moved(question, row, day)]
    typer.echo(_written(question, rows, day, asked, format, slipped=slipped), nl=False)


def _rows(
    question: Session, day: date, asked: Filters, *, kpis: bool, withdrawn: bool
) -> list[Row]:
    from sipctl.plan.state.agenda import overview

    found = overview(question.plan, question.frame, day, kpis=kpis, span=asked.span)
    return [row for row in found if asked.keeps(row) and (withdrawn or row.state != "withdrawn")]


def _moved(question: Session, row: Row, day: date) -> bool:
    from sipctl.plan.state.progress import moves_of

    if row.kind == "kpi":
        return False
    activity = question.plan.activities[row.id][2]
    return any(move.date <= day for move in moves_of(activity.moved, row.milestone or ""))


def _written(
    question: Session, rows: list[Row], day: date, asked: Filters, form: str, *, slipped: bool
) -> str:
    if form in ("json", "csv"):
        return question.for_programs(rows, day, form, occurrences=True)
    from sipctl.views.answers import due as view
    from sipctl.views.answers import tables

    room = tables.WIDE if form == "markdown" else screen().room
    columns = question.columns(rows, day, room)
    if slipped:
        columns = tables.slipped_columns(question.plan, day, room)
    if form == "markdown":
        return tables.markdown(rows, columns)
    shown = question.agenda(rows, day, asked.words)
    nothing = "No date has slipped." if slipped else "Nothing in the plan matches."
    return view.overview(shown, columns, screen(), nothing=nothing)
