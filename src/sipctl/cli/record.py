"""`sipctl record`: put down what happened."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from sipctl.cli.asking import AsOfOption, PlanOption, day_asked, screen
from sipctl.cli.complete import ids, leads
from sipctl.plan.faults import Refusal

if TYPE_CHECKING:
    from datetime import date, time

    from sipctl.cli.subject import Subject
    from sipctl.plan.model import Record
    from sipctl.store.git import Repository

Words = Annotated[
    str | None,
    typer.Argument(
        metavar="[STATUS]",
        help="not-started, on-track, at-risk, off-track, complete, paused or withdrawn; "
        "of a KPI met, partly-met or not-met.",
    ),
]


def command(
    id: Annotated[
        str,
        typer.Argument(
            metavar="ID", help="An activity (2a.3) or a KPI (2a.k1).", autocompletion=ids
        ),
    ],
    status: Words = None,
    note: Annotated[
        str | None, typer.Option("--note", "-m", help="What happened. Governors may see it.")
    ] = None,
    by: Annotated[
        str | None,
        typer.Option("--by", metavar="INITIALS", help="Who says so.", autocompletion=leads),
    ] = None,
    on: Annotated[
        str | None, typer.Option("--on", metavar="DATE", help="The day it happened, if not today.")
    ] = None,
    for_: Annotated[
        str | None,
        typer.Option("--for", metavar="DATE", help="Which date or milestone it settles."),
    ] = None,
    whole: Annotated[bool, typer.Option("--whole", help="It settles every date there is.")] = False,
    value: Annotated[
        str | None, typer.Option("--value", metavar="NUMBER", help="A KPI's reading.")
    ] = None,
    unit: Annotated[str | None, typer.Option("--unit", help="What it is counted in: %.")] = None,
    evidence: Annotated[
        list[str] | None,
        typer.Option("--evidence", help="A link, or a document's name. May be given again."),
    ] = None,
    confidential: Annotated[
        str | None, typer.Option("--confidential", help="A note kept out of packs and screens.")
    ] = None,
    academy: Annotated[
        str | None, typer.Option("--academy", metavar="NAME", help="Where, if at one academy.")
    ] = None,
    corrects: Annotated[
        str | None,
        typer.Option("--corrects", metavar="FILE", help="The record that was a mistake."),
    ] = None,
    edit: Annotated[bool, typer.Option("--edit", "-e", help="Write the note in $EDITOR.")] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", "-n", help="Show the file; write nothing.")
    ] = False,
    commit: Annotated[
        bool, typer.Option("--commit", help="Make a git commit of that file alone.")
    ] = False,
    as_of: AsOfOption = None,
    plan: PlanOption = None,
) -> None:
    """Put down what happened to an activity or a KPI: a status, a result or a reading."""
    from sipctl.cli.recording import Told, meant
    from sipctl.cli.subject import day_of, find_subject, who

    today = day_asked(as_of)
    subject = find_subject(plan, id)
    told = Told(
        *(status, value, unit, for_, whole, note, confidential, academy, corrects),
        tuple(evidence or ()),
    )
    record = meant(subject, told, who(subject, by), day_of(on, today), today)
    repository = _repository(subject) if commit and not dry_run else None
    keep = _show if dry_run else _keep
    if not edit:
        keep(subject, record, today, repository)
        return
    from sipctl.cli.editor import edited

    with edited(note or "", f"{subject.id}  {subject.title}") as written:
        keep(subject, replace(record, note=written), today, repository)


def _show(subject: Subject, record: Record, today: date, _: Repository | None) -> None:
    """What would be written, and what it would settle."""
    from sipctl.store import records

    timed = replace(record, at=_now().strftime("%H:%M:%S"))
    written = records.compose(subject.calendar, timed)
    typer.echo(f"{subject.folder.shown}/{written.path} would say:\n")
    typer.echo("".join(f"    {line}\n" for line in written.data.decode().splitlines()))
    typer.echo(_said(subject, timed, written.path, today, done=False), nl=False)


def _keep(subject: Subject, record: Record, today: date, repository: Repository | None) -> None:
    from sipctl.store import records

    written = records.keep(subject.folder, subject.calendar, record, _now())
    typer.echo(_said(subject, written.record, written.path, today, done=True), nl=False)
    if repository is not None:
        from sipctl.store.commit import commit_file
        from sipctl.views.recorded import commit_subject

        subject_line = commit_subject(record, subject.title, subject.calendar)
        name = commit_file(repository, written.path, subject_line)
        typer.echo(f"Committed as {name}: {subject_line}")


def _now() -> time:
    """The time in UTC. It only orders the records of one day."""
    return datetime.now(UTC).time()


def _repository(subject: Subject) -> Repository:
    """Where --commit commits; raises Refusal before anything is written."""
    from sipctl.store import git

    repository = git.repository(subject.folder.path)
    if repository is None:
        installed = "" if git.installed() else "; git is not installed here"
        raise Refusal(
            f"{subject.folder.shown} is in no git repository{installed}",
            "record without --commit, or begin a repository with git init",
        )
    return repository


def _said(subject: Subject, record: Record, path: str, today: date, *, done: bool) -> str:
    from sipctl.plan import choices
    from sipctl.views import recorded as view

    told = view.head(
        record, subject.title, f"{subject.folder.shown}/{path}", subject.calendar, done=done
    )
    if subject.frame is None:
        return f"{told}What it settles cannot be told until this is mended: {subject.broken}\n"
    new = (path.rsplit("/", 1)[-1], record)
    effect = choices.effect(subject.work, subject.records, new, subject.frame, today)
    return view.fitted(told + view.effect(effect, subject.calendar, today), screen())
