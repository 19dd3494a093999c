"""Which formats each command's answer has, and what the ending of a file's name means."""

from __future__ import annotations

from pathlib import PurePath
from typing import Any

import typer

from sipctl.cli.options import check_choice
from sipctl.plan.faults import Refusal
from sipctl.views.text.english import join_words

FORMATS = {
    "ask": ("xlsx", "docx"),
    "ask --status": ("text", "json"),
    "check": ("text", "concise", "json", "github", "sarif"),
    "diff": ("text", "markdown", "json"),
    "due": ("table", "json", "csv", "markdown", "html"),
    "export": ("csv", "xlsx", "ics", "json", "ndjson"),
    "glance": ("table", "json"),
    "kpis": ("text", "json", "csv", "markdown"),
    "leads": ("table", "json"),
    "list": ("table", "json", "csv", "markdown"),
    "log": ("text", "json"),
    "report": ("html", "pdf", "docx", "markdown"),
    "show": ("text", "json"),
    "take": ("table", "json"),
    "timeline": ("table", "svg", "json"),
    "when": ("text", "json"),
}
"""Command → the formats of its answer, the usual one first. Of `export`, none is usual."""

_ENDINGS = {"html": (".html", ".htm"), "markdown": (".md",), "table": (".txt",)}
"""Format → the endings that mean it, the usual one first. Others end in a dot and their name."""


def endings_of(format: str) -> tuple[str, ...]:
    """The endings of file names that mean a format: `(".html", ".htm")`."""
    return _ENDINGS.get(format, (f".{format}",))


def format_option(command: str) -> Any:
    """The option `--format` of a command whose answer goes to stdout alone."""
    help_line = f"{join_words(FORMATS[command], 'or')}."
    return typer.Option("--format", metavar="FORMAT", help=help_line)


def check_format(command: str, format: str) -> None:
    """Raises Refusal for a format that a command does not have."""
    check_choice("--format", format, FORMATS[command])


def choose_format(
    command: str, asked: str | None, output: PurePath | str | None, *, usual: str | None = None
) -> str:
    """The format of an answer: `--format`, else what the file's name ends in, else the usual one.

    `usual` counts only where the answer goes to no file. Raises Refusal where no format is meant,
    or the file's name means another than `--format`.
    """
    meanings = {end: name for name in FORMATS[command] for end in endings_of(name)}
    meant = meanings.get(PurePath(output).suffix.lower()) if output is not None else None
    if asked is not None:
        check_format(command, asked)
        if meant not in (None, asked):
            help_line = f"end the name in {endings_of(asked)[0]}, or leave --format out"
            raise Refusal(f'--format {asked} and -o "{output}" do not agree', help_line)
        return asked
    chosen = usual if output is None else meant
    if chosen is None and output is None:
        names = ", ".join(FORMATS[command])
        raise Refusal("no format was named", f"add --format with one of {names}, or -o FILE")
    if chosen is None:
        help_line = f"end it in {', '.join(meanings)}, or say --format"
        raise Refusal(f'-o "{output}" does not say which format', help_line)
    return chosen
