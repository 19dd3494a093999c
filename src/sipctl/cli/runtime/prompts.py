"""Questions put to whoever sits at a terminal. Nobody else is ever asked."""

from __future__ import annotations

import sys

import typer


def can_ask() -> bool:
    """Whether somebody can read a question and answer it."""
    return all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stderr))


def say(text: str) -> None:
    """A sentence for whoever is asked, broken between words."""
    from sipctl.cli.runtime.terminal import columns
    from sipctl.views.text.english import safe_text
    from sipctl.views.text.style import wrapped

    typer.echo("\n".join(wrapped(safe_text(text), columns(sys.stderr), 0)), err=True)


def pick(question: str, choices: list[str]) -> int:
    """Which of some choices is meant, from 0; asked until it is one of them. Nothing: Abort."""
    say(question)
    for number, choice in enumerate(choices, start=1):
        typer.echo(f"  {number}  {choice}", err=True)
    while True:
        asked = f"1 to {len(choices)}, or Enter to stop"
        told = typer.prompt(asked, default="", show_default=False, err=True).strip()
        if not told:
            raise typer.Abort
        if told.isascii() and told.isdigit() and 1 <= int(told) <= len(choices):
            return int(told) - 1
        typer.echo(f"That is none of them: type a number from 1 to {len(choices)}.", err=True)


def words(question: str) -> str:
    """A text that somebody types."""
    return str(typer.prompt(question, prompt_suffix=" ", err=True)).strip()
