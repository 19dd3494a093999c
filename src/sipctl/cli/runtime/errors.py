"""How every ending that is not an answer is told: one sentence on stderr, and the exit code."""

from __future__ import annotations

import errno
import os
import sys
from contextlib import suppress
from typing import Any

import typer

from sipctl.cli.runtime.terminal import columns
from sipctl.plan.faults import Refusal

INTERRUPTED = 130

# Typer's own names for these have moved between Click and Typer; their place under the exception
# that it does publish has not.
UsageError: Any = typer.BadParameter.__base__


def echo_and_exit(said: str, code: int) -> None:
    """Say an answer that is a verdict, and leave with its exit code, read to its end or not."""
    from sipctl.cli.runtime.capture import do_not_cache

    try:
        typer.echo(said, nl=False)
        sys.stdout.flush()
    except BrokenPipeError:
        do_not_cache()
        _reader_gone()
    if code:
        raise typer.Exit(code)


def report(error: BaseException, code: int = 0) -> int:
    """Tell what ended an answer; the exit code to leave with.

    `code` is that of an answer that was found already, and that nobody wanted to read to its end.
    """
    if isinstance(error, BrokenPipeError) or isinstance(error.__context__, BrokenPipeError):
        _reader_gone()  # Typer makes a SystemExit of it
        return code
    if isinstance(error, SystemExit):
        return error.code if isinstance(error.code, int) else 0
    if isinstance(error, (KeyboardInterrupt, typer.Abort)):
        return print_error("stopped", code=INTERRUPTED)
    if isinstance(error, Refusal):
        return print_error(error.message, error.help, error.code)
    if isinstance(error, UsageError):
        path = error.ctx.command_path if error.ctx else "sipctl"
        return print_error(error.format_message(), f"{path} --help says what there is")
    if isinstance(error, OSError):
        return print_error(_told(error), "nothing else was done")
    if isinstance(error, RecursionError):
        return print_error("the plan is nested deeper than sipctl can follow")
    if isinstance(error, MemoryError):
        return print_error("there is not enough memory for this plan")
    if os.environ.get("SIPCTL_DEBUG"):
        raise error
    what = " ".join(f"{type(error).__name__}: {error}".split())
    helped = "please report it; SIPCTL_DEBUG=1 in front of the command shows where it happened"
    return print_error(f"sipctl itself went wrong here ({what})", helped)


def print_error(message: str, helped: str = "", code: int = 2) -> int:
    """A sentence on stderr, on a terminal broken between words; the exit code to leave with."""
    from sipctl.views.text.english import safe_text
    from sipctl.views.text.style import wrapped

    width = columns(sys.stderr) if sys.stderr.isatty() else None
    lines = wrapped(f"sipctl: {safe_text(message)}", width, len("sipctl: "))
    if helped:
        lines += wrapped(f"  help: {safe_text(helped)}", width, len("help: "))
    with suppress(OSError):  # nobody may be listening; the exit code still tells
        sys.stderr.write("\n".join(lines) + "\n")
        sys.stderr.flush()
    return code


def _told(error: OSError) -> str:
    where = f": {error.filename}" if error.filename else ""
    if error.errno == errno.ENOSPC:
        return f"the disk is full{where}"
    return f"{(error.strerror or str(error)).lower()}{where}"


def _reader_gone() -> None:
    """Whoever read our output has seen enough (`sipctl due | head`): leave without a word."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
