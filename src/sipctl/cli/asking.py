"""What every command starts from: the plan that is meant, the day, and what is drawn on."""

from __future__ import annotations

import os
import re
import sys
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sipctl.plan.faults import Fault, Refusal
from sipctl.store import folder as folders
from sipctl.views.screen import Screen

if TYPE_CHECKING:
    from sipctl.plan.agenda import Row
    from sipctl.plan.model import Plan
    from sipctl.plan.timing import Frame
    from sipctl.store.folder import Folder
    from sipctl.store.load import Loaded
    from sipctl.store.source import Source

PlanOption = Annotated[
    str | None,
    typer.Option(
        "--plan",
        metavar="DIR",
        help="The plan's folder, if not this one or one above.",
        envvar="SIPCTL_PLAN",
        show_envvar=False,
    ),
]
AsOfOption = Annotated[
    str | None,
    typer.Option(
        "--as-of", metavar="DATE", help="Answer as if it were this day, such as 2025-04-04."
    ),
]


@dataclass(frozen=True)
class Question:
    """A sound plan, ready to be asked."""

    folder: Folder
    sources: list[Source]
    loaded: Loaded
    plan: Plan
    frame: Frame

    def shown(self, path: str) -> str:
        """A file of the plan as people know it: `plan/aims/2-people.yaml`."""
        return f"{self.folder.shown}/{path}"

    def where(self, name: str) -> tuple[str, int]:
        """The file and line where an id stands, for people."""
        path, line = self.loaded.where(name) or ("plan.yaml", 1)
        return self.shown(path), line

    def place(self, row: Row) -> str:
        """The same for a row, as one text."""
        return self.place_of(row.id)

    def place_of(self, name: str) -> str:
        """The same for an id."""
        file, line = self.where(name)
        return f"{file}:{line}"

    def faults(self, today: date) -> list[Fault]:
        """Every fault that `check` would tell."""
        from sipctl.plan import rules

        return rules.check(self.plan, self.frame, today)


def find_plan(plan: str | None) -> Folder:
    """The plan's folder; raises Refusal where there is none."""
    return folders.find(plan, Path.cwd())


def ask(plan: str | None) -> Question:
    """The plan, read and sound; raises Refusal (exit code 1) if a file does not load."""
    from sipctl.plan.frame import frame_of
    from sipctl.store.load import load

    folder = find_plan(plan)
    found = folders.read(folder)
    loaded = load(found.sources, found.faults)
    if not loaded.sound:
        raise unsound(folder, found.sources, loaded)
    whole = loaded.plan()
    return Question(folder, found.sources, loaded, whole, frame_of(whole))


def unsound(folder: Folder, sources: list[Source], loaded: Loaded) -> Refusal:
    """Why a plan with a broken file answers nothing, naming the first thing to mend."""
    from sipctl.store.locate import locate
    from sipctl.views.words import count

    placed = locate(loaded.faults, sources, folder.shown)
    first = placed[0]
    more = len(placed) - 1
    place = f"{first.place.file}:{first.place.line}:{first.place.column}"
    message = f"{place}: {first.fault.message}"
    if more:
        message += f" (and {count(more, 'more fault')})"
    helped = "the plan can answer nothing until that is mended; sipctl check shows every fault"
    return Refusal(message, helped, code=1)


def day_asked(as_of: str | None) -> date:
    """The day that an answer is for: `--as-of`, else today. The only place that reads the clock."""
    if as_of is None:
        return date.today()
    try:
        if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", as_of):
            return date.fromisoformat(as_of)
    except ValueError:
        pass
    raise Refusal(
        f'--as-of "{as_of}" is not a day', "write it as year-month-day, such as 2025-04-04"
    )


def screen() -> Screen:
    """The terminal that output goes to, if it goes to one."""
    if not sys.stdout.isatty() or os.environ.get("TERM") == "dumb":
        return Screen()
    import shutil

    width = max(shutil.get_terminal_size((80, 24)).columns, 40)
    if os.environ.get("NO_COLOR"):
        return Screen()
    deep = os.environ.get("COLORTERM", "") in ("truecolor", "24bit")
    many = "256" in os.environ.get("TERM", "")
    return Screen(width, "truecolor" if deep else "256" if many else "standard")


def one_of(option: str, word: str, choices: tuple[str, ...]) -> str:
    """A word of a fixed set; raises Refusal with the nearest one."""
    from sipctl.plan.faults import propose

    if word not in choices:
        raise Refusal(f'{option} "{word}" is not known', propose(word, choices))
    return word
