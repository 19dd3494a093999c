"""One thing of the plan with all that belongs to it: what `show` shows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from sipctl.plan.frozen import frozen
from sipctl.plan.model.entries import Activity
from sipctl.plan.state.agenda import overview

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from sipctl.plan.model.entries import Aim, Area, Kpi, Lead, Move, Plan
    from sipctl.plan.state.agenda import Row
    from sipctl.plan.state.progress import NamedRecord
    from sipctl.plan.timing import TimingContext


@frozen()
class Details:
    """An activity, KPI, area, aim or lead. `rows` are its own, or those of all that it holds.

    `records` are those about it, newest first, corrected ones too; `waiting` are the activities
    that cannot finish before it.
    """

    id: str
    kind: Literal["activity", "kpi", "area", "aim", "lead"]
    title: str
    day: date
    rows: tuple[Row, ...]
    aim: Aim | None = None
    area: Area | None = None
    work: Activity | Kpi | None = None
    lead: Lead | None = None
    leads: tuple[str, ...] = ()
    records: tuple[NamedRecord, ...] = ()
    waiting: tuple[str, ...] = ()

    @property
    def moved(self) -> tuple[Move, ...]:
        """Each re-dating of an activity by `day`, as the plan lists them."""
        moves = self.work.moved if isinstance(self.work, Activity) else ()
        return tuple(move for move in moves if move.date <= self.day)


def details_of(plan: Plan, frame: TimingContext, name: str, day: date) -> Details:
    """One thing whole as it stood on `day`; raises KeyError for a name that the plan lacks."""
    rows = overview(plan, frame, day, kpis=True)
    if name in plan.activities:
        return _activity(plan, rows, name, day)
    if name in plan.kpis:
        return _kpi(plan, rows, name, day)
    for aim, area in plan.areas():
        if area.id == name:
            its_rows = tuple(row for row in rows if row.area == name)
            return Details(name, "area", area.title, day, its_rows, aim, area)
    for aim in plan.aims:
        if str(aim.id) == name:
            its_rows = tuple(row for row in rows if row.aim == aim.id)
            return Details(name, "aim", aim.title, day, its_rows, aim)
    its_rows = tuple(row for row in rows if name in row.leads)
    if not its_rows and name not in plan.people.leads:
        raise KeyError(name)
    return Details(name, "lead", name, day, its_rows, lead=plan.people.leads.get(name))


def _activity(plan: Plan, rows: Iterable[Row], name: str, day: date) -> Details:
    aim, area, activity = plan.activities[name]
    others = plan.activities.items()
    return Details(
        name,
        "activity",
        activity.title,
        day,
        tuple(row for row in rows if row.id == name),
        aim,
        area,
        activity,
        leads=activity.leads,
        records=_records(plan, name, day),
        waiting=tuple(other for other, (_, _, one) in others if name in one.after),
    )


def _kpi(plan: Plan, rows: Iterable[Row], name: str, day: date) -> Details:
    aim, area, kpi = plan.kpis[name]
    return Details(
        name,
        "kpi",
        kpi.measure,
        day,
        tuple(row for row in rows if row.id == name),
        aim,
        area,
        kpi,
        leads=plan.leads_of_kpi(area, kpi),
        records=_records(plan, name, day),
    )


def _records(plan: Plan, name: str, day: date) -> tuple[NamedRecord, ...]:
    told = [one for one in plan.records_of.get(name, ()) if one[1].date <= day]
    return tuple(reversed(told))
