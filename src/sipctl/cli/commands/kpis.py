"""`sipctl kpis`: where the plan is on each KPI, which way it goes, and whether it is met."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from sipctl.cli import options as o
from sipctl.cli.formats import FORMATS, check_format, format_option
from sipctl.cli.runtime.asked import open_asked, print_answer
from sipctl.cli.runtime.terminal import screen

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from sipctl.cli.session import Session
    from sipctl.plan.queries.kpis import KpiLine


def command(
    lead: o.LeadOption = None,
    aim: o.AimOption = None,
    area: o.AreaOption = None,
    academy: o.AcademyOption = None,
    committee: o.CommitteeOption = None,
    format: Annotated[str, format_option("kpis")] = FORMATS["kpis"][0],
    as_of: o.AsOfOption = None,
    revision: o.AtOption = None,
    plan: o.PlanOption = None,
) -> None:
    """Each KPI: its readings, its target, which way it goes, whether it is met."""
    check_format("kpis", format)
    from sipctl.plan.queries.kpis import kpi_lines

    session, day = open_asked(plan, as_of, revision)
    filters = o.read_filters(session, lead, aim, area, academy, committee)
    session = session.for_academies(filters.academies, day)
    lines = kpi_lines(session.plan, session.context, day, filters)
    share = session.share({line.kpi.id: line.kpi.academies for line in lines})
    answer = _render(session, lines, day, filters.words, format)
    print_answer(session, answer, format, day, share=share)


def _render(
    session: Session, lines: Sequence[KpiLine], day: date, asked: Sequence[str], format: str
) -> str:
    from sipctl.views.answers import kpis as view

    if format == "json":
        return view.render_json(lines, day, session.where)
    if format == "csv":
        return view.render_csv(lines, session.where)
    if format == "markdown":
        return view.markdown(lines, day)
    about = session.plan.about
    return view.render(lines, about.title, asked, day, screen(), about.settings.colours)
