"""One thing of the plan with all that belongs to it: what `show` shows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from sipctl.plan.frozen import frozen
from sipctl.plan.model.entries import Activity, Aim, Area, Kpi
from sipctl.plan.state.agenda import overview

if TYPE_CHECKING:
    from datetime import date

    from sipctl.plan.model.entries import Lead, Move, Plan
    from sipctl.plan.state.agenda import Row
    from sipctl.plan.state.progress import NamedRecord
    from sipctl.plan.timing import TimingContext


DetailsKind = Literal["activity", "kpi", "area", "aim", "lead"]


@frozen()
class Details:
    """An activity, KPI, area, aim or lead. `rows` are its own, or those of all that it holds.

    `records` are those about it, newest first, corrected ones too; `waiting` are the activities
    that cannot finish before it.
    """

    id: str
    kind: DetailsKind
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


def details_of(plan: Plan, context: TimingContext, name: str, day: date) -> Details:
    """One thing whole as it stood on `day`; raises KeyError for a name that the plan lacks."""
    rows = overview(plan, context, day, kpis=True)
    thing = plan.find(name)
    if thing is None:
        own = tuple(row for row in rows if name in row.leads)
        if not own and name not in plan.people.leads:
            raise KeyError(name)
        return Details(name, "lead", name, day, own, lead=plan.people.leads.get(name))
    work = thing.entry if isinstance(thing.entry, Activity | Kpi) else None
    records = plan.records_of.get(name, ()) if work else ()
    return Details(
        name,
        _KINDS[type(thing.entry)],
        thing.title,
        day,
        tuple(row for row in rows if name in (row.id, row.area, str(row.aim))),
        thing.aim,
        thing.area,
        work,
        leads=thing.leads,
        records=tuple(named for named in reversed(records) if named[1].date <= day),
        waiting=tuple(
            other.id for _, _, other in plan.activities.values() if work and name in other.after
        ),
    )


_KINDS: dict[type, DetailsKind] = {Activity: "activity", Kpi: "kpi", Area: "area", Aim: "aim"}
