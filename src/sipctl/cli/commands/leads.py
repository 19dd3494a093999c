"""`sipctl leads`: each lead's work, term by term, and where it piles up."""

from __future__ import annotations

from typing import Annotated

from sipctl.cli import options as o
from sipctl.cli.formats import FORMATS, check_format, format_option
from sipctl.cli.runtime.asked import open_asked, print_answer
from sipctl.cli.runtime.terminal import ascii_only, chart_screen


def command(
    lead: o.LeadOption = None,
    aim: o.AimOption = None,
    area: o.AreaOption = None,
    academy: o.AcademyOption = None,
    committee: o.CommitteeOption = None,
    kpis: o.KpisOption = False,
    format: Annotated[str, format_option("leads")] = FORMATS["leads"][0],
    as_of: o.AsOfOption = None,
    revision: o.AtOption = None,
    plan: o.PlanOption = None,
) -> None:
    """Who carries what, term by term, and where it piles up."""
    check_format("leads", format)
    from sipctl.plan.queries.workload import workloads
    from sipctl.views.answers import leads as view

    session, day = open_asked(plan, as_of, revision)
    filters = o.read_filters(session, lead, aim, area, academy, committee)
    session = session.for_academies(filters.academies, day)
    every_lead = workloads(session.plan, session.context, day, filters, kpis=kpis)
    if format == "json":
        answer = view.render_json(every_lead, session.where)
    else:
        answer = view.render(every_lead, chart_screen(), plain=ascii_only())
    rows = [row for load in every_lead.loads for row in load.rows]
    share = session.share({row.id: row.academies for row in rows})
    print_answer(session, answer, format, day, share=share)
