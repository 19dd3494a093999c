"""Which files a plan has, with their sizes and times, in one quick walk.

Whoever trusts something kept compares two of these. Only `os` is imported: this runs before every
answer that is given again.
"""

import os
import stat

FRESH = 2_000_000_000
"""Nanoseconds. A file changed this shortly before it was looked at may change again without its
times showing it (clocks tick, some file systems count in two seconds), so nothing about it is
kept."""


class Listing:
    """What was there: `marks` has for each file its path, size, both times and inode.

    The second time is that of any change at all: a copy with an old time put back has a new one.
    `newest` is the latest of all times, in nanoseconds.
    """

    def __init__(self, marks: list[str], newest: int) -> None:
        self.marks = marks
        self.newest = newest

    def settled(self, now: int) -> bool:
        """Whether every file's times are old enough to be trusted. `now` in nanoseconds."""
        return self.newest < now - FRESH

    def state(self) -> bytes:
        """All of it, to compare or to make a name of."""
        return "\n".join(self.marks).encode()


def plan_folder(asked: str | None, here: str) -> str | None:
    """The plan's folder: `asked` (or `plan/` in it), else upwards from `here`; None for none."""
    if asked is not None:
        for path in (os.path.join(here, asked), os.path.join(here, asked, "plan")):
            if _is_file(os.path.join(path, "plan.yaml")):
                return path
        return None
    while True:
        path = os.path.join(here, "plan")
        if _is_file(os.path.join(path, "plan.yaml")):
            return path
        above = os.path.dirname(here)
        if above == here:
            return None
        here = above


def _is_file(path: str) -> bool:
    try:
        return os.path.isfile(path)
    except ValueError:  # a name with a NUL
        return False


def listing(folder: str) -> Listing | None:
    """Every file and folder of a plan; None where one is neither.

    What is odd is left to `store.folder`, which tells it as a fault.
    """
    marks: list[str] = []
    try:
        newest = _walk(folder, "", marks)
        marks.sort()
    except (OSError, ValueError, RecursionError):
        return None
    return Listing(marks, newest)


def _walk(folder: str, inside: str, marks: list[str]) -> int:
    """Adds a folder's marks; the newest time there is in it."""
    newest = 0
    with os.scandir(folder) as entries:
        for entry in entries:
            name = entry.name
            if name[0] == ".":
                continue
            if entry.is_dir(follow_symlinks=False):
                marks.append(f"{inside}{name}/")
                newest = max(newest, _walk(entry.path, f"{inside}{name}/", marks))
                continue
            about = entry.stat(follow_symlinks=False)
            if not stat.S_ISREG(about.st_mode):
                raise ValueError(name)
            changed, touched = about.st_mtime_ns, about.st_ctime_ns
            marks.append(f"{inside}{name}\t{about.st_size} {changed} {touched} {about.st_ino}")
            if changed > newest:
                newest = changed
            if touched > newest:
                newest = touched
    return newest
