"""KPIs in a pack: what was to be read this term, what was, and the course of all readings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sipctl.packs.content import model as t
from sipctl.plan.model import entries
from sipctl.plan.state import progress

if TYPE_CHECKING:
    from sipctl.packs.content.context import PackContext
    from sipctl.plan.model.entries import Record
    from sipctl.plan.state.agenda import WorkItem


def subjects(scene: PackContext) -> list[WorkItem]:
    """The KPIs that were asked for, in the plan's order: trust-wide ones first."""
    return [one for one in scene.now if isinstance(one.work, entries.Kpi)]


def kpi_of(scene: PackContext, subject: WorkItem) -> t.Kpi:
    """One KPI with its dates and readings."""
    kpi = subject.work
    assert isinstance(kpi, entries.Kpi)  # noqa: S101 - `subjects` sees to it
    course = tuple(_readings(scene, kpi.id))
    note = scene.newest_note(kpi.id)
    asked = scene.rows_within(subject, scene.asked.term.starts, scene.until)
    return t.Kpi(
        id=kpi.id,
        measure=kpi.measure,
        aim=subject.aim.id if subject.aim else None,
        area=subject.area.id if subject.area else None,
        leads=scene.names(subject.leads),
        academies=kpi.academies,
        target=kpi.target,
        baseline=kpi.baseline,
        monitored=tuple(
            t.Phrase(label=label, text=text)
            for label, text in progress.kpi_phrases(kpi).items()
            if label != progress.BASELINE
        ),
        asked=tuple(scene.line(row, note) for row in asked),
        latest=course[-1] if course else None,
        this_term=next((one for one in reversed(course) if one.this_term), None),
        course=course,
        lines=tuple(scene.line(row, note) for row in scene.rows(subject, scene.day)),
        query=kpi.query,
        see=kpi.see,
    )


def _readings(scene: PackContext, name: str) -> list[t.Reading]:
    """The readings of a KPI, oldest first; of one academy's, where only that was asked for."""
    wanted = scene.asked.filters.academies
    return [
        _reading(scene, record)
        for record in scene.told(name)
        if not wanted or record.academy is None or record.academy in wanted
    ]


def _reading(scene: PackContext, record: Record) -> t.Reading:
    unit = f" {record.unit}" if record.unit else ""
    return t.Reading(
        on=record.date,
        result=record.result,
        value=float(record.value) if record.value is not None else None,
        shown=f"{record.value}{unit}" if record.value is not None else "",
        by=scene.name(record.by),
        academy=record.academy,
        note=scene.note(record),
        this_term=scene.in_term(record.date),
    )
