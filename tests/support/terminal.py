"""Runs sipctl in a real terminal of a given width, answers it, and reads what it drew."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import struct
import sys
import termios
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

DEADLINE = 60
"""Seconds after which a command that has not ended is killed, so that no test waits for ever."""


def drawn(
    argv: list[str], cwd: Path, width: int = 80, replies: Sequence[str] = (), **settings: str
) -> str:
    """What a command draws, its colours and trailing spaces left out."""
    _, screen = converse(argv, cwd, width=width, replies=replies, **settings)
    text = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", screen)
    return "".join(f"{line.rstrip()}\n" for line in text.split("\n")[:-1])


def converse(
    argv: Sequence[str],
    cwd: Path,
    *,
    width: int = 80,
    ahead: str = "",
    replies: Sequence[str] = (),
    **settings: str,
) -> tuple[int, str]:
    """Exit code and screen of a command at a terminal.

    `ahead` is typed before anything is asked; each of `replies` when the screen ends in a colon.
    Fails with the screen where the command still waits for an answer at the DEADLINE.
    """
    child, terminal = pty.fork()
    if child == 0:
        try:
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", 50, width, 0, 0))
            os.chdir(cwd)
            os.environ.update({"TERM": "xterm-256color", **settings})
            os.execv(sys.executable, [sys.executable, "-m", "sipctl", *argv])
        finally:
            os._exit(127)
    os.write(terminal, ahead.encode(errors="surrogateescape"))
    ended, screen = _read(terminal, list(replies))
    if not ended:
        os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    os.close(terminal)
    text = screen.decode(errors="replace").replace("\r\n", "\n")
    assert ended, f"sipctl {' '.join(argv)} still waits after {DEADLINE} seconds:\n{text}"
    return os.waitstatus_to_exitcode(status), text


def _read(terminal: int, replies: list[str]) -> tuple[bool, bytes]:
    """Whether the command has closed its terminal in time, and all that it wrote."""
    screen = b""
    end = time.monotonic() + DEADLINE
    while select.select([terminal], [], [], max(0, end - time.monotonic()))[0]:
        try:
            block = os.read(terminal, 65536)
        except OSError:  # the other end is closed
            return True, screen
        if not block:
            return True, screen
        screen += block
        if replies and screen.rstrip().endswith(b":"):
            os.write(terminal, f"{replies.pop(0)}\n".encode())
            screen += b"\n"
    return False, screen
