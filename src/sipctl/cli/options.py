"""Options that several commands share, and what completes them on TAB."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from sipctl.cli.complete import academies, aims, areas, committees, leads, statuses, terms

if TYPE_CHECKING:
    from sipctl.cli.session import Session
    from sipctl.plan.state.filters import Filters

PlanOption = Annotated[
    str | None,
    typer.Option(
        "--plan",
        metavar="DIR",
        help="The plan's folder, if not this one or one above.",
        envvar="SIPCTL_PLAN",
        show_envvar=False,
    ),
]
AsOfOption = Annotated[
    str | None,
    typer.Option(
        "--as-of", metavar="DATE", help="Answer as if it were this day, such as 2025-04-04."
    ),
]
AtOption = Annotated[
    str | None,
    typer.Option(
        "--at",
        metavar="REV|DATE",
        help="Read the plan as git had it: main, 1a2b3c4, or at the end of 2025-04-04.",
    ),
]
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
StatusOption = Annotated[
    list[str] | None,
    typer.Option(
        "--status",
        metavar="STATUS",
        help="Only what is judged so, such as at-risk,off-track.",
        autocompletion=statuses,
    ),
]
KpisOption = Annotated[bool, typer.Option("--kpis", help="KPIs too, not activities alone.")]
WithdrawnOption = Annotated[bool, typer.Option("--all", help="Withdrawn activities too.")]
ConfidentialOption = Annotated[
    bool, typer.Option("--confidential", help="Show records' confidential notes too.")
]
ForceOption = Annotated[
    bool, typer.Option("--force", help="Write over a file that sipctl may not have made.")
]
DryRunOption = Annotated[
    bool, typer.Option("--dry-run", "-n", help="Show what would change; write nothing.")
]
CommitOption = Annotated[
    bool, typer.Option("--commit", help="Make a git commit of those files alone.")
]
CommitFileOption = Annotated[
    bool, typer.Option("--commit", help="Make a git commit of that file alone.")
]
AgreedOption = Annotated[
    str | None, typer.Option("--agreed", metavar="WHO", help="Who agreed to it: Trustees.")
]
DecidedOnOption = Annotated[
    str | None,
    typer.Option("--on", metavar="DATE", help="The day of the decision, if not today."),
]
RecorderOption = Annotated[
    str | None,
    typer.Option("--by", metavar="INITIALS", help="Who says so.", autocompletion=leads),
]


def read_filters(
    session: Session,
    lead: list[str] | None = None,
    aim: list[str] | None = None,
    area: list[str] | None = None,
    academy: list[str] | None = None,
    committee: list[str] | None = None,
    term: str | None = None,
    status: list[str] | None = None,
) -> Filters:
    """The filter options as typed, checked against the plan; raises Refusal for a name it lacks."""
    from sipctl.plan.state.filters import filters_from

    return filters_from(
        session.plan,
        session.context,
        leads=lead or (),
        aims=aim or (),
        areas=area or (),
        academies=academy or (),
        committees=committee or (),
        statuses=status or (),
        term=term,
    )


def check_choice(option: str, word: str, choices: tuple[str, ...]) -> str:
    """A word that is one of the choices; else raises Refusal with the nearest one."""
    from sipctl.plan.faults import Refusal, propose

    if word not in choices:
        raise Refusal(f'{option} "{word}" is not known', propose(word, choices))
    return word


def answer_day(as_of: str | None) -> date:
    """The day that an answer is for: `--as-of`, else today. The only place that reads the clock."""
    today = date.today()
    return today if as_of is None else parse_day("--as-of", as_of, today)


def parse_day(option: str, text: str, today: date, *, past: bool = False) -> date:
    """The day that an option names: `2025-04-04`, or words that are read as typed on `today`.

    With `past`, words mean no day to come. Raises Refusal for what is no day or may be several.
    """
    from sipctl.plan.faults import Refusal
    from sipctl.plan.state.resolve import ambiguous
    from sipctl.plan.state.typed_day import days_meant

    days = days_meant(text, today, past=past)
    if len(days) > 1:
        raise ambiguous(f'{option} "{text}" is not a day by itself: it', map(str, days))
    if not days:
        help_line = 'write it as year-month-day, such as 2025-04-04, or as "4 April 2025"'
        raise Refusal(f'{option} "{text}" is not a day', help_line)
    return days[0]


def parse_days(option: str, text: str, most_digits: int, example: str) -> int:
    """Days in a length of time such as `6w`, `10 days` or `1 week`; raises Refusal.

    `example` is the line of help in the refusal.
    """
    from sipctl.plan.faults import Refusal

    match = re.fullmatch(r"([0-9]+) ?(d|days?|w|weeks?)", text.strip().lower())
    if match is None or len(match[1]) > most_digits:
        raise Refusal(f'{option} "{text}" is not a stretch of time', example)
    return int(match[1]) * (7 if match[2][0] == "w" else 1)
