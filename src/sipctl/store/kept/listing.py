"""Which files a plan has, with their sizes and times, in one quick walk.

Whoever trusts something kept compares two of these. Only `os` is imported: this runs before every
answer that is given again.
"""

import os
import stat

Entry = tuple[str, int, int, int, int]
"""A file's path within the plan folder, size, and times of change (contents, then anything at all)
in nanoseconds, and its inode. A copy with an old time put back still has a new second time."""

FRESH = 2_000_000_000
"""Nanoseconds. A file changed this shortly before it was looked at may change again without its
times showing it (clocks tick, some file systems count in two seconds), so nothing about it is
kept."""


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


def listing(folder: str) -> list[Entry] | None:
    """Every file and folder of a plan in order of path; None where one is neither.

    What is odd is left to `store.folder`, which tells it as a fault.
    """
    found: list[Entry] = []
    try:
        _walk(folder, "", found)
    except (OSError, ValueError, RecursionError):
        return None
    return sorted(found)


def _walk(folder: str, inside: str, found: list[Entry]) -> None:
    with os.scandir(folder) as entries:
        for entry in entries:
            name = entry.name
            if name.startswith("."):
                continue
            name.encode()
            if entry.is_dir(follow_symlinks=False):
                found.append((f"{inside}{name}/", 0, 0, 0, 0))
                _walk(entry.path, f"{inside}{name}/", found)
                continue
            about = entry.stat(follow_symlinks=False)
            if not stat.S_ISREG(about.st_mode):
                raise ValueError(name)
            found.append(
                (
                    f"{inside}{name}",
                    about.st_size,
                    about.st_mtime_ns,
                    about.st_ctime_ns,
                    about.st_ino,
                )
            )


def settled(entries: list[Entry], now: int) -> bool:
    """Whether every file's times are old enough to be trusted. `now` in nanoseconds."""
    limit = now - FRESH
    return all(changed < limit and touched < limit for _, _, changed, touched, _ in entries)
