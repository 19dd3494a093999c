"""Runs sipctl in a real terminal of a given width, answers it, and reads what it drew.

Run as a program it is the server that does so: it imports sipctl once and forks for each command.
It has no threads, which a fork would lose.
"""

from __future__ import annotations

import atexit
import contextlib
import fcntl
import gc
import io
import json
import os
import pty
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from collections.abc import Sequence

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
    environment = {**os.environ, "TERM": "xterm-256color", **settings}
    request = [list(argv), str(cwd), environment, width, ahead, list(replies)]
    server = _server()
    assert server.stdin
    assert server.stdout
    server.stdin.write(json.dumps(request) + "\n")
    server.stdin.flush()
    code, screen = json.loads(server.stdout.readline())
    assert code is not None, f"{' '.join(argv)} still waits after {DEADLINE} seconds:\n{screen}"
    return code, screen


@cache
def _server() -> subprocess.Popen[str]:
    """A process that imports sipctl once, and forks for each command."""
    server = subprocess.Popen(
        [sys.executable, __file__], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    atexit.register(server.communicate)  # which closes its stdin, and so ends it
    return server


def _serve() -> None:
    _warm_up()
    for line in sys.stdin:
        answer = _at_terminal(*json.loads(line))
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


def _warm_up() -> None:
    """Read a plan, so that no child has to import and prepare what that takes.

    Measured: a child of `due`, `show` or `timeline` then works for 0.14 s in place of 0.6 s.
    """
    from sipctl.cli import app

    plan = str(Path(__file__).parents[2] / "plan")
    with (
        contextlib.redirect_stdout(io.StringIO()),
        contextlib.redirect_stderr(io.StringIO()),
    ):
        app.run(["check", "--plan", plan])
        app.run(["due", "--lead", "JK", "--as-of", "2025-04-05", "--plan", plan])
    gc.freeze()


def _at_terminal(
    argv: list[str],
    cwd: str,
    environment: dict[str, str],
    width: int,
    ahead: str,
    replies: list[str],
) -> tuple[int | None, str]:
    """The exit code (None: it had to be killed) and the screen."""
    child, terminal = pty.fork()
    if child == 0:
        try:
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", 50, width, 0, 0))
            os.chdir(cwd)
            os.environ.clear()
            os.environ.update(environment)
            _become(["sipctl", *argv])
        finally:
            os._exit(127)
    os.write(terminal, ahead.encode(errors="surrogateescape"))
    ended, screen = _read(terminal, replies)
    if not ended:
        os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    os.close(terminal)
    text = screen.decode(errors="replace").replace("\r\n", "\n")
    return os.waitstatus_to_exitcode(status) if ended else None, text


def _become(argv: list[str]) -> NoReturn:
    """Run sipctl in this process; anew where Python itself must start in another locale."""
    if "LC_ALL" in os.environ:
        os.execv(sys.executable, [sys.executable, "-m", *argv])
    from sipctl.__main__ import main

    sys.argv = argv
    sys.stdin, sys.stdout, sys.stderr = (
        open(stream, mode, encoding="utf-8")  # noqa: SIM115 (for as long as the process)
        for stream, mode in enumerate("rww")
    )
    try:
        main()
    except SystemExit as leaving:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(leaving.code if isinstance(leaving.code, int) else 1)
    os._exit(0)


def _read(terminal: int, replies: list[str]) -> tuple[bool, bytes]:
    """Whether the command has closed its terminal in time, and all that it wrote."""
    screen, answered = b"", 0  # `answered` is the length of the screen at the last reply
    end = time.monotonic() + DEADLINE
    while select.select([terminal], [], [], max(0, end - time.monotonic()))[0]:
        try:
            block = os.read(terminal, 65536)
        except OSError:  # the other end is closed
            return True, screen
        if not block:
            return True, screen
        screen += block
        if replies and screen[answered:].rstrip().endswith(b":"):
            os.write(terminal, f"{replies.pop(0)}\n".encode())
            screen += b"\n"
            answered = len(screen)
    return False, screen


if __name__ == "__main__":
    _serve()
