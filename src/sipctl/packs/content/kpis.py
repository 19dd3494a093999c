"""KPIs in a pack: what was to be read this term, what was, and the course of all readings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sipctl.packs.content.items import KpiReport, Reading, field_values, labelled
from sipctl.plan.model.entries import Kpi
from sipctl.plan.state import progress

if TYPE_CHECKING:
    from sipctl.packs.content.context import PackContext
    from sipctl.plan.model.entries import Record
    from sipctl.plan.state.agenda import WorkItem


def kpis(context: PackContext) -> list[WorkItem]:
    """The KPIs that were asked for, in the plan's order: trust-wide ones first."""
    return [item for item in context.now if isinstance(item.work, Kpi)]


def kpi_report(context: PackContext, item: WorkItem) -> KpiReport:
    """One KPI with its dates and readings."""
    kpi = item.work
    assert isinstance(kpi, Kpi)  # noqa: S101 - `kpis` sees to it
    course = tuple(_readings(context, kpi.id))
    note = context.newest_note(kpi.id)
    asked = context.rows_within(item, context.request.term.starts, context.until)
    phrases = progress.kpi_phrases(kpi)
    phrases.pop(progress.BASELINE, None)
    values = field_values(kpi) | {
        "leads": context.names(item.leads),
        "monitored": labelled(phrases),
        "target": kpi.target_words,
    }
    return KpiReport(
        **values,
        aim=item.aim.id if item.aim else None,
        area=item.area.id if item.area else None,
        asked=tuple(context.report_row(row, note) for row in asked),
        latest=course[-1] if course else None,
        this_term=next((reading for reading in reversed(course) if reading.this_term), None),
        course=course,
        lines=tuple(context.report_row(row, note) for row in context.rows(item, context.day)),
    )


def _readings(context: PackContext, name: str) -> list[Reading]:
    """The readings of a KPI, oldest first; of one academy's, where only that was asked for."""
    wanted = context.request.filters.academies
    return [
        _reading(context, record)
        for record in context.records_about(name)
        if not wanted or record.academy is None or record.academy in wanted
    ]


def _reading(context: PackContext, record: Record) -> Reading:
    unit = f" {record.unit}" if record.unit else ""
    return Reading(
        on=record.date,
        result=record.result,
        value=float(record.value) if record.value is not None else None,
        shown=f"{record.value}{unit}" if record.value is not None else "",
        by=context.name(record.by),
        academy=record.academy,
        note=context.note(record),
        this_term=context.in_term(record.date),
    )
