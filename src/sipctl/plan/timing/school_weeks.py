"""School days and weeks of a term, as teachers count them: `week 3 of Spring 2025`."""

from datetime import date

from sipctl.plan.calendar.periods import DAY, Window, date_title, week_key
from sipctl.plan.timing.periods import Period
from sipctl.plan.timing.syntax_tree import PeriodExpr
from sipctl.plan.timing.types import EXCERPT, Offer, PhraseError, TimingContext

SATURDAY = 5


def school_days(window: Window, context: TimingContext) -> list[date]:
    """The school days of a period, in order; none where the calendar has no term there."""
    days = []
    day = context.calendar.next_school_day(window.opens)
    while day is not None and day <= window.due:
        days.append(day)
        day = context.calendar.next_school_day(day + DAY)
    return days


def week_of_term(which: int, period: Period, expr: PeriodExpr, context: TimingContext) -> Period:
    """The first, second … or last (-1) week of a term, Monday to Sunday; raises PhraseError.

    After the half-term break a week has two numbers: with the week of the break, and without.
    """
    mondays = sorted({day - day.weekday() * DAY for day in _weekdays(period.window)})
    taught = sorted({day - day.weekday() * DAY for day in school_days(period.window, context)})
    if which < 0:
        return _week(mondays[-1])
    counted = {weeks[which - 1] for weeks in (mondays, taught) if 0 < which <= len(weeks)}
    if len(counted) == 1:
        return _week(counted.pop())
    if not counted:
        message = f'"{EXCERPT}" has no week {which}'
        raise PhraseError(expr.start, expr.end, message, "write the date")
    options = tuple(_week(monday).words for monday in sorted(counted))
    message = f"week {which} can be counted with the half-term break or without"
    raise PhraseError(expr.start, expr.end, message, Offer(options))


def _weekdays(window: Window) -> list[date]:
    days = (window.opens + number * DAY for number in range((window.due - window.opens).days + 1))
    return [day for day in days if day.weekday() < SATURDAY]


def _week(monday: date) -> Period:
    window = Window(monday, monday + 6 * DAY)
    return Period(week_key(monday), window, f"week beginning {date_title(monday)}")
