"""Which files a plan has, with their sizes and times, in one quick walk.

Whoever trusts something kept compares two of these. Only `os` and `marshal` are imported: this runs
before every answer that is given again.
"""

import marshal
import os

Mark = tuple[str, int, int, int, int]
"""A file's path within the plan, size, both times (nanoseconds) and inode; a folder's are 0."""

FRESH = 2_000_000_000
"""Nanoseconds. A file changed this shortly before it was looked at may change again without its
times showing it (clocks tick, some file systems count in two seconds), so nothing about it is
kept."""


class Listing:
    """What was there when somebody looked: a `Mark` for each file and folder, as the system lists
    them, and the newest of all times. `state` is all of it, to compare or to make a name of.

    The second time is that of any change at all: a copy with an old time put back has a new one.
    """

    def __init__(self, marks: list[Mark], newest: int) -> None:
        self.marks = marks
        self.newest = newest
        self.state = marshal.dumps(marks, 0)  # 0: later forms hang on who else holds the values

    def settled(self, now: int) -> bool:
        """Whether every file's times are old enough to be trusted. `now` in nanoseconds."""
        return self.newest < now - FRESH


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
    marks: list[Mark] = []
    try:
        newest = _walk(folder, "", marks)
    except (OSError, ValueError, RecursionError):
        return None
    return Listing(marks, newest)


def know(folder: str, files: Listing) -> None:
    """Keep what a folder was just found to hold, for whoever next asks `looked_up`, once."""
    _known[os.path.realpath(folder)] = files


def forget() -> None:
    """Keep nothing of it any longer."""
    _known.clear()


def looked_up(folder: str) -> Listing | None:
    """What is known of a folder, else its `listing`."""
    return _known.pop(os.path.realpath(folder), None) or listing(folder)


_known: dict[str, Listing] = {}


def _walk(folder: str, inside: str, marks: list[Mark]) -> int:
    """Adds a folder's marks; the newest time there is in it.

    Of ten thousand records each step here is a millisecond.
    """
    newest = 0
    # Asked by name within an open folder, the system need not find its way anew for each file.
    asked = os.open(folder, os.O_RDONLY) if os.scandir in os.supports_fd else folder
    try:
        with os.scandir(asked) as entries:
            for entry in entries:
                name = entry.name
                if name[0] == ".":
                    continue
                path = inside + name
                if entry.is_file(follow_symlinks=False):
                    of = entry.stat(follow_symlinks=False)
                    changed, touched = of.st_mtime_ns, of.st_ctime_ns
                    marks.append((path, of.st_size, changed, touched, of.st_ino))
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
        if isinstance(asked, int):
            os.close(asked)
    return newest
