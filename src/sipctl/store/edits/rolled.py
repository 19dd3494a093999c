"""Moves a whole plan into its `past/` folder, and writes the next plan in its place."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from sipctl.plan.faults import Refusal
from sipctl.store.edits.edit import writes_of
from sipctl.store.files import plan_files
from sipctl.store.files.folder import PAST, kind_of
from sipctl.store.files.inside import is_link_out
from sipctl.store.files.journal import FileWrite, locked_plan, write_while_locked

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sipctl.store.edits.edit import Edit
    from sipctl.store.files.folder import Folder
    from sipctl.store.records import RecordFile

_LEFT = ("record", "round")
"""Kinds of files that belong to the old plan alone."""


def write_next_plan(
    folder: Folder, follows: str, edits: Sequence[Edit], records: Sequence[RecordFile]
) -> list[str]:
    """Moves the old plan to `follows`, byte for byte, with its last records, and writes the next.

    All of it or none; returns the paths that changed. Raises Refusal, with nothing changed, where
    the old plan's place is taken.
    """
    with locked_plan(folder):
        refuse_taken(folder, follows)
        old = {source.path: source.data for source in plan_files.read_while_locked(folder)}
        copies = old | {record.path: record.data for record in records}
        left = [path for path in old if kind_of(path) in _LEFT]
        writes = [
            *(FileWrite(f"{follows}/{path}", None, data) for path, data in copies.items()),
            *writes_of(folder, edits),
            *(FileWrite(path, old[path], None) for path in left),
        ]
        write_while_locked(folder, writes)
    return [write.path for write in writes]


def refuse_taken(folder: Folder, follows: str) -> None:
    """Raises Refusal where something stands in the old plan's place."""
    if is_link_out(folder.path / PAST):
        raise Refusal(
            f"{folder.shown}/{PAST} is a link to somewhere outside the plan",
            "nothing was changed; put a folder of its own there",
        )
    if os.path.lexists(folder.path / follows):
        raise Refusal(
            f"{folder.shown}/{follows} is there already, and is not this plan",
            "nothing was changed; look at what it is, and move it away",
        )
