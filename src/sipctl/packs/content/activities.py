"""Activities in a pack: the state of each, and what was finished, falls due and was moved."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sipctl.packs.content.context import DAY, PackContext, status_of
from sipctl.packs.content.items import (
    ActivityReport,
    Finished,
    Moved,
    ReportRow,
    Trend,
    field_values,
    labelled,
)
from sipctl.plan.model.entries import Activity
from sipctl.plan.model.statuses import AT_RISK, NO_RECORD, STATUS_INFO
from sipctl.plan.state import progress

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from sipctl.plan.model.entries import Move, Record
    from sipctl.plan.state.agenda import Row, WorkItem
    from sipctl.plan.state.progress import MilestoneProgress


def trend(before: str, now: str) -> Trend:
    """Which way a judgement moved; a first record is neither better nor worse."""
    if now == NO_RECORD:
        return Trend.NO_RECORD
    if before == NO_RECORD:
        return Trend.NEW
    if now in AT_RISK and before not in AT_RISK:
        return Trend.WORSE
    rank_before, rank_now = STATUS_INFO[before].rank, STATUS_INFO[now].rank
    if rank_before is None or rank_now is None or rank_before == rank_now:
        return Trend.UNCHANGED
    return Trend.BETTER if rank_now > rank_before else Trend.WORSE


def activities(context: PackContext) -> list[WorkItem]:
    """The activities that the filters keep, in the plan's order."""
    return [item for item in context.now if isinstance(item.work, Activity)]


def activity_report(context: PackContext, item: WorkItem) -> ActivityReport:
    """One activity with its dates, its judgement and its newest note."""
    activity, then = _activity(item), context.then.get(item.work.id)
    assert item.aim is not None and item.area is not None  # noqa: S101
    note = context.note_beside(item)
    rows = context.rows(item)
    status, before = status_of(item), status_of(then)
    word, newest = item.standing.status_record, context.newest_record(activity.id)
    values = field_values(activity) | {
        "leads": context.names(activity.leads_on(context.day)),
        "when": labelled(progress.phrases_on(activity, context.day)),
    }
    return ActivityReport(
        **values,
        aim=item.aim.id,
        area=item.area.id,
        status=status,
        status_before=before,
        way=trend(before, status),
        recorded_on=word.date if word else None,
        note=note,
        help_wanted=newest.help_wanted if newest else None,
        reason=context.reason(item),
        dates_done=item.standing.dates_done[0],
        dates=item.standing.dates_done[1],
        status_of=item.standing.status_of,
        due_next=sum(context.in_next_term(due) for due in _due_days(item)),
        lines=tuple(context.report_row(row, note) for row in rows),
        days_overdue=max((row.days_overdue for row in rows), default=0),
        was_overdue=then is not None and any(row.days_overdue for row in context.rows(then)),
        over=item.standing.common_status in ("complete", "withdrawn"),
    )


def recorded_late(context: PackContext) -> Iterator[str]:
    """Ids of activities whose judgement was recorded after the day by which to answer the round."""
    for item in activities(context):
        record = item.standing.status_record
        if record is not None and context.is_late(record):
            yield item.work.id


def _due_days(item: WorkItem) -> Iterator[date]:
    """The due days of all dates of an activity; none if it is withdrawn."""
    if item.standing.common_status == "withdrawn":
        return iter(())
    milestones = item.standing.milestones
    return (occurrence.due for milestone in milestones for occurrence in milestone.occurrences)


def overdue(context: PackContext) -> Iterator[ReportRow]:
    """Every date of an activity that has passed and is not settled."""
    for item in activities(context):
        if not any(row.days_overdue for row in context.rows(item)):
            continue
        for row in context.rows(item, each=True):
            if row.state == "overdue":
                yield context.report_row(row, context.note_beside(item))


def due_between(
    context: PackContext, items: Sequence[WorkItem], first: date, last: date
) -> list[ReportRow]:
    """Rows of dates between two days that are not settled, soonest first; one row for a series."""
    rows = [
        context.report_row(row, context.note_beside(item), times=_times(item, row, first, last))
        for item in items
        for row in context.rows_within(item, first, last)
        if row.state in ("due", "upcoming")
    ]
    return sorted(rows, key=lambda row: row.due.toordinal() if row.due else 0)


def _times(item: WorkItem, row: Row, first: date, last: date) -> int:
    """How many dates a row stands for: of a series, all that fall due between two days."""
    series = {milestone.label for milestone in item.standing.milestones if milestone.series}
    if (row.milestone or "") not in series:
        return 1
    return sum(
        occurrence.pending and occurrence.ahead and first <= occurrence.due <= last
        for occurrence in row.occurrences
    )


# --- what was finished ---------------------------------------------------------


def finished(context: PackContext) -> Iterator[Finished]:
    """Activities that became complete this term, and single dates of others that were settled."""
    for item in activities(context):
        then = context.then.get(item.work.id)
        if then is not None and _status(then) == _status(item) == "complete":
            continue
        whole = _activity_finished(context, item) if _status(item) == "complete" else None
        if whole is not None and context.in_term(whole.on):
            yield whole
        else:
            yield from _dates_finished(context, item)


def _status(item: WorkItem) -> str:
    return item.standing.common_status


def _activity_finished(context: PackContext, item: WorkItem) -> Finished:
    """A finished activity; its day is when the last of its academies finished."""
    records = context.records_about(item.work.id)
    academies = dict.fromkeys(record.academy for record in records if record.academy)
    streams = [
        [record for record in records if record.academy in (None, academy)]
        for academy in academies or (None,)
    ]
    record = max(map(_finishing, streams), key=lambda record: record.date)
    due_days = [
        milestone.present_due for milestone in item.standing.milestones if milestone.present_due
    ]
    return _finished(context, item, None, record, record.date, max(due_days, default=None))


def _finishing(records: Sequence[Record]) -> Record:
    """The first `complete` since any record of another status; `records` are for one academy."""
    finishing = records[-1]
    for earlier in reversed(records):
        if earlier.status != "complete":
            break
        finishing = earlier if earlier.for_ is None else finishing
    return finishing


def _dates_finished(context: PackContext, item: WorkItem) -> Iterator[Finished]:
    """The dates of an unfinished activity, series aside, that were settled this term."""
    for milestone in item.standing.milestones:
        if milestone.series:
            continue
        several = len(milestone.occurrences) > 1
        for occurrence in milestone.occurrences:
            settled_on = occurrence.settled_on
            if settled_on is None or not context.in_term(settled_on):
                continue
            period = context.timing.calendar.title(occurrence.period)
            part = (
                f"{milestone.label}, {period}"
                if milestone.label and several
                else milestone.label or period
            )
            record = _record_on(context, item.work.id, settled_on)
            yield _finished(context, item, part, record, settled_on, occurrence.due)


def _finished(
    context: PackContext,
    item: WorkItem,
    part: str | None,
    record: Record | None,
    on: date,
    due: date | None,
) -> Finished:
    activity = _activity(item)
    return Finished(
        id=activity.id,
        title=activity.title,
        part=part,
        aim=item.aim.id if item.aim else None,
        leads=context.names(activity.leads_on(context.day)),
        on=on,
        due=due,
        days_late=max(0, (on - due).days) if due else 0,
        recorded_late=record is not None and context.is_late(record),
        note=context.note(record),
        evidence=record.evidence if record else (),
        success=() if part else activity.success,
    )


def _record_on(context: PackContext, name: str, day: date) -> Record | None:
    """The newest record of a day with the status `complete`, else its newest; None for none."""
    records = [record for record in context.records_about(name) if record.date == day]
    complete = [record for record in records if record.status == "complete"]
    return next(reversed(complete or records), None)


# --- what moved ----------------------------------------------------------------------------------


def moved(context: PackContext) -> list[Moved]:
    """The dates that were moved this term, in order of the decisions."""
    moves = [
        _moved(context, item, milestone, move)
        for item in activities(context)
        for milestone in item.standing.milestones
        for move in _moves(item, milestone)
        if context.in_term(move.date)
    ]
    return sorted(moves, key=lambda move: move.on)


def slipped(context: PackContext) -> list[Moved]:
    """The newest move of every date that differs from its original one, furthest slipped first."""
    slips = []
    for item in activities(context):
        for milestone in item.standing.milestones:
            past = [move for move in _moves(item, milestone) if move.date <= context.day]
            if past and milestone.slipped_days:
                newest = _moved(context, item, milestone, past[-1])
                slips.append(replace(newest, was=past[0].from_, was_due=milestone.original_due))
    return sorted(slips, key=lambda move: -abs(move.slipped_days))


def _moves(item: WorkItem, milestone: MilestoneProgress) -> list[Move]:
    """The moves of one milestone; of several on a day, the last."""
    moves = progress.moves_of(_activity(item).moved, milestone.label)
    return list({move.date: move for move in moves}.values())


def _moved(context: PackContext, item: WorkItem, milestone: MilestoneProgress, move: Move) -> Moved:
    activity = _activity(item)
    was, now = (
        next(
            earlier
            for earlier in progress.activity_progress(activity, (), context.timing, day).milestones
            if earlier.label == milestone.label
        )
        for day in (move.date - DAY, move.date)
    )
    return Moved(
        id=activity.id,
        title=activity.title,
        milestone=milestone.label or None,
        aim=item.aim.id if item.aim else None,
        leads=context.names(activity.leads_on(context.day)),
        was=was.phrase,
        now=now.phrase,
        on=move.date,
        agreed=context.name(move.agreed) if move.agreed else None,
        why=move.why,
        was_due=was.present_due,
        now_due=now.present_due,
        days=_days(was.present_due, now.present_due),
        original_due=milestone.original_due,
        slipped_days=milestone.slipped_days,
        status=status_of(item),
        status_of=item.standing.status_of,
    )


def _days(first: date | None, last: date | None) -> int:
    return (last - first).days if first and last else 0


def _activity(item: WorkItem) -> Activity:
    """The work of an item of `activities`, none of which is a KPI."""
    assert isinstance(item.work, Activity)  # noqa: S101
    return item.work
