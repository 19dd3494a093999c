"""Errors as a user sees them: one sentence on stderr, a help line, and an exit code."""

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
"""The exit code after Ctrl-C, as shells have it: 128 + SIGINT."""

# Click's UsageError. Typer has exported it under different names, but its BadParameter has always
# been derived from it.
UsageError: Any = typer.BadParameter.__base__


def echo_and_exit(text: str, code: int) -> None:
    """Print an answer that is also a verdict, and leave with its exit code.

    The code is the same where the reader of a pipe stops reading early.
    """
    from sipctl.cli.runtime.capture import do_not_cache

    try:
        typer.echo(text, nl=False)
        sys.stdout.flush()
    except BrokenPipeError:
        do_not_cache()
        _discard_stdout()
    if code:
        raise typer.Exit(code)


def report(error: BaseException, code: int = 0) -> int:
    """Print what ended a command; the exit code to leave with.

    `code` is that of an answer that was complete before its reader closed the pipe. With
    SIPCTL_DEBUG set, an error of sipctl's own is raised again, for its traceback.
    """
    if isinstance(error, BrokenPipeError) or isinstance(error.__context__, BrokenPipeError):
        _discard_stdout()  # Typer turns a BrokenPipeError into a SystemExit
        return code
    if isinstance(error, SystemExit):
        return error.code if isinstance(error.code, int) else 0
    if isinstance(error, (KeyboardInterrupt, typer.Abort)):
        return print_error("stopped", code=INTERRUPTED)
    if isinstance(error, Refusal):
        return print_error(
            error.message, error.help, error.code, error.command, details=error.details
        )
    if isinstance(error, UsageError):
        path = error.ctx.command_path if error.ctx else "sipctl"
        return print_error(error.format_message(), f"{path} --help says what there is")
    if isinstance(error, OSError):
        return print_error(_describe_os_error(error), "nothing else was done")
    if isinstance(error, RecursionError):
        return print_error("the plan is nested deeper than sipctl can follow")
    if isinstance(error, MemoryError):
        return print_error("there is not enough memory for this plan")
    if os.environ.get("SIPCTL_DEBUG"):
        raise error
    cause = " ".join(f"{type(error).__name__}: {error}".split())
    help_line = "please report it; SIPCTL_DEBUG=1 in front of the command shows where it happened"
    return print_error(f"sipctl itself went wrong here ({cause})", help_line)


def print_error(
    message: str,
    help_line: str = "",
    code: int = 2,
    command: str = "",
    details: tuple[str, ...] = (),
) -> int:
    """Print a message and its help to stderr, wrapped on a terminal; the exit code, as given.

    The `details` stand between the two. The `command` to type instead stands on a line of its own,
    never broken.
    """
    from sipctl.views.text.english import safe_text
    from sipctl.views.text.style import wrapped

    width = columns(sys.stderr) if sys.stderr.isatty() else None
    lines = wrapped(f"sipctl: {safe_text(message)}", width, len("sipctl: "))
    for detail in details:
        indent = " " * (len(detail) - len(detail.lstrip(" ")))
        lines += wrapped(f"{indent}{safe_text(detail)}", width)
    if help_line:
        lines += wrapped(f"  help: {safe_text(help_line)}", width, len("help: "))
    if command:
        lines.append(f"  {safe_text(command)}")
    with suppress(OSError):  # stderr may be closed; the exit code still tells
        sys.stderr.write("\n".join(lines) + "\n")
        sys.stderr.flush()
    return code


def _describe_os_error(error: OSError) -> str:
    where = f": {error.filename}" if error.filename else ""
    if error.errno == errno.ENOSPC:
        return f"the disk is full{where}"
    return f"{(error.strerror or str(error)).lower()}{where}"


def _discard_stdout() -> None:
    """Send the rest of stdout to the null device, after its reader has gone (`sipctl due | head`).

    Else Python complains at exit that it cannot flush.
    """
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
