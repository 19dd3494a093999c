"""`sipctl record`: put down what happened."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from sipctl.cli.complete import academies, leads, statuses, work
from sipctl.cli.session import AsOfOption, PlanOption, day_asked, screen
from sipctl.plan.faults import Refusal

if TYPE_CHECKING:
    from datetime import date, time

    from sipctl.cli.target import RecordTarget
    from sipctl.plan.model.entries import Record
    from sipctl.store.git.run import Repository

Id = Annotated[
    str,
    typer.Argument(metavar="ID", help="An activity (2a.3) or a KPI (2a.k1).", autocompletion=work),
]
Status = Annotated[
    str | None,
    typer.Argument(
        metavar="[STATUS]",
        help="not-started, on-track, at-risk, off-track, complete, paused or withdrawn; "
        "of a KPI met, partly-met or not-met.",
        autocompletion=statuses,
    ),
]
Note = Annotated[
    str | None, typer.Option("--note", "-m", help="What happened. Governors may see it.")
]
By = Annotated[
    str | None,
    typer.Option("--by", metavar="INITIALS", help="Who says so.", autocompletion=leads),
]
On = Annotated[
    str | None, typer.Option("--on", metavar="DATE", help="The day it happened, if not today.")
]
For = Annotated[
    str | None, typer.Option("--for", metavar="DATE", help="Which date or milestone it settles.")
]
AllOfIt = Annotated[bool, typer.Option("--whole", help="It settles every date there is.")]
Value = Annotated[str | None, typer.Option("--value", metavar="NUMBER", help="A KPI's reading.")]
Unit = Annotated[str | None, typer.Option("--unit", help="What it is counted in: %.")]
Evidence = Annotated[
    list[str] | None,
    typer.Option("--evidence", help="A link, or a document's name. May be given again."),
]
Confidential = Annotated[
    str | None, typer.Option("--confidential", help="A note kept out of packs and screens.")
]
Academy = Annotated[
    str | None,
    typer.Option(
        "--academy",
        metavar="NAME",
        help="Where, if at one academy.",
        autocompletion=academies,
    ),
]
Corrects = Annotated[
    str | None, typer.Option("--corrects", metavar="FILE", help="The record that was a mistake.")
]
Edit = Annotated[bool, typer.Option("--edit", "-e", help="Write the note in $EDITOR.")]
DryRun = Annotated[bool, typer.Option("--dry-run", "-n", help="Show the file; write nothing.")]
Commit = Annotated[bool, typer.Option("--commit", help="Make a git commit of that file alone.")]


def command(
    id: Id,
    status: Status = None,
    note: Note = None,
    by: By = None,
    on: On = None,
    for_: For = None,
    whole: AllOfIt = False,
    value: Value = None,
    unit: Unit = None,
    evidence: Evidence = None,
    confidential: Confidential = None,
    academy: Academy = None,
    corrects: Corrects = None,
    edit: Edit = False,
    dry_run: DryRun = False,
    commit: Commit = False,
    as_of: AsOfOption = None,
    plan: PlanOption = None,
) -> None:
    """Put down what happened to an activity or a KPI: a status, a result or a reading."""
    from sipctl.cli.record_input import Told, meant
    from sipctl.cli.runtime.editor import edited
    from sipctl.cli.target import day_of, find_subject, who

    today = day_asked(as_of)
    subject = find_subject(plan, id)
    told = Told(
        *(status, value, unit, for_, whole, note, confidential, academy, corrects),
        tuple(evidence or ()),
    )
    record = meant(subject, told, who(subject, by), day_of(on, today), today)
    repository = _repository(subject) if commit and not dry_run else None
    with (
        edited(note or "", f"{subject.id}  {subject.title}") if edit else nullcontext(note) as text
    ):
        keep = _show if dry_run else _keep
        keep(subject, replace(record, note=text), today, repository)


def _show(subject: RecordTarget, record: Record, today: date, _: Repository | None) -> None:
    """What would be written, and what it would settle."""
    from sipctl.store import records
    from sipctl.views.text.english import safe_path

    timed = replace(record, at=_now().strftime("%H:%M:%S"))
    written = records.compose(subject.calendar, timed)
    typer.echo(f"{safe_path(subject.folder.shown)}/{written.path} would say:\n")
    typer.echo("".join(f"    {line}\n" for line in written.data.decode().splitlines()))
    typer.echo(_said(subject, timed, written.path, today, done=False), nl=False)


def _keep(
    subject: RecordTarget, record: Record, today: date, repository: Repository | None
) -> None:
    from sipctl.store import records

    written = records.save(subject.folder, subject.calendar, record, _now())
    typer.echo(_said(subject, written.record, written.path, today, done=True), nl=False)
    if repository is not None:
        from sipctl.store.git.commit import commit_file
        from sipctl.views.answers.record import commit_subject

        subject_line = commit_subject(record, subject.title, subject.calendar)
        name = commit_file(repository, written.path, subject_line)
        typer.echo(f"Committed as {name}: {subject_line}")


def _now() -> time:
    """The time in UTC. It only orders the records of one day."""
    return datetime.now(UTC).time()


def _repository(subject: RecordTarget) -> Repository:
    """Where --commit commits; raises Refusal before anything is written."""
    from sipctl.store.git import run

    repository = run.repository(subject.folder.path)
    if repository is None:
        installed = "" if run.installed() else "; git is not installed here"
        raise Refusal(
            f"{subject.folder.shown} is in no git repository{installed}",
            "record without --commit, or begin a repository with git init",
        )
    return repository


def _said(subject: RecordTarget, record: Record, path: str, today: date, *, done: bool) -> str:
    from sipctl.plan.state import record_preview
    from sipctl.views.answers import record as view
    from sipctl.views.text.style import wrap

    told = view.head(
        record, subject.title, f"{subject.folder.shown}/{path}", subject.calendar, done=done
    )
    if subject.frame is None:
        return f"{told}What it settles cannot be told until this is mended: {subject.broken}\n"
    new = (path.rsplit("/", 1)[-1], record)
    effect = record_preview.effect(subject.work, subject.records, new, subject.frame, today)
    return wrap(told + view.effect(effect, subject.calendar, today), screen())
