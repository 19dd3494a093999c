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
from sipctl.plan.timing.describe import words_of_rhythm
from sipctl.plan.timing.periods import in_year, of_at, plan_years
from sipctl.plan.timing.syntax_tree import Cadence, PeriodEdge, Recurrence, Unit
from sipctl.plan.timing.types import Occurrence, TimingContext

MOST = 5000  # occurrences of one series; three years of school days are about 600

Keyed = tuple[str, Window]


@frozen()
class Bounds:
    """What holds a series: the plan's years, and what the phrase says.

    `since` is the first day of a period that the series begins with (or with the next one);
    `after` a day that its periods begin after; `until` the day by which the last has ended.
    `notes` collects sentences on what these and the calendar cut off.
    """

    frame: TimingContext
    since: date | None = None
    after: date | None = None
    until: date | None = None
    notes: list[str] = field(default_factory=list)

    @property
    def start(self) -> date:
        """The day from which to walk."""
        return max(self.frame.starts, self.since or date.min, self.after or date.min)


# -- the periods of a cadence -----------------------------------------------------------------


def walk(unit: Unit, calendar: Calendar, day: date) -> Iterator[Keyed]:
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


def _keyed(key: str) -> Keyed | None:
    window = fixed_window(key)
    return (key, window) if window else None


def _half_month(day: date) -> Keyed | None:
    middle = day.replace(day=15)
    if day <= middle:
        window = Window(day.replace(day=1), middle)
    else:
        window = Window(middle + DAY, last_day(day.year, day.month))
    return f"{window.opens}..{window.due}", window


_HOLDING: dict[Unit, Callable[[date], Keyed | None]] = {
    "day": lambda day: _keyed(day.isoformat()),
    "week": lambda day: _keyed(week_key(day)),
    "half-month": _half_month,
    "month": lambda day: _keyed(month_key(day)),
    "quarter": lambda day: _keyed(quarter_key(day)),
    "half-year": lambda day: _keyed(half_year_key(day)),
    "year": lambda day: _keyed(academic_year(day)),
}


def _one_by_one(holding: Callable[[date], Keyed | None], day: date) -> Iterator[Keyed]:
    while period := holding(day):
        yield period
        if period[1].due == date.max:
            return
        day = period[1].due + DAY


def _with_school(
    holding: Callable[[date], Keyed | None], calendar: Calendar, day: date
) -> Iterator[Keyed]:
    first = holding(day)
    school = calendar.next_school_day(first[1].opens if first else day)
    while school and (period := holding(school)):
        yield period
        if period[1].due == date.max:
            return
        school = calendar.next_school_day(period[1].due + DAY)


# -- within the plan --------------------------------------------------------------------------


def occurrences(rhythm: Recurrence, bounds: Bounds) -> list[Occurrence]:
    """What a rhythm asks for within its bounds, in order."""
    if rhythm.named:
        return _held(_named(rhythm, bounds.frame), bounds)
    cadence = rhythm.cadence or Cadence("term")
    periods = walk(cadence.unit, bounds.frame.calendar, bounds.start)
    found = _held(periods, bounds, cadence.step)
    _note_end(cadence, bounds)
    return [_fortnight(each) for each in found] if rhythm.at_start else found


def _held(periods: Iterator[Keyed], bounds: Bounds, step: int = 1) -> list[Occurrence]:
    """Every so many of the periods that lie within the bounds, cut where the plan cuts them.

    The plan's first and last day may cut through a period: it counts if most of it is inside,
    so that a plan of three years has three of what is annual, twelve of what is quarterly.
    """
    frame, since = bounds.frame, bounds.since
    if bounds.after is not None:
        after = bounds.after
        periods = dropwhile(lambda period: period[1].opens <= after, periods)
    elif since is not None and since >= frame.starts:
        periods = dropwhile(lambda period: period[1].due < since, periods)
    else:
        periods = dropwhile(lambda period: not _mostly(period[1], frame), periods)
    periods = takewhile(
        lambda period: period[1].opens <= frame.ends, islice(periods, 0, None, step)
    )
    until = bounds.until
    if until is not None:
        periods = takewhile(lambda period: period[1].due <= until, periods)
    found = list(islice(periods, MOST + 1))
    if found and not _mostly(found[-1][1], frame) and len(found) > 1:
        found.pop()
    if len(found) > MOST:
        bounds.notes.append(f"only the first {MOST} of them are listed")
    return [cut(key, window, bounds) for key, window in found[:MOST]]


def _mostly(window: Window, frame: TimingContext) -> bool:
    """Whether the plan holds at least half of the window, or the window half of the plan."""
    inside = _days(max(window.opens, frame.starts), min(window.due, frame.ends))
    shorter = min(_days(window.opens, window.due), _days(frame.starts, frame.ends))
    return inside > 0 and inside * 2 >= shorter


def _days(first: date, last: date) -> int:
    return (last - first).days + 1


def cut(key: str, window: Window, bounds: Bounds) -> Occurrence:
    """An occurrence of a series or a stretch, which keeps to the plan's years; a cut is noted."""
    frame = bounds.frame
    opens, due = max(window.opens, frame.starts), min(window.due, frame.ends)
    if opens > due:
        return Occurrence(key, window.opens, window.due)
    if opens > window.opens:
        note(bounds, f"cut short where the plan begins, {date_title(opens)}")
    if due < window.due:
        note(bounds, f"cut short where the plan ends, {date_title(due)}")
    return Occurrence(key, opens, due)


def note(bounds: Bounds, sentence: str) -> None:
    """Say it once."""
    if sentence not in bounds.notes:
        bounds.notes.append(sentence)


def _note_end(cadence: Cadence, bounds: Bounds) -> None:
    """Tell where the calendar, not the plan, ends the series."""
    terms = bounds.frame.calendar.sound_terms
    if cadence.unit in ("quarter", "half-year", "year") or not terms:
        return
    last = max(term.ends for term in terms)
    end = min(bounds.frame.ends, bounds.until or date.max)
    # A summer without school is no gap: the next term would begin after it.
    if end - last > 60 * DAY:
        note(
            bounds, f"calendar.yaml has no terms after {date_title(last)}: later dates are missing"
        )


def _fortnight(each: Occurrence) -> Occurrence:
    due = min(each.due, each.opens + 13 * DAY)
    if due == each.opens:
        return each
    return Occurrence(f"{each.opens}..{due}", each.opens, due)


# -- named periods ----------------------------------------------------------------------------


def _named(rhythm: Recurrence, frame: TimingContext) -> Iterator[Keyed]:
    """Each named period of each academic year, in order."""
    days = [at.spec.number for at in rhythm.named if at.spec.kind == "weekday"]
    if days:
        for key, window in walk("day", frame.calendar, frame.starts):
            if window.opens.weekday() in days:
                yield key, window
        return
    step = rhythm.cadence.step if rhythm.cadence else 1
    told: set[str] = set()
    for year in islice(plan_years(frame), 0, None, step):
        found = [(p.key, p.window) for at in rhythm.named if (p := _of_year(at, frame, year))]
        for key, window in sorted(found, key=lambda each: (each[1].opens, each[1].due)):
            if key not in told:
                told.add(key)
                yield key, window


def _of_year(at: PeriodEdge, frame: TimingContext, year):  # type: ignore[no-untyped-def]
    if in_year(at.spec, frame, year) is None:
        return None
    return of_at(at, frame, year)


# -- meetings ---------------------------------------------------------------------------------


def at_meetings(rhythm: Recurrence, beyond: list[Recurrence], bounds: Bounds) -> list[Occurrence]:
    """The known dates of the meetings, and after the last of each what its rhythm beyond asks.

    With a cadence in the phrase (termly to LGB) the dates of one period are one occurrence, from
    the first of them to the last: a body that meets twice a term is reported to once.
    """
    found: dict[str, Occurrence] = {}
    for number, onward in zip(rhythm.meetings, beyond, strict=True):
        meeting = bounds.frame.calendar.meetings[number]
        dates = sorted(set(meeting.dates))
        known = [day for day in dates if _within(day, bounds)]
        for each in _grouped(known, rhythm.cadence, bounds.frame.calendar):
            found[each.period] = each
        rest = bounds
        if dates and dates[-1] >= bounds.start:
            rest = replace(bounds, after=dates[-1])
        more = occurrences(onward, rest)
        found.update((each.period, each) for each in more if each.period not in found)
        if more:
            _note_unknown(meeting, dates, words_of_rhythm(onward), bounds)
    return sorted(found.values(), key=lambda each: (each.opens, each.due, each.period))[:MOST]


def _within(day: date, bounds: Bounds) -> bool:
    if bounds.after is not None and day <= bounds.after:
        return False
    first = max(bounds.frame.starts, bounds.since or date.min)
    return first <= day <= min(bounds.frame.ends, bounds.until or date.max)


def _note_unknown(meeting: Meeting, dates: list[date], onward: str, bounds: Bounds) -> None:
    """Tell from where on the dates are not the meeting's own."""
    name = meeting.name or meeting.id
    known = f"after {date_title(dates[-1])}: {onward} from then on" if dates else f"yet: {onward}"
    note(bounds, f"calendar.yaml knows no dates for {name} {known}")


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


__all__ = ["WEEKDAYS", "Bounds", "at_meetings", "cut", "note", "occurrences", "walk"]
