"""What a pack says of the plan itself: open questions, and faults in its files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sipctl.packs.content import model as t
from sipctl.plan.model import entries

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sipctl.packs.content.context import PackContext
    from sipctl.plan.faults import Fault, Route
    from sipctl.plan.model.entry import Entry

_TOLD_ELSEWHERE = ("open-query",)
"""Faults that a pack tells as questions."""


def questions(scene: PackContext) -> Iterator[t.Question]:
    """Every `query:` of what was asked for; those of whole files only where all was."""
    plan, filters = scene.plan, scene.asked.filters
    if not filters.words:
        files = (
            ("plan.yaml", plan.about),
            ("people.yaml", plan.people),
            ("calendar.yaml", plan.calendar),
        )
        for file, entry in files:
            if entry.query:
                title = {"plan.yaml": plan.about.title, "people.yaml": "People"}.get(
                    file, "Calendar"
                )
                yield t.Question(about="", title=title, text=entry.query, place=scene.shown(file))
    wanted = {one.work.id for one in scene.now}
    for name, title, text, holds in _asked(scene):
        if text and (wanted & holds or (not filters.words and not holds)):
            yield t.Question(about=name, title=title, text=text, place=scene.where(name))


def _asked(scene: PackContext) -> Iterator[tuple[str, str, str | None, set[str]]]:
    """Id, title, query, and the activities and KPIs that a thing stands for."""
    for thing in scene.plan.walk(entries.Aim, entries.Area, entries.Activity, entries.Kpi):
        yield thing.id, thing.title, getattr(thing.entry, "query", None), _held(thing.entry)


def _held(entry: Entry) -> set[str]:
    """The activities and KPIs of an aim or area; of one of those, itself."""
    if isinstance(entry, entries.Aim):
        return set().union(*(_held(area) for area in entry.areas))
    if isinstance(entry, entries.Area):
        return {activity.id for activity in entry.activities} | {kpi.id for kpi in entry.kpis}
    return {getattr(entry, "id", "")}


def problems(scene: PackContext) -> Iterator[t.Problem]:
    """The faults of what was asked for; those of no one thing only where all was."""
    wanted = {one.work.id for one in scene.now}
    everything = not scene.asked.filters.words
    for fault in scene.faults:
        name = about(scene, fault)
        if fault.slug in _TOLD_ELSEWHERE or not (everything or name in wanted):
            continue
        of_file = not name or fault.file in scene.plan.records
        yield t.Problem(
            slug=fault.slug,
            severity=fault.severity,
            message=fault.message,
            help=fault.help,
            about=name,
            place=scene.shown(fault.file) if of_file else scene.where(name),
        )


def about(scene: PackContext, fault: Fault) -> str:
    """The id of the innermost thing that a fault is about; empty if it is about none."""
    plan = scene.plan
    if fault.file in plan.records:
        return plan.records[fault.file].subject
    if fault.file == "plan.yaml":
        return _innermost(plan.about, fault.route)
    if fault.file in plan.aim_files:
        return _innermost(plan.aims[plan.aim_files.index(fault.file)], fault.route)
    return ""


def _innermost(top: Any, route: Route) -> str:
    name = str(getattr(top, "id", ""))
    here = top
    for step in route:
        if isinstance(step, int):
            inside = isinstance(here, tuple) and step < len(here)
            here = here[step] if inside else None
        else:
            here = getattr(here, step, None)
        name = str(getattr(here, "id", name))
    return name
