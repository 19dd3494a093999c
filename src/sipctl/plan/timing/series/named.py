"""The named periods of a recurrence in each year of the plan: every February and July."""

from collections.abc import Iterator
from itertools import islice

from sipctl.plan.calendar.periods import DAY, Window, academic_start
from sipctl.plan.timing.edges import resolve_edge
from sipctl.plan.timing.periods import Period, in_year, plan_years
from sipctl.plan.timing.series.bounds import Bounds
from sipctl.plan.timing.series.cadences import KeyedWindow, walk
from sipctl.plan.timing.syntax_tree import PeriodEdge, Recurrence, Year
from sipctl.plan.timing.types import TimingContext


def named_periods(recurrence: Recurrence, bounds: Bounds) -> Iterator[KeyedWindow]:
    """Each named period of each academic year, or of every second … from the first, in order."""
    context = bounds.context
    if recurrence.every_other is not None:
        yield from _every_other(recurrence.every_other, bounds)
        return
    days = [edge.expr.number for edge in recurrence.named if edge.expr.kind == "weekday"]
    if days:
        for key, window in walk("day", context.calendar, context.starts):
            if window.opens.weekday() in days:
                yield key, window
        return
    step = recurrence.cadence.step if recurrence.cadence else 1
    seen: set[str] = set()
    years = list(plan_years(context))
    if years and bounds.since and step > 1:
        skipped = academic_start(bounds.since) - years[0].start
        years = years[skipped if skipped > 0 else skipped % step :]
    for year in years[::step]:
        periods = [_of_year(edge, context, year) for edge in recurrence.named]
        windows = [(period.key, period.window) for period in periods if period]
        for key, window in sorted(windows, key=lambda each: (each[1].opens, each[1].due)):
            if key not in seen:
                seen.add(key)
                yield key, window


def _every_other(weekday: int, bounds: Bounds) -> Iterator[KeyedWindow]:
    """The school day of that name in every second week with a school day, from the first on."""
    calendar = bounds.context.calendar
    weeks = walk("week", calendar, bounds.since or bounds.context.starts)
    for _, week in islice(weeks, 0, None, 2):
        day = week.opens + weekday * DAY
        if calendar.next_school_day(day) == day:
            yield day.isoformat(), Window(day, day)


def _of_year(edge: PeriodEdge, context: TimingContext, year: Year) -> Period | None:
    if in_year(edge.expr, context, year) is None:
        return None
    return resolve_edge(edge, context, year)
