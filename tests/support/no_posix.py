"""Takes away what only POSIX systems have: a pytest plugin, `pytest -p support.no_posix`.

What Windows' Python lacks is gone from `os`, `signal` and the modules that can be imported; folders
cannot be opened as files, signal 0 cannot be sent (there it would stop the process), and no file
replaces an open name by `rename`. What it cannot imitate: paths with `\\`, locked files, code pages.
"""

from __future__ import annotations

import os
import shutil
import signal
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MODULES = ("fcntl", "pwd", "grp", "resource", "termios", "tty", "pty", "syslog", "posix_ipc")
OS_NAMES = (
    *("fork", "forkpty", "mkfifo", "mknod", "chown", "lchown", "fchown", "fchmod", "chroot"),
    *("getuid", "geteuid", "getgid", "getegid", "getgroups", "getpgid", "setsid", "setpgid"),
    *("getsid", "killpg", "nice", "uname", "statvfs", "sysconf", "getloadavg", "sched_setaffinity"),
    *("O_NOFOLLOW", "O_DIRECTORY", "O_NONBLOCK", "O_NOCTTY", "O_PATH", "O_TMPFILE", "O_SYNC"),
    *("posix_fallocate", "posix_fadvise", "pread", "pwrite", "readv", "writev", "sendfile"),
    *("getxattr", "setxattr", "listxattr", "memfd_create", "copy_file_range", "openpty"),
)
SIGNALS = ("SIGKILL", "SIGHUP", "SIGPIPE", "SIGALRM", "SIGUSR1", "SIGUSR2", "SIGCHLD", "SIGSTOP")
SETS = ("supports_dir_fd", "supports_fd", "supports_follow_symlinks", "supports_effective_ids")


def _open(path: Any, flags: int, mode: int = 0o777, *, dir_fd: int | None = None) -> int:
    if dir_fd is not None:
        raise NotImplementedError("dir_fd unavailable on this platform")
    if not isinstance(path, int) and os.path.isdir(path):
        raise PermissionError(13, "Permission denied", os.fspath(path))
    return _REAL_OPEN(path, flags, mode)


def _kill(pid: int, number: int) -> None:
    raise AssertionError(f"os.kill({pid}, {number}) would stop the process on Windows")


def _rename(source: Any, target: Any, **_: Any) -> None:
    if os.path.lexists(target):
        raise FileExistsError(17, "File exists", os.fspath(target))
    _REAL_RENAME(source, target)


_REAL_OPEN, _REAL_RENAME = os.open, os.rename


@contextmanager
def without_posix() -> Iterator[None]:
    """Within it, the program finds what Windows' Python has, and no more."""
    with pytest.MonkeyPatch.context() as patch:
        for name in MODULES:
            patch.setitem(sys.modules, name, None)
        for name in OS_NAMES:
            patch.delattr(os, name, raising=False)
        for name in SIGNALS:
            patch.delattr(signal, name, raising=False)
        for name in SETS:
            patch.setattr(os, name, {os.stat} if name == "supports_follow_symlinks" else set())
        patch.setattr(shutil, "_use_fd_functions", False)
        patch.setattr(shutil, "_USE_CP_SENDFILE", False)
        patch.setattr(shutil, "_copyxattr", lambda *_, **__: None)
        patch.setattr(os, "open", _open)
        patch.setattr(os, "kill", _kill)
        patch.setattr(os, "rename", _rename)
        yield


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call() -> Iterator[Any]:
    """Around each test alone: what pytest itself needs before and after it stays."""
    with without_posix():
        return (yield)


def needs_posix(file: Path) -> bool:
    """Whether a test file uses a POSIX terminal or POSIX limits itself."""
    if file.suffix != ".py" or file.name in ("no_posix.py", "terminal.py"):
        return False
    text = file.read_text(encoding="utf-8")
    return any(f"import {name}\n" in text for name in MODULES) or "support.terminal" in text


def pytest_ignore_collect(collection_path: Path) -> bool | None:
    """Leaves those files out."""
    return True if needs_posix(collection_path) else None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leaves out the tests of pipes, owners and modes."""
    items[:] = [item for item in items if not item.get_closest_marker("posix")]
