"""New dates that leads want: proposals that stand in records until a move answers them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sipctl.plan.frozen import frozen
from sipctl.plan.model.order import record_key
from sipctl.plan.state.standing import counting_records

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from sipctl.plan.model.entries import Activity, Move, Plan, Record
    from sipctl.plan.state.standing import NamedRecord


@frozen()
class WantedDate:
    """A new date that a lead wants for an activity, or for one of its dates (`for_`).

    `file` is the name of the record that wants it.
    """

    id: str
    title: str
    wanted: str
    for_: str | None
    by: str
    day: date
    file: str


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
    return tuple(
        WantedDate(
            *(activity.id, activity.title, record.new_date_wanted, record.for_),
            *(record.by, record.date, name),
        )
        for name, record in counting_records(records, day)
        if record.new_date_wanted
        and not record.is_of_board
        and settled_by(activity, records, (name, record), day) is None
    )


def settled_by(
    activity: Activity, records: Sequence[NamedRecord], wanting: NamedRecord, day: date
) -> Move | Record | None:
    """What settled a new date that a record wants, by the end of `day`: the first move of it since.

    Else the lead's first later record that speaks of the same date; None while it is wanted.
    """
    standing = (named for named in counting_records(records, day) if not named[1].is_of_board)
    moves = (move for move in activity.moved if _answers(activity, move, wanting[1], day))
    closing = (other[1] for other in standing if _closes(other, wanting))
    return next(moves, None) or next(closing, None)


def _answers(activity: Activity, move: Move, record: Record, day: date) -> bool:
    """Whether a move answers what a record wants: one of that milestone, since that day."""
    return record.date <= move.date <= day and (
        record.for_ not in activity.when or record.for_ == (move.milestone or "")
    )


def _closes(other: NamedRecord, wanting: NamedRecord) -> bool:
    """Whether a record is later and about the same date; of one return only with the same `for`."""
    later, record = other[1], wanting[1]
    if record_key(*other) <= record_key(*wanting):
        return False
    if later.return_ is not None and later.return_ == record.return_ and later.date == record.date:
        return later.for_ == record.for_
    return later.for_ in (None, record.for_) or record.for_ is None
