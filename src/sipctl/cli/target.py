"""The activity or KPI that a record or a move is about, from as much of the plan as loads.

A mistake in one file does not keep anybody from recording something whose own file is sound: only
the file that 2a.2 stands in has to load in order to record 2a.2.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sipctl.cli.options import parse_day
from sipctl.cli.session import broken_plan, fault_line, find_plan_to_change, locate_faults
from sipctl.plan.faults import Refusal, propose
from sipctl.plan.model.entries import Activity, Aim, Area, Kpi, id_key
from sipctl.plan.state.resolve import match, resolve

if TYPE_CHECKING:
    from datetime import date

    from sipctl.plan.calendar.terms import Calendar
    from sipctl.plan.model.entries import Plan, Thing
    from sipctl.plan.state.standing import NamedRecord
    from sipctl.plan.timing import TimingContext
    from sipctl.store.files.folder import Folder
    from sipctl.store.files.source import Source
    from sipctl.store.load import Loaded

_TIMING_FILES = {"plan.yaml", "calendar.yaml"}
_KINDS = {Aim: "aim", Area: "area", Activity: "activity", Kpi: "kpi"}


@dataclass(frozen=True)
class RecordTarget:
    """An activity, a KPI, an area or an aim, its file, and what is known of the plan around it.

    `source` is its file. `context` is None where plan.yaml or calendar.yaml does not load: no
    phrase can be read then. `broken` is the first fault that keeps some file from loading.
    """

    folder: Folder
    entry: Aim | Area | Activity | Kpi
    source: Source
    plan: Plan
    calendar: Calendar
    context: TimingContext | None
    people_known: bool
    broken: str | None

    @property
    def id(self) -> str:
        """Its id: `2a.2`."""
        return str(self.entry.id)

    @property
    def kind(self) -> str:
        """The key of a record that names the entry: `activity`, `kpi`, `area`, `aim`."""
        return _KINDS[type(self.entry)]

    @property
    def work(self) -> Activity | Kpi | None:
        """The activity or KPI; None for an area or an aim."""
        return self.entry if isinstance(self.entry, Activity | Kpi) else None

    @property
    def thing(self) -> Thing:
        """The entry with the aim and area that it belongs to."""
        return next(thing for thing in self.plan.walk(type(self.entry)) if thing.id == self.id)

    @property
    def title(self) -> str:
        """Its title; of a KPI, its measure."""
        return self.entry.title

    @property
    def records(self) -> tuple[NamedRecord, ...]:
        """The records about it, oldest first."""
        return self.plan.records_of.get(self.id, ())


def find_target(plan: str | None, name: str, *, dry_run: bool, whole: bool = False) -> RecordTarget:
    """The activity or KPI of an id; with `whole`, an area or aim too.

    Raises Refusal for an unknown id, or one whose file is broken.
    """
    from sipctl.plan.context import calendar_of, timing_context

    folder = find_plan_to_change(plan, dry_run=dry_run)
    sources, loaded = _load_around(folder, name)
    known = loaded.plan()
    entry = _find_entry(folder, loaded, known, name.strip(), whole=whole)
    path = (loaded.where(str(entry.id)) or ("plan.yaml", 1))[0]
    people = loaded.files.get("people.yaml")
    return RecordTarget(
        folder,
        entry,
        next(source for source in sources if source.path == path),
        known,
        calendar_of(known.calendar),
        timing_context(known) if _has_timing(loaded) else None,
        people is not None and people.model is not None,
        None if loaded.ok else fault_line(locate_faults(folder, loaded.faults)[0]),
    )


def _load_around(folder: Folder, name: str) -> tuple[list[Source], Loaded]:
    """The plan's files, of its records only those whose text mentions the id."""
    from sipctl.store.files import plan_files
    from sipctl.store.load import load

    files = plan_files.read(folder)
    wanted = name.strip().encode().lower()
    sources = [
        source
        for source in files.sources
        if not source.path.startswith("records/") or wanted in source.data.lower()
    ]
    return sources, load(sources, files.faults)


def _has_timing(loaded: Loaded) -> bool:
    """Whether the files that phrases are read against are there and load."""
    files = [loaded.files.get(path) for path in _TIMING_FILES]
    return all(file is not None and file.model for file in files)


def _find_entry(
    folder: Folder, loaded: Loaded, plan: Plan, name: str, *, whole: bool
) -> Aim | Area | Activity | Kpi:
    entries = {
        thing.id: thing.entry
        for thing in plan.walk()
        if isinstance(thing.entry, Aim | Area | Activity | Kpi)
    }
    works = [key for key, entry in entries.items() if isinstance(entry, Activity | Kpi)]
    written = match(name, entries if whole else works)
    if written is not None:
        return entries[written]
    known, kinds = works, "activity or KPI"
    if whole and "." not in name:
        known, kinds = [key for key in entries if key not in works], "aim, area, activity or KPI"
    paths = _broken_files_of(loaded, name)
    if paths:
        raise broken_plan(folder, [fault for fault in loaded.faults if fault.file in paths])
    if any(name in file.lines for file in loaded.files.values()):
        under = [work_id for work_id in works if work_id.startswith(name)] or works
        advice = f"name one, such as {under[0]}" if under else "sipctl add activity begins one"
        raise Refusal(f"{name} is not an activity or a KPI", advice)
    near = propose(name, sorted(known, key=id_key), otherwise="sipctl list shows every activity")
    raise Refusal(f'no {kinds} of this plan is called "{name}"', near)


def _broken_files_of(loaded: Loaded, name: str) -> set[str]:
    """The broken files with an id; where none shows it, all whose ids cannot be read."""
    faulty = {path for path, file in loaded.files.items() if file.faults}
    faulty -= {path for path in faulty if path.startswith("records/")}
    holding = {path for path in faulty if name in loaded.files[path].lines}
    return holding or faulty - {"people.yaml", "calendar.yaml"}


# --- by whom, and on what day --------------------------------------------------------------------


def recorder(target: RecordTarget, by: str | None) -> str:
    """The initials to record: `--by`, SIPCTL_LEAD or `git config sipctl.lead`; never a guess.

    Raises Refusal where none of them is set, or people.yaml does not know the initials.
    """
    if not target.people_known:
        return _given_initials(target.folder, by)[0]
    return known_recorder(target.folder, target.plan, by)


def known_recorder(folder: Folder, plan: Plan, by: str | None) -> str:
    """The initials to record, which people.yaml knows; raises Refusal as `recorder` does."""
    initials, origin = _given_initials(folder, by)
    message = f'{origin} "{initials}" is nobody that people.yaml knows'
    add = "add them to people.yaml under leads:"
    return resolve(initials, list(plan.people.leads), message, otherwise=add)


def _given_initials(folder: Folder, by: str | None) -> tuple[str, str]:
    """The initials, and where they are set."""
    from sipctl.store.git import run

    if by is not None:
        return by.strip(), "--by"
    if os.environ.get("SIPCTL_LEAD"):
        return os.environ["SIPCTL_LEAD"].strip(), "SIPCTL_LEAD:"
    setting = run.setting(folder.path, "sipctl.lead")
    if setting:
        return setting, "git config sipctl.lead:"
    raise Refusal(
        "who says so? No initials were given",
        "add --by JK, or say it once: git config --global sipctl.lead JK",
    )


def day_of(on: str | None, today: date) -> date:
    """`--on`, else today; raises Refusal for what is no day, or one that is still to come."""
    if on is None:
        return today
    day = parse_day("--on", on, today, past=True)
    if day > today:
        raise Refusal(f"--on {on} is still to come", "say what happened once it has happened")
    return day
