"""`sipctl set`: change one thing of the plan's text."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sipctl.cli import options as o
from sipctl.cli.complete import ids
from sipctl.cli.edits.finish import PlanEdit, finish
from sipctl.cli.edits.opened import open_for_edit
from sipctl.plan.faults import Refusal

if TYPE_CHECKING:
    from datetime import date

    from sipctl.cli.edits.fields import EntryField
    from sipctl.cli.edits.subjects import Subject
    from sipctl.cli.session import Session
    from sipctl.plan.model.entries import Plan
    from sipctl.store.edits.changes import Change
    from sipctl.store.files.source import Source

Id = Annotated[
    str,
    typer.Argument(
        metavar="ID",
        help="An id (2a.3, 2a, 2a.k1), a lead, academy, committee or meeting, a term "
        "(spring-2026) or year (2026/27), plan or settings.",
        autocompletion=ids,
    ),
]
Field = Annotated[
    str | None,
    typer.Argument(metavar="FIELD", help="title, detail, success, after, target, starts ..."),
]
Values = Annotated[
    list[str] | None,
    typer.Argument(metavar="VALUE...", help="Its new text; of a list, every one of them."),
]
NoneOption = Annotated[bool, typer.Option("--none", help="Take the field out.")]
EditOption = Annotated[bool, typer.Option("--edit", "-e", help="Open the entry alone in $EDITOR.")]


def command(
    id: Id,
    field: Field = None,
    values: Values = None,
    none: NoneOption = False,
    edit: EditOption = False,
    dry_run: o.DryRunOption = False,
    commit: o.CommitOption = False,
    as_of: o.AsOfOption = None,
    plan: o.PlanOption = None,
) -> None:
    """Change one thing of the plan's text (a date: move; a lead: handover)."""
    from sipctl.cli.edits.subjects import find_subject
    from sipctl.store.edits.edit import Edit

    today = o.answer_day(as_of)
    session = open_for_edit(plan, dry_run=dry_run)
    subject = find_subject(session.plan, id)
    source = session.source(subject.file)
    with ExitStack() as stack:
        if edit:
            _refuse_typed_too(field, none)
            from sipctl.cli.edits.whole_entry import edited_entry

            change = stack.enter_context(edited_entry(session.plan, subject, source))
            changes: list[Change] = [change]
            word = "entry"
        else:
            chosen = _field(session.plan, subject, field)
            word = chosen.key
            changes = _changes(session, subject, source, chosen, values or [], none, today)
        by_hand = f"change {word}: there"
        edits = (Edit(source, changes, f"{subject.name} cannot be changed", by_hand),)
        subject_line = f"{subject.name}: Change {'its text' if edit else word}"
        finish(session, PlanEdit(edits, subject_line), today, dry_run=dry_run, commit=commit)


def _refuse_typed_too(field: str | None, none: bool) -> None:
    if field is not None or none:
        raise Refusal("--edit opens the whole entry", "leave the field and --none out")


def _field(plan: Plan, subject: Subject, typed: str | None) -> EntryField:
    from sipctl.cli.edits.fields import find_field, refuse_own_command, settable_fields
    from sipctl.plan.model.entries import Activity, Kpi

    if typed is None:
        fields = settable_fields(subject)
        line = f"sipctl set {subject.name}"
        titled = f'{line} title "..."'
        titled += f", or {line} --edit" if isinstance(subject.entry, Activity | Kpi) else ""
        advice = titled if "title" in fields else f"one of: {', '.join(fields)}"
        raise Refusal(f"which field of {subject.name}?", advice)
    field = find_field(subject, typed)
    refuse_own_command(plan, subject, field)
    return field


def _changes(
    session: Session,
    subject: Subject,
    source: Source,
    field: EntryField,
    texts: list[str],
    none: bool,
    today: date,
) -> list[Change]:
    """The changes that give a field the typed value; raises Refusal where it has that already."""
    from sipctl.cli.edits.fields import read_values
    from sipctl.store.edits.changes import RemoveValue, value_at
    from sipctl.store.yaml import read as yaml

    holder = value_at(yaml.read(source).data, subject.path)
    now = (holder or {}).get(field.key)
    if none:
        if texts:
            raise Refusal("--none takes the field out", "leave the text or --none out")
        if now is None:
            raise Refusal(f"{subject.name} has no {field.key}", "nothing was changed")
        return [RemoveValue((*subject.path, field.key))]
    if not texts:
        help_line = f'sipctl set {subject.name} {field.key} "...", or --none to take it out'
        raise Refusal(f"what is {field.key} of {subject.name} to be?", help_line)
    value = read_values(session.plan, field, texts, today)
    if value == (now or ("false" if field.key == "provisional" else None)):
        raise Refusal(f"{field.key} of {subject.name} says so already", "nothing was changed")
    return set_changes(subject, holder, value, field)


def set_changes(
    subject: Subject, holder: dict[str, Any] | None, value: Any, field: EntryField
) -> list[Change]:
    """The changes that give a field another value; `holder` is the entry as the file has it."""
    from sipctl.plan.model.entries import About
    from sipctl.store.edits.changes import RemoveValue, SetValue, list_changes
    from sipctl.store.edits.places import KEYS

    path, now = (*subject.path, field.key), (holder or {}).get(field.key)
    if holder is None:  # settings, which a plan may leave out
        return [SetValue(subject.path, {field.key: value}, KEYS[About])]
    if field.key == "provisional" and value == "false":  # a year without the word is confirmed
        return [RemoveValue(path)]
    if isinstance(now, list) and isinstance(value, list):
        return list_changes(path, now, value)
    return [SetValue(path, value, field.order)]
