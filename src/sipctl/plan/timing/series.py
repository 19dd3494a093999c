"""Occurrences of what comes back: a cadence's own periods, named periods, meetings."""

from bisect import bisect_right
from collections.abc import Callable, Iterator
from datetime import date
from itertools import dropwhile, islice, takewhile

from sipctl.plan.calendar.periods import (
    DAY,
    WEEKDAYS,
    Window,
    academic_start,
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
from sipctl.plan.timing.describe import describe_recurrence, join_and
from sipctl.plan.timing.edges import edged, resolve_edge
from sipctl.plan.timing.periods import Period, in_year, plan_years
from sipctl.plan.timing.syntax_tree import Cadence, PeriodEdge, Recurrence, Unit, Year
from sipctl.plan.timing.types import Occurrence, TimingContext

MOST_NAMED = 3  # periods that a note names
MOST_OCCURRENCES = 5000  # occurrences of one series; three years of school days are about 600

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
    steps = _steps(recurrence, bounds)
    if not recurrence.named:
        _note_end(recurrence.cadence or Cadence("term"), bounds)
    own = (_own(step, recurrence, bounds) for step in steps)
    return [each for each in own if each]


Step = tuple[KeyedWindow, ...]
"""The periods that one occurrence of a series stands for: the first is its own, and those that a
cadence of more than one period (every two weeks) passes over follow it."""


def _steps(recurrence: Recurrence, bounds: Bounds) -> list[Step]:
    """The periods of a recurrence within its bounds, in order."""
    if recurrence.named:
        return _held(_named(recurrence, bounds), bounds)
    cadence = recurrence.cadence or Cadence("term")
    return _held(walk(cadence.unit, bounds.context.calendar, bounds.start), bounds, cadence.step)


def _own(step: Step, recurrence: Recurrence, bounds: Bounds) -> Occurrence | None:
    """The occurrence that a recurrence itself has for a step, whatever dates are known.

    None for a period that has no such day: a fifth Friday.
    """
    occurrence = cut(*step[0], bounds)
    whole = recurrence.named or not recurrence.edge
    return occurrence if whole else edged(occurrence, recurrence, bounds.context)


def _held(periods: Iterator[KeyedWindow], bounds: Bounds, size: int = 1) -> list[Step]:
    """The periods that lie within the bounds, so many to a step.

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
    steps = takewhile(lambda step: step[0][1].opens <= context.ends, _batched(periods, size))
    until = bounds.until
    if until is not None:
        steps = takewhile(lambda step: step[0][1].due <= until, steps)
    held = list(islice(steps, MOST_OCCURRENCES + 1))
    if len(held) > 1 and not _mostly(held[-1][0][1], context):
        held.pop()
    if len(held) > MOST_OCCURRENCES:
        bounds.notes.append(f"only the first {MOST_OCCURRENCES} of them are listed")
    return held[:MOST_OCCURRENCES]


def _batched(periods: Iterator[KeyedWindow], size: int) -> Iterator[Step]:
    while step := tuple(islice(periods, size)):
        yield step


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


# -- named periods ----------------------------------------------------------------------------


def _named(recurrence: Recurrence, bounds: Bounds) -> Iterator[KeyedWindow]:
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


# -- meetings ---------------------------------------------------------------------------------


def at_meetings(
    recurrence: Recurrence, beyond: list[Recurrence], bounds: Bounds
) -> list[Occurrence]:
    """The known dates of the meetings, and for each period without one its own occurrence.

    `beyond` has the recurrence of each meeting: that of the phrase, of the meeting or of the
    plan's review. A known date stands for the period of it in which it falls. With a cadence in the
    phrase (termly to LGB) the dates of one period are one occurrence, from the first of them to the
    last: a body that meets twice a term is reported to once.
    """
    known: dict[str, Occurrence] = {}
    others: dict[str, Occurrence] = {}
    for number, onward in zip(recurrence.meetings, beyond, strict=True):
        meeting = bounds.context.calendar.meetings[number]
        schedule = _Schedule(meeting, onward, bounds, together=recurrence.cadence is not None)
        known |= {each.period: each for each in schedule.known()}
        for each in schedule.unknown():
            others.setdefault(each.period, each)
    by_period = others | known
    return sorted(by_period.values(), key=lambda each: (each.opens, each.due, each.period))[
        :MOST_OCCURRENCES
    ]


class _Schedule:
    """One meeting's known dates beside the periods of its recurrence, within the bounds.

    With `together` the dates of one period are one occurrence.
    """

    def __init__(
        self, meeting: Meeting, recurrence: Recurrence, bounds: Bounds, *, together: bool
    ) -> None:
        self.meeting, self.recurrence, self.bounds = meeting, recurrence, bounds
        self.together = together
        self.steps = _steps(recurrence, bounds)
        self.dates = sorted(set(meeting.dates))
        opens = [step[0][1].opens for step in self.steps]
        self.step_of = {day: self._step_on(day, opens) for day in self.dates}

    def _step_on(self, day: date, opens: list[date]) -> int | None:
        """The step in one of whose periods a day falls."""
        index = bisect_right(opens, day) - 1
        if index >= 0 and any(day in window for _, window in self.steps[index]):
            return index
        return None

    def known(self) -> Iterator[Occurrence]:
        """The known dates within the bounds."""
        by_step: dict[int, list[date]] = {}
        for day in self.dates:
            if not _within(day, self.bounds):
                continue
            index = self.step_of[day]
            if index is None:
                yield Occurrence(day.isoformat(), day, day)
            else:
                by_step.setdefault(index, []).append(day)
        for index, days in by_step.items():
            key = self.steps[index][0][0]
            if self.together:
                yield _span(self._of_first_period(index, days), key)
            else:
                yield from (_span([day], key) for day in days)

    def _of_first_period(self, index: int, days: list[date]) -> list[date]:
        """Those of a step's days that fall in the same period as the first of them."""
        period = next(window for _, window in self.steps[index] if days[0] in window)
        return [day for day in days if day in period]

    def unknown(self) -> list[Occurrence]:
        """The recurrence's own occurrence for each period that may hold a meeting without a date.

        A year whose dates are complete has no others.
        """
        _note_end(self.recurrence.cadence or Cadence("term"), self.bounds)
        with_dates = set(self.step_of.values())
        steps = [
            step
            for index, step in enumerate(self.steps)
            if index not in with_dates
            and academic_year(step[0][1].due) not in self.meeting.complete
        ]
        own = [each for step in steps if (each := _own(step, self.recurrence, self.bounds))]
        if own:
            self._note(own)
        return own

    def _note(self, own: list[Occurrence]) -> None:
        """Notes which occurrences are not the meeting's own dates."""
        name = self.meeting.name or self.meeting.id
        cadence = describe_recurrence(self.recurrence)
        last = self.dates[-1] if self.dates else None
        gaps = [each for each in own if last is not None and each.opens <= last]
        if gaps:
            title = self.bounds.context.calendar.title
            words = [title(each.period) for each in gaps[:MOST_NAMED]]
            if len(gaps) > len(words):
                words.append(f"{len(gaps) - len(words)} more")
            dates = f"calendar.yaml knows no dates for {name} in {join_and(words)}"
            add_note(self.bounds, f"{dates}: {cadence} there")
        if len(gaps) < len(own):
            when = f"after {date_title(last)}" if last else "yet"
            onward = f"{cadence} from then on" if last else cadence
            add_note(self.bounds, f"calendar.yaml knows no dates for {name} {when}: {onward}")


def _within(day: date, bounds: Bounds) -> bool:
    if bounds.after is not None and day <= bounds.after:
        return False
    first = max(bounds.context.starts, bounds.since or date.min)
    return first <= day <= min(bounds.context.ends, bounds.until or date.max)


def _span(days: list[date], stands_for: str) -> Occurrence:
    first, last = days[0], days[-1]
    key = first.isoformat() if first == last else f"{first}..{last}"
    return Occurrence(key, first, last, stands_for)


__all__ = ["WEEKDAYS", "Bounds", "add_note", "at_meetings", "cut", "occurrences", "walk"]
