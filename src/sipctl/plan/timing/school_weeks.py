"""School days and weeks of a term or month, as teachers count them: `week 3 of Spring 2025`."""

from datetime import date

from sipctl.plan.calendar.periods import DAY, Window, date_title, week_key
from sipctl.plan.timing.periods import Period
from sipctl.plan.timing.syntax_tree import PeriodExpr
from sipctl.plan.timing.types import EXCERPT, Offer, PhraseError, TimingContext

FRIDAY, SATURDAY = 4, 5


def school_days(window: Window, context: TimingContext) -> list[date]:
    """The school days of a period, in order; none where the calendar has no term there."""
    days = []
    day = context.calendar.next_school_day(window.opens)
    while day is not None and day <= window.due:
        days.append(day)
        day = context.calendar.next_school_day(day + DAY)
    return days


def week_of(which: int, period: Period, expr: PeriodExpr, context: TimingContext) -> Period:
    """The first, second … or last (-1) week of a month, else of a term; raises PhraseError."""
    if expr.kind in ("month", "month-number"):
        return _week_of_month(which, period, expr)
    return _week_of_term(which, period, expr, context)


def outer_week(which: int, window: Window) -> Window:
    """The first (1) or the last (-1) week that has weekdays in a window, Monday to Sunday."""
    return _week(_mondays(_weekdays(window))[min(which, 0)]).window


def _week_of_month(which: int, period: Period, expr: PeriodExpr) -> Period:
    """A week of a month; refused where a week that the month shares may be counted or not."""
    days = _weekdays(period.window)
    mondays = _mondays(days)
    whole = [monday for monday in mondays if {monday, monday + FRIDAY * DAY} <= {*days}]
    message = f'"{EXCERPT}" begins or ends within a week, which may be counted or not'
    return _counted_week(which, (mondays, whole), expr, message)


def _week_of_term(which: int, period: Period, expr: PeriodExpr, context: TimingContext) -> Period:
    """A week of a term; after the half-term break it may be counted with that week or without."""
    weeks = _mondays(_weekdays(period.window)), _mondays(school_days(period.window, context))
    words = f"week {which}" if which > 0 else f"week {-which} from the end"
    message = f"{words} can be counted with the half-term break or without"
    return _counted_week(which, weeks, expr, message)


def _counted_week(
    which: int, ways: tuple[list[date], list[date]], expr: PeriodExpr, doubt: str
) -> Period:
    """The week that each way of counting finds, by its Monday; raises PhraseError for two, none."""
    index = which if which < 0 else which - 1
    counted = {weeks[index] for weeks in ways if -len(weeks) <= index < len(weeks)}
    if len(counted) == 1:
        return _week(counted.pop())
    if not counted:
        message = f'"{EXCERPT}" has no such week'
        raise PhraseError(expr.start, expr.end, message, "write the date")
    options = tuple(_week(monday).words for monday in sorted(counted))
    raise PhraseError(expr.start, expr.end, doubt, Offer(options))


def _weekdays(window: Window) -> list[date]:
    days = (window.opens + number * DAY for number in range((window.due - window.opens).days + 1))
    return [day for day in days if day.weekday() < SATURDAY]


def _mondays(days: list[date]) -> list[date]:
    """The Mondays of the weeks that days fall in, in order."""
    return sorted({day - day.weekday() * DAY for day in days})


def _week(monday: date) -> Period:
    window = Window(monday, monday + 6 * DAY)
    return Period(week_key(monday), window, f"week beginning {date_title(monday)}")
