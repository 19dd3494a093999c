"""The command line: finds the command, runs it, and turns every error into a message and a code.

Only the command that is called is imported: start-up is most of what a user waits for.
"""

from __future__ import annotations

import sys
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command

from sipctl.cli.proposals import PlanCommand, propose_command, refuse_repeated
from sipctl.cli.runtime import errors, streams
from sipctl.cli.runtime.capture import OutputCapture
from sipctl.plan.faults import Refusal
from sipctl.store.cache import answers, listing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sipctl.store.cache.answers import CommandLine

COMMANDS = {
    "due": "Ask the plan",
    "list": "Ask the plan",
    "show": "Ask the plan",
    "kpis": "Ask the plan",
    "timeline": "Ask the plan",
    "leads": "Ask the plan",
    "report": "Ask the plan",
    "record": "Put down what happened",
    "ask": "Put down what happened",
    "take": "Put down what happened",
    "move": "Change the plan",
    "add": "Change the plan",
    "set": "Change the plan",
    "answer": "Change the plan",
    "handover": "Change the plan",
    "withdraw": "Change the plan",
    "roll": "Change the plan",
    "latest": "Share it",
    "send": "Share it",
    "log": "Ask the plan",
    "check": "Keep it sound",
    "diff": "Keep it sound",
    "when": "Keep it sound",
    "schema": "Keep it sound",
    "export": "Take it elsewhere",
    "init": "Begin a plan",
}
"""Command → its heading in `--help`. `sipctl.cli.commands.<name>` holds it."""


@cache
def _command(name: str) -> Any:
    """The command of a name, imported and built once."""
    app = typer.Typer(add_completion=False, rich_markup_mode=None)
    app.command(name, cls=PlanCommand)(_function(name))
    return get_command(app)


def _function(name: str) -> Any:
    return import_module(f"sipctl.cli.commands.{name}").command


def _summary(name: str) -> str:
    """The summary of a command in a line, without building its options, which takes long."""
    return TyperCommand(name, help=_function(name).__doc__).get_short_help_str(90)


class Commands(TyperGroup):
    """The group of all commands, each imported when it is called."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Reads the options in front of a command; raises Refusal for one that is given twice."""
        if not ctx.resilient_parsing:
            refuse_repeated(self.make_parser(ctx).parse_args(args=list(args))[2])
        return super().parse_args(ctx, args)

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002
        """Every command's name, in the order of the help page."""
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ARG002
        """The command of a name; None if there is none."""
        return _command(cmd_name) if cmd_name in COMMANDS else None

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """The command that a word means; raises Refusal with the nearest one."""
        if args and not args[0].startswith("-") and args[0] not in COMMANDS:
            raise Refusal(f'there is no command "{args[0]}"', propose_command(args, COMMANDS))
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: Any, formatter: Any) -> None:  # noqa: ARG002
        """The commands under their headings."""
        for heading in dict.fromkeys(COMMANDS.values()):
            names = [name for name, under in COMMANDS.items() if under == heading]
            rows = [(name, _summary(name)) for name in names]
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
    as_of: str = typer.Option(None, metavar="DATE", help="The plan at a glance as of this day."),
    revision: str = typer.Option(
        None, "--at", metavar="REV|DATE", help="The plan at a glance as git had it."
    ),
    academy: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME", help="The plan at a glance as this academy hears it."),
    ] = None,
    plan: str = typer.Option(None, metavar="DIR", help="The plan at a glance of this folder."),
    format: str = typer.Option(None, metavar="FORMAT", help="At a glance: table or json."),
) -> None:
    """A school trust's improvement plan, as files that a command understands.

    Without a command: the plan at a glance.
    """
    if version:
        from sipctl import __version__

        typer.echo(f"sipctl {__version__}")
        return
    if ctx.invoked_subcommand is None or plan or as_of or revision or academy or format:
        from sipctl.cli.commands import glance

        glance.command(ctx.invoked_subcommand, plan, as_of, revision, academy, format)


@cache
def _group() -> Any:
    """The Typer group of all commands, built once."""
    return get_command(app)


def run(argv: Sequence[str], line: CommandLine | None = None) -> int:
    """Answer one command line; the exit code. Every error becomes a sentence on stderr.

    `line` is given where the answer may be cached: then stdout and the code are put into the cache.
    """
    streams.normalise()
    if line is None:
        return _run(argv)
    capture = OutputCapture()
    listing.remember(line.top, line.files)
    try:
        code = _answer(argv)
    except BaseException as error:
        return errors.report(error)
    finally:
        listing.forget()
        capture.stop()
    if capture.cacheable:
        answers.put(line, answers.CachedAnswer(code, capture.text.encode(errors="replace")))
    return code


def _run(argv: Sequence[str]) -> int:
    try:
        return _answer(argv)
    except BaseException as error:
        return errors.report(error)


def _answer(argv: Sequence[str]) -> int:
    try:
        code = _group()(args=list(argv), prog_name="sipctl", standalone_mode=False)
    except typer.Exit as leaving:
        code = leaving.exit_code
    except SystemExit as leaving:  # how Typer ends what it does by itself, such as completion
        if leaving.__context__ is not None:
            raise
        code = leaving.code
    if code == errors.INTERRUPTED:  # how Typer returns a KeyboardInterrupt
        raise KeyboardInterrupt
    sys.stdout.flush()
    return code if isinstance(code, int) else 0
