"""One entry of the plan, opened alone in the user's editor and put back as it was saved."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from sipctl.cli.edits.fields import fields_of, refuse_own_command
from sipctl.cli.runtime.editor import edit_text
from sipctl.plan.faults import Refusal
from sipctl.store.edits.changes import ReplaceText, resolve_path, value_at
from sipctl.store.edits.layout import Layout
from sipctl.store.files.source import Source
from sipctl.store.yaml import read as yaml

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sipctl.cli.edits.subjects import Subject
    from sipctl.plan.model.entries import Plan

_KEPT = ("id", "when", "leads", "query", "retired", "moved", "led", "answered", "came_from")
"""Fields with commands of their own, which keep the earlier value."""

_HOLDING = ("areas", "activities", "kpis", "priorities", "outcomes")
"""Fields that hold other entries."""


@contextmanager
def edited_entry(plan: Plan, subject: Subject, source: Source) -> Iterator[ReplaceText]:
    """Yields the change of an entry's text that was made in the editor.

    Raises Refusal if the text is no entry any more. A Refusal that is raised inside the `with`
    block says where the text is kept.
    """
    data = yaml.read(source).data
    if not subject.path or any(key in _HOLDING for key in value_at(data, subject.path) or ()):
        message = f"{subject.name} holds other entries, and is not edited as one text"
        raise Refusal(message, f'sipctl set {subject.name} title "..." changes one field of it')
    layout = Layout(yaml.text_of(source), yaml.positions(source))
    before = layout.text_alone(resolve_path(data, subject.path))
    with edit_text(before, f"{subject.name} in {source.path}", "entry.yaml") as text:
        if text.rstrip() == before.rstrip():
            raise Refusal("the text is as it was", "nothing was changed")
        value = _value(subject, text)
        _refuse_kept(plan, subject, value_at(data, subject.path), value)
        yield ReplaceText(subject.path, value, text)


def _value(subject: Subject, text: str) -> Any:
    parsed = yaml.read(Source("entry.yaml", text.encode()))
    if parsed.faults:
        raise Refusal(parsed.faults[0].message, parsed.faults[0].help)
    if not isinstance(parsed.data, dict):
        raise Refusal(f"this is no entry of {subject.name} any more", "keep its keys")
    return parsed.data


def _refuse_kept(plan: Plan, subject: Subject, was: dict[str, Any], now: dict[str, Any]) -> None:
    fields = fields_of(type(subject.entry)) if subject.entry is not None else {}
    for key in _KEPT:
        if key in fields and was.get(key) != now.get(key):
            refuse_own_command(plan, subject, fields[key])
