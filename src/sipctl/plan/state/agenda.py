"""What is overdue, due and coming on one day: the rows behind `due` and `list`."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Literal

from sipctl.plan.frozen import frozen
from sipctl.plan.model.entries import Activity, id_key
from sipctl.plan.state import progress

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sipctl.plan.model.entries import Aim, Area, Kpi, Plan
    from sipctl.plan.state.progress import MilestoneProgress, WorkProgress
    from sipctl.plan.timing import TimingContext

State = Literal[
    "overdue", "due", "upcoming", "settled", "paused", "withdrawn", "as-needed", "undated"
]
STATES: tuple[State, ...] = (
    "overdue",
    "due",
    "upcoming",
    "settled",
    "paused",
    "withdrawn",
    "as-needed",
    "undated",
)


@frozen()
class OccurrenceState:
    """One occurrence and what became of it by the day asked about."""

    period: str
    milestone: str | None
    opens: date
    due: date
    settled_on: date | None
    missed: bool

    @property
    def late(self) -> bool:
        """Settled after its last day."""
        return self.settled_on is not None and self.settled_on > self.due


@frozen()
class Row:
    """One line of an agenda: a milestone (or a KPI's baseline or monitoring) and how it stands.

    `period`, `opens` and `due` are those of the occurrence that matters most now, None where there
    is none. `occurrences` has all of the milestone's. `days_overdue` is 0 unless overdue, and for a
    series counts from the first of those missed in a row. `reason` is
    why it was paused or withdrawn.
    """

    id: str
    kind: Literal["activity", "kpi"]
    title: str
    aim: int | None
    area: str | None
    leads: tuple[str, ...]
    academies: tuple[str, ...]
    milestone: str | None
    when: str | None
    period: str | None
    opens: date | None
    due: date | None
    state: State
    soon: bool
    days_overdue: int
    missed: int
    missed_since: date | None
    original_due: date | None
    slipped_days: int
    status: str
    recorded_on: date | None
    reason: str | None
    occurrences: tuple[OccurrenceState, ...]


@frozen()
class WorkItem:
    """What a row is about: an activity or KPI, where it belongs, who leads it, how it stands."""

    aim: Aim | None
    area: Area | None
    work: Activity | Kpi
    leads: tuple[str, ...]
    standing: WorkProgress


def subjects(
    plan: Plan, frame: TimingContext, day: date, *, kpis: bool = False
) -> Iterator[WorkItem]:
    """Everything that can fall due, in the plan's order, as it stood at the end of `day`."""
    for aim, area, activity in plan.activities.values():
        records = plan.records_of.get(activity.id, ())
        standing = progress.of_activity(activity, records, frame, day)
        yield WorkItem(aim, area, activity, activity.leads, standing)
    if not kpis:
        return
    for its_aim, its_area, kpi in plan.kpis.values():
        standing = progress.of_kpi(kpi, plan.records_of.get(kpi.id, ()), frame, day)
        yield WorkItem(its_aim, its_area, kpi, plan.leads_of_kpi(its_area, kpi), standing)


Span = tuple[date, date]
"""First and last day between which something must fall due to be asked for, both inclusive."""


def overview(
    plan: Plan, frame: TimingContext, day: date, *, kpis: bool = False, span: Span | None = None
) -> list[Row]:
    """One row for each activity and milestone label, in the order of ids: what `list` shows."""
    rows = [
        row
        for subject in subjects(plan, frame, day, kpis=kpis)
        for row in rows_of(subject, day, plan.about.settings.due_soon, span=span)
    ]
    return sorted(rows, key=lambda row: id_key(row.id))


def agenda(
    plan: Plan,
    frame: TimingContext,
    day: date,
    until: date,
    *,
    kpis: bool = False,
    span: Span | None = None,
) -> list[Row]:
    """What is overdue, due, or opens by `until`: what `due` shows, most pressing first.

    A series is one row; a milestone with several dates has one for each that is not settled.
    Paused work is left in, for `due` to list apart.
    """
    rows = [
        row
        for subject in subjects(plan, frame, day, kpis=kpis)
        for row in rows_of(subject, day, plan.about.settings.due_soon, each=True, span=span)
        if row.state in ("overdue", "due", "paused")
        or (row.state == "upcoming" and row.opens is not None and row.opens <= until)
    ]
    return sorted(rows, key=pressing)


def pressing(row: Row) -> tuple[object, ...]:
    """Sorts the longest overdue first, then by due day."""
    return (-row.days_overdue, row.due or date.max, id_key(row.id))


def rows_of(
    subject: WorkItem,
    day: date,
    due_soon: int,
    *,
    each: bool = False,
    span: Span | None = None,
    counts_all: bool = False,
) -> list[Row]:
    """The rows of one activity or KPI; with `each`, one for every unsettled date of a milestone.

    With `span`, only of what falls due within it; what a series missed before is counted with
    `counts_all` alone.
    """
    tracks = subject.standing.tracks
    if not tracks:
        return [] if span else [_row(subject, None, None, (), day, due_soon)]
    rows = []
    for track in tracks:
        asked = [
            at
            for at, one in enumerate(track.occurrences)
            if span is None or span[0] <= one.due <= span[1]
        ]
        if span and not asked:
            continue
        pending = [at for at in track.pending() if at in asked]
        chosen: list[int | None] = [_foremost(track, asked, pending, day)]
        if each and pending and not track.series:
            chosen = list(pending)
        counted = track.pending() if counts_all else pending
        rows += [_row(subject, track, at, counted, day, due_soon) for at in chosen]
    return rows


def _foremost(
    track: MilestoneProgress, asked: list[int], pending: list[int], day: date
) -> int | None:
    """Which occurrence a track's one row speaks of, of those asked for."""
    if not asked:
        return None
    if not track.series:
        return pending[0] if pending else asked[-1]
    missed = _missed(track, pending, day)
    if missed:
        return missed[-1]
    ahead = [at for at in pending if track.occurrences[at].due >= day]
    return ahead[0] if ahead else asked[-1]


def _missed(track: MilestoneProgress, pending: Sequence[int], day: date) -> list[int]:
    """Which of the pending have passed; what fell due in a series while it was paused has not."""
    past = [at for at in pending if track.occurrences[at].due < day]
    return [at for at in past if not (track.series and track.excused[at])]


def _row(
    subject: WorkItem,
    track: MilestoneProgress | None,
    at: int | None,
    pending: Sequence[int],
    day: date,
    due_soon: int,
) -> Row:
    """The row of occurrence `at`; `pending` are those to settle that may count as missed."""
    work, standing = subject.work, subject.standing
    one = track.occurrences[at] if track is not None and at is not None else None
    state = _state(standing.status, track, at, day)
    missed = _missed(track, pending, day) if track and state == "overdue" else []
    first = track.occurrences[missed[0]] if track and missed and track.series else one
    overdue = state == "overdue" and first is not None
    return Row(
        id=work.id,
        kind="activity" if isinstance(work, Activity) else "kpi",
        title=work.title if isinstance(work, Activity) else work.measure,
        aim=subject.aim.id if subject.aim else None,
        area=subject.area.id if subject.area else None,
        leads=subject.leads,
        academies=work.academies,
        milestone=(track.label or None) if track else None,
        when=track.phrase if track else None,
        period=one.period if one else None,
        opens=one.opens if one else None,
        due=one.due if one else None,
        state=state,
        soon=state in ("due", "upcoming")
        and one is not None
        and one.due <= day + timedelta(due_soon),
        days_overdue=(day - first.due).days if overdue and first else 0,
        missed=(len(missed) if track and track.series else 1) if overdue else 0,
        missed_since=first.due if overdue and first else None,
        original_due=track.original_due if track else None,
        slipped_days=track.slipped_days if track else 0,
        status=standing.status,
        recorded_on=standing.newest.date if standing.newest else None,
        reason=standing.reason if state in ("paused", "withdrawn") else None,
        occurrences=_fates(track, day) if track else (),
    )


def _state(status: str, track: MilestoneProgress | None, at: int | None, day: date) -> State:
    if status == "withdrawn":
        return "withdrawn"
    one = track.occurrences[at] if track is not None and at is not None else None
    if track is not None and one is not None and at is not None and at not in track.pending():
        return "settled"
    if status == "complete":
        return "settled"
    if status == "paused":
        return "paused"
    if one is None or track is None:
        needed = track is not None and track.timing is not None and track.timing.as_needed
        return "as-needed" if needed else "undated"
    if one.due < day:
        return "settled" if track.series and track.excused[at or 0] else "overdue"
    return "due" if one.opens <= day else "upcoming"


def _fates(track: MilestoneProgress, day: date) -> tuple[OccurrenceState, ...]:
    return tuple(
        OccurrenceState(
            one.period,
            track.label or None,
            one.opens,
            one.due,
            settled,
            missed=settled is None and one.due < day and not excused,
        )
        for one, settled, excused in zip(
            track.occurrences, track.settled, track.excused, strict=True
        )
    )
