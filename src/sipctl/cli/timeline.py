"""`sipctl timeline`: the plan as a Gantt chart, in the terminal or as an SVG picture."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003 - Typer reads it
from typing import TYPE_CHECKING, Annotated

import typer

from sipctl.cli import options as o
from sipctl.cli.asking import AsOfOption, PlanOption, ask, day_asked
from sipctl.cli.picture import canvas, keeps_to_ascii

if TYPE_CHECKING:
    from sipctl.plan.chart import Chart
    from sipctl.views.screen import Screen

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
    from sipctl.cli import ours
    from sipctl.cli.forms import form_of
    from sipctl.cli.listening import unrepeatable
    from sipctl.plan.chart import chart, stretch_of
    from sipctl.views.screen import Screen
    from sipctl.views.words import named

    form = form_of(format, output, ENDINGS, "table")
    day = day_asked(as_of)
    question = ask(plan)
    asked = o.filters(question, lead, aim, area, academy, committee, term)
    stretch = stretch_of(question.frame, from_, to)
    drawn = chart(question.plan, question.frame, day, asked, stretch, kpis=kpis, withdrawn=all)
    if output is None:
        typer.echo(_written(drawn, form, canvas(), plain=keeps_to_ascii()), nl=False)
    else:
        unrepeatable()
        ours.put(output, _written(drawn, form, Screen()).encode(), form, force=force)
        typer.echo(f"Wrote {named(output)}")


def _written(drawn: Chart, form: str, screen: Screen, *, plain: bool = False) -> str:
    if form == "svg":
        from sipctl.views import timeline_svg

        return timeline_svg.picture(drawn)
    from sipctl.views import timeline as view

    return view.as_json(drawn) if form == "json" else view.told(drawn, screen, plain=plain)
