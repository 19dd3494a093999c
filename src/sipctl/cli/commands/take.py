"""`sipctl take`: returns that came back become records."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from sipctl.cli import options as o
from sipctl.cli.complete import leads
from sipctl.cli.formats import FORMATS, check_format, format_option
from sipctl.cli.runtime.terminal import screen
from sipctl.cli.session import Session, open_plan_to_change
from sipctl.plan.faults import Refusal
from sipctl.views.text.english import status_word

if TYPE_CHECKING:
    from sipctl.returns.taking.taken import NotTaken, Taking
    from sipctl.store.git.run import Repository

Files = Annotated[
    list[str],
    typer.Argument(
        metavar="FILE...",
        help="Forms that came back, folders of them, e-mails (.eml), or tables of KPI readings.",
    ),
]
By = Annotated[
    str | None,
    typer.Option(
        "--by", metavar="INITIALS", help="Who gives the readings of a table.", autocompletion=leads
    ),
]
Yes = Annotated[bool, typer.Option("--yes", "-y", help="Write without asking.")]
DryRun = Annotated[bool, typer.Option("--dry-run", "-n", help="Show the table; write nothing.")]
Commit = Annotated[bool, typer.Option("--commit", help="Make one git commit of the new records.")]
AllOrNothing = Annotated[
    bool, typer.Option("--all-or-nothing", help="Write nothing unless all can be taken.")
]
ALL, SOME, NOTHING = 0, 1, 2
"""Exit codes: all was taken, something was not, nothing could be."""


def command(
    files: Files,
    by: By = None,
    yes: Yes = False,
    dry_run: DryRun = False,
    commit: Commit = False,
    all_or_nothing: AllOrNothing = False,
    format: Annotated[str, format_option("take")] = FORMATS["take"][0],
    as_of: o.AsOfOption = None,
    plan: o.PlanOption = None,
) -> None:
    """Take returns: show what each row becomes, then write one record a row."""
    from sipctl.cli.target import known_recorder
    from sipctl.returns.taking import preview
    from sipctl.returns.taking.take import take_files
    from sipctl.store.git.share.commit import open_repository

    check_format("take", format)
    quiet = format == "json"
    if quiet and not (yes or dry_run):
        raise Refusal("--format json asks nothing", "add --yes to write, or --dry-run")
    today = o.answer_day(as_of)
    session = open_plan_to_change(plan, dry_run=dry_run)
    repository = open_repository(session.folder, "take") if commit and not dry_run else None
    taking = take_files(
        *(files, session.plan, session.context, today),
        lambda: known_recorder(session.folder, session.plan, by),
        _ask if _can_ask(yes=yes, quiet=quiet) else lambda _: None,
    )
    if not quiet:
        typer.echo(preview.render(taking, screen()), nl=False)
    held_back = all_or_nothing and bool(taking.not_taken)
    written: list[str] = []
    if taking.new and not held_back and not dry_run:
        _confirm(taking, yes=yes)
        written = _write(session, taking, repository, together=all_or_nothing, quiet=quiet)
    elif held_back and not quiet:
        typer.echo("Nothing is written: not all could be taken.")
    if quiet:
        from sipctl.returns.taking.json import render_json

        typer.echo(render_json(taking, today, written), nl=False)
    raise typer.Exit(_code(taking, held_back=held_back))


def _can_ask(*, yes: bool, quiet: bool) -> bool:
    """Whether questions may be asked on the terminal."""
    from sipctl.cli.runtime.prompts import can_ask

    return can_ask() and not yes and not quiet


def _ask(doubt: NotTaken) -> str | None:
    """The choice that somebody picks on the terminal; None to leave the row out."""
    from sipctl.cli.runtime.prompts import ask_choice
    from sipctl.returns.taking.preview import not_taken_line

    choices = [*map(status_word, doubt.choices), "none of them: leave the row out"]
    index = ask_choice(not_taken_line(doubt), choices)
    return doubt.choices[index] if index < len(doubt.choices) else None


def _code(taking: Taking, *, held_back: bool) -> int:
    if not taking.not_taken:
        return ALL
    return SOME if taking.proposed and not held_back else NOTHING


def _confirm(taking: Taking, *, yes: bool) -> None:
    """Ask before anything is written; without a terminal to ask on, exit with code 2."""
    from sipctl.cli.runtime.prompts import can_ask, confirm
    from sipctl.views.text.english import plural

    if yes:
        return
    if not can_ask():
        typer.echo("sipctl: nothing was written: add --yes to write this", err=True)
        raise typer.Exit(NOTHING)
    confirm(f"Write {plural(len(taking.new), 'record')}?")


def _write(
    session: Session,
    taking: Taking,
    repository: Repository | None,
    *,
    together: bool,
    quiet: bool,
) -> list[str]:
    """Write the records and commit them where a repository is given; the paths of their files.

    Unless `quiet`, say how many there are, and how much is not shared yet.
    """
    from sipctl.cli.runtime.sharing import say_unshared
    from sipctl.returns.taking import preview
    from sipctl.store import records

    calendar = session.context.calendar
    new = [row.record for row in taking.new]
    files = records.save_several(session.folder, calendar, new, together=together)
    paths = [file.path for file in files]
    lines = preview.written(taking, len(paths))
    if repository is not None and paths:
        from sipctl.store.git.share.commit import commit_files

        subject = preview.commit_subject(taking)
        name = commit_files(repository, paths, subject, "what was taken")
        lines += f"Committed as {name}: {subject}\n"
    if not quiet:
        typer.echo(lines, nl=False)
        say_unshared(session.folder)
    return paths
