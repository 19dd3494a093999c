"""Refusals of a period that was understood and is not one of this plan's."""

from sipctl.plan.calendar.periods import MONTHS, SEPTEMBER, academic_key
from sipctl.plan.calendar.terms import name_title
from sipctl.plan.faults import did_you_mean
from sipctl.plan.timing.describe import describe_period, join_and, year_suffix
from sipctl.plan.timing.syntax_tree import PeriodExpr, Year
from sipctl.plan.timing.types import EXCERPT, Cause, Refused, TimingContext


def longest(month: int) -> int:
    """The last day that a month can have."""
    return 29 if month == 2 else 30 if month in (4, 6, 9, 11) else 31


def check_day(expr: PeriodExpr, year: Year | None) -> None:
    """Raises `Refused` for 31 February, and for a month 13."""
    if expr.kind not in ("day", "week"):
        return
    if not 1 <= expr.number <= len(MONTHS):
        message = f"there is no month {expr.number}: figures are read day first"
        swapped = 1 <= expr.more <= len(MONTHS) and 1 <= expr.number <= longest(expr.more)
        known = f" {year.start}" if year else ""
        if not swapped:
            raise Refused(expr.start, expr.end, message, "write the day before the month")
        raise _proposing(expr, message, f"{expr.number} {MONTHS[expr.more - 1]}{known}")
    month = MONTHS[expr.number - 1]
    short = year is not None and not year.academic and expr.number == 2 and not _leap(year.start)
    most = 28 if short else longest(expr.number)
    if not 1 <= expr.more <= most:
        known = f" {year.start}" if year and not year.academic else ""
        message = f"there is no {expr.more} {month}{known}"
        raise _proposing(expr, message, f"{most} {month}{known}")


def _proposing(expr: PeriodExpr, message: str, proposal: str) -> Refused:
    return Refused(expr.start, expr.end, message, did_you_mean(proposal), proposal=proposal)


def _leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def quarter(expr: PeriodExpr, year: Year | None) -> Refused:
    """Of `Q2 2025`, which could be a quarter of the calendar, financial or academic year."""
    message = f'"{EXCERPT}" could be a quarter of the calendar, financial or academic year'
    if not 1 <= expr.number <= 4:
        return Refused(expr.start, expr.end, f"there is no quarter {expr.number}", "write months")
    first = MONTHS[expr.number * 3 - 3], MONTHS[expr.number * 3 - 1]
    known = year_suffix(year) if year and not year.academic else " 2025"
    months = f'"{first[0]} to {first[1]}{known}"'
    return Refused(expr.start, expr.end, message, f"write its months, such as {months}")


def half_term(expr: PeriodExpr, context: TimingContext, year: Year | None) -> Refused:
    """Of `Spring half term 2025`, which could be the holiday or a half of the term."""
    name, known = name_title(expr.name), year_suffix(year)
    term = context.calendar.term(f"{expr.name}-{year.start:04d}") if year else None
    month = ""
    if term is not None and term.half_term is not None:
        month = f', or "{MONTHS[term.half_term[0].month - 1]} half term{known}" for the holiday'
    message = f'"{EXCERPT}" could be the holiday or a half of the term'
    help_ = f'write "{name} 1{known}" or "{name} 2{known}" for a half{month}'
    return Refused(expr.start, expr.end, message, help_)


def not_in_calendar(expr: PeriodExpr, context: TimingContext, year: Year | None) -> Refused:
    """Of a period that no calendar, or not this one, has."""
    match expr.kind:
        case "nth-half" | "nth-term":
            cause, message, help_ = _no_nth(expr, context, year)
        case "term":
            cause, message, help_ = _no_term(expr, context, year)
        case "holiday" | "break":
            message = f'calendar.yaml does not tell when "{EXCERPT}" is'
            cause, help_ = "calendar", _add_year(context, _around(expr, year))
        case "key":
            message = f'calendar.yaml has no "{EXCERPT}"'
            cause, help_ = "calendar", _add_year(context, _of_key(expr, context))
        case _:
            cause, message, help_ = "phrase", f'there is no "{EXCERPT}"', "write another date"
    return Refused(expr.start, expr.end, message, help_, cause=cause)


def _no_term(expr: PeriodExpr, context: TimingContext, year: Year | None) -> tuple[Cause, str, str]:
    name = name_title(expr.name)
    names = [name_title(other) for other in context.calendar.names]
    if expr.name not in context.calendar.names:
        message = f'calendar.yaml has no term called "{name}"'
        help_ = f"its terms are {join_and(names)}" if names else _add_year(context, year)
        return "calendar", message, help_
    if expr.number > 2:
        message = f'"{EXCERPT}" is neither a half of a term nor a year'
        help_ = f'write "{name} 1", "{name} 2", or "{name}" and a year in full'
        return "phrase", message, help_
    whole = describe_period(PeriodExpr("term", 0, 0, name=expr.name, year=year))
    if expr.number and _has(expr, context, year):
        message = f'calendar.yaml gives no half-term break in "{whole}", so it has no halves'
        help_ = f'write "{whole}", or add half_term to that term in calendar.yaml'
        return "calendar", message, help_
    help_ = _add_year(context, _year_of(expr.name, context, year))
    return "calendar", f'"{EXCERPT}" is not in calendar.yaml', help_


def _has(expr: PeriodExpr, context: TimingContext, year: Year | None) -> bool:
    if year is None or year.academic:
        return any(term.name == expr.name for term in context.calendar.sound_terms)
    return context.calendar.term(f"{expr.name}-{year.start:04d}") is not None


def _year_of(name: str, context: TimingContext, year: Year | None) -> Year | None:
    """The academic year of `Spring 2031`, as the calendar's own springs lie."""
    if year is None or year.academic:
        return year
    for term in context.calendar.sound_terms:
        if term.name == name and term.year[:4].isdecimal():
            return Year(year.start - (term.starts.year - int(term.year[:4])), academic=True)
    return None


def _around(expr: PeriodExpr, year: Year | None) -> Year | None:
    """The academic year that a holiday lies in."""
    if year is None or year.academic:
        return year
    before = expr.name == "easter" or (expr.kind == "break" and expr.number < SEPTEMBER)
    return Year(year.start - before, academic=True)


def _of_key(expr: PeriodExpr, context: TimingContext) -> Year | None:
    """The academic year of `spring-2031-1` or `easter-2031`."""
    parts = expr.name.removesuffix("-1").removesuffix("-2").rpartition("-")
    if not parts[2].isdecimal():
        return None
    year = Year(int(parts[2]))
    return _year_of(parts[0], context, year) or _around(PeriodExpr("holiday", 0, 0, parts[0]), year)


def _no_nth(expr: PeriodExpr, context: TimingContext, year: Year | None) -> tuple[Cause, str, str]:
    years = context.calendar.years
    key = academic_key(year.start) if year and year.academic else years[0] if years else ""
    halves = expr.kind == "nth-half"
    count = len(
        context.calendar.halves_of_year(key) if halves else context.calendar.terms_of_year(key)
    )
    noun = "half term" if halves else "term"
    if count and not 1 <= expr.number <= count:
        message = f"this calendar has {count} {noun}s a year, and no {noun} {expr.number}"
        first = "HT1" if halves else "T1"
        other = "" if halves else f', or a half term, "HT1" to "HT{count * 2}"'
        return "phrase", message, f'write "{first}" to "{first[:-1]}{count}"{other}'
    return "calendar", f'"{EXCERPT}" is not in calendar.yaml', _add_year(context, year)


def _add_year(context: TimingContext, year: Year | None) -> str:
    years = context.calendar.years
    held = f"calendar.yaml holds {years[0]} to {years[-1]}" if years else "calendar.yaml is empty"
    if len(years) == 1:
        held = f"calendar.yaml holds {years[0]} only"
    wanted = f"the year {academic_key(year.start)}" if year and year.academic else "its year"
    return f"{held}: add {wanted} with its terms"
