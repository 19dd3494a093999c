"""The one thing that a change is about, from as much of the plan as loads.

Whoever puts down what happened to 2a.2 is not kept from it by a mistake in somebody else's file:
only the file that 2a.2 stands in has to load. What else does not is left out of what is said.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sipctl.cli.session import day_typed, find_plan, placed, unsound
from sipctl.plan.faults import Refusal, propose
from sipctl.plan.model.entries import id_key
from sipctl.plan.state.resolve import match

if TYPE_CHECKING:
    from datetime import date

    from sipctl.plan.calendar.terms import Calendar
    from sipctl.plan.faults import Placed
    from sipctl.plan.model.entries import Activity, Kpi, Plan
    from sipctl.plan.state.progress import NamedRecord
    from sipctl.plan.timing import TimingContext
    from sipctl.store.files.folder import Folder
    from sipctl.store.files.source import Source
    from sipctl.store.load import Loaded


@dataclass(frozen=True)
class RecordTarget:
    """An activity or a KPI, the file that it stands in, and what is known around it.

    `frame` is None where plan.yaml or calendar.yaml does not load: then no phrase can be read.
    `source` is the file it stands in. `broken` says what does not load, for whoever has to know.
    """

    folder: Folder
    work: Activity | Kpi
    source: Source
    plan: Plan
    calendar: Calendar
    frame: TimingContext | None
    people_known: bool
    broken: str | None

    @property
    def id(self) -> str:
        """`2a.2`."""
        return self.work.id

    @property
    def title(self) -> str:
        """What it is, in the plan's words."""
        return self.work.title

    @property
    def records(self) -> tuple[NamedRecord, ...]:
        """The records about it, oldest first."""
        return self.plan.records_of.get(self.work.id, ())


def find_subject(plan: str | None, name: str) -> RecordTarget:
    """What an id means; raises Refusal for one that the plan lacks, or whose file is broken."""
    from sipctl.plan.context import calendar_of, timing_context
    from sipctl.store.files import plan_files
    from sipctl.store.load import load

    folder = find_plan(plan)
    found = plan_files.read(folder)
    wanted = name.strip().encode().lower()
    sources = [
        source
        for source in found.sources
        if not source.path.startswith("records/") or wanted in source.data.lower()
    ]
    loaded = load(sources, found.faults)
    whole = loaded.plan()
    work = _one(folder, loaded, whole, name.strip())
    path = (loaded.where(work.id) or ("plan.yaml", 1))[0]
    timed = all(loaded.files[p].model for p in ("plan.yaml", "calendar.yaml") if p in loaded.files)
    timed = timed and {"plan.yaml", "calendar.yaml"} <= set(loaded.files)
    return RecordTarget(
        folder,
        work,
        next(source for source in sources if source.path == path),
        whole,
        calendar_of(whole.calendar),
        timing_context(whole) if timed else None,
        "people.yaml" in loaded.files and loaded.files["people.yaml"].model is not None,
        None if loaded.ok else _first(placed(folder, loaded.faults)),
    )


def _one(folder: Folder, loaded: Loaded, plan: Plan, name: str) -> Activity | Kpi:
    known = [*plan.activities, *plan.kpis]
    written = match(name, known)
    if written is not None:
        return (plan.activities.get(written) or plan.kpis[written])[2]
    needed = _files_that_may_hold(loaded, name)
    if needed:
        raise unsound(folder, [fault for fault in loaded.faults if fault.file in needed])
    if any(name in file.lines for file in loaded.files.values()):
        raise Refusal(f"{name} is not an activity or a KPI", "name one, such as 2a.3 or 2a.k1")
    helped = propose(name, sorted(known, key=id_key), otherwise="sipctl list shows every activity")
    raise Refusal(f'no activity or KPI of this plan is called "{name}"', helped)


def _files_that_may_hold(loaded: Loaded, name: str) -> set[str]:
    """The broken files that an id stands in, or else may stand in: those that hide their ids."""
    faulty = {path for path, file in loaded.files.items() if file.faults}
    faulty -= {path for path in faulty if path.startswith("records/")}
    holding = {path for path in faulty if name in loaded.files[path].lines}
    return holding or faulty - {"people.yaml", "calendar.yaml"}


def _first(faults: list[Placed]) -> str:
    one = faults[0]
    return f"{one.place.file}:{one.place.line}:{one.place.column}: {one.fault.message}"


# --- who, and on what day ------------------------------------------------------------------------


def who(subject: RecordTarget, by: str | None) -> str:
    """The initials to write: `--by`, SIPCTL_LEAD or `git config sipctl.lead`; never a guess.

    Raises Refusal where nobody is named, or somebody that the plan does not know.
    """
    initials, origin = _named(subject.folder, by)
    known = list(subject.plan.people.leads)
    if subject.people_known and initials not in known:
        helped = propose(initials, known, otherwise="add them to people.yaml under leads:")
        raise Refusal(f'{origin} "{initials}" is nobody that people.yaml knows', helped)
    return initials


def _named(folder: Folder, by: str | None) -> tuple[str, str]:
    from sipctl.store.git import run

    if by is not None:
        return by.strip(), "--by"
    if os.environ.get("SIPCTL_LEAD"):
        return os.environ["SIPCTL_LEAD"].strip(), "SIPCTL_LEAD:"
    told = run.setting(folder.path, "sipctl.lead")
    if told:
        return told, "git config sipctl.lead:"
    raise Refusal(
        "who says so? No initials were given",
        "add --by JK, or say it once: git config --global sipctl.lead JK",
    )


def day_of(on: str | None, today: date) -> date:
    """`--on`, else today; raises Refusal for what is no day, or one that is still to come."""
    if on is None:
        return today
    day = day_typed("--on", on)
    if day > today:
        raise Refusal(f"--on {on} is still to come", "say what happened once it has happened")
    return day
