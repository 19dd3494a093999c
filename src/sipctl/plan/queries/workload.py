"""Who carries what: each lead's deadlines by half term and term, and what stands on one person."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from sipctl.plan.calendar.columns import column_at, columns
from sipctl.plan.frozen import frozen
from sipctl.plan.state.agenda import overview
from sipctl.plan.state.filters import known_leads_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from sipctl.plan.calendar.columns import Column
    from sipctl.plan.model.entries import Lead, Plan
    from sipctl.plan.state.agenda import Row
    from sipctl.plan.state.filters import Filters
    from sipctl.plan.timing import TimingContext

PILE, MUCH = 10, 3
"""So many deadlines of one lead in one half term are a pile; so many are worth a word."""

LIVE = ("overdue", "due", "upcoming", "as-needed", "undated")
"""States of what somebody still has to do something about."""


@frozen()
class Workload:
    """What one lead carries; `lead` is empty for what nobody leads.

    `by_term` and `by_half` run beside the columns of `Loads` and count what falls due in each and
    was not settled before it began. What comes back several times in one column counts there once.
    `activities` and `overdue` count activities (and KPIs, if asked for), not their dates.
    `rows` are those still to do: the most pressing first, one an activity and milestone. `alone`
    has the ids of open activities that nobody else leads.
    """

    lead: str
    entry: Lead | None
    rows: tuple[Row, ...]
    activities: int
    by_term: tuple[int, ...]
    by_half: tuple[int, ...]
    overdue: int
    longest: int
    paused: int
    alone: tuple[str, ...]


@frozen()
class Peak:
    """A half term, this one or a later, in which something of one lead's is still to settle."""

    lead: str
    half: Column
    count: int


@frozen()
class Workloads:
    """Every lead's load on one day; `chosen` says that some were asked for.

    `open` counts the open activities of all leads, `single` those that one person alone leads.
    `lone_areas` are areas with two or more open activities, all of which one person alone leads.
    """

    title: str
    day: date
    asked: tuple[str, ...]
    chosen: bool
    terms: tuple[Column, ...]
    halves: tuple[Column, ...]
    now: int
    loads: tuple[Workload, ...]
    piles: tuple[Peak, ...]
    fullest: Peak | None
    open: int
    single: int
    lone_areas: tuple[tuple[str, str], ...]


def loads(
    plan: Plan, frame: TimingContext, day: date, asked: Filters, *, kpis: bool = False
) -> Workloads:
    """The load of every lead that was asked for (of all, if none was), in the plan's order."""
    halves = columns(frame.calendar, frame.starts, frame.ends, "half")
    terms = columns(frame.calendar, frame.starts, frame.ends, "term")
    everyone = replace(asked, leads=())
    rows = [
        row
        for row in overview(plan, frame, day, kpis=kpis, span=asked.span)
        if everyone.keeps(row) and row.state != "withdrawn"
    ]
    by_lead = _by_lead(rows, asked.leads or known_leads_of(plan), nobody=not asked.leads)
    made = [
        _load(lead, plan.people.leads.get(lead), those, _Places(terms), _Places(halves))
        for lead, those in by_lead.items()
    ]
    heaps = sorted(_heaps(by_lead, _Places(halves)), key=lambda pile: -pile.count)
    open_ = {row.id: row.leads for row in rows if row.kind == "activity" and row.state in LIVE}
    return Workloads(
        title=plan.about.title,
        day=day,
        asked=asked.words,
        chosen=bool(asked.leads),
        terms=terms,
        halves=halves,
        now=column_at(terms, day),
        loads=tuple(load for load in made if load.lead or load.rows),
        piles=tuple(pile for pile in heaps if pile.count >= PILE),
        fullest=heaps[0] if heaps and heaps[0].count >= MUCH else None,
        open=len(open_),
        single=sum(len(leads) == 1 and not _group(plan, leads[0]) for leads in open_.values()),
        lone_areas=tuple(
            (area, lead) for area, lead in _lone_areas(plan, open_) if lead in by_lead
        ),
    )


def _by_lead(rows: Iterable[Row], leads: Iterable[str], *, nobody: bool) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {lead: [] for lead in leads}
    if nobody:
        found[""] = []
    for row in rows:
        for lead in dict.fromkeys(row.leads or ("",)):
            if lead in found:
                found[lead].append(row)
    return found


def _load(
    lead: str, entry: Lead | None, rows: Sequence[Row], terms: _Places, halves: _Places
) -> Workload:
    live = [row for row in rows if row.state in LIVE]
    late = [row for row in live if row.state == "overdue"]
    alone = [row.id for row in live if row.kind == "activity" and row.leads == (lead,)]
    counting = [row for row in rows if row.state != "paused"]
    return Workload(
        lead=lead,
        entry=entry,
        rows=tuple(live),
        activities=len({row.id for row in live}),
        by_term=terms.counted(counting),
        by_half=halves.counted(counting),
        overdue=len({row.id for row in late}),
        longest=max((row.days_overdue for row in late), default=0),
        paused=len({row.id for row in rows if row.state == "paused"}),
        alone=() if entry and entry.group else tuple(dict.fromkeys(alone)),
    )


class _Places:
    """Columns, and which of them each day is in: many things fall due on the same few days."""

    def __init__(self, those: Sequence[Column]) -> None:
        self.columns = those
        self.known: dict[date, int] = {}

    def at(self, day: date) -> int | None:
        """The column of a day; None for one outside."""
        if day not in self.known:
            self.known[day] = column_at(self.columns, day)
        at = self.known[day]
        return at if 0 <= at < len(self.columns) else None

    def counted(self, rows: Iterable[Row]) -> tuple[int, ...]:
        """How many rows have something falling due in each column, not settled before it began."""
        found: Counter[int] = Counter()
        for row in rows:
            places = ((self.at(fate.due), fate.settled_on) for fate in row.occurrences)
            found.update(
                {
                    at
                    for at, settled in places
                    if at is not None and (settled is None or settled >= self.columns[at].first)
                }
            )
        return tuple(found[at] for at in range(len(self.columns)))


def _heaps(by_lead: dict[str, list[Row]], halves: _Places) -> Iterable[Peak]:
    """For each lead, what is still to settle in this half term and in each later one."""
    for lead, rows in by_lead.items():
        found: Counter[int] = Counter()
        for row in rows:
            if lead and row.state in LIVE:
                ahead = (occurrence for occurrence in row.occurrences if occurrence.ahead)
                places = {halves.at(occurrence.due) for occurrence in ahead}
                found.update(at for at in places if at is not None)
        for at in sorted(found):
            yield Peak(lead, halves.columns[at], found[at])


def _group(plan: Plan, lead: str) -> bool:
    entry = plan.people.leads.get(lead)
    return entry is not None and entry.group


def _lone_areas(plan: Plan, open_: dict[str, tuple[str, ...]]) -> Iterable[tuple[str, str]]:
    """Areas and the one person who leads all that is open there."""
    for _, area in plan.areas():
        led = [open_[activity.id] for activity in area.activities if activity.id in open_]
        if len(led) > 1 and len(set(led)) == 1 and len(led[0]) == 1 and not _group(plan, led[0][0]):
            yield area.id, led[0][0]
