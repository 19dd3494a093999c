"""The edit that re-dates an activity: `when` (of one milestone) and `moved`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sipctl.store.edits.changes import Bare, InsertItem, SetValue
from sipctl.store.edits.edit import Edit

if TYPE_CHECKING:
    from sipctl.plan.model.entries import Move
    from sipctl.store.edits.changes import Path
    from sipctl.store.files.source import Source


def move_edit(source: Source, path: Path, name: str, phrase: str, entry: Move) -> Edit:
    """An activity (at `path` in its file) with a new phrase, and the old one in `moved`."""
    when: Path = (*path, "when", entry.milestone) if entry.milestone else (*path, "when")
    texts = {
        "milestone": entry.milestone,
        "from": entry.from_,
        "date": Bare(entry.date),
        "agreed": entry.agreed,
        "why": entry.why,
    }
    moved = {key: text for key, text in texts.items() if text is not None}
    changes = (SetValue(when, phrase), InsertItem((*path, "moved"), moved))
    return Edit(source, changes, f"{name} cannot be moved", "change when: and moved: there")
