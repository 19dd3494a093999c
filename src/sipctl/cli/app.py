"""The command line: which command is asked for, and how every ending is told.

Only the command that is asked for is imported: start-up is most of what a user waits for.
"""

from __future__ import annotations

import errno
import os
import sys
from contextlib import suppress
from importlib import import_module
from typing import TYPE_CHECKING, Any

import typer
from typer.core import TyperGroup
from typer.main import get_command

from sipctl.plan.faults import Refusal

if TYPE_CHECKING:
    from collections.abc import Sequence

COMMANDS = {
    "due": "Ask the plan",
    "list": "Ask the plan",
    "show": "Ask the plan",
    "check": "Keep it sound",
    "when": "Keep it sound",
}
"""Every command, and the heading it stands under in `--help`. `sipctl.cli.<name>` holds it."""

INTERRUPTED = 130

# Typer's own names for these have moved between Click and Typer; their place under the exception
# that it does publish has not.
UsageError: Any = typer.BadParameter.__base__


class Commands(TyperGroup):
    """The group of all commands, each imported when it is asked for."""

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002
        """Every command's name, in the order of the help page."""
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ARG002
        """One command; None if there is none of that name."""
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"sipctl.cli.{cmd_name}")
        app = typer.Typer(add_completion=False, rich_markup_mode=None)
        app.command(cmd_name)(module.command)
        return get_command(app)

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """The commands under their headings."""
        for heading in dict.fromkeys(COMMANDS.values()):
            names = [name for name, under in COMMANDS.items() if under == heading]
            rows = [(name, self.get_command(ctx, name).get_short_help_str(90)) for name in names]
            with formatter.section(heading):
                formatter.write_dl(rows)


app = typer.Typer(
    name="sipctl",
    cls=Commands,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["--help", "-h"]},
)


@app.callback(invoke_without_command=True)
def sipctl(
    ctx: typer.Context,
    version: bool = typer.Option(False, "--version", help="Say which sipctl this is."),
) -> None:
    """A school trust's improvement plan, as files that a command understands."""
    if version:
        from sipctl import __version__

        typer.echo(f"sipctl {__version__}")
    elif ctx.invoked_subcommand is None:
        typer.echo(ctx.get_help())


def run(argv: Sequence[str]) -> int:
    """Answer one command line; the exit code. Whatever goes wrong is told in a sentence."""
    _steady_streams()
    try:
        code = app(args=list(argv), prog_name="sipctl", standalone_mode=False)
        sys.stdout.flush()
        return code if isinstance(code, int) else 0
    except typer.Exit as leaving:
        return int(leaving.exit_code)
    except BrokenPipeError:
        return _reader_gone()
    except BaseException as error:
        if os.environ.get("SIPCTL_DEBUG") and not isinstance(error, Refusal):
            raise
        return _ended(error)


def _ended(error: BaseException) -> int:
    """What ended an answer, told in a sentence."""
    if isinstance(error, (KeyboardInterrupt, typer.Abort)):
        return _complain("stopped", code=INTERRUPTED)
    if isinstance(error, Refusal):
        return _complain(error.message, error.help, error.code)
    if isinstance(error, UsageError):
        path = error.ctx.command_path if error.ctx else "sipctl"
        return _complain(error.format_message(), f"{path} --help says what there is")
    if isinstance(error, OSError):
        return _complain(_told(error), "nothing else was done")
    if isinstance(error, RecursionError):
        return _complain("the plan is nested deeper than sipctl can follow")
    if isinstance(error, MemoryError):
        return _complain("there is not enough memory for this plan")
    if isinstance(error, SystemExit):
        return error.code if isinstance(error.code, int) else 0
    what = " ".join(f"{type(error).__name__}: {error}".split())
    helped = "please report it; SIPCTL_DEBUG=1 in front of the command shows where it happened"
    return _complain(f"sipctl itself went wrong here ({what})", helped)


def _complain(message: str, helped: str = "", code: int = 2) -> int:
    """A sentence on stderr; the exit code to leave with."""
    from sipctl.views.words import clean

    lines = [f"sipctl: {clean(message)}"] + ([f"  help: {clean(helped)}"] if helped else [])
    try:
        sys.stderr.write("\n".join(lines) + "\n")
        sys.stderr.flush()
    except OSError:  # nobody is listening; the exit code still tells
        pass
    return code


def _told(error: OSError) -> str:
    where = f": {error.filename}" if error.filename else ""
    if error.errno == errno.ENOSPC:
        return f"the disk is full{where}"
    return f"{(error.strerror or str(error)).lower()}{where}"


def _steady_streams() -> None:
    """No locale decides what can be said, and a stream that was closed is not an error of ours."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115, PTH123
        elif hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace", newline="\n")


def _reader_gone() -> int:
    """Whoever read our output has seen enough (`sipctl due | head`): leave without a word."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0
