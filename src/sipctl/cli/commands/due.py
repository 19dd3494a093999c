"""`sipctl due`: what is overdue, due and coming, by lead."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Annotated

import typer

from sipctl.cli import options as o
from sipctl.cli.formats import FORMATS, check_format, format_option
from sipctl.cli.runtime.asked import open_asked, print_answer
from sipctl.cli.runtime.terminal import screen

if TYPE_CHECKING:
    from sipctl.cli.session import Session
    from sipctl.plan.state.agenda import Row
    from sipctl.plan.state.filters import Filters

AHEAD_EXAMPLES = "such as 6w (six weeks) or 10d (ten days)"

Within = Annotated[
    str | None,
    typer.Option("--within", metavar="TIME", help="Look this far ahead, such as 6w or 10d."),
]
Everything = Annotated[bool, typer.Option("--all", help="Look as far as the plan's end.")]
FailOn = Annotated[
    str | None,
    typer.Option("--fail-on", metavar="overdue", help="Exit 1 if anything is overdue."),
]


def command(
    lead: o.LeadOption = None,
    aim: o.AimOption = None,
    area: o.AreaOption = None,
    academy: o.AcademyOption = None,
    committee: o.CommitteeOption = None,
    term: o.TermOption = None,
    status: o.StatusOption = None,
    within: Within = None,
    all: Everything = False,
    kpis: o.KpisOption = False,
    fail_on: FailOn = None,
    format: Annotated[str, format_option("due")] = FORMATS["due"][0],
    as_of: o.AsOfOption = None,
    revision: o.AtOption = None,
    plan: o.PlanOption = None,
) -> None:
    """What is overdue, due and coming, by lead."""
    from sipctl.plan.state.agenda import agenda, judged_at_risk, work_items

    check_format("due", format)
    if fail_on is not None:
        o.check_choice("--fail-on", fail_on, ("overdue",))
    ahead = None if within is None else o.parse_days("--within", within, 4, AHEAD_EXAMPLES)
    session, day = open_asked(plan, as_of, revision)
    filters = o.read_filters(session, lead, aim, area, academy, committee, term, status)
    session = session.for_academies(filters.academies, day)
    until = _until(session, day, ahead, everything=all, last=filters.last)
    counted = kpis or format in ("table", "markdown", "html")
    work = work_items(session.plan, session.context, day, kpis=counted)
    items = [item for item in work if filters.keeps(item)]
    judged = judged_at_risk(items)
    rows = agenda(items, until, filters.span)
    unlisted = [row for row in rows if row.kind == "kpi" and not kpis]
    rows = [row for row in rows if row.kind == "activity" or kpis]
    if filters.statuses:  # asked for by its status, work is shown whatever its dates
        rows += _others(judged, rows)
    late = bool(fail_on) and any(row.state == "overdue" for row in rows)
    answer = _render(session, rows, judged, day, filters, format, unlisted)
    print_answer(session, answer, format, day, int(late))


def _others(judged: list[Row], rows: list[Row]) -> list[Row]:
    """Those of the rows judged at risk whose ids are not among `rows`."""
    ids = {row.id for row in rows}
    return [row for row in judged if row.id not in ids]


def _render(
    session: Session,
    rows: list[Row],
    judged: list[Row],
    day: date,
    filters: Filters,
    format: str,
    unlisted_kpis: list[Row],
) -> str:
    if format == "json":
        return session.serialise(rows, day, format, occurrences=False, judged_at_risk=judged)
    if format == "csv":
        every = [*rows, *_others(judged, rows)]
        return session.serialise(every, day, format, occurrences=False)
    from sipctl.views.answers import due as view

    agenda = replace(session.agenda(rows, day, filters.words), unlisted_kpis=unlisted_kpis)
    if format in ("markdown", "html"):
        write = view.markdown if format == "markdown" else view.html
        return write(agenda, filters.leads, judged)
    return view.due(agenda, filters.leads, judged, screen())


def _until(
    session: Session, day: date, ahead: int | None, *, everything: bool, last: date | None
) -> date:
    """The day until which upcoming work is shown."""
    if everything or last is not None:
        return max(session.plan.about.runs.to, last or date.min)
    days = session.plan.about.settings.due_soon if ahead is None else ahead
    return min(day, date.max - timedelta(days)) + timedelta(days)
