"""`sipctl timeline`: the plan as a Gantt chart, in the terminal or as an SVG picture."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003 - Typer reads it
from typing import TYPE_CHECKING, Annotated

import typer

from sipctl.cli import options as o
from sipctl.cli.runtime.picture import canvas, keeps_to_ascii
from sipctl.cli.session import AsOfOption, PlanOption, day_asked, open_plan

if TYPE_CHECKING:
    from sipctl.plan.queries.timeline import Chart
    from sipctl.views.text.screen import Screen

ENDINGS = {".txt": "table", ".svg": "svg", ".json": "json"}


def command(
    lead: o.LeadOption = None,
    aim: o.AimOption = None,
    area: o.AreaOption = None,
    academy: o.AcademyOption = None,
    committee: o.CommitteeOption = None,
    term: o.TermOption = None,
    from_: Annotated[
        str | None,
        typer.Option("--from", metavar="TIME", help="Begin here: 2025-01-06, Easter 2025."),
    ] = None,
    to: Annotated[
        str | None, typer.Option("--to", metavar="TIME", help="End here, said in the same ways.")
    ] = None,
    all: Annotated[bool, typer.Option("--all", help="Withdrawn activities too.")] = False,
    kpis: o.KpisOption = False,
    format: Annotated[
        str | None,
        typer.Option(
            "--format",
            metavar="FORMAT",
            help="table, svg (a slide has room for one aim or area) or json; else as FILE ends.",
        ),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE", help="Write it there, not to the screen."),
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", help="Write over a file that sipctl may not have made.")
    ] = False,
    as_of: AsOfOption = None,
    plan: PlanOption = None,
) -> None:
    """The plan as a picture: a Gantt chart by term and half term."""
    from sipctl.cli import overwrite
    from sipctl.cli.formats import form_of
    from sipctl.cli.runtime.capture import do_not_cache
    from sipctl.plan.queries.timeline import chart, stretch_of
    from sipctl.views.text.english import safe_path
    from sipctl.views.text.screen import Screen

    form = form_of(format, output, ENDINGS, "table")
    day = day_asked(as_of)
    question = open_plan(plan)
    asked = o.filters(question, lead, aim, area, academy, committee, term)
    stretch = stretch_of(question.frame, from_, to)
    drawn = chart(question.plan, question.frame, day, asked, stretch, kpis=kpis, withdrawn=all)
    if output is None:
        typer.echo(_written(drawn, form, canvas(), plain=keeps_to_ascii()), nl=False)
    else:
        do_not_cache()
        overwrite.put(output, _written(drawn, form, Screen()).encode(), form, force=force)
        typer.echo(f"Wrote {safe_path(output)}")


def _written(drawn: Chart, form: str, screen: Screen, *, plain: bool = False) -> str:
    if form == "svg":
        from sipctl.views.timeline import svg

        return svg.picture(drawn)
    from sipctl.views.timeline import text as view

    return view.as_json(drawn) if form == "json" else view.render(drawn, screen, plain=plain)
