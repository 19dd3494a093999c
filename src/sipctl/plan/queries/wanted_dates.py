"""New dates that leads want: proposals that stand in records until a move answers them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sipctl.plan.frozen import frozen
from sipctl.plan.model.order import record_key
from sipctl.plan.state.standing import counting_records

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from sipctl.plan.model.entries import Activity, Plan, Record
    from sipctl.plan.state.standing import NamedRecord


@frozen()
class WantedDate:
    """A new date that a lead wants for an activity, or for one of its dates (`for_`)."""

    id: str
    title: str
    wanted: str
    for_: str | None
    by: str
    day: date


def wanted_dates(plan: Plan, day: date) -> tuple[WantedDate, ...]:
    """Every new date that is wanted at the end of `day`, in the plan's order.

    A later record about the same date closes it, and so does a move that was decided since.
    """
    return tuple(
        wanted
        for _, _, activity in plan.activities.values()
        for wanted in wanted_for(activity, plan.records_of.get(activity.id, ()), day)
    )


def wanted_for(
    activity: Activity, records: Sequence[NamedRecord], day: date
) -> tuple[WantedDate, ...]:
    """The new dates that are wanted for one activity."""
    if not any(record.new_date_wanted for _, record in records):
        return ()
    standing = [named for named in counting_records(records, day) if not named[1].is_of_board]
    return tuple(
        WantedDate(
            activity.id, activity.title, record.new_date_wanted, record.for_, record.by, record.date
        )
        for name, record in standing
        if record.new_date_wanted
        and not _is_moved(activity, record, day)
        and not any(_closes(other, (name, record)) for other in standing)
    )


def _is_moved(activity: Activity, record: Record, day: date) -> bool:
    """Whether a move answers what a record wants: one of that milestone, since that day."""
    return any(
        record.date <= move.date <= day
        and (record.for_ not in activity.when or record.for_ == (move.milestone or ""))
        for move in activity.moved
    )


def _closes(other: NamedRecord, wanting: NamedRecord) -> bool:
    """Whether a later record speaks of the same date. What came in with one return is no later."""
    later, record = other[1], wanting[1]
    if record_key(*other) <= record_key(*wanting):
        return False
    if later.return_ is not None and later.return_ == record.return_ and later.date == record.date:
        return later.for_ == record.for_
    return later.for_ in (None, record.for_) or record.for_ is None
