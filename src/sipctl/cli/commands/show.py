"""`sipctl show`: one thing whole."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from sipctl.cli.complete import ids
from sipctl.cli.session import AsOfOption, PlanOption, Session, day_asked, one_of, open_plan, screen
from sipctl.plan.faults import Refusal
from sipctl.plan.model.entries import Activity, Aim, Area, Kpi

if TYPE_CHECKING:
    from datetime import date

FORMATS = ("text", "json")
SHORTEST, MOST_TITLES = 3, 5
"""Letters that are looked for in titles, and titles that are told."""


def command(
    id: Annotated[
        str,
        typer.Argument(
            metavar="ID",
            help="An activity (2a.3), KPI (2a.k1), area (2a), aim (2), or a lead's initials.",
            autocompletion=ids,
        ),
    ],
    confidential: Annotated[
        bool, typer.Option("--confidential", help="Show records' confidential notes too.")
    ] = False,
    format: Annotated[
        str, typer.Option("--format", metavar="FORMAT", help="text or json.")
    ] = "text",
    as_of: AsOfOption = None,
    plan: PlanOption = None,
) -> None:
    """One thing whole: its dates, history, links, file and line."""
    one_of("--format", format, FORMATS)
    day = day_asked(as_of)
    question = open_plan(plan)
    name = _known(question, id)
    typer.echo(_written(question, name, day, format, confidential=confidential), nl=False)


def _known(question: Session, name: str) -> str:
    """The id as the plan writes it; raises Refusal with the nearest one."""
    from sipctl.plan.state.filters import known_leads_of
    from sipctl.plan.state.resolve import match, resolve

    plan = question.plan
    known = [thing.id for thing in plan.walk(Activity, Kpi, Area, Aim)] + known_leads_of(plan)
    titled = _titled(question, name) if match(name, known) is None else []
    if titled:
        raise Refusal(f'"{name}" is not an id', f"it stands in the title of {'; '.join(titled)}")
    message = f'nothing in this plan is called "{name}"'
    return resolve(name, known, message, otherwise="sipctl list shows every activity")


def _titled(question: Session, words: str) -> list[str]:
    """The first activities and KPIs whose titles have some words in them: `2a.2 (Bring in …)`."""
    if len(words) < SHORTEST:
        return []
    plan, sought = question.plan, words.casefold()
    titled = [
        f"{thing.id} ({thing.title})"
        for thing in (*plan.walk(Activity), *plan.walk(Kpi))
        if sought in thing.title.casefold()
    ]
    more = len(titled) - MOST_TITLES
    return titled[:MOST_TITLES] + ([f"and {more} more"] if more > 0 else [])


def _written(question: Session, name: str, day: date, form: str, *, confidential: bool) -> str:
    from sipctl.plan.queries.details import details_of
    from sipctl.views import json
    from sipctl.views.answers import show

    whole = details_of(question.plan, question.frame, name, day)
    if form == "json":
        return json.whole(whole, question.where, confidential=confidential)
    colours = question.plan.about.settings.colours
    return show.render(whole, question.place_of, screen(), colours, confidential=confidential)
