"""Refuses `every other Monday` that does not say with which Monday it begins."""

from datetime import date

from sipctl.plan.calendar.periods import DAY, WEEKDAYS, date_title
from sipctl.plan.timing.periods import Period
from sipctl.plan.timing.syntax_tree import Recurrence
from sipctl.plan.timing.types import Offer, PhraseError, TimingContext


def check_every_other(recurrence: Recurrence, since: Period | None, context: TimingContext) -> None:
    """Raises `PhraseError` unless a series of every other weekday begins on such a school day."""
    weekday = recurrence.every_other
    if weekday is None or (since and _is_school_day(since, weekday, context)):
        return
    expr, name = recurrence.named[0].expr, WEEKDAYS[weekday]
    earliest = max(since.window.opens if since else date.min, context.starts)
    first = _first_school_day(weekday, earliest, context)
    options = (f"every other {name} from {date_title(first)}",) if first else ()
    message = f'"every other {name}" does not say with which {name} it begins'
    if since and since.window.opens == since.window.due:
        message = f"{since.words} is not a {name} with school"
    help_ = Offer(options, "say so, as in ", otherwise="say so with a date after from")
    raise PhraseError(expr.start, expr.end, message, help_)


def _is_school_day(since: Period, weekday: int, context: TimingContext) -> bool:
    day = since.window.opens
    one_day = since.window.due == day and day.weekday() == weekday
    return one_day and context.calendar.next_school_day(day) == day


def _first_school_day(weekday: int, day: date, context: TimingContext) -> date | None:
    """The first school day of that name from a day on."""
    school = context.calendar.next_school_day(day)
    while school is not None and school.weekday() != weekday:
        school = context.calendar.next_school_day(school + DAY)
    return school
