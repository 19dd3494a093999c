"""`sipctl timeline`: the plan as a Gantt chart, in the terminal or as an SVG picture."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sipctl.cli import options as o
from sipctl.cli.formats import FORMATS, choose_format
from sipctl.cli.runtime.asked import open_asked, print_answer, print_notes
from sipctl.cli.runtime.terminal import ascii_only, chart_screen

if TYPE_CHECKING:
    from sipctl.plan.queries.timeline import Chart
    from sipctl.views.text.screen import Screen

From = Annotated[
    str | None,
    typer.Option("--from", metavar="TIME", help="Begin here: 2025-01-06, Easter 2025."),
]
To = Annotated[
    str | None, typer.Option("--to", metavar="TIME", help="End here, said in the same ways.")
]
Format = Annotated[
    str | None,
    typer.Option(
        "--format",
        metavar="FORMAT",
        help="table, svg (a slide has room for one aim or area) or json; else as FILE ends.",
    ),
]
Output = Annotated[
    Path | None,
    typer.Option("--output", "-o", metavar="FILE", help="Write it there, not to the screen."),
]


def command(
    lead: o.LeadOption = None,
    aim: o.AimOption = None,
    area: o.AreaOption = None,
    academy: o.AcademyOption = None,
    committee: o.CommitteeOption = None,
    term: o.TermOption = None,
    from_: From = None,
    to: To = None,
    all: o.WithdrawnOption = False,
    kpis: o.KpisOption = False,
    format: Format = None,
    output: Output = None,
    force: o.ForceOption = False,
    as_of: o.AsOfOption = None,
    revision: o.AtOption = None,
    plan: o.PlanOption = None,
) -> None:
    """The plan as a picture: a Gantt chart by term and half term."""
    from sipctl.cli.runtime import overwrite
    from sipctl.cli.runtime.capture import do_not_cache
    from sipctl.plan.queries.timeline import chart, span_of
    from sipctl.views.text.english import safe_path, share_line
    from sipctl.views.text.screen import Screen

    output = None if output == Path("-") else output
    chosen = choose_format("timeline", format, output, usual=FORMATS["timeline"][0])
    session, day = open_asked(plan, as_of, revision)
    filters = o.read_filters(session, lead, aim, area, academy, committee, term)
    session = session.for_academies(filters.academies, day)
    span = span_of(session.context, from_, to, o.answer_day(None))
    gantt = chart(session.plan, session.context, day, filters, span, kpis=kpis, withdrawn=all)
    share = session.share({bar.row.id: bar.row.academies for bar in gantt.bars})
    if output is None:
        answer = _render(gantt, chosen, chart_screen(), plain=ascii_only())
        print_answer(session, answer, chosen, day, share=share)
    else:
        do_not_cache()
        overwrite.write(output, _render(gantt, chosen, Screen()).encode(), chosen, force=force)
        typer.echo(f"Wrote {safe_path(output)}")
        if share:
            typer.echo(share_line(share))
        print_notes(session, day)


def _render(gantt: Chart, format: str, screen: Screen, *, plain: bool = False) -> str:
    if format == "svg":
        from sipctl.views.timeline import svg

        return svg.render_svg(gantt)
    if format == "json":
        from sipctl.views.timeline import data

        return data.render_json(gantt)
    from sipctl.views.timeline import text as view

    return view.render(gantt, screen, plain=plain)
