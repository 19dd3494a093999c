"""`sipctl record`: writes a record of an activity, a KPI, an area or an aim into a new file."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from sipctl.cli import options as o
from sipctl.cli.complete import academies, boards, leads, statuses, work
from sipctl.cli.runtime.terminal import screen

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date, time

    from sipctl.cli.target import RecordTarget
    from sipctl.plan.model.entries import Record
    from sipctl.store.git.run import Repository

Id = Annotated[
    str,
    typer.Argument(
        metavar="ID",
        help="An activity (2a.3), a KPI (2a.k1), an area (2a) or an aim (2).",
        autocompletion=work,
    ),
]
Status = Annotated[
    str | None,
    typer.Argument(
        metavar="[STATUS]",
        help="not-started, on-track, at-risk, off-track, complete, paused or withdrawn; "
        "of a KPI met, partly-met or not-met; none of an area or an aim.",
        autocompletion=statuses,
    ),
]
Note = Annotated[
    str | None, typer.Option("--note", "-m", help="What happened. Governors may see it.")
]
Summary = Annotated[
    str | None,
    typer.Option("--summary", help="How an area or aim stands. Governors may see it."),
]
HelpWanted = Annotated[
    str | None,
    typer.Option("--help-wanted", help="The help that is wanted; of an activity, or what is next."),
]
DecisionWanted = Annotated[
    str | None,
    typer.Option("--decision-wanted", help="What others are to decide about an area or aim."),
]
NewDateWanted = Annotated[
    str | None,
    typer.Option(
        "--new-date-wanted",
        metavar="PHRASE",
        help="When an activity had better be done: a proposal, until a move is agreed.",
    ),
]
Board = Annotated[
    str | None,
    typer.Option(
        "--board",
        metavar="NAME",
        help="The board that asks or decides: a meeting or a committee.",
        autocompletion=boards,
    ),
]
Asked = Annotated[str | None, typer.Option("--asked", help="What the board asks, until answered.")]
Decided = Annotated[str | None, typer.Option("--decided", help="What the board decided.")]
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
    str | None,
    typer.Option(
        "--corrects", metavar="FILE", help="The record that was a mistake; last is your newest."
    ),
]
Edit = Annotated[bool, typer.Option("--edit", "-e", help="Write the note (or summary) in $EDITOR.")]
DryRun = Annotated[bool, typer.Option("--dry-run", "-n", help="Show the file; write nothing.")]
Commit = Annotated[bool, typer.Option("--commit", help="Make a git commit of that file alone.")]


def command(
    id: Id,
    status: Status = None,
    note: Note = None,
    summary: Summary = None,
    help_wanted: HelpWanted = None,
    decision_wanted: DecisionWanted = None,
    new_date_wanted: NewDateWanted = None,
    board: Board = None,
    asked: Asked = None,
    decided: Decided = None,
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
    as_of: o.AsOfOption = None,
    plan: o.PlanOption = None,
) -> None:
    """Put down what happened: a status, a result or a reading; how an area or an aim stands."""
    parameters = locals()
    from sipctl.cli.edits.boards import board_called
    from sipctl.cli.new_record.build import build_record
    from sipctl.cli.new_record.oversights import check_oversights
    from sipctl.cli.new_record.record_options import RecordOptions
    from sipctl.cli.runtime.prompts import can_ask
    from sipctl.cli.runtime.sharing import say_unshared
    from sipctl.cli.target import day_of, find_target, recorder
    from sipctl.store.git.share.commit import open_repository
    from sipctl.views.text.style import wrap

    today = o.answer_day(as_of)
    target = find_target(plan, id, dry_run=dry_run, whole=True)
    options = RecordOptions.of_command(parameters)
    who = board_called(target, board, by) if options.of_board else recorder(target, by)
    record = build_record(target, options, who, day_of(on, today), today)
    record, notices = check_oversights(target, record, ask=can_ask() and not dry_run)
    repository = open_repository(target.folder) if commit and not dry_run else None
    with _final_text(target, record, edit=edit) as record:
        if dry_run:
            _show(target, record, today)
        else:
            _write(target, record, today, repository)
    typer.echo(wrap("".join(f"{notice}\n" for notice in notices), screen()), nl=False)
    if not dry_run:
        say_unshared(target.folder)


@contextmanager
def _final_text(target: RecordTarget, record: Record, *, edit: bool) -> Iterator[Record]:
    """Yields the record with its note (or summary) as it was given, or as it leaves the editor."""
    if not edit:
        yield record
        return
    from sipctl.cli.runtime.editor import edit_note

    begun = record.note if target.work else record.summary
    with edit_note(begun or "", f"{target.id}  {target.title}") as text:
        yield replace(record, note=text) if target.work else replace(record, summary=text)


def _show(target: RecordTarget, record: Record, today: date) -> None:
    """Print the file that would be written, and what it would settle."""
    from sipctl.store import records
    from sipctl.views.text.english import safe_path

    timed = replace(record, at=_now().strftime("%H:%M:%S"))
    written = records.compose(target.calendar, timed)
    typer.echo(f"{safe_path(target.folder.shown)}/{written.path} would say:\n")
    typer.echo("".join(f"    {line}\n" for line in written.data.decode().splitlines()))
    typer.echo(_summary(target, timed, written.path, today, done=False), nl=False)


def _write(
    target: RecordTarget, record: Record, today: date, repository: Repository | None
) -> None:
    """Write the record's file, say what it settles, and commit it where a repository is given."""
    from sipctl.store import records

    written = records.save(target.folder, target.calendar, record, _now())
    typer.echo(_summary(target, written.record, written.path, today, done=True), nl=False)
    if repository is not None:
        from sipctl.store.git.share.commit import commit_file
        from sipctl.views.answers.record import commit_subject

        subject = commit_subject(record, target.title, target.calendar)
        name = commit_file(repository, written.path, subject)
        typer.echo(f"Committed as {name}: {subject}")


def _now() -> time:
    """The time in UTC. It only orders the records of one day."""
    return datetime.now(UTC).time()


def _summary(target: RecordTarget, record: Record, path: str, today: date, *, done: bool) -> str:
    """What is recorded, which dates it settles, and the new date that it wants."""
    from sipctl.plan.state import record_preview
    from sipctl.views.answers import record as view
    from sipctl.views.text.style import wrap

    shown = f"{target.folder.shown}/{path}"
    head = view.head(record, target.title, shown, target.calendar, done=done)
    if target.work is None or record.is_by_board:
        return wrap(f"{head}{view.open_question(record)}", screen())
    if target.context is None:
        return f"{head}What it settles cannot be told until this is mended: {target.broken}\n"
    new = (path.rsplit("/", 1)[-1], record)
    effect = record_preview.effect(target.work, target.records, new, target.context, today)
    effect_lines = view.effect(effect, target.calendar, today)
    return wrap(f"{head}{effect_lines}{view.new_date(record)}", screen())
