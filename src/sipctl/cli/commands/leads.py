"""`sipctl leads`: who carries what, term by term, and where it piles up."""

from __future__ import annotations

from typing import Annotated

import typer

from sipctl.cli import options as o
from sipctl.cli.runtime.picture import canvas, keeps_to_ascii
from sipctl.cli.session import AsOfOption, PlanOption, day_asked, one_of, open_plan

FORMATS = ("table", "json")


def command(
    lead: o.LeadOption = None,
    aim: o.AimOption = None,
    area: o.AreaOption = None,
    academy: o.AcademyOption = None,
    committee: o.CommitteeOption = None,
    kpis: o.KpisOption = False,
    format: Annotated[
        str, typer.Option("--format", metavar="FORMAT", help="table or json.")
    ] = "table",
    as_of: AsOfOption = None,
    plan: PlanOption = None,
) -> None:
    """Who carries what, term by term, and where it piles up."""
    one_of("--format", format, FORMATS)
    from sipctl.plan.queries.workload import loads
    from sipctl.views.answers import leads as view

    day = day_asked(as_of)
    question = open_plan(plan)
    asked = o.filters(question, lead, aim, area, academy, committee, None)
    found = loads(question.plan, question.frame, day, asked, kpis=kpis)
    if format == "json":
        typer.echo(view.as_json(found, question.where), nl=False)
        return
    said = view.render(found, canvas(), plain=keeps_to_ascii())
    typer.echo(said, nl=False)
