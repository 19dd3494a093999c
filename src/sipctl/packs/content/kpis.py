"""KPIs in a pack: readings due this term, those taken, and all readings in order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sipctl.packs.content.items import AcademyReadings, KpiReport, Reading, field_values, labelled
from sipctl.plan.model.entries import Kpi
from sipctl.plan.queries.kpis import target_day
from sipctl.plan.state import progress
from sipctl.plan.state.judgement import direction_of, judgement_of, with_relevant_earlier
from sipctl.views.text.english import record_value, short_day

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from sipctl.packs.content.context import PackContext
    from sipctl.plan.model.entries import Record
    from sipctl.plan.state.agenda import WorkItem


def kpis(context: PackContext) -> list[WorkItem]:
    """The KPIs that the filters keep, in the plan's order: trust-wide ones first."""
    return [item for item in context.now if isinstance(item.work, Kpi)]


def kpi_report(context: PackContext, item: WorkItem) -> KpiReport:
    """One KPI with its dates and readings."""
    kpi = item.work
    assert isinstance(kpi, Kpi)  # noqa: S101 - `kpis` sees to it
    by_academy = _by_academy(context, kpi)
    alone = next((group for group in by_academy if group.academy is None), None)
    alone = by_academy[0] if len(by_academy) == 1 else alone
    course = alone.course if alone else ()
    note = context.note_beside(item)
    asked = context.rows_within(item, context.request.term.starts, context.until)
    phrases = progress.kpi_phrases(kpi)
    phrases.pop(progress.BASELINE, None)
    values = field_values(kpi) | {
        "leads": context.names(item.leads),
        "monitored": labelled(phrases),
        "target": kpi.target_words,
        "retired": _retired(kpi, context.day),
    }
    return KpiReport(
        **values,
        aim=item.aim.id if item.aim else None,
        area=item.area.id if item.area else None,
        asked=tuple(context.report_row(row, note) for row in asked),
        latest=course[-1] if course else None,
        this_term=alone.this_term if alone else None,
        course=course,
        by_academy=by_academy,
        lines=tuple(context.report_row(row, note) for row in context.rows(item)),
    )


def _retired(kpi: Kpi, day: date) -> str | None:
    """When and why a KPI was retired, if it was by a day; else None."""
    if kpi.retired is None or kpi.retired.date > day:
        return None
    why = f": {kpi.retired.why}" if kpi.retired.why else ""
    return f"retired on {short_day(kpi.retired.date)}{why}"


def _by_academy(context: PackContext, kpi: Kpi) -> tuple[AcademyReadings, ...]:
    """Readings by academy, each oldest first; those without an academy come first."""
    groups: dict[str, list[Record]] = {}
    for record in _records(context, kpi.id):
        groups.setdefault(record.academy or "", []).append(record)
    return tuple(
        _academy_readings(context, kpi, academy or None, own)
        for academy, own in sorted(groups.items())
    )


def _academy_readings(
    context: PackContext, kpi: Kpi, academy: str | None, records: Sequence[Record]
) -> AcademyReadings:
    course = tuple(_reading(context, kpi, known) for known in with_relevant_earlier(records))
    by = target_day(kpi, context.timing)
    return AcademyReadings(
        id=kpi.id,
        academy=academy,
        this_term=next((reading for reading in reversed(course) if reading.this_term), None),
        course=course,
        judgement=course[-1].judgement,
        direction=course[-1].direction,
        on_its_way=course[-1].direction == "towards" and by is not None and by >= context.day,
    )


def _records(context: PackContext, name: str) -> list[Record]:
    """The readings of a KPI that the filters keep, oldest first."""
    wanted = context.request.filters.academies
    return [
        record
        for record in context.records_about(name)
        if not wanted or record.academy is None or record.academy in wanted
    ]


def _reading(context: PackContext, kpi: Kpi, records: Sequence[Record]) -> Reading:
    """The last of `records` as a reading, judged by it and those before it."""
    record = records[-1]
    judgement = judgement_of(records, kpi.figures)
    return Reading(
        on=record.date,
        result=record.result,
        value=float(record.value) if record.value is not None else None,
        shown=record_value(record, str),
        by=context.name(record.by),
        academy=record.academy,
        note=context.note(record),
        judgement=judgement.result if judgement else None,
        direction=direction_of(records, kpi.figures),
        this_term=context.in_term(record.date),
        late=context.is_late(record),
    )
