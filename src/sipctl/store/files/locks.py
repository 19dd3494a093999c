"""Locks on folders, between processes."""

from __future__ import annotations

import os
import time
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import threading
    from collections.abc import Iterator
    from pathlib import Path

_LOCK_TRIES, _LOCK_PAUSE = 300, 0.02
"""Tries and seconds between them: a lock is held for some milliseconds; waiting ends after 6 s."""
_HEARTBEAT = 1.0
"""Seconds between two touches of a lock file, which show that its holder is alive."""
_LOCK_NAME = ".sipctl-lock.tmp"
"""The lock file, where one is needed: named like temporary files, which no reader looks at."""


@contextmanager
def locked(parent: Path) -> Iterator[None]:
    """Holds a lock on a folder, so that two processes do not work in it at once.

    Where the system has no locks on folders (Windows), the lock is a file in it.
    """
    try:
        import fcntl
    except ImportError:
        with _lock_file(parent / _LOCK_NAME):
            yield
        return
    handle = os.open(parent, os.O_RDONLY)
    try:
        with suppress(OSError):
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def wait_unlocked(parent: Path) -> None:
    """Waits until nobody holds the lock on a folder (or for 6 seconds); writes nothing."""
    try:
        import fcntl
    except ImportError:
        for _ in range(_LOCK_TRIES):
            if not (parent / _LOCK_NAME).exists():
                return
            time.sleep(_LOCK_PAUSE)
        return
    with suppress(OSError):
        handle = os.open(parent, os.O_RDONLY)
        try:
            for _ in range(_LOCK_TRIES):
                with suppress(BlockingIOError):
                    fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
                    return
                time.sleep(_LOCK_PAUSE)
        finally:
            os.close(handle)


@contextmanager
def _lock_file(path: Path) -> Iterator[None]:
    """Holds a lock file: created exclusively, and touched every second while its holder lives.

    A waiting process removes one that nobody has touched for 6 seconds: its holder was killed.
    """
    import threading

    token = os.urandom(16)
    _wait_and_make(path, token)
    released = threading.Event()
    holder = threading.Thread(target=_touch_regularly, args=(path, released), daemon=True)
    holder.start()
    try:
        yield
    finally:
        released.set()
        holder.join()
        with suppress(OSError):  # the next process that waits removes it
            if path.read_bytes() == token:
                path.unlink(missing_ok=True)


def _touch_regularly(path: Path, released: threading.Event) -> None:
    while not released.wait(_HEARTBEAT):
        with suppress(OSError):
            os.utime(path)


def _wait_and_make(path: Path, token: bytes) -> None:
    waited: dict[int, int] = {}
    while not _make(path, token):
        time.sleep(_LOCK_PAUSE)
        with suppress(OSError):
            made_at = path.stat().st_mtime_ns
            waited[made_at] = waited.get(made_at, 0) + 1
            if waited[made_at] == _LOCK_TRIES:
                path.unlink()


def _make(path: Path, token: bytes) -> bool:
    """Creates the lock file; False if there is one already. Raises OSError if it fails otherwise.

    `token` is written into it, so that its holder recognises it.
    """
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
    except FileExistsError:
        return False
    except PermissionError:
        if not path.exists():  # else Windows is about to remove it
            raise
        return False
    try:
        os.write(handle, token)
    finally:
        os.close(handle)
    return True
