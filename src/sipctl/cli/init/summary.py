"""The closing summary of `init`: the files written, what `check` finds, what to do next."""

from __future__ import annotations

from shlex import quote
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from sipctl.plan.faults import Placed
    from sipctl.views.text.screen import Screen


def faults_of(target: Path, today: date) -> list[Placed]:
    """Every fault of a new plan."""
    from sipctl.cli.commands.check import find_faults
    from sipctl.store.files.folder import Folder

    return find_faults(Folder(target, target.as_posix()), today)


def render(
    target: Path, faults: list[Placed], screen: Screen, *after: str, whole: bool = True
) -> str:
    """The summary; `after` are sentences at its end. Without `whole`, which says that everything
    in the source was read, the plan is not called sound."""
    from sipctl.views.faults import text as view
    from sipctl.views.text.style import wrap

    gist = view.render_new_plan(faults, screen, _check_command(target.parent), whole=whole)
    return "".join(
        [wrap(_files_line(target), screen), gist, *(wrap(text, screen) for text in after)]
    )


def _files_line(target: Path) -> str:
    """The files of a new plan, on a line."""
    from sipctl.views.text.english import join_words, plural, safe_path

    names = [path.name for path in sorted(target.glob("*.yaml"), reverse=True)]
    aims = plural(len(list((target / "aims").glob("*.yaml"))), "aim")
    return f"Wrote {safe_path(target.as_posix())}/: {join_words([*names, aims])}.\n"


def _check_command(folder: Path) -> str:
    """The command that checks the plan in a folder."""
    from sipctl.views.text.english import safe_path

    where = quote(safe_path(folder.as_posix()))
    return f"sipctl check --plan {where}" if folder.parts else "sipctl check"
