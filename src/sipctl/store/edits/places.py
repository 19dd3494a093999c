"""Where each thing of a plan is written: its file, and the path to it in there."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from sipctl.plan.model.calendar import MeetingEntry, TermCalendar, TermDates
from sipctl.plan.model.entries import About, Activity, Aim, Area, Kpi, Outcome, Priority
from sipctl.plan.model.people import AcademyEntry, Committee, Lead, People
from sipctl.store.edits.changes import ById

if TYPE_CHECKING:
    from sipctl.plan.model.entries import Plan, Thing
    from sipctl.store.edits.changes import Path

LISTS = {Outcome: "outcomes", Priority: "priorities", Activity: "activities", Kpi: "kpis"}
"""The key of the list in which each kind of thing stands."""

_ENTRIES: tuple[type, ...] = (
    About,
    Aim,
    Outcome,
    Area,
    Priority,
    Activity,
    Kpi,
    Lead,
    People,
    AcademyEntry,
    Committee,
)
_ENTRIES += (MeetingEntry, TermCalendar, TermDates)
KEYS: dict[type, tuple[str, ...]] = {
    entry: tuple(field.name.rstrip("_") for field in dataclasses.fields(entry))
    for entry in _ENTRIES
}
"""The keys of each kind of entry, in the order in which they are written."""


def path_to(thing: Thing) -> Path:
    """The path within its file: `("areas", "2a", "activities", "2a.3")`; () for an aim."""
    if isinstance(thing.entry, Aim):
        return ()
    area: Path = () if thing.area is None else ("areas", ById(thing.area.id))
    if isinstance(thing.entry, Area):
        return area
    return (*area, LISTS[type(thing.entry)], ById(thing.id))


def file_of(plan: Plan, thing: Thing) -> str:
    """The file of a plan in which something stands: `aims/2-people.yaml`."""
    if thing.aim is None:
        return "plan.yaml"
    return next(
        path for aim, path in zip(plan.aims, plan.aim_files, strict=True) if aim.id == thing.aim.id
    )
