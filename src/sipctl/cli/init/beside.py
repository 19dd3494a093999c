"""What `init` sets up beside a new plan: git, a code host's check, and the commands to go on."""

from __future__ import annotations

from shlex import quote
from typing import TYPE_CHECKING

import typer

from sipctl.cli.runtime.prompts import can_ask
from sipctl.cli.runtime.terminal import screen
from sipctl.plan.faults import Refusal
from sipctl.views.text.english import join_words, safe_path, safe_text
from sipctl.views.text.style import wrap

if TYPE_CHECKING:
    from pathlib import Path

_WHEEL_NEEDED = (
    "Its check of pull requests installs {path}: put the file there that sipctl was installed from."
)


def set_up(holder: Path, questions: tuple[str, ...] = ("sipctl check", "sipctl due")) -> str:
    """Write the files that belong beside a plan, and start git there if somebody agrees.

    Gives text on what was done and what to type next: the commands in `questions`, then those of
    git. A file that cannot be written is reported in the text and stops nothing.
    """
    from sipctl.store.git.git_dirs import top_of
    from sipctl.store.new_plan.beside_files import missing_wheel, write_beside

    top = top_of(holder)
    started = top is None and _starts_git(holder)
    lines = ["Started a git repository there.\n"] if started else []
    at_top = top is None or holder.samefile(top)
    try:
        written = write_beside(holder, at_top=at_top)
        wheel = missing_wheel(holder) if at_top else None
        lines += [f"{_WHEEL_NEEDED.format(path=wheel)}\n"] if wheel else []
        lines += [f"Beside it: {join_words(written)}.\n"] if written else []
    except Refusal as refusal:
        lines += [f"{safe_text(refusal.message)}: {safe_text(refusal.help or '')}.\n"]
    if top is not None and not at_top:
        lines.append(
            f"{safe_path(top.as_posix())} is the top of its git repository: a check of "
            "pull requests belongs there, and was not written.\n"
        )
    commits = ([] if started else ["git init"]) + ["git add .", 'git commit -m "Begin the plan"']
    commands = [*questions, *(commits if top is None else [])]
    sentences = [wrap(line, screen()) for line in lines]
    return "".join([*sentences, *(_next_steps(holder, commands) if commands else [])])


def _starts_git(holder: Path) -> bool:
    """Whether a git repository was started in a folder that has none: asked on a terminal."""
    from sipctl.store.git.run import installed, start_repository

    if not can_ask() or not installed():
        return False
    where = safe_path(holder.as_posix()) if holder.parts else "this folder"
    if not typer.confirm(f"Keep the history of {where} with git?", default=True, err=True):
        return False
    try:
        start_repository(holder)
    except Refusal as refusal:
        typer.echo(f"{safe_text(refusal.message)}: {safe_text(refusal.help or '')}", err=True)
        return False
    return True


def _next_steps(holder: Path, commands: list[str]) -> list[str]:
    """The commands that come next, one a line."""
    if holder.parts:
        commands = [f"cd {quote(safe_path(holder.as_posix()))}", *commands]
    return ["Next, type:\n", *(f"  {command}\n" for command in commands)]
