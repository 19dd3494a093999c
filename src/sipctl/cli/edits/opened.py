"""A plan opened for editing, with its files as they were before it was read."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from sipctl.cli.session import Session, find_plan_to_change, open_plan
from sipctl.plan.frozen import field, frozen
from sipctl.store.files.plan_files import read_file

if TYPE_CHECKING:
    from sipctl.store.files.folder import Folder
    from sipctl.store.files.source import Source


@frozen()
class EditSession(Session):
    """An open plan, and its files (records aside) by path.

    The files are read before the plan, so that a change in between is noticed on writing.
    """

    sources: dict[str, Source] = field(default_factory=dict)

    def source(self, path: str) -> Source:
        """A file as it was before the plan was read."""
        return self.sources.get(path) or read_file(self.folder, path)


def open_for_edit(plan: str | None, *, dry_run: bool) -> EditSession:
    """The plan, read and validated; raises Refusal (exit code 1) if a file does not load."""
    sources = _sources(find_plan_to_change(plan, dry_run=dry_run))
    session = open_plan(plan)
    return EditSession(session.folder, session.opened, sources=sources)


def _sources(folder: Folder) -> dict[str, Source]:
    sources = {}
    for file in (*folder.path.glob("*.yaml"), *folder.path.glob("aims/*.yaml")):
        path = file.relative_to(folder.path).as_posix()
        with suppress(OSError):  # whatever stands in the way is reported when the plan is read
            sources[path] = read_file(folder, path)
    return sources
