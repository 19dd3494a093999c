"""The periods of a cadence, one after the other: terms, half terms, weeks with school, months."""

from collections.abc import Callable, Iterator
from datetime import date

from sipctl.plan.calendar.periods import (
    DAY,
    Window,
    academic_year,
    fixed_window,
    half_year_key,
    last_day,
    month_key,
    quarter_key,
    week_key,
)
from sipctl.plan.calendar.terms import Calendar
from sipctl.plan.timing.syntax_tree import Unit

KeyedWindow = tuple[str, Window]


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
