"""Running a command in a real terminal of a given width, and reading what it drew."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import struct
import sys
import termios
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def drawn(argv: list[str], cwd: Path, width: int = 80, answers: str = "", **settings: str) -> str:
    """What a command draws, its colours and trailing spaces left out; `answers` are typed."""
    pid, terminal = pty.fork()
    if pid == 0:
        try:
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", 50, width, 0, 0))
            os.chdir(cwd)
            os.environ.update({"TERM": "xterm-256color", **settings})
            os.execv(sys.executable, [sys.executable, "-m", "sipctl", *argv])
        finally:
            os._exit(127)
    os.write(terminal, answers.encode())
    said = b""
    while True:
        try:
            some = os.read(terminal, 65536)
        except OSError:  # the other end is gone
            break
        if not some:
            break
        said += some
    os.waitpid(pid, 0)
    os.close(terminal)
    text = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", said.decode()).replace("\r\n", "\n")
    return "".join(f"{line.rstrip()}\n" for line in text.split("\n")[:-1])
