"""Lists a plan's files, with their sizes and times, in one quick walk.

What is cached is used only while this listing is the same. Only `os` and `marshal` are imported:
this runs before every cached answer.
"""

import marshal
import os

Mark = tuple[str, int, int, int, int]
"""A file's path within the plan, size, both times (nanoseconds) and inode; a folder's are 0."""

FRESH = 2_000_000_000
"""Nanoseconds. A file changed this shortly before it was listed may change again without its
times showing it (clocks tick, some file systems count in two seconds), so nothing about it is
cached."""


class Listing:
    """A `Mark` for each file and folder of a plan, in the system's order, and the newest time.

    `state` is all of it as bytes, to compare or to digest. The second time of a mark (ctime) is new
    after any change, even where the first (mtime) was set back.
    """

    def __init__(self, marks: list[Mark], newest: int) -> None:
        self.marks = marks
        self.newest = newest
        self.state = marshal.dumps(marks, 0)  # version 0: later ones depend on reference counts

    def settled(self, now: int) -> bool:
        """Whether every file's times are old enough to be trusted. `now` in nanoseconds."""
        return self.newest < now - FRESH


def plan_folder(plan: str | None, here: str) -> str | None:
    """The plan's folder: `plan` (or `plan/` in it), else upwards from `here`; None for none."""
    if plan is not None:
        for path in (os.path.join(here, plan), os.path.join(here, plan, "plan")):
            if _is_file(os.path.join(path, "plan.yaml")):
                return path
        return None
    while True:
        path = os.path.join(here, "plan")
        if _is_file(os.path.join(path, "plan.yaml")):
            return path
        parent = os.path.dirname(here)
        if parent == here:
            return None
        here = parent


def _is_file(path: str) -> bool:
    try:
        return os.path.isfile(path)
    except ValueError:  # a name with a NUL
        return False


def listing(folder: str) -> Listing | None:
    """Every file and folder of a plan; None where an entry is neither, or cannot be read.

    `store.files.plan_files` makes faults of such entries.
    """
    marks: list[Mark] = []
    try:
        newest = _walk(folder, "", marks)
    except (OSError, ValueError, RecursionError):
        return None
    return Listing(marks, newest)


def remember(folder: str, files: Listing) -> None:
    """Holds a folder's listing for the next call of `get_listing`, once."""
    _remembered[os.path.realpath(folder)] = files


def forget() -> None:
    """Drops every listing held by `remember`."""
    _remembered.clear()


def get_listing(folder: str) -> Listing | None:
    """The listing of a folder: the remembered one, else a new one."""
    return _remembered.pop(os.path.realpath(folder), None) or listing(folder)


_remembered: dict[str, Listing] = {}


def _walk(folder: str, inside: str, marks: list[Mark]) -> int:
    """Adds a folder's marks; returns the newest time in it.

    Each statement of the loop costs a millisecond for ten thousand records.
    """
    newest = 0
    # By name within an open folder, the system need not resolve the whole path for each file.
    opened = os.open(folder, os.O_RDONLY) if os.scandir in os.supports_fd else folder
    try:
        with os.scandir(opened) as entries:
            for entry in entries:
                name = entry.name
                path = inside + name
                if name[0] == ".":
                    # `check` reports these: a repository inside the plan, an edit cut off half-way.
                    if name.lower() == ".git" or name.startswith(".sipctl-edit-"):
                        marks.append((path, 0, 0, 0, 0))
                    continue
                if entry.is_file(follow_symlinks=False):
                    status = entry.stat(follow_symlinks=False)
                    changed, touched = status.st_mtime_ns, status.st_ctime_ns
                    marks.append((path, status.st_size, changed, touched, status.st_ino))
                    if changed > newest:
                        newest = changed
                    if touched > newest:
                        newest = touched
                elif entry.is_dir(follow_symlinks=False):
                    marks.append((f"{path}/", 0, 0, 0, 0))
                    newest = max(newest, _walk(os.path.join(folder, name), f"{path}/", marks))
                else:
                    raise ValueError(name)
    finally:
        if isinstance(opened, int):
            os.close(opened)
    return newest
