"""Occurrences of what comes back: a cadence's own periods, named periods, meetings."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from itertools import dropwhile, islice, takewhile

from sipctl.plan.calendar.periods import (
    DAY,
    WEEKDAYS,
    Window,
    academic_year,
    date_title,
    fixed_window,
    half_year_key,
    last_day,
    month_key,
    quarter_key,
    week_key,
)
from sipctl.plan.calendar.terms import Calendar, Meeting
from sipctl.plan.frozen import field, frozen
from sipctl.plan.timing.describe import describe_recurrence
from sipctl.plan.timing.periods import Period, in_year, plan_years, resolve_edge
from sipctl.plan.timing.syntax_tree import Cadence, PeriodEdge, Recurrence, Unit, Year
from sipctl.plan.timing.types import Occurrence, TimingContext

MOST = 5000  # occurrences of one series; three years of school days are about 600

KeyedWindow = tuple[str, Window]


@frozen()
class Bounds:
    """The limits of a series: the plan's years, and what the phrase says.

    `since` is the first day of a period that the series begins with (or with the next one);
    `after` a day that its periods begin after; `until` the day by which the last has ended.
    `notes` collects sentences on what these and the calendar cut off.
    """

    context: TimingContext
    since: date | None = None
    after: date | None = None
    until: date | None = None
    notes: list[str] = field(default_factory=list)

    @property
    def start(self) -> date:
        """The day from which to walk."""
        return max(self.context.starts, self.since or date.min, self.after or date.min)


# -- the periods of a cadence -----------------------------------------------------------------


def walk(unit: Unit, calendar: Calendar, day: date) -> Iterator[KeyedWindow]:
    """The periods of one kind, from the one that holds this day or the next; in order.

    Those of days, weeks and months have a school day in them.
    """
    match unit:
        case "term":
            yield from ((t.key, t.window) for t in calendar.sound_terms if t.ends >= day)
        case "half":
            yield from (half for half in calendar.halves() if half[1].due >= day)
        case "day" | "week" | "half-month" | "month":
            yield from _with_school(_HOLDING[unit], calendar, day)
        case _:
            yield from _one_by_one(_HOLDING[unit], day)


def _keyed(key: str) -> KeyedWindow | None:
    window = fixed_window(key)
    return (key, window) if window else None


def _half_month(day: date) -> KeyedWindow | None:
    middle = day.replace(day=15)
    if day <= middle:
        window = Window(day.replace(day=1), middle)
    else:
        window = Window(middle + DAY, last_day(day.year, day.month))
    return f"{window.opens}..{window.due}", window


_HOLDING: dict[Unit, Callable[[date], KeyedWindow | None]] = {
    "day": lambda day: _keyed(day.isoformat()),
    "week": lambda day: _keyed(week_key(day)),
    "half-month": _half_month,
    "month": lambda day: _keyed(month_key(day)),
    "quarter": lambda day: _keyed(quarter_key(day)),
    "half-year": lambda day: _keyed(half_year_key(day)),
    "year": lambda day: _keyed(academic_year(day)),
}


def _one_by_one(holding: Callable[[date], KeyedWindow | None], day: date) -> Iterator[KeyedWindow]:
    while period := holding(day):
        yield period
        if period[1].due == date.max:
            return
        day = period[1].due + DAY


def _with_school(
    holding: Callable[[date], KeyedWindow | None], calendar: Calendar, day: date
) -> Iterator[KeyedWindow]:
    first = holding(day)
    school = calendar.next_school_day(first[1].opens if first else day)
    while school and (period := holding(school)):
        yield period
        if period[1].due == date.max:
            return
        school = calendar.next_school_day(period[1].due + DAY)


# -- within the plan --------------------------------------------------------------------------


def occurrences(recurrence: Recurrence, bounds: Bounds) -> list[Occurrence]:
    """The occurrences of a recurrence within its bounds, in order."""
    if recurrence.named:
        return _held(_named(recurrence, bounds.context), bounds)
    cadence = recurrence.cadence or Cadence("term")
    periods = walk(cadence.unit, bounds.context.calendar, bounds.start)
    whole = _held(periods, bounds, cadence.step)
    _note_end(cadence, bounds)
    return [_fortnight(each) for each in whole] if recurrence.at_start else whole


def _held(periods: Iterator[KeyedWindow], bounds: Bounds, step: int = 1) -> list[Occurrence]:
    """Every so many of the periods that lie within the bounds, cut where the plan cuts them.

    The plan's first and last day may cut through a period: it counts if most of it is inside,
    so that a plan of three years has three of what is annual, twelve of what is quarterly.
    """
    context, since = bounds.context, bounds.since
    if bounds.after is not None:
        after = bounds.after
        periods = dropwhile(lambda period: period[1].opens <= after, periods)
    elif since is not None and since >= context.starts:
        periods = dropwhile(lambda period: period[1].due < since, periods)
    else:
        periods = dropwhile(lambda period: not _mostly(period[1], context), periods)
    periods = takewhile(
        lambda period: period[1].opens <= context.ends, islice(periods, 0, None, step)
    )
    until = bounds.until
    if until is not None:
        periods = takewhile(lambda period: period[1].due <= until, periods)
    held = list(islice(periods, MOST + 1))
    if len(held) > 1 and not _mostly(held[-1][1], context):
        held.pop()
    if len(held) > MOST:
        bounds.notes.append(f"only the first {MOST} of them are listed")
    return [cut(key, window, bounds) for key, window in held[:MOST]]


def _mostly(window: Window, context: TimingContext) -> bool:
    """Whether the plan holds at least half of the window, or the window half of the plan."""
    inside = _days(max(window.opens, context.starts), min(window.due, context.ends))
    shorter = min(_days(window.opens, window.due), _days(context.starts, context.ends))
    return inside > 0 and inside * 2 >= shorter


def _days(first: date, last: date) -> int:
    return (last - first).days + 1


def cut(key: str, window: Window, bounds: Bounds) -> Occurrence:
    """An occurrence of a series or a range, cut to the plan's years; a cut is noted."""
    context = bounds.context
    opens, due = max(window.opens, context.starts), min(window.due, context.ends)
    if opens > due:
        return Occurrence(key, window.opens, window.due)
    if opens > window.opens:
        add_note(bounds, f"cut short where the plan begins, {date_title(opens)}")
    if due < window.due:
        add_note(bounds, f"cut short where the plan ends, {date_title(due)}")
    return Occurrence(key, opens, due)


def add_note(bounds: Bounds, sentence: str) -> None:
    """Adds a sentence to the notes, once."""
    if sentence not in bounds.notes:
        bounds.notes.append(sentence)


def _note_end(cadence: Cadence, bounds: Bounds) -> None:
    """Notes where the calendar, not the plan, ends the series."""
    terms = bounds.context.calendar.sound_terms
    if cadence.unit in ("quarter", "half-year", "year") or not terms:
        return
    last = max(term.ends for term in terms)
    end = min(bounds.context.ends, bounds.until or date.max)
    # A summer without school is no gap: the next term would begin after it.
    if end - last > 60 * DAY:
        add_note(
            bounds, f"calendar.yaml has no terms after {date_title(last)}: later dates are missing"
        )


def _fortnight(each: Occurrence) -> Occurrence:
    due = min(each.due, each.opens + 13 * DAY)
    if due == each.opens:
        return each
    return Occurrence(f"{each.opens}..{due}", each.opens, due)


# -- named periods ----------------------------------------------------------------------------


def _named(recurrence: Recurrence, context: TimingContext) -> Iterator[KeyedWindow]:
    """Each named period of each academic year, in order."""
    days = [edge.expr.number for edge in recurrence.named if edge.expr.kind == "weekday"]
    if days:
        for key, window in walk("day", context.calendar, context.starts):
            if window.opens.weekday() in days:
                yield key, window
        return
    step = recurrence.cadence.step if recurrence.cadence else 1
    seen: set[str] = set()
    for year in islice(plan_years(context), 0, None, step):
        periods = [_of_year(edge, context, year) for edge in recurrence.named]
        windows = [(period.key, period.window) for period in periods if period]
        for key, window in sorted(windows, key=lambda each: (each[1].opens, each[1].due)):
            if key not in seen:
                seen.add(key)
                yield key, window


def _of_year(edge: PeriodEdge, context: TimingContext, year: Year) -> Period | None:
    if in_year(edge.expr, context, year) is None:
        return None
    return resolve_edge(edge, context, year)


# -- meetings ---------------------------------------------------------------------------------


def at_meetings(
    recurrence: Recurrence, beyond: list[Recurrence], bounds: Bounds
) -> list[Occurrence]:
    """The known dates of the meetings, and after the last of each the occurrences of `beyond`.

    With a cadence in the phrase (termly to LGB) the dates of one period are one occurrence, from
    the first of them to the last: a body that meets twice a term is reported to once.
    """
    by_period: dict[str, Occurrence] = {}
    for number, onward in zip(recurrence.meetings, beyond, strict=True):
        meeting = bounds.context.calendar.meetings[number]
        dates = sorted(set(meeting.dates))
        known = [day for day in dates if _within(day, bounds)]
        for each in _grouped(known, recurrence.cadence, bounds.context.calendar):
            by_period[each.period] = each
        rest = bounds
        if dates and dates[-1] >= bounds.start:
            rest = replace(bounds, after=dates[-1])
        more = occurrences(onward, rest)
        by_period.update((each.period, each) for each in more if each.period not in by_period)
        if more:
            _note_unknown(meeting, dates, describe_recurrence(onward), bounds)
    return sorted(by_period.values(), key=lambda each: (each.opens, each.due, each.period))[:MOST]


def _within(day: date, bounds: Bounds) -> bool:
    if bounds.after is not None and day <= bounds.after:
        return False
    first = max(bounds.context.starts, bounds.since or date.min)
    return first <= day <= min(bounds.context.ends, bounds.until or date.max)


def _note_unknown(meeting: Meeting, dates: list[date], onward: str, bounds: Bounds) -> None:
    """Notes from when on the dates are not the meeting's own."""
    name = meeting.name or meeting.id
    known = f"after {date_title(dates[-1])}: {onward} from then on" if dates else f"yet: {onward}"
    add_note(bounds, f"calendar.yaml knows no dates for {name} {known}")


def _grouped(days: list[date], cadence: Cadence | None, calendar: Calendar) -> list[Occurrence]:
    if cadence is None:
        return [Occurrence(day.isoformat(), day, day) for day in days]
    groups: list[list[date]] = []
    ends = date.min
    for day in days:
        if groups and day <= ends:
            groups[-1].append(day)
            continue
        groups.append([day])
        period = next(walk(cadence.unit, calendar, day), None)
        ends = period[1].due if period else day
    return [_span(group) for group in groups[:: cadence.step]]


def _span(days: list[date]) -> Occurrence:
    first, last = days[0], days[-1]
    key = first.isoformat() if first == last else f"{first}..{last}"
    return Occurrence(key, first, last)


__all__ = ["WEEKDAYS", "Bounds", "add_note", "at_meetings", "cut", "occurrences", "walk"]
