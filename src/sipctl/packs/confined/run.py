"""Runs work in a child process that has limits, and says which of them ended it.

The child is a fork if the system has them, which takes a few milliseconds; else a new Python. It
replies on a pipe, and is killed when it has replied or its time by the clock is up. Only for a fork
is it known which limit ended it: a new Python that ends without a reply has "crashed".
"""

from __future__ import annotations

import os
import signal
import sys
import warnings
from contextlib import suppress
from time import monotonic
from typing import TYPE_CHECKING, NoReturn

from sipctl.packs.confined import limits as confinement
from sipctl.packs.confined import reply
from sipctl.packs.confined.limits import MEGABYTE, Limits
from sipctl.packs.confined.reply import LimitError
from sipctl.plan.faults import Refusal

if TYPE_CHECKING:
    from collections.abc import Callable

    Work = Callable[[], dict[str, bytes]]

CAN_FORK = hasattr(os, "fork")
_CHUNK = 1 << 20
_HELP = "its loops, macros, repeated text or layout ask too much: docs/security.md has the limits"


def run_confined(
    work: Work, name: str, limits: Limits, *, fork: bool = CAN_FORK
) -> dict[str, bytes]:
    """The result of `work`, bytes by name, from a child process.

    `name` is the template's file, for messages. Without `fork` the work has to be picklable. Raises
    Refusal where the work does, or where a limit ends it.
    """
    try:
        return (_forked if fork else _spawned)(work, limits)
    except LimitError as error:
        raise Refusal(f"{name}: {_describe(error.limit, limits)}", _HELP) from None


def _describe(limit: str, limits: Limits) -> str:
    memory = f"{limits.memory // MEGABYTE:,} MB"
    return {
        "cpu": f"it takes more than {limits.cpu} seconds of computing, the limit for this plan",
        "clock": f"it takes longer than {limits.clock} seconds, the limit for this plan",
        "memory": f"it takes more memory than {memory}, the limit",
        "output": f"it makes a pack of more than {limits.output // MEGABYTE} MB, the limit",
        "depth": "it calls or nests itself deeper than a pack can be",
        "crash": f"it breaks the program that sets it, or takes more memory than {memory}",
    }[limit]


# --- a fork --------------------------------------------------------------------------------------


def _forked(work: Work, limits: Limits) -> dict[str, bytes]:
    reader, writer = os.pipe()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of threads: the child needs none
        child = os.fork()
    if child == 0:
        _serve(work, limits, writer)
    os.close(writer)
    data = b""
    try:
        data = _receive(reader, limits)
    finally:
        os.close(reader)
        with suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
        _, status, usage = os.wait4(child, 0)
    parts = reply.read(data)
    if parts is None:
        used = usage.ru_utime + usage.ru_stime
        raise LimitError(_cause_of_death(os.waitstatus_to_exitcode(status), used, limits))
    return parts


def _serve(work: Work, limits: Limits, writer: int) -> NoReturn:
    """Run a forked child: reply, then exit without the parent's clean-up handlers."""
    code = reply.NO_MEMORY
    try:
        import fcntl

        signal.signal(signal.SIGINT, signal.SIG_DFL)
        writer = fcntl.fcntl(writer, fcntl.F_DUPFD, 3)  # it may be 0 to 2, if these were closed
        silent = os.open(os.devnull, os.O_RDWR)
        for stream in (0, 1, 2):
            os.dup2(silent, stream)
        confinement.apply(limits)
        rest = memoryview(reply.answer(work, limits))
        while rest:
            rest = rest[os.write(writer, rest) :]
        code = 0
    finally:
        os._exit(code)


def _receive(reader: int, limits: Limits) -> bytes:
    """All that a child writes before it closes the pipe; raises LimitError when its time is up."""
    from select import POLLIN, poll

    waiting = poll()
    waiting.register(reader, POLLIN)
    chunks: list[bytes] = []
    end = monotonic() + limits.clock
    while True:
        left = end - monotonic()
        if left <= 0 or not waiting.poll(left * 1000):
            raise LimitError("clock")
        chunk = os.read(reader, _CHUNK)
        if not chunk:
            return b"".join(chunks)
        chunks.append(chunk)


def _cause_of_death(code: int, used: float, limits: Limits) -> str:
    """Which limit ended a child, by its exit code (minus a signal) and the seconds that it used."""
    if code == -signal.SIGXCPU or (code == -signal.SIGKILL and used >= limits.cpu - 1):
        return "cpu"
    if code in (reply.NO_MEMORY, -signal.SIGKILL):
        return "memory"
    return "crash"


# --- a new Python --------------------------------------------------------------------------------


def _spawned(work: Work, limits: Limits) -> dict[str, bytes]:
    import pickle
    import subprocess

    # -P: no module of the folder that this is run in.
    argv = [sys.executable, "-P", "-m", "sipctl.packs.confined.run"]
    with subprocess.Popen(  # noqa: S603 - this very Python
        argv, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as process:
        try:
            data, _ = process.communicate(pickle.dumps((work, limits)), timeout=limits.clock)
        except subprocess.TimeoutExpired:
            raise LimitError("clock") from None
        finally:
            process.kill()
    parts = reply.read(data)
    if parts is None:
        raise LimitError("crash")
    return parts


def main() -> None:
    """Do the work that is pickled on stdin, and reply on stdout."""
    import pickle

    work, limits = pickle.load(sys.stdin.buffer)  # noqa: S301 - from the process that started this
    confinement.apply(limits)
    sys.stdout.buffer.write(reply.answer(work, limits))


if __name__ == "__main__":
    main()
