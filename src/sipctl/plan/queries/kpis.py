"""Where each KPI stands on a day: its readings, its target, which way it goes, whether it is met.

Readings by academy are a line for each academy: those of several are never mixed in one line.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sipctl.plan.frozen import frozen
from sipctl.plan.model.entries import Kpi, id_key
from sipctl.plan.state import progress
from sipctl.plan.state.agenda import work_items
from sipctl.plan.state.judgement import direction_of, judgement_of
from sipctl.plan.state.settling import named_by_readings
from sipctl.plan.state.standing import standing_records
from sipctl.plan.timing import Timing, read

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from sipctl.plan.model.entries import Plan, Record
    from sipctl.plan.state.agenda import WorkItem
    from sipctl.plan.state.filters import Filters
    from sipctl.plan.state.judgement import Direction, Judgement
    from sipctl.plan.state.milestones import WorkProgress
    from sipctl.plan.state.standing import NamedRecord
    from sipctl.plan.timing import TimingContext

MOST_SHOWN = 3
"""How many readings are shown, the newest of them."""


@frozen()
class KpiReading:
    """One record of a KPI, and the key of the period that it is a reading of, if of any."""

    record: Record
    period: str | None


@frozen()
class KpiLine:
    """A KPI, or what one academy reads of it, as it stood on a day.

    `readings` are all that count, oldest first, `baseline` the one that was its baseline. `by` is
    the last day of a target in figures. `next_due` is the last day of the next reading that has
    not passed, `overdue_since` the first one that has.
    """

    kpi: Kpi
    aim: int | None
    area: str | None
    leads: tuple[str, ...]
    academy: str | None
    baseline: KpiReading | None
    readings: tuple[KpiReading, ...]
    direction: Direction
    judgement: Judgement | None
    by: date | None
    next_due: date | None
    overdue_since: date | None
    retired: bool

    @property
    def last(self) -> tuple[KpiReading, ...]:
        """The newest readings, oldest first."""
        return self.readings[-MOST_SHOWN:]


def kpi_lines(plan: Plan, context: TimingContext, day: date, filters: Filters) -> list[KpiLine]:
    """A line for each KPI asked for, in the order of ids; for each academy where they read it."""
    items = work_items(plan, context, day, kpis=True)
    kpis = [item for item in items if isinstance(item.work, Kpi) and filters.keeps(item)]
    return [
        line
        for item in sorted(kpis, key=lambda item: id_key(item.work.id))
        for line in _lines(plan, context, item, day, filters.academies)
    ]


def _lines(
    plan: Plan, context: TimingContext, item: WorkItem, day: date, asked: Sequence[str]
) -> Iterator[KpiLine]:
    records = plan.records_of.get(item.work.id, ())
    standing = standing_records(records, day)
    by_academy = {record.academy for record in standing if record.academy}
    concerned = item.work.academies
    academies = by_academy and {
        *(name for name in (*by_academy, *concerned) if not asked or name in asked),
        *(name for name in asked if not concerned or name in concerned),
    }
    if not academies or any(record.academy is None for record in standing):
        yield _line(context, item, records, day, None)
    for academy in sorted(academies):
        yield _line(context, item, records, day, academy)


def _line(
    context: TimingContext,
    item: WorkItem,
    records: Sequence[NamedRecord],
    day: date,
    academy: str | None,
) -> KpiLine:
    """One line: the readings of an academy, or those that name none. What names none settles the
    dates of every academy."""
    kpi = item.work
    assert isinstance(kpi, Kpi)  # noqa: S101 - `kpi_lines` sees to it
    counting = [named for named in records if named[1].academy in (None, academy)]
    own_progress = item.standing
    if academy:
        own_progress = progress.kpi_progress(kpi, counting, context.of_academies((academy,)), day)
    standing = [record for record in standing_records(records, day) if record.academy == academy]
    readings, baseline = _readings(own_progress, standing)
    pending = [
        occurrence for milestone in own_progress.milestones for occurrence in milestone.pending
    ]
    ahead = (occurrence.due for occurrence in pending if not occurrence.overdue)
    late = (occurrence.due for occurrence in pending if occurrence.overdue)
    return KpiLine(
        kpi=kpi,
        aim=item.aim.id if item.aim else None,
        area=item.area.id if item.area else None,
        leads=item.leads,
        academy=academy,
        baseline=baseline,
        readings=readings,
        direction=direction_of(standing, kpi.figures),
        judgement=judgement_of(standing, kpi.figures),
        by=target_day(kpi, context),
        next_due=min((due for due in ahead if due >= day), default=None),
        overdue_since=min(late, default=None),
        retired=own_progress.retired,
    )


def _readings(
    own_progress: WorkProgress, records: list[Record]
) -> tuple[tuple[KpiReading, ...], KpiReading | None]:
    """Records with the periods that they are of, and the one of them that is the baseline."""
    timings = {milestone.label: milestone.timing for milestone in own_progress.milestones}
    named = named_by_readings(timings, records)
    readings = tuple(
        KpiReading(record, period) for record, (_, period) in zip(records, named, strict=True)
    )
    labels = zip(readings, named, strict=True)
    baselines = (reading for reading, (label, _) in labels if label == progress.BASELINE)
    return readings, next(baselines, None)


def target_day(kpi: Kpi, context: TimingContext) -> date | None:
    """The last day of a KPI's target in figures; None where it has none, or no date."""
    if kpi.figures is None or not kpi.figures.by:
        return None
    timing = read(kpi.figures.by, context)
    return progress.deadline(timing) if isinstance(timing, Timing) else None
