"""`sipctl list`: every activity by id, or those whose dates moved."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from sipctl.cli import options as o
from sipctl.cli.formats import FORMATS, check_format, format_option
from sipctl.cli.runtime.asked import open_asked, print_answer
from sipctl.cli.runtime.terminal import screen

if TYPE_CHECKING:
    from datetime import date

    from sipctl.cli.session import Session
    from sipctl.plan.state.agenda import Row
    from sipctl.plan.state.filters import Filters

Slipped = Annotated[
    bool, typer.Option("--slipped", help="Only what moved: from, to, who agreed, why.")
]


def command(
    lead: o.LeadOption = None,
    aim: o.AimOption = None,
    area: o.AreaOption = None,
    academy: o.AcademyOption = None,
    committee: o.CommitteeOption = None,
    term: o.TermOption = None,
    status: o.StatusOption = None,
    slipped: Slipped = False,
    all: o.WithdrawnOption = False,
    kpis: o.KpisOption = False,
    format: Annotated[str, format_option("list")] = FORMATS["list"][0],
    as_of: o.AsOfOption = None,
    revision: o.AtOption = None,
    plan: o.PlanOption = None,
) -> None:
    """Every activity, by id; with --slipped, those whose dates moved."""
    check_format("list", format)
    session, day = open_asked(plan, as_of, revision)
    filters = o.read_filters(session, lead, aim, area, academy, committee, term, status)
    session = session.for_academies(filters.academies, day)
    counted = format in ("table", "markdown") and not slipped and not filters.statuses
    rows = _rows(session, day, filters, kpis=kpis or counted, withdrawn=all)
    if slipped:
        rows = [row for row in rows if _has_moved(session, row, day)]
    unlisted = [] if kpis else [row for row in rows if row.kind == "kpi"]
    rows = [row for row in rows if kpis or row.kind != "kpi"]
    answer = _render(session, rows, unlisted, day, filters, format, slipped=slipped)
    print_answer(session, answer, format, day)


def _rows(
    session: Session, day: date, filters: Filters, *, kpis: bool, withdrawn: bool
) -> list[Row]:
    from sipctl.plan.state.agenda import overview, work_items

    items = filter(filters.keeps, work_items(session.plan, session.context, day, kpis=kpis))
    rows = overview(items, filters.span)
    return [row for row in rows if withdrawn or row.state != "withdrawn"]


def _has_moved(session: Session, row: Row, day: date) -> bool:
    from sipctl.plan.state.progress import moves_of

    if row.kind == "kpi":
        return False
    activity = session.plan.activities[row.id][2]
    return any(move.date <= day for move in moves_of(activity.moved, row.milestone or ""))


def _render(
    session: Session,
    rows: list[Row],
    unlisted: list[Row],
    day: date,
    filters: Filters,
    format: str,
    *,
    slipped: bool,
) -> str:
    if format in ("json", "csv"):
        return session.serialise(rows, day, format, occurrences=True)
    from sipctl.views.answers import due as view
    from sipctl.views.answers import tables
    from sipctl.views.text.columns import markdown_table

    room = tables.WIDE if format == "markdown" else screen().room
    columns = session.columns(rows, day, room)
    if slipped:
        columns = tables.slipped_columns(session.plan, day, room)
    if format == "markdown":
        foot = view.kpis_left_out(unlisted)
        return markdown_table(rows, columns) + (f"\n{foot}\n" if foot else "")
    agenda = session.agenda(rows, day, filters.words)
    foot = view.kpis_left_out(unlisted)
    empty = "No date has slipped." if slipped else "Nothing in the plan matches."
    return view.overview(agenda, columns, screen(), foot, nothing=empty)
