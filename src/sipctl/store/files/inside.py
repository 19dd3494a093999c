"""Opens files inside a folder, and finds links that lead out of one.

Plans and templates come by pull request, and with them links to anywhere. Every reader of a plan's
files, records and templates opens them here; every writer asks here before it writes.
"""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path


class NotPlainError(OSError):
    """Raised for a folder, a pipe or a device where a file is expected."""

    def __init__(self, path: str) -> None:
        reason = "it is not a plain file, but a folder, a pipe or a device"
        super().__init__(errno.EINVAL, reason, path)


class LinkOutError(OSError):
    """Raised for a link that ends outside the folder."""

    def __init__(self, path: str) -> None:
        super().__init__(errno.EXDEV, "it is a link to somewhere outside its folder", path)


_FLAGS = os.O_RDONLY
for _name in ("O_NOFOLLOW", "O_NONBLOCK", "O_CLOEXEC", "O_BINARY"):
    _FLAGS |= getattr(os, _name, 0)


def read_inside(root: str | Path, path: str, most: int) -> bytes:
    """The first `most` bytes of a plain file by its path within a folder; raises OSError.

    A link is followed as long as it ends inside the folder. The folder may be a link itself:
    callers have checked it with `is_link_out`, or the user typed it.
    """
    real_path = os.path.realpath(f"{root}{os.sep}{path}")
    if not is_inside(real_path, os.path.realpath(root)):
        raise LinkOutError(path)
    return read_plain(real_path, most)


def read_plain(path: str, most: int) -> bytes:
    """The first `most` bytes of a plain file that is itself no link; raises OSError."""
    mode = os.lstat(path).st_mode
    if stat.S_ISLNK(mode):
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), path)
    if not stat.S_ISREG(mode):
        raise NotPlainError(path)
    handle = os.open(path, _FLAGS)
    try:
        status = os.fstat(handle)
        if not stat.S_ISREG(status.st_mode):
            raise NotPlainError(path)
        # Read at its own size: a buffer of `most` bytes for each of many files fills the memory.
        data = os.read(handle, min(status.st_size, most - 1) + 1)
        while status.st_size < len(data) < most and (more := os.read(handle, most - len(data))):
            data += more  # it has grown meanwhile
        return data
    finally:
        os.close(handle)


def is_inside(real_path: str, real_folder: str) -> bool:
    """Whether a path lies in a folder; both with their links resolved."""
    return real_path.startswith(real_folder.rstrip(os.sep) + os.sep)


def is_link_out(path: Path) -> bool:
    """Whether something is a link that ends outside the folder it stands in."""
    return path.is_symlink() and not is_inside(
        os.path.realpath(path), os.path.realpath(path.parent)
    )


def link_out(path: Path, here: Path | None = None) -> Path | None:
    """The first link on the way to a path that ends outside the folder it stands in, if any.

    Of a path inside `here` (the current folder) every step is looked at; of any other, which the
    user has typed in full, the last one. The system's own names (`/dev/stdout`) may lead anywhere.
    """
    if path.is_relative_to("/dev"):
        return None
    try:
        here = here or Path.cwd()
    except OSError:
        here = path.parent
    full_path = here / path
    start = here if full_path.is_relative_to(here) else full_path.parent
    step = start
    for part in full_path.relative_to(start).parts:
        step = step / part
        if is_link_out(step):
            return step
    return None
