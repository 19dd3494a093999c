"""Rows of work on one day, overdue, due or coming: what `due` and `list` show."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from sipctl.plan.frozen import frozen
from sipctl.plan.model.entries import Activity, id_key
from sipctl.plan.model.statuses import AT_RISK, STATUS_INFO
from sipctl.plan.state import progress

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sipctl.plan.model.entries import Aim, Area, Kpi, Plan
    from sipctl.plan.state.progress import MilestoneProgress, OccurrenceState, WorkProgress
    from sipctl.plan.timing import TimingContext

State = Literal[
    "overdue", "due", "upcoming", "settled", "paused", "withdrawn", "as-needed", "undated"
]


@frozen()
class Row:
    """One line of an agenda: a milestone (or a KPI's baseline or monitoring) and how it stands.

    `period`, `opens` and `due` are those of the occurrence that matters most now, None where there
    is none.
    """

    id: str
    """`2a.3`."""
    kind: Literal["activity", "kpi"]
    title: str
    """What is to be done; of a KPI, its measure."""
    aim: int | None
    """The number of its aim; nothing for a trust-wide KPI."""
    area: str | None
    """Its area, `2a`."""
    leads: tuple[str, ...]
    """Who leads it, the one who answers for it first."""
    academies: tuple[str, ...]
    """The academies it names; none means all of them."""
    milestone: str | None
    """The milestone whose date this is, if the plan names it."""
    when: str | None
    """The time as the plan says it."""
    period: str | None
    """The key of the period in which it is to happen: `spring-2025`."""
    opens: date | None
    """The first day of the time in which it is to happen."""
    due: date | None
    """The last day of that time."""
    state: State
    """`overdue`, `due` (open now), `upcoming`, `settled`, `paused`, `withdrawn`, `as-needed` or
    `undated`: how it stands to its date."""
    soon: bool
    """Whether it falls due within the days that the plan calls soon."""
    days_overdue: int
    """Days since its date, 0 unless overdue; of a series, since the first of those missed in a
    row."""
    missed: int
    """How many dates of a series were missed in a row; 1 for a single date."""
    missed_judged: int
    """How many of those missed dates the lead had judged at risk or off track."""
    missed_since: date | None
    """The first of the missed dates."""
    original_due: date | None
    """The day it was first to be done by."""
    slipped_days: int
    """Days from `original_due` to the present due day; negative if that is earlier."""
    status: str
    """The lead's own judgement, `no-record` where there is none."""
    recorded_on: date | None
    """The day of the record that says so."""
    reason: str | None
    """Why it was paused or withdrawn, or is judged at risk."""
    dates_done: int
    """How many dates of the whole activity are settled; those of a series do not count."""
    dates: int
    """How many dates the whole activity has; those of a series do not count."""
    occurrences: tuple[OccurrenceState, ...]
    """All the dates of the milestone."""
    status_of: tuple[str, ...] = ()
    """The academies whose judgement that is; none where it is everybody's."""
    settled_for: tuple[str, ...] = ()
    """The academies that have settled the date, where each records its own."""
    open_for: tuple[str, ...] = ()
    """The academies that have not settled it, where each records its own."""
    common_status: str = ""
    """The status that holds in every academy: one alone pauses or completes nothing."""

    @property
    def at_risk(self) -> bool:
        """Whether its lead judges it to be at risk or off track."""
        return self.status in AT_RISK


@frozen()
class WorkItem:
    """An activity or KPI that rows are made of, and where it belongs, as of the end of `day`.

    `area_items` of a KPI are the activities of its area.
    """

    plan: Plan
    context: TimingContext
    day: date
    aim: Aim | None
    area: Area | None
    work: Activity | Kpi
    area_items: tuple[WorkItem, ...] = ()

    @cached_property
    def leads(self) -> tuple[str, ...]:
        """Who led it; a KPI that names nobody, those of the open activities of its area."""
        through = (item.leads for item in self.area_items if item.standing.is_open)
        own = self.work.leads_on(self.day)
        return own or tuple(dict.fromkeys(lead for leads in through for lead in leads))

    @cached_property
    def standing(self) -> WorkProgress:
        """How it stood: worked out on first use, as most of a plan is often not asked about."""
        work, records = self.work, self.plan.records_of.get(self.work.id, ())
        if isinstance(work, Activity):
            return progress.activity_progress(work, records, self.context, self.day)
        return progress.kpi_progress(work, records, self.context, self.day)


def work_items(
    plan: Plan, context: TimingContext, day: date, *, kpis: bool = False
) -> Iterator[WorkItem]:
    """Everything that can fall due, in the plan's order, as it stood at the end of `day`."""
    of_area: dict[str, list[WorkItem]] = {}
    for aim, area, activity in plan.activities.values():
        item = WorkItem(plan, context, day, aim, area, activity)
        of_area.setdefault(area.id, []).append(item)
        yield item
    if not kpis:
        return
    for its_aim, its_area, kpi in plan.kpis.values():
        area_items = of_area.get(its_area.id, ()) if its_area else ()
        yield WorkItem(plan, context, day, its_aim, its_area, kpi, tuple(area_items))


Span = tuple[date, date]
"""First and last day between which something must fall due to be asked for, both inclusive."""


def overview(items: Iterable[WorkItem], span: Span | None = None) -> list[Row]:
    """One row for each activity and milestone label, in the order of ids: what `list` shows."""
    rows = [row for item in items for row in rows_of(item, span=span)]
    return sorted(rows, key=lambda row: id_key(row.id))


def agenda(items: Iterable[WorkItem], until: date, span: Span | None = None) -> list[Row]:
    """What is overdue, due, or opens by `until`: what `due` shows, most pressing first.

    A series is one row; a milestone with several dates has one for each that is not settled.
    Paused work is left in, for `due` to list apart.
    """
    rows = [
        row
        for item in items
        for row in rows_of(item, each=True, span=span)
        if row.state in ("overdue", "due", "paused")
        or (row.state == "upcoming" and row.opens is not None and row.opens <= until)
    ]
    return sorted(rows, key=pressing)


def judged_at_risk(items: Iterable[WorkItem]) -> list[Row]:
    """What is judged off track, then what is judged at risk: one row for each activity.

    Of several milestones it is the most pressing that is not settled, whatever its dates.
    """
    foremost = [
        min(rows_of(item), key=lambda row: (row.state == "settled", pressing(row)))
        for item in items
        if item.standing.at_risk
    ]
    return sorted(foremost, key=lambda row: (STATUS_INFO[row.status].rank, id_key(row.id)))


def pressing(row: Row) -> tuple[object, ...]:
    """Sort key: the longest overdue first, then by due day."""
    return (-row.days_overdue, row.due or date.max, id_key(row.id))


def rows_of(
    item: WorkItem,
    *,
    each: bool = False,
    span: Span | None = None,
    counts_all: bool = False,
) -> list[Row]:
    """The rows of one activity or KPI; with `each`, one for every unsettled date of a milestone.

    With `span`, only of what falls due within it; what a series missed before is counted with
    `counts_all` alone.
    """
    milestones = item.standing.milestones
    if not milestones:
        return [] if span else [_row(item, None, None, ())]
    rows = []
    for milestone in milestones:
        asked = [
            occurrence
            for occurrence in milestone.occurrences
            if span is None or span[0] <= occurrence.due <= span[1]
        ]
        if span and not asked:
            continue
        pending = [occurrence for occurrence in asked if occurrence.pending]
        chosen: list[OccurrenceState | None] = [_foremost(milestone, asked, pending)]
        if each and pending and not milestone.series:
            chosen = list(pending)
        counted = milestone.pending if counts_all else pending
        rows += [_row(item, milestone, occurrence, counted) for occurrence in chosen]
    return rows


def _foremost(
    milestone: MilestoneProgress, asked: list[OccurrenceState], pending: list[OccurrenceState]
) -> OccurrenceState | None:
    """The one of a milestone's occurrences asked for that its row shows."""
    if not asked:
        return None
    if not milestone.series:
        return pending[0] if pending else asked[-1]
    overdue = [occurrence for occurrence in pending if occurrence.overdue]
    if overdue:
        return overdue[-1]
    return next((occurrence for occurrence in pending if occurrence.ahead), asked[-1])


def _row(
    item: WorkItem,
    milestone: MilestoneProgress | None,
    occurrence: OccurrenceState | None,
    pending: Sequence[OccurrenceState],
) -> Row:
    """The row of one occurrence; `pending` are those to settle that may count as missed."""
    work, standing, day = item.work, item.standing, item.day
    word = "withdrawn" if standing.retired else standing.common_status
    state = _state(word, milestone, occurrence)
    lateness = _Lateness()
    if state == "overdue" and milestone and occurrence:
        lateness = _lateness(milestone, occurrence, pending, day)
    return Row(
        id=work.id,
        kind="activity" if isinstance(work, Activity) else "kpi",
        title=work.title,
        aim=item.aim.id if item.aim else None,
        area=item.area.id if item.area else None,
        leads=item.leads,
        academies=work.academies,
        milestone=(milestone.label or None) if milestone else None,
        when=milestone.phrase if milestone else None,
        period=occurrence.period if occurrence else None,
        opens=occurrence.opens if occurrence else None,
        due=occurrence.due if occurrence else None,
        state=state,
        soon=state in ("due", "upcoming")
        and occurrence is not None
        and occurrence.due <= day + timedelta(item.plan.about.settings.due_soon),
        days_overdue=lateness.days,
        missed=lateness.missed,
        missed_judged=lateness.judged,
        missed_since=lateness.since,
        original_due=milestone.original_due if milestone else None,
        slipped_days=milestone.slipped_days if milestone else 0,
        status=standing.status,
        recorded_on=standing.status_record.date if standing.status_record else None,
        reason=standing.reason if state in ("paused", "withdrawn") or standing.at_risk else None,
        dates_done=standing.dates_done[0],
        dates=standing.dates_done[1],
        occurrences=milestone.occurrences if milestone else (),
        status_of=standing.status_of,
        settled_for=occurrence.settled_for if occurrence else (),
        open_for=occurrence.open_for if occurrence else (),
        common_status=standing.common_status,
    )


@frozen()
class _Lateness:
    """How late a row is; 0 and None for what is not overdue."""

    days: int = 0
    missed: int = 0
    judged: int = 0
    since: date | None = None


def _lateness(
    milestone: MilestoneProgress,
    occurrence: OccurrenceState,
    pending: Sequence[OccurrenceState],
    day: date,
) -> _Lateness:
    """How late an overdue row is: a series since the first date that it missed in a row."""
    if not milestone.series:
        return _Lateness((day - occurrence.due).days, 1, 0, occurrence.due)
    missed = [other for other in pending if other.overdue]
    since = (missed or [occurrence])[0].due
    judged = sum(other.judged is not None for other in missed)
    return _Lateness((day - since).days, len(missed), judged, since)


def _state(
    status: str, milestone: MilestoneProgress | None, occurrence: OccurrenceState | None
) -> State:
    """A row's state: by the work's status first, then by how its occurrence stands."""
    if status == "withdrawn":
        return "withdrawn"
    if status == "complete" or (occurrence is not None and not occurrence.pending):
        return "settled"
    if status == "paused":
        return "paused"
    if occurrence is None:
        return "as-needed" if milestone is not None and milestone.as_needed else "undated"
    if occurrence.overdue:
        return "overdue"
    return _STATE_OF.get(occurrence.phase, "settled")


_STATE_OF: dict[str, State] = {"open": "due", "upcoming": "upcoming"}
