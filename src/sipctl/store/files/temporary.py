"""What stands beside a file or folder while it is written, and has no name of its own yet.

Whoever is killed in between leaves it there, under a name that nothing reads; who writes in the
same folder next clears it away. It says which process of which machine it is of, so nobody loses
what is being written: folders may be shared, and a process's number means nothing elsewhere.
"""

from __future__ import annotations

import os
import re
import secrets
import shutil
import stat
import sys
import zlib
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

BEGINS, ENDS = ".sipctl-", ".tmp"
STALE = 3600
"""Seconds. Writing takes milliseconds: nobody elsewhere is left to finish what is of this age."""

_OURS = re.compile(rf"{re.escape(BEGINS)}([0-9a-f]{{8}})-([0-9]+)-[0-9a-f]+{re.escape(ENDS)}")


def temp_path(parent: Path) -> Path:
    """A new name in a folder."""
    return parent / f"{BEGINS}{_machine()}-{os.getpid()}-{secrets.token_hex(4)}{ENDS}"


@contextmanager
def temporary(parent: Path, data: bytes) -> Iterator[Path]:
    """A file in a folder that holds `data`, on the disk. It is gone afterwards."""
    path = temp_path(parent)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666)
    try:
        try:
            _write(handle, data)
        finally:
            os.close(handle)
        clear(path)
        yield path
    finally:
        with suppress(OSError):
            path.unlink()


def clear(mine: Path) -> None:
    """Take away what killed processes left beside `mine`, which was written just now.

    The file system's own time is asked, that of `mine`: no clock is read.
    """
    with suppress(OSError):
        now = mine.stat().st_mtime
        for entry in os.scandir(mine.parent):
            if entry.name != mine.name and entry.name.startswith(BEGINS):
                with suppress(OSError):
                    _clear(entry, now)


def _clear(entry: os.DirEntry[str], now: float) -> None:
    if not entry.name.endswith(ENDS):
        return
    about = entry.stat(follow_symlinks=False)
    folder = stat.S_ISDIR(about.st_mode)
    named = about.st_nlink > 1 and not folder
    if not named and not _left_behind(entry.name, now - about.st_mtime):
        return
    if folder:
        shutil.rmtree(entry.path, ignore_errors=True)
    else:
        os.unlink(entry.path)  # noqa: PTH108 - it is a string already


def _left_behind(name: str, age: float) -> bool:
    """Whether whoever wrote it is gone: on this machine that can be asked, else its age tells."""
    ours = _OURS.fullmatch(name)
    if ours is None or ours[1] != _machine() or sys.platform == "win32":
        return age > STALE
    try:
        os.kill(int(ours[2]), 0)  # no signal; only whether there is one to send it to
    except ProcessLookupError:
        return True
    except (OSError, OverflowError):
        return False
    return False


def _machine() -> str:
    """Which machine this is, in eight letters."""
    import socket

    return f"{zlib.crc32(os.fsencode(socket.gethostname())):08x}"


def _write(handle: int, data: bytes) -> None:
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(handle, rest) :]
    os.fsync(handle)
