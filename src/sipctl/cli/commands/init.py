"""`sipctl init`: a first plan, from six answers or from the table that a trust has."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sipctl.cli.options import AsOfOption, answer_day
from sipctl.cli.runtime.terminal import screen
from sipctl.plan.faults import Refusal

if TYPE_CHECKING:
    from datetime import date

    from sipctl.cli.init.questions import InitOptions

FIRST_STEPS = "Next: write areas and activities into {aims}, then ask sipctl due."

Folder = Annotated[Path, typer.Argument(metavar="[DIR]", help="Where the plan's folder is made.")]
Name = Annotated[
    str | None, typer.Option("--name", metavar="NAME", help="The trust's or school's name.")
]
Short = Annotated[
    str | None, typer.Option("--short", metavar="NAME", help="Its short name, such as SLT.")
]
Years = Annotated[
    str | None, typer.Option("--years", metavar="YEARS", help="When it runs, such as 2025-28.")
]
Aim = Annotated[
    list[str] | None,
    typer.Option("--aim", metavar="TITLE", help="An aim. Give one option for each."),
]
Lead = Annotated[
    list[str] | None,
    typer.Option("--lead", metavar="LEAD", help='JK, "JK=HR director", or a name.'),
]
Terms = Annotated[
    list[str] | None,
    typer.Option(
        "--terms",
        metavar="TERM",
        help='"autumn 2025: 3 Sep to 19 Dec, half term 27 to 31 Oct"; provisional; or six.',
    ),
]
From = Annotated[
    Path | None,
    typer.Option("--from", metavar="FILE", help="A plan as .xlsx, .docx or .csv; or a folder."),
]
Map = Annotated[
    list[str] | None,
    typer.Option(
        "--map", metavar="HEADS", help='What columns are: "Action=activity,By whom=lead".'
    ),
]
StatusAsOf = Annotated[
    str | None,
    typer.Option("--status-as-of", metavar="DATE", help="With --from: the day of its RAG column."),
]
StatusBy = Annotated[
    str | None,
    typer.Option("--status-by", metavar="INITIALS", help="Who says what its RAG column says."),
]
DryRun = Annotated[
    bool, typer.Option("--dry-run", help="With --from: show what is read, and write nothing.")
]


def command(
    folder: Folder = Path(),
    name: Name = None,
    short: Short = None,
    years: Years = None,
    aim: Aim = None,
    lead: Lead = None,
    terms: Terms = None,
    from_: From = None,
    map: Map = None,
    status_as_of: StatusAsOf = None,
    status_by: StatusBy = None,
    dry_run: DryRun = False,
    as_of: AsOfOption = None,
) -> None:
    """Begin a plan: from six answers, or --from a workbook, a Word document or CSV."""
    from sipctl.cli.init.questions import read_options
    from sipctl.store.new_plan import create

    today = answer_day(as_of)
    target = folder / "plan"
    create.refuse_taken(target)
    options = read_options(name, short, years, aim, lead, terms, status_as_of, status_by)
    if from_ is None:
        _refuse_without_file(
            map=map, dry_run=dry_run, status_as_of=status_as_of, status_by=status_by
        )
        typer.echo(_init_from_answers(target, options, today), nl=False)
        return
    from sipctl.cli.init.from_file import init_from, preview
    from sipctl.cli.init.order import Order

    report = preview if dry_run else init_from
    typer.echo(report(Order(from_, target, options, map or [], today)), nl=False)


def _refuse_without_file(**options: object) -> None:
    """Raises Refusal for an option that says how a file is read, where no file is given."""
    for name, given in options.items():
        if given:
            option = f"--{name.replace('_', '-')}"
            advice = f"name the file with --from, or leave {option} out"
            raise Refusal(f"{option} is for --from", advice)


def _init_from_answers(target: Path, options: InitOptions, today: date) -> str:
    """Write a plan made of the six answers; the closing summary."""
    from sipctl.cli.init import summary
    from sipctl.cli.init.beside import set_up
    from sipctl.cli.init.questions import answers_of, plan_of
    from sipctl.store.new_plan import create
    from sipctl.views.text.english import safe_path

    plan = plan_of(answers_of(options, today))
    create.create(target, create.files(plan, {"calendar": [""]}))
    steps = FIRST_STEPS.format(aims=f"{safe_path((target / 'aims').as_posix())}/")
    faults = summary.faults_of(target, today)
    return summary.render(target, faults, screen(), f"{steps}\n") + set_up(target.parent, ())
