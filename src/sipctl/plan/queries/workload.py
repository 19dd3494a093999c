"""Each lead's workload: deadlines by half term and term, and what one person leads alone."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from sipctl.plan.calendar.columns import column_at, columns
from sipctl.plan.frozen import frozen
from sipctl.plan.state.agenda import overview, work_items
from sipctl.plan.state.filters import known_leads_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from sipctl.plan.calendar.columns import Column
    from sipctl.plan.model.entries import Lead, Plan
    from sipctl.plan.state.agenda import Row
    from sipctl.plan.state.filters import Filters
    from sipctl.plan.state.progress import OccurrenceState
    from sipctl.plan.timing import TimingContext

HIGH, NOTABLE = 10, 3
"""Deadlines of one lead in one half term from which a peak is high, and from which notable."""

LIVE = ("overdue", "due", "upcoming", "as-needed", "undated")
"""States of work that is still to do."""


@frozen()
class Workload:
    """What one lead carries; `lead` is empty for what nobody leads.

    `by_term` and `by_half` run beside the columns of `Workloads` and count what falls due in each
    and was not settled before it began. A row counts once in a column, however often it recurs.
    `activities` and `overdue` count activities (and KPIs, if asked for), not their dates.
    `rows` are those still to do: the most pressing first, one an activity and milestone.
    `led_alone` has the ids of open activities that nobody else leads.
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
    led_alone: tuple[str, ...]


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
    high_peaks: tuple[Peak, ...]
    fullest: Peak | None
    open: int
    single: int
    lone_areas: tuple[tuple[str, str], ...]


def workloads(
    plan: Plan, context: TimingContext, day: date, filters: Filters, *, kpis: bool = False
) -> Workloads:
    """The load of every lead that was asked for (of all, if none was), in the plan's order."""
    halves = columns(context.calendar, context.starts, context.ends, "half")
    terms = columns(context.calendar, context.starts, context.ends, "term")
    everyone = replace(filters, leads=())
    items = filter(everyone.keeps, work_items(plan, context, day, kpis=kpis))
    rows = [row for row in overview(items, filters.span) if row.state != "withdrawn"]
    by_lead = _by_lead(rows, filters.leads or known_leads_of(plan), nobody=not filters.leads)
    loads = [
        _workload(lead, plan.people.leads.get(lead), own, _ColumnIndex(terms), _ColumnIndex(halves))
        for lead, own in by_lead.items()
    ]
    peaks = sorted(_peaks(by_lead, _ColumnIndex(halves)), key=lambda peak: -peak.count)
    open_ = {row.id: row.leads for row in rows if row.kind == "activity" and row.state in LIVE}
    return Workloads(
        title=plan.about.title,
        day=day,
        asked=filters.words,
        chosen=bool(filters.leads),
        terms=terms,
        halves=halves,
        now=column_at(terms, day),
        loads=tuple(load for load in loads if load.lead or load.rows),
        high_peaks=tuple(peak for peak in peaks if peak.count >= HIGH),
        fullest=peaks[0] if peaks and peaks[0].count >= NOTABLE else None,
        open=len(open_),
        single=sum(len(leads) == 1 and not _group(plan, leads[0]) for leads in open_.values()),
        lone_areas=tuple(
            (area, lead) for area, lead in _lone_areas(plan, open_) if lead in by_lead
        ),
    )


def _by_lead(rows: Iterable[Row], leads: Iterable[str], *, nobody: bool) -> dict[str, list[Row]]:
    by_lead: dict[str, list[Row]] = {lead: [] for lead in leads}
    if nobody:
        by_lead[""] = []
    for row in rows:
        for lead in dict.fromkeys(row.leads or ("",)):
            if lead in by_lead:
                by_lead[lead].append(row)
    return by_lead


def _workload(
    lead: str,
    entry: Lead | None,
    rows: Sequence[Row],
    terms: _ColumnIndex,
    halves: _ColumnIndex,
) -> Workload:
    live = [row for row in rows if row.state in LIVE]
    overdue = [row for row in live if row.state == "overdue"]
    alone = [row.id for row in live if row.kind == "activity" and row.leads == (lead,)]
    counted = [row for row in rows if row.state != "paused"]
    return Workload(
        lead=lead,
        entry=entry,
        rows=tuple(live),
        activities=len({row.id for row in live}),
        by_term=terms.count(counted),
        by_half=halves.count(counted),
        overdue=len({row.id for row in overdue}),
        longest=max((row.days_overdue for row in overdue), default=0),
        paused=len({row.id for row in rows if row.state == "paused"}),
        led_alone=() if entry and entry.group else tuple(dict.fromkeys(alone)),
    )


class _ColumnIndex:
    """Columns, and which of them each day is in: many things fall due on the same few days."""

    def __init__(self, columns: Sequence[Column]) -> None:
        self.columns = columns
        self.by_day: dict[date, int] = {}

    def of(self, day: date) -> int | None:
        """The index of a day's column; None for a day outside."""
        if day not in self.by_day:
            self.by_day[day] = column_at(self.columns, day)
        index = self.by_day[day]
        return index if 0 <= index < len(self.columns) else None

    def count(self, rows: Iterable[Row]) -> tuple[int, ...]:
        """How many rows have something falling due in each column, not settled before it began."""
        counts: Counter[int] = Counter()
        for row in rows:
            counts.update({index for item in row.occurrences for index in self._open_in(item)})
        return tuple(counts[index] for index in range(len(self.columns)))

    def _open_in(self, occurrence: OccurrenceState) -> Iterator[int]:
        """The column in which an occurrence falls due, unless it was settled before that began."""
        index, settled_on = self.of(occurrence.due), occurrence.settled_on
        if index is not None and (settled_on is None or settled_on >= self.columns[index].first):
            yield index


def _peaks(by_lead: dict[str, list[Row]], halves: _ColumnIndex) -> Iterator[Peak]:
    """For each lead, what is still to settle in this half term and in each later one."""
    for lead, rows in by_lead.items():
        counts: Counter[int] = Counter()
        for row in rows:
            if lead and row.state in LIVE:
                ahead = (occurrence for occurrence in row.occurrences if occurrence.ahead)
                indexes = {halves.of(occurrence.due) for occurrence in ahead}
                counts.update(index for index in indexes if index is not None)
        for index in sorted(counts):
            yield Peak(lead, halves.columns[index], counts[index])


def _group(plan: Plan, lead: str) -> bool:
    entry = plan.people.leads.get(lead)
    return entry is not None and entry.group


def _lone_areas(plan: Plan, open_: dict[str, tuple[str, ...]]) -> Iterator[tuple[str, str]]:
    """Areas and the one person who leads all that is open there."""
    for _, area in plan.areas():
        led = [open_[activity.id] for activity in area.activities if activity.id in open_]
        if len(led) > 1 and len(set(led)) == 1 and len(led[0]) == 1 and not _group(plan, led[0][0]):
            yield area.id, led[0][0]
