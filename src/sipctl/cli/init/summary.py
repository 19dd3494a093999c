"""What `init` ends with, whether a plan was made of answers or of a table."""

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


def told(target: Path, found: list[Placed], screen: Screen, *after: str) -> str:
    """What was written, what `check` says of it, and the sentences that come `after`."""
    from sipctl.views.faults import text as view
    from sipctl.views.text.style import wrap

    parts = [wrap(wrote(target), screen), view.gist(found, screen, _check(target.parent))]
    return "".join(parts + [wrap(text, screen) for text in after])


def wrote(target: Path) -> str:
    """What stands in a new plan's folder, on a line."""
    from sipctl.views.text.english import join_words, plural, safe_path

    names = [path.name for path in sorted(target.glob("*.yaml"), reverse=True)]
    aims = plural(len(list((target / "aims").glob("*.yaml"))), "aim")
    return f"Wrote {safe_path(target.as_posix())}/: {join_words([*names, aims])}.\n"


def _check(folder: Path) -> str:
    """The command that checks the plan in a folder."""
    from sipctl.views.text.english import safe_path

    where = quote(safe_path(folder.as_posix()))
    return f"sipctl check --plan {where}" if folder.parts else "sipctl check"
