"""`sipctl leads`: each lead's work, term by term, and where it piles up."""

from __future__ import annotations

from typing import Annotated

import typer

from sipctl.cli import options as o
from sipctl.cli.formats import FORMATS, check_format, format_option
from sipctl.cli.runtime.terminal import ascii_only, chart_screen
from sipctl.cli.session import open_plan


def command(
    lead: o.LeadOption = None,
    aim: o.AimOption = None,
    area: o.AreaOption = None,
    academy: o.AcademyOption = None,
    committee: o.CommitteeOption = None,
    kpis: o.KpisOption = False,
    format: Annotated[str, format_option("leads")] = FORMATS["leads"][0],
    as_of: o.AsOfOption = None,
    plan: o.PlanOption = None,
) -> None:
    """Who carries what, term by term, and where it piles up."""
    check_format("leads", format)
    from sipctl.plan.queries.workload import workloads
    from sipctl.views.answers import leads as view

    day = o.answer_day(as_of)
    session = open_plan(plan)
    filters = o.read_filters(session, lead, aim, area, academy, committee, None)
    session = session.heard_by(filters.academies)
    every_lead = workloads(session.plan, session.context, day, filters, kpis=kpis)
    if format == "json":
        typer.echo(view.render_json(every_lead, session.where), nl=False)
        return
    typer.echo(view.render(every_lead, chart_screen(), plain=ascii_only()), nl=False)
