"""Finds git repositories inside a plan folder, and the beginnings of one.

A pull request can bring the files of a bare repository. Git, started beside them, would take their
settings for the trust's own, and run the programs that those name.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from sipctl.plan.faults import Fault
from sipctl.store.git.find import find_git_dir

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sipctl.store.files.folder import Folder

MOST = 20
"""Faults of this kind; whoever has more has seen enough."""


def git_folders(folder: Folder) -> list[Fault]:
    """An error for each git folder, or the beginnings of one, inside a plan folder."""
    message = "a git repository, or the beginnings of one, stands inside the plan"
    advice = "take it out: git could run programs that its settings name"
    paths = [path for path, _ in zip(_paths(folder), range(MOST), strict=False)]
    return [Fault("git-folder", "error", message, advice, path) for path in sorted(paths)]


def _paths(folder: Folder) -> Iterator[str]:
    """Paths within the plan folder, nothing below one that was given."""
    top = os.path.realpath(folder.path)
    found = find_git_dir(folder.path)
    is_whole_repository = found is not None and str(found[0]) == top
    for here, folders, files in os.walk(top):
        inside = os.path.relpath(here, top).replace(os.sep, "/")
        prefix = "" if inside == "." else f"{inside}/"
        names = {name.lower(): name for name in (*folders, *files)}
        if ".git" in names and not (is_whole_repository and not prefix):
            yield f"{prefix}{names['.git']}"
        if "head" in names and names.keys() & {"objects", "refs", "commondir"}:
            yield inside if prefix else names["head"]
            folders.clear()
        folders[:] = [name for name in folders if name.lower() != ".git"]
