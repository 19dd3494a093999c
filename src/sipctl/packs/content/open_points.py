"""The open questions of a plan and the faults in its files, as a pack lists them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sipctl.packs.content.sections import model
from sipctl.plan.model import entries

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sipctl.packs.content.context import PackContext
    from sipctl.plan.faults import Fault, Route
    from sipctl.plan.model.entry import Entry

_SHOWN_AS_QUESTIONS = ("open-query",)
"""The slugs of faults that a pack shows as questions."""


def questions(context: PackContext) -> Iterator[model.Question]:
    """Every `query:` of the work asked for; in a pack of everything, those of whole files too."""
    plan, filters = context.plan, context.request.filters
    if not filters.words:
        files = (
            ("plan.yaml", plan.about.title, plan.about.query),
            ("people.yaml", "People", plan.people.query),
            ("calendar.yaml", "Calendar", plan.calendar.query),
        )
        for file, title, text in files:
            if text:
                yield model.Question(about="", title=title, text=text, place=context.shown(file))
    wanted = {item.work.id for item in context.now}
    for name, title, query, ids in _queries(context):
        if query and (wanted & ids or (not filters.words and not ids)):
            yield model.Question(about=name, title=title, text=query, place=context.where(name))


def _queries(context: PackContext) -> Iterator[tuple[str, str, str | None, set[str]]]:
    """Id, title and query of everything, and the ids of the activities and KPIs within it."""
    for thing in context.plan.walk(entries.Aim, entries.Area, entries.Activity, entries.Kpi):
        yield thing.id, thing.title, getattr(thing.entry, "query", None), _work_within(thing.entry)


def _work_within(entry: Entry) -> set[str]:
    """The ids of activities and KPIs of an aim or area; of an activity or KPI, its own."""
    if isinstance(entry, entries.Aim):
        return set().union(*(_work_within(area) for area in entry.areas))
    if isinstance(entry, entries.Area):
        return {activity.id for activity in entry.activities} | {kpi.id for kpi in entry.kpis}
    return {getattr(entry, "id", "")}


def problems(context: PackContext) -> Iterator[model.Problem]:
    """The faults of the work asked for; in a pack of everything, all faults."""
    wanted = {item.work.id for item in context.now}
    everything = not context.request.filters.words
    for fault in context.faults:
        name = about(context, fault)
        if fault.slug in _SHOWN_AS_QUESTIONS or not (everything or name in wanted):
            continue
        of_file = not name or fault.file in context.plan.records
        yield model.Problem(
            slug=fault.slug,
            severity=fault.severity,
            message=context.hide_initials(fault.message),
            help=context.hide_initials(fault.help),
            about=name,
            place=context.hide_initials(context.shown(fault.file))
            if of_file
            else context.where(name),
        )


def about(context: PackContext, fault: Fault) -> str:
    """The id of the innermost entry that a fault is about; "" for none."""
    plan = context.plan
    if fault.file in plan.records:
        return plan.records[fault.file].subject
    if fault.file == "plan.yaml":
        return _innermost(plan.about, fault.route)
    if fault.file in plan.aim_files:
        return _innermost(plan.aims[plan.aim_files.index(fault.file)], fault.route)
    return ""


def _innermost(top: Any, route: Route) -> str:
    """The id of the last entry on a route from `top` that has one; "" for none."""
    name = str(getattr(top, "id", ""))
    value = top
    for step in route:
        if isinstance(step, int):
            value = value[step] if isinstance(value, tuple) and step < len(value) else None
        else:
            value = getattr(value, step, None)
        name = str(getattr(value, "id", name))
    return name
