"""`sipctl show`: everything about one activity, KPI, area, aim or lead."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from sipctl.cli import options as o
from sipctl.cli.complete import ids
from sipctl.cli.formats import FORMATS, check_format, format_option
from sipctl.cli.runtime.asked import open_asked, print_answer
from sipctl.cli.runtime.terminal import screen
from sipctl.plan.faults import Refusal
from sipctl.plan.frozen import frozen
from sipctl.plan.model.entries import Activity, Kpi

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from sipctl.cli.session import Session
    from sipctl.plan.queries.details import Details

SHORTEST, MOST_TITLES = 3, 5
"""The fewest letters that are searched for in titles; the most titles proposed."""

Id = Annotated[
    str,
    typer.Argument(
        metavar="ID",
        help="An activity (2a.3), KPI (2a.k1), priority (2a.p1), area (2a), aim (2), outcome "
        "(2.1), committee, meeting, academy, a lead's initials, or plan: the plan itself.",
        autocompletion=ids,
    ),
]


def command(
    id: Id,
    academy: o.AcademyOption = None,
    confidential: o.ConfidentialOption = False,
    format: Annotated[str, format_option("show")] = FORMATS["show"][0],
    as_of: o.AsOfOption = None,
    revision: o.AtOption = None,
    plan: o.PlanOption = None,
) -> None:
    """One thing whole: its dates, history, links, file and line."""
    check_format("show", format)
    from sipctl.plan.state.filters import academy_share

    session, day = open_asked(plan, as_of, revision)
    academies = o.read_filters(session, academy=academy).academies
    answers = list(_of_each_plan(session, id, day, academies))
    if format == "json":
        text = _json(answers, confidential=confidential)
    else:
        text = "\n".join(_text(answer, confidential=confidential) for answer in answers)
    rows = answers[0].details.rows
    share = academy_share(academies, rows) if rows else None
    print_answer(session, text, format, day, share=share)


@frozen()
class _PlanDetails:
    """The details of one thing in one plan, and whether that plan has been followed by another."""

    session: Session
    details: Details
    has_ended: bool


def _of_each_plan(
    session: Session, name: str, day: date, academies: tuple[str, ...]
) -> Iterator[_PlanDetails]:
    """The details of an id in the plan, then in those before it; raises Refusal if none has it.

    With `academies`, without records of others; raises Refusal for what is another academy's.
    """
    from sipctl.cli.runtime.earlier import earlier_plans
    from sipctl.plan.queries.details import details_of
    from sipctl.views.text.english import join_words

    sessions = [session, *earlier_plans(session)]
    if not any(_is_known(opened, name) for opened in sessions):
        _find_id(session, name)
    for opened in sessions:
        if _is_known(opened, name):
            has_ended = opened is not session
            last = min(day, opened.plan.about.runs.to) if has_ended else day
            written = _find_id(opened, name)
            own = _for_academies(opened, written, academies, last)
            details = details_of(own.plan, own.context, written, last, academies)
            if details.work is not None and not details.rows:
                message = f"{written} has no date on which {join_words(academies)} is in the trust"
                raise Refusal(message, f"sipctl show {written}")
            yield _PlanDetails(opened, details, has_ended)
            name = getattr(details.work, "came_from", None) or name


def _for_academies(session: Session, name: str, academies: tuple[str, ...], day: date) -> Session:
    """The plan as some academies see it; raises Refusal where a name is another academy's."""
    from sipctl.plan.state.filters import academies_named, is_for
    from sipctl.views.text.english import join_words

    if academies and name in session.plan.people.academies and name not in academies:
        raise Refusal(f"{name} is not {join_words(academies)}", f"sipctl show {name}")
    if not is_for(session.plan, name, academies):
        named = academies_named(session.plan, name)
        message = f"{name} is for {join_words(named)}, not for {join_words(academies)}"
        raise Refusal(message, f"sipctl show {name} --academy {named[0]}")
    return session.for_academies(academies, day)


def _json(answers: Sequence[_PlanDetails], *, confidential: bool) -> str:
    """The newest plan's entry, with what the plans before it had under `before`."""
    from sipctl.views import json

    first, *rest = [
        {
            "plan": answer.session.plan.about.title,
            **json.details_json(answer.details, answer.session.where, confidential=confidential),
        }
        for answer in answers
    ]
    return json.dump({**first, "before": rest})


def _text(answer: _PlanDetails, *, confidential: bool) -> str:
    from sipctl.views.answers.show import show
    from sipctl.views.text.english import safe_text

    session, about = answer.session, answer.session.plan.about
    text = show.render(
        *(answer.details, session.place_of, screen(), about.settings.colours),
        confidential=confidential,
    )
    before = f"Before, in {safe_text(about.title)} ({session.folder.shown}):\n\n"
    return f"{before if answer.has_ended else ''}{text}"


def _is_known(session: Session, name: str) -> bool:
    from sipctl.plan.queries.details import shown_names
    from sipctl.plan.state.resolve import match

    return match(name, shown_names(session.plan)) is not None


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
