"""The edit that re-dates an activity: `when` (of one milestone) and `moved`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sipctl.plan.model.entries import Activity
from sipctl.store.edits.changes import Bare, InsertItem, SetValue
from sipctl.store.edits.edit import Edit
from sipctl.store.edits.places import KEYS

if TYPE_CHECKING:
    from sipctl.plan.model.entries import Move
    from sipctl.store.edits.changes import Change, Path
    from sipctl.store.files.source import Source


def move_edit(source: Source, path: Path, name: str, phrase: str, entry: Move) -> Edit:
    """An activity (at `path` in its file) with a new phrase, and the old one in `moved`."""
    changes = move_changes(path, phrase, entry)
    return Edit(source, changes, f"{name} cannot be moved", "change when: and moved: there")


def move_changes(path: Path, phrase: str, entry: Move) -> list[Change]:
    """The changes of an activity (at `path`) that re-date it."""
    when: Path = (*path, "when", entry.milestone) if entry.milestone else (*path, "when")
    texts = {
        "milestone": entry.milestone,
        "from": entry.from_,
        "date": Bare(entry.date),
        "agreed": entry.agreed,
        "why": entry.why,
    }
    moved = {key: text for key, text in texts.items() if text is not None}
    return [SetValue(when, phrase), InsertItem((*path, "moved"), moved, order=KEYS[Activity])]
