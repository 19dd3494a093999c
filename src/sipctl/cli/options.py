"""Options that several commands share, and what completes them on TAB."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from sipctl.cli.complete import academies, aims, areas, committees, leads, terms

if TYPE_CHECKING:
    from sipctl.cli.session import Session
    from sipctl.plan.state.filters import Filters

LeadOption = Annotated[
    list[str] | None,
    typer.Option(
        "--lead",
        "-l",
        metavar="INITIALS",
        help="Only this lead's. May be given again.",
        autocompletion=leads,
    ),
]
AimOption = Annotated[
    list[str] | None,
    typer.Option("--aim", metavar="AIM", help="Only this aim, such as 2.", autocompletion=aims),
]
AreaOption = Annotated[
    list[str] | None,
    typer.Option(
        "--area", metavar="AREA", help="Only this area, such as 2a.", autocompletion=areas
    ),
]
AcademyOption = Annotated[
    list[str] | None,
    typer.Option(
        "--academy",
        metavar="NAME",
        help="What names this academy, and what names none.",
        autocompletion=academies,
    ),
]
CommitteeOption = Annotated[
    list[str] | None,
    typer.Option(
        "--committee",
        metavar="NAME",
        help="Only the aims that this committee oversees.",
        autocompletion=committees,
    ),
]
TermOption = Annotated[
    str | None,
    typer.Option(
        "--term",
        metavar="TERM",
        help="Only what falls due in this term, such as spring-2025.",
        autocompletion=terms,
    ),
]
KpisOption = Annotated[bool, typer.Option("--kpis", help="KPIs too, not activities alone.")]


def filters(
    question: Session,
    lead: list[str] | None,
    aim: list[str] | None,
    area: list[str] | None,
    academy: list[str] | None,
    committee: list[str] | None,
    term: str | None,
) -> Filters:
    """The filters that were typed, checked against the plan."""
    from sipctl.plan.state.filters import chosen

    return chosen(
        question.plan,
        question.frame,
        leads=lead or (),
        aims=aim or (),
        areas=area or (),
        academies=academy or (),
        committees=committee or (),
        term=term,
    )
