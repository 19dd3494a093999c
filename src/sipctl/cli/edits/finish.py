"""The end of every command that edits the plan: prove, write, say what changed, commit."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import typer

from sipctl.cli.runtime.terminal import screen
from sipctl.plan.faults import Refusal

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from sipctl.cli.session import Session
    from sipctl.plan.model.entries import Plan, Record
    from sipctl.store.edits.edit import Edit
    from sipctl.store.files.source import Source
    from sipctl.store.git.run import Repository
    from sipctl.store.records import RecordFile

_INTENDED = ("lead-has-left",)
"""Slugs of errors that an edit may cause on purpose: `check` then proposes the next step."""


@dataclass(frozen=True)
class PlanEdit:
    """What a command does to the plan: edits of its files, new records, the commit's subject.

    `notes` are sentences to print after the changes. `tolerated` are slugs of errors that it may
    cause and a later step mends.
    """

    edits: tuple[Edit, ...]
    subject: str
    records: tuple[Record, ...] = ()
    notes: tuple[str, ...] = ()
    new_files: tuple[Source, ...] = ()
    tolerated: tuple[str, ...] = ()


def finish(session: Session, edit: PlanEdit, today: date, *, dry_run: bool, commit: bool) -> None:
    """Write an edit and say what changed, or with `dry_run` show what would.

    Raises Refusal, with nothing written, where a file cannot be edited so, or the edit would cause
    an error.
    """
    from sipctl.store.edits.edit import edited, save
    from sipctl.store.files.journal import FileWrite
    from sipctl.views.text.english import safe_path

    repository = _repository(session) if commit and not dry_run else None
    records = composed(session, edit.records)
    sources = [edited(file_edit) for file_edit in edit.edits]
    after = _after(session, [*sources, *edit.new_files], records)
    left_to_do = refuse_new_errors(
        session, after, today, intended=_INTENDED, unfinished=edit.tolerated
    )
    paths: list[str] = []
    if dry_run:
        _show(session, edit, sources, records)
    else:
        new_files = [FileWrite(file.path, None, file.data) for file in edit.new_files]
        new_files += [FileWrite(record.path, None, record.data) for record in records]
        save(session.folder, edit.edits, new_files)
        paths = [*(source.path for source in sources), *(file.path for file in new_files)]
    for line in (*_changes(session, after), *edit.notes, *left_to_do):
        _echo(line)
    for path in paths:
        typer.echo(f"  {safe_path(f'{session.folder.shown}/{path}')}")
    if repository is not None:
        from sipctl.store.git.share.commit import commit_files

        name = commit_files(repository, paths, edit.subject, "the change")
        _echo(f"Committed as {name}: {edit.subject}")
    if not dry_run:
        from sipctl.cli.runtime.sharing import say_unshared

        say_unshared(session.folder)


def _repository(session: Session) -> Repository:
    from sipctl.store.git.share.commit import open_repository

    return open_repository(session.folder, "do it")


def _echo(line: str) -> None:
    from sipctl.views.text.english import safe_text
    from sipctl.views.text.style import wrap

    typer.echo(wrap(safe_text(line), screen()))


# --- the plan after the edit ---------------------------------------------------------------------


def _after(session: Session, sources: Sequence[Source], records: Sequence[RecordFile]) -> Plan:
    from sipctl.store.load import combine, load_file

    changed = {source.path: load_file(source) for source in sources}
    plan = combine({**session.opened.loaded.files, **changed}).plan()
    files = {file.path: file.record for file in records}
    return replace(plan, records={**plan.records, **files})


def composed(session: Session, records: Sequence[Record]) -> list[RecordFile]:
    """The files of new records, as they would be written now."""
    from sipctl.store.records import compose_now

    now = datetime.now(UTC).time()
    calendar = session.context.calendar
    return [compose_now(session.folder, calendar, record, now) for record in records]


def refuse_new_errors(
    session: Session,
    after: Plan,
    today: date,
    *,
    intended: Sequence[str] = (),
    unfinished: Sequence[str] = (),
) -> list[str]:
    """Raises Refusal for the first error that an edit causes.

    Errors whose slugs are `intended` are let through; those whose slugs are `unfinished` are
    returned as one line that says what is left to do.
    """
    from sipctl.plan import rules
    from sipctl.plan.context import timing_context

    known = Counter((fault.slug, fault.message) for fault in session.opened.faults(today))
    left_to_do = []
    for fault in rules.check(after, timing_context(after), today):
        if fault.severity != "error" or fault.slug in intended:
            continue
        if fault.slug in unfinished:
            left_to_do.append(fault.message)
            continue
        if not known[fault.slug, fault.message]:
            raise Refusal(f"{fault.message}, so nothing was changed", fault.help)
        known[fault.slug, fault.message] -= 1
    return [f"Left to do before you send it: {'; '.join(left_to_do)}"] if left_to_do else []


# --- in words ------------------------------------------------------------------------------------


def _show(
    session: Session,
    edit: PlanEdit,
    sources: Sequence[Source],
    records: Sequence[RecordFile],
) -> None:
    """Print the lines of the files that would change, and the records that would be written."""
    from sipctl.views.answers.move import diff
    from sipctl.views.text.english import safe_path

    for file_edit, after in zip(edit.edits, sources, strict=True):
        path = safe_path(f"{session.folder.shown}/{after.path}")
        typer.echo(diff(file_edit.source.data, after.data, path), nl=False)
    for record in records:
        typer.echo(f"{safe_path(session.folder.shown)}/{record.path} would say:\n")
        typer.echo("".join(f"    {line}\n" for line in record.data.decode().splitlines()))
    typer.echo("Nothing is written. This would change:")


def _changes(session: Session, after: Plan) -> Iterator[str]:
    """What changed, in the words of `diff`."""
    from sipctl.plan.changes import Version, compare, version_pair
    from sipctl.views.changes.diff import Diff, sections
    from sipctl.views.changes.english import Markup

    comparison = compare(version_pair(Version(session.plan), Version(after)))
    period = session.context.calendar.title
    diff = Diff("", "", "", {}, comparison, period=period)
    for section in sections(diff, Markup(str, str)):
        for item in section.items:
            yield item.head
            yield from (f"  {line}" for line in item.under)
