"""What every command starts from: the plan that is meant, the day, and what is drawn on."""

from __future__ import annotations

import os
import re
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sipctl.plan.faults import Refusal
from sipctl.plan.frozen import frozen
from sipctl.store.files import folder as folders
from sipctl.views.text.screen import Screen

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sipctl.plan.faults import Fault, Placed
    from sipctl.plan.model.entries import Plan
    from sipctl.plan.state.agenda import Row
    from sipctl.plan.timing import TimingContext
    from sipctl.store.cache.snapshot import OpenedPlan
    from sipctl.store.files.folder import Folder
    from sipctl.views.answers.due import Agenda
    from sipctl.views.answers.tables import Column

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


@frozen()
class Session:
    """A sound plan, ready to be asked."""

    folder: Folder
    opened: OpenedPlan

    @property
    def plan(self) -> Plan:
        """The plan as its files say it."""
        return self.opened.plan

    @property
    def frame(self) -> TimingContext:
        """What its phrases are read against."""
        return self.opened.context

    def where(self, name: str) -> tuple[str, int]:
        """The file and line where an id stands, for people: `plan/aims/2-people.yaml`, 34."""
        path, line = self.opened.loaded.where(name) or ("plan.yaml", 1)
        return f"{self.folder.shown}/{path}", line

    def place(self, row: Row) -> str:
        """The same for a row, as one text."""
        return self.place_of(row.id)

    def place_of(self, name: str) -> str:
        """The same for an id."""
        from sipctl.views.text.english import safe_path

        file, line = self.where(name)
        return f"{safe_path(file)}:{line}"

    def agenda(self, rows: Sequence[Row], day: date, asked: tuple[str, ...]) -> Agenda:
        """Rows with all that their view tells beside them; `asked` are the filters in words."""
        from sipctl.views.answers.due import Agenda

        about, leads = self.plan.about, self.plan.people.leads
        colours = about.settings.colours
        return Agenda(about.title, day, asked, rows, self.faults, self.place, leads, colours)

    def columns(self, rows: Sequence[Row], day: date, room: int) -> list[Column]:
        """The columns of a table of rows that are not gathered by lead."""
        from sipctl.views.answers import tables

        colours = self.plan.about.settings.colours
        return tables.columns(rows, day, room, leads=True, where=self.place, colours=colours)

    def for_programs(self, rows: Sequence[Row], day: date, form: str, *, occurrences: bool) -> str:
        """Rows as `csv`, or as JSON."""
        from sipctl.views import json

        if form == "csv":
            return json.table(rows, self.where)
        return json.rows(rows, day, self.where, occurrences=occurrences)

    @property
    def faults(self) -> tuple[Fault, ...]:
        """What `check` tells whatever day it is."""
        return self.opened.undated_faults


def find_plan(plan: str | None) -> Folder:
    """The plan's folder; raises Refusal where there is none."""
    try:
        here = Path.cwd()
    except OSError:
        raise Refusal("this folder is no longer there", "go to another folder") from None
    return folders.find(plan, here)


def open_plan(plan: str | None) -> Session:
    """The plan, read and sound; raises Refusal (exit code 1) if a file does not load."""
    from sipctl.store.cache.snapshot import open_folder

    folder = find_plan(plan)
    found = open_folder(folder)
    if not found.loaded.ok:
        raise unsound(folder, found.loaded.faults)
    return Session(folder, found)


def placed(folder: Folder, faults: Iterable[Fault]) -> list[Placed]:
    """Faults with their places, in order; only the files that have any are read again."""
    from contextlib import suppress

    from sipctl.store.files import plan_files
    from sipctl.store.locate import locate

    those = list(faults)
    sources = []
    for path in dict.fromkeys(fault.file for fault in those):
        with suppress(OSError):
            sources.append(plan_files.read_file(folder, path))
    return locate(those, sources, folder.shown)


def unsound(folder: Folder, faults: Iterable[Fault]) -> Refusal:
    """Why a plan with a broken file answers nothing, naming the first thing to mend."""
    from sipctl.views.text.english import plural

    found = placed(folder, faults)
    first = found[0]
    place = f"{first.place.file}:{first.place.line}:{first.place.column}"
    message = f"{place}: {first.fault.message}"
    if len(found) > 1:
        message += f" (and {plural(len(found) - 1, 'more fault')})"
    helped = "the plan can answer nothing until that is mended; sipctl check shows every fault"
    return Refusal(message, helped, code=1)


def day_asked(as_of: str | None) -> date:
    """The day that an answer is for: `--as-of`, else today. The only place that reads the clock."""
    return date.today() if as_of is None else day_typed("--as-of", as_of)


def day_typed(option: str, text: str) -> date:
    """The day that an option names, in figures or in words; raises Refusal."""
    try:
        if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
            return date.fromisoformat(text)
    except ValueError:
        pass
    from sipctl.plan import timing

    safe_path = timing.day(text)
    if safe_path is None:
        helped = 'write it as year-month-day, such as 2025-04-04, or as "4 April 2025"'
        raise Refusal(f'{option} "{text}" is not a day', helped)
    return safe_path


def screen() -> Screen:
    """The terminal that output goes to, if it goes to one."""
    if not sys.stdout.isatty() or os.environ.get("TERM") == "dumb":
        return Screen()
    if os.environ.get("NO_COLOR"):
        return Screen()
    from sipctl.cli.runtime.terminal import columns

    deep = os.environ.get("COLORTERM", "") in ("truecolor", "24bit")
    many = "256" in os.environ.get("TERM", "")
    return Screen(columns(sys.stdout), "truecolor" if deep else "256" if many else "standard")


def one_of(option: str, word: str, choices: tuple[str, ...]) -> str:
    """A word of a fixed set; raises Refusal with the nearest one."""
    from sipctl.plan.faults import propose

    if word not in choices:
        raise Refusal(f'{option} "{word}" is not known', propose(word, choices))
    return word
