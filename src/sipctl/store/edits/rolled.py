"""Moves a plan whole into its own past, and lets the next one stand in its place."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from sipctl.plan.faults import Refusal
from sipctl.store.edits.edit import save
from sipctl.store.files import plan_files
from sipctl.store.files.atomic import os_errors_refused, temporary_folder
from sipctl.store.files.folder import PAST, kind_of
from sipctl.store.files.inside import is_link_out

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sipctl.store.edits.edit import Edit
    from sipctl.store.files.folder import Folder

_LEFT = ("record", "round")
"""Kinds of files that belong to the old plan alone."""


def roll(folder: Folder, follows: str, edits: Sequence[Edit]) -> None:
    """Copies the old plan to `follows`, byte for byte, then writes the next over it.

    Raises Refusal, with nothing changed, where the old plan's place is taken. Stopped half-way, the
    old plan is whole in one of the two places; the same call made again finishes the copy.
    """
    refuse_taken(folder, follows)
    files = _files(folder)
    target = folder.path / follows
    with os_errors_refused(f"{folder.shown}/{follows}", "nothing was changed", advise=False):
        (folder.path / PAST).mkdir(exist_ok=True)
        if not target.exists():
            with temporary_folder(folder.path / PAST) as copy:
                for path, data in files.items():
                    (copy / path).parent.mkdir(parents=True, exist_ok=True)
                    (copy / path).write_bytes(data)
                copy.chmod(0o755)
                copy.rename(target)
    save(folder, edits)
    for path in files:
        if kind_of(path) in _LEFT:
            (folder.path / path).unlink(missing_ok=True)
    for name in ("records", "rounds"):
        _remove_empty(folder, name)


def refuse_taken(folder: Folder, follows: str, *, more: bool = False) -> None:
    """Raises Refusal where the old plan's place holds anything but just that plan.

    With `more`, records are still to be added to the plan, so that nothing there can be that.
    """
    if is_link_out(folder.path / PAST):
        raise Refusal(
            f"{folder.shown}/{PAST} is a link to somewhere outside the plan",
            "nothing was changed; put a folder of its own there",
        )
    target = folder.path / follows
    if os.path.lexists(target) and (more or not _holds(target, _files(folder))):
        raise Refusal(
            f"{folder.shown}/{follows} is there already, and is not this plan",
            "nothing was changed; look at what it is, and move it away",
        )


def _files(folder: Folder) -> dict[str, bytes]:
    return {source.path: source.data for source in plan_files.read(folder).sources}


def _holds(target: os.PathLike[str], files: dict[str, bytes]) -> bool:
    """Whether a folder holds just these files."""
    there = {
        path.relative_to(target).as_posix(): path.read_bytes()
        for path in Path(target).rglob("*")
        if path.is_file() and not path.is_symlink()
    }
    return there == files


def _remove_empty(folder: Folder, name: str) -> None:
    for here, _, _ in os.walk(folder.path / name, topdown=False):
        with suppress(OSError):  # it is not empty
            Path(here).rmdir()
