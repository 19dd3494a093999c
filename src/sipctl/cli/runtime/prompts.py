"""Questions asked on a terminal. They go to stderr, so that stdout holds the answer alone."""

from __future__ import annotations

import sys

import typer


def can_ask() -> bool:
    """Whether stdin and stderr are terminals: only then may a command ask anything."""
    return all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stderr))


def print_wrapped(text: str) -> None:
    """Print a sentence to stderr, wrapped between words to the terminal's width."""
    from sipctl.cli.runtime.terminal import columns
    from sipctl.views.text.english import safe_text
    from sipctl.views.text.style import wrapped

    typer.echo("\n".join(wrapped(safe_text(text), columns(sys.stderr), 0)), err=True)


def ask_choice(question: str, choices: list[str]) -> int:
    """The index of the choice that is picked, asked for until it is one of them.

    Raises typer.Abort for an empty answer.
    """
    print_wrapped(question)
    for number, choice in enumerate(choices, start=1):
        typer.echo(f"  {number}  {choice}", err=True)
    while True:
        prompt = f"1 to {len(choices)}, or Enter to stop"
        answer = typer.prompt(prompt, default="", show_default=False, err=True).strip()
        if not answer:
            raise typer.Abort
        if answer.isascii() and answer.isdigit() and 1 <= int(answer) <= len(choices):
            return int(answer) - 1
        typer.echo(f"That is none of them: type a number from 1 to {len(choices)}.", err=True)


def ask_text(question: str) -> str:
    """A text that is typed, without spaces around it."""
    return str(typer.prompt(question, prompt_suffix=" ", err=True)).strip()


def ask_or_skip(question: str) -> str:
    """A text that is typed, without spaces around it; empty where Enter alone was pressed."""
    answer = typer.prompt(question, default="", show_default=False, err=True)
    return str(answer).strip()


def confirm(question: str) -> None:
    """Ask whether to go on; raises typer.Abort unless the answer is yes."""
    typer.confirm(question, err=True, abort=True)
