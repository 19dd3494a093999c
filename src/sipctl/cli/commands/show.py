"""`sipctl show`: everything about one activity, KPI, area, aim or lead."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from sipctl.cli import options as o  # noqa: TC001 - Typer reads the annotations
from sipctl.cli.complete import ids
from sipctl.cli.formats import FORMATS, check_format, format_option
from sipctl.cli.runtime.asked import open_asked, print_answer
from sipctl.cli.runtime.terminal import screen
from sipctl.plan.faults import Refusal
from sipctl.plan.model.entries import Activity, Kpi

if TYPE_CHECKING:
    from datetime import date

    from sipctl.cli.session import Session

SHORTEST, MOST_TITLES = 3, 5
"""The fewest letters that are searched for in titles; the most titles proposed."""


def command(
    id: Annotated[
        str,
        typer.Argument(
            metavar="ID",
            help="An activity (2a.3), KPI (2a.k1), priority (2a.p1), area (2a), aim (2), outcome "
            "(2.1), committee, a lead's initials, or plan: the plan itself.",
            autocompletion=ids,
        ),
    ],
    confidential: o.ConfidentialOption = False,
    format: Annotated[str, format_option("show")] = FORMATS["show"][0],
    as_of: o.AsOfOption = None,
    revision: o.AtOption = None,
    plan: o.PlanOption = None,
) -> None:
    """One thing whole: its dates, history, links, file and line."""
    check_format("show", format)
    session, day = open_asked(plan, as_of, revision)
    earlier = _earlier(session, id, day, format, confidential=confidential)
    if earlier and not _is_known(session, id):
        print_answer(session, "\n".join(earlier), format, day)
        return
    name = _find_id(session, id)
    answer = _render(session, name, day, format, confidential=confidential)
    print_answer(session, "\n".join([answer, *earlier]), format, day)


def _is_known(session: Session, name: str) -> bool:
    from sipctl.plan.queries.details import shown_names
    from sipctl.plan.state.resolve import match

    return match(name, shown_names(session.plan)) is not None


def _earlier(
    session: Session, name: str, day: date, format: str, *, confidential: bool
) -> list[str]:
    """What the plans before this one have of an id, the newest first, each under its title."""
    from sipctl.cli.runtime.earlier import earlier_plans
    from sipctl.views.text.english import safe_text

    answers = []
    for past in earlier_plans(session) if format != "json" else ():
        if _is_known(past, name):
            its_id = _find_id(past, name)
            title, last = safe_text(past.plan.about.title), min(day, past.plan.about.runs.to)
            text = _render(past, its_id, last, format, confidential=confidential)
            answers.append(f"Before, in {title} ({past.folder.shown}):\n\n{text}")
    return answers


def _find_id(session: Session, name: str) -> str:
    """The id as the plan writes it; raises Refusal with the nearest one."""
    from sipctl.plan.queries.details import shown_names
    from sipctl.plan.state.resolve import match, resolve

    plan = session.plan
    known = shown_names(plan)
    titles = _titles_with(session, name) if match(name, known) is None else []
    if titles:
        raise Refusal(f'"{name}" is not an id', f"it stands in the title of {'; '.join(titles)}")
    message = f'nothing in this plan is called "{name}"'
    return resolve(name, known, message, otherwise="sipctl list shows every activity")


def _titles_with(session: Session, words: str) -> list[str]:
    """The first activities and KPIs whose titles contain some words: `2a.2 (Bring in …)`."""
    if len(words) < SHORTEST:
        return []
    plan, folded = session.plan, words.casefold()
    titles = [
        f"{thing.id} ({thing.title})"
        for thing in (*plan.walk(Activity), *plan.walk(Kpi))
        if folded in thing.title.casefold()
    ]
    more = len(titles) - MOST_TITLES
    return titles[:MOST_TITLES] + ([f"and {more} more"] if more > 0 else [])


def _render(session: Session, name: str, day: date, format: str, *, confidential: bool) -> str:
    from sipctl.plan.queries.details import details_of
    from sipctl.views import json
    from sipctl.views.answers import show

    details = details_of(session.plan, session.context, name, day)
    if format == "json":
        return json.details_json(details, session.where, confidential=confidential)
    colours = session.plan.about.settings.colours
    return show.render(details, session.place_of, screen(), colours, confidential=confidential)
