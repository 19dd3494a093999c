"""Finds and reads the plan that a command is about; refuses one with errors in its files."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from sipctl.plan.faults import Refusal
from sipctl.plan.frozen import frozen
from sipctl.store.files import folder as folders

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from sipctl.plan.faults import Fault, Placed
    from sipctl.plan.model.entries import Plan
    from sipctl.plan.state.agenda import Row
    from sipctl.plan.state.filters import AcademyShare
    from sipctl.plan.timing import TimingContext
    from sipctl.store.cache.snapshot import OpenedPlan
    from sipctl.store.files.folder import Folder
    from sipctl.store.git.past.commit import PastCommit
    from sipctl.views.answers.due import Agenda
    from sipctl.views.text.columns import TableColumn


@frozen()
class Session:
    """An open plan: its folder, and its files read and validated."""

    folder: Folder
    opened: OpenedPlan
    academies: tuple[str, ...] = ()
    """The academies that were asked for; records of other academies are left out."""
    narrowed: tuple[Plan, TimingContext] | None = None
    """The plan and its timing context without those records; None if no academy was asked for."""
    past: PastCommit | None = None
    """The commit that the plan was read from; None for the files as they stand."""

    @property
    def plan(self) -> Plan:
        """The plan's entries."""
        return self.narrowed[0] if self.narrowed else self.opened.plan

    @property
    def context(self) -> TimingContext:
        """The calendar and the years that the plan's phrases are read against."""
        return self.narrowed[1] if self.narrowed else self.opened.context

    def faults(self, day: date) -> tuple[Fault, ...]:
        """The faults of the plan on a day, which answers count."""
        return self.opened.standing_faults(day)

    def for_academies(self, academies: Sequence[str], day: date) -> Session:
        """The same plan as of a day, without records of academies other than these."""
        if not academies:
            return self
        from sipctl.plan.state.academies import plan_of_academies

        plan = plan_of_academies(self.plan, academies, day)
        context = self.context.of_academies(academies)
        return replace(self, academies=tuple(academies), narrowed=(plan, context))

    def locate(self, faults: Iterable[Fault]) -> list[Placed]:
        """Faults with their places in the files that the plan was read from."""
        return locate_faults(self.folder, faults, self.past)

    def where(self, name: str) -> tuple[str, int]:
        """The file and line of an id, the file as shown: `plan/aims/2-people.yaml`, 34."""
        path, line = self.opened.loaded.where(name) or ("plan.yaml", 1)
        return f"{self.folder.shown}/{path}", line

    def place(self, row: Row) -> str:
        """The place of a row: `plan/aims/2-people.yaml:34`."""
        return self.place_of(row.id)

    def place_of(self, name: str) -> str:
        """The place of an id: `plan/aims/2-people.yaml:34`."""
        from sipctl.views.text.english import safe_path

        file, line = self.where(name)
        return f"{safe_path(file)}:{line}"

    def agenda(self, rows: Sequence[Row], day: date, filter_words: tuple[str, ...]) -> Agenda:
        """Rows with everything that `due` and `list` show with them."""
        from sipctl.plan.state.filters import academy_share
        from sipctl.views.answers.due import Agenda

        about, leads = self.plan.about, self.plan.people.leads
        colours = about.settings.colours
        faults = self.faults(day)
        share = academy_share(self.academies, rows)
        return Agenda(
            *(about.title, day, filter_words, rows, faults, self.place, leads, colours, share)
        )

    def share(self, named: Mapping[str, Sequence[str]]) -> AcademyShare | None:
        """How much of an answer is for the academies asked for alone; None if none was asked for.

        `named` has, for each id in the answer, the academies that it is for.
        """
        from sipctl.plan.state.filters import share_of

        return share_of(self.academies, named)

    def columns(self, rows: Sequence[Row], day: date, room: int) -> list[TableColumn[Row]]:
        """The columns of a table of rows that are not grouped by lead."""
        from sipctl.views.answers import tables

        colours = self.plan.about.settings.colours
        return tables.columns(rows, day, room, leads=True, where=self.place, colours=colours)

    def serialise(
        self,
        rows: Sequence[Row],
        day: date,
        format: str,
        *,
        occurrences: bool,
        **more: Sequence[Row],
    ) -> str:
        """Rows as CSV (`csv`) or as JSON, there with `more` rows by their key."""
        from sipctl.plan.state.filters import academy_share
        from sipctl.views import json

        if format == "csv":
            return json.rows_csv(rows, self.where)
        share = academy_share(self.academies, rows)
        return json.rows_json(rows, day, self.where, share, occurrences=occurrences, **more)


def find_plan(plan: str | None) -> Folder:
    """The plan's folder: `--plan`, else upwards from here; raises Refusal where there is none."""
    try:
        here = Path.cwd()
    except OSError:
        raise Refusal("this folder is no longer there", "go to another folder") from None
    return folders.find(plan, here)


def find_plan_to_change(plan: str | None, *, dry_run: bool) -> Folder:
    """The plan's folder for a command that writes. An edit that was interrupted is finished first.

    With `dry_run` nothing is written: raises Refusal where an edit was interrupted.
    """
    from sipctl.store.files.journal import finish_cut_off

    folder = find_plan(plan)
    if dry_run:
        from sipctl.store.files.plan_files import cut_off_fault

        fault = cut_off_fault(folder, here=True)
        if fault is not None:
            message = fault_line(locate_faults(folder, [fault])[0])
            raise Refusal(message, fault.help, code=1)
        return folder
    finished = finish_cut_off(folder)
    if finished is not None:
        import typer

        from sipctl.views.text.english import join_words, safe_path

        def shown(paths: Iterable[str]) -> str:
            return join_words([safe_path(f"{folder.shown}/{path}") for path in paths])

        if finished.written:
            message = f"An edit that was cut off before is finished now: {shown(finished.written)}."
            typer.echo(message, err=True)
        if finished.left:
            message = f"Changed since, and left so: {shown(finished.left)}. Look: sipctl check"
            typer.echo(message, err=True)
    return folder


def open_plan(plan: str | None, past: PastCommit | None = None) -> Session:
    """The plan, read and validated; raises Refusal (exit code 1) if a file does not load.

    It is read as the commit `past` has it, if one is given.
    """
    from sipctl.store.cache.snapshot import open_folder, open_version

    folder = find_plan(plan)
    opened = open_version(folder, past.name, past.contents) if past else open_folder(folder)
    if not opened.loaded.ok:
        raise broken_plan(folder, opened.loaded.faults, past)
    return Session(folder, opened, past=past)


def open_plan_to_change(plan: str | None, *, dry_run: bool) -> Session:
    """The plan for a command that writes; an edit that was interrupted is finished first."""
    find_plan_to_change(plan, dry_run=dry_run)
    return open_plan(plan)


def locate_faults(
    folder: Folder,
    faults: Iterable[Fault],
    past: PastCommit | None = None,
    taken: Iterable[str] = (),
) -> list[Placed]:
    """Faults with their places, in order; only the files that have any are read again.

    `taken` are ids that records name: advice on a merge conflict does not propose these.
    """
    unplaced = list(faults)
    if not unplaced:
        return []
    from contextlib import suppress

    from sipctl.store.files import plan_files
    from sipctl.store.locate import locate

    paths = dict.fromkeys(fault.file for fault in unplaced)
    sources = []
    if past is not None:
        contents = past.contents().sources
        sources = [source for source in contents if source.path in paths]
    else:
        for path in paths:
            with suppress(OSError):
                sources.append(plan_files.read_file(folder, path))
    data = {source.path: source.data for source in sources}
    if any(fault.slug == "merge-conflict" for fault in unplaced):
        from sipctl.store.yaml.conflicts import with_free_ids

        unplaced = [
            with_free_ids(fault, data[fault.file], taken)
            if fault.slug == "merge-conflict" and fault.file in data
            else fault
            for fault in unplaced
        ]
    return locate(unplaced, sources, folder.shown)


def broken_plan(folder: Folder, faults: Iterable[Fault], past: PastCommit | None = None) -> Refusal:
    """The refusal to answer from a plan with a broken file: its first fault, and how many more."""
    from sipctl.views.text.english import plural

    placed = locate_faults(folder, faults, past)
    message = fault_line(placed[0])
    if len(placed) > 1:
        message += f" (and {plural(len(placed) - 1, 'more fault')})"
    help_line = "the plan can answer nothing until that is mended; sipctl check shows every fault"
    if past is not None:
        message = f"at {past.short}: {message}"
        help_line = f"no answer can be read there; sipctl check --at {past.short} shows every fault"
    return Refusal(message, help_line, code=1)


def fault_line(placed: Placed) -> str:
    """A fault with its place, on one line."""
    place = placed.place
    return f"{place.file}:{place.line}:{place.column}: {placed.fault.message}"
