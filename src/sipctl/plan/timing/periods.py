"""Resolves the periods of a phrase in the calendar; raises `PhraseError` where it cannot."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from sipctl.plan.calendar.periods import (
    DAY,
    MONTHS,
    SEPTEMBER,
    WEEKDAYS,
    Window,
    academic_key,
    academic_start,
    date_title,
    fixed_title,
    fixed_window,
    month_key,
    week_key,
)
from sipctl.plan.calendar.terms import Term, name_title
from sipctl.plan.english import join_words
from sipctl.plan.frozen import frozen
from sipctl.plan.timing.describe import (
    describe_holiday,
    describe_key,
    describe_term,
)
from sipctl.plan.timing.refusals.periods import (
    check_day,
    half_term,
    longest,
    not_in_calendar,
    quarter,
)
from sipctl.plan.timing.syntax_tree import PeriodExpr, Year
from sipctl.plan.timing.types import EXCERPT, Offer, PhraseError, TimingContext

MOST_NAMED = 3  # of the periods that a phrase without a year could mean


@frozen()
class Period:
    """A resolved period: its key, its days, and words that read as the same period.

    `day` is set where those words name one day and nothing else.
    """

    key: str
    window: Window
    words: str
    is_range: bool = False
    day: date | None = None


def one_day(day: date) -> Period:
    """A date as a period."""
    return Period(day.isoformat(), Window(day, day), date_title(day), day=day)


def joined(opening: Period, closing: Period) -> Period:
    """One range of two periods: from the first day of one to the last of the other."""
    key = f"{opening.key.partition('..')[0]}..{closing.key.rpartition('..')[2]}"
    words = f"{opening.words} to {closing_words(closing)}"
    return Period(key, Window(opening.window.opens, closing.window.due), words, is_range=True)


def closing_words(closing: Period) -> str:
    """The words of the period that closes a stretch: of a calendar year, its end."""
    return f"the end of {closing.words}" if closing.key.isdecimal() else closing.words


# -- one period -------------------------------------------------------------------------------


def resolve_period(expr: PeriodExpr, context: TimingContext, year: Year | None = None) -> Period:
    """The period of an expression in its own year or the one given, or the only one in the plan."""
    year = expr.year or year
    if expr.kind in ("span", "quarter", "key", "calendar-year", "term-half-term", "weekday"):
        return _resolve_yearless(expr, context, year)
    if expr.kind == "month-number":
        return _month_number(expr, context)
    check_day(expr, context, year)
    if year is None:
        return _only_one(expr, context)
    period = in_year(expr, context, year)
    if period is None:
        raise not_in_calendar(expr, context, year)
    return period


def in_year(expr: PeriodExpr, context: TimingContext, year: Year) -> Period | None:
    """The period in a calendar or an academic year; None where there is none."""
    start = year.start
    try:
        match expr.kind:
            case "month" | "day" | "week" | "break":
                late = year.academic and expr.number < SEPTEMBER
                return _dated(expr, start + late, context)
            case "holiday":
                late = year.academic and expr.name == "easter"
                return _holiday(expr, start + late, context)
            case "academic":
                return _academic(expr, start)
    except (ValueError, OverflowError):  # the year 0, or 29 February
        return None
    return _of_terms(expr, context, year)


def _dated(expr: PeriodExpr, year: int, context: TimingContext) -> Period | None:
    if expr.kind == "break":
        return _break(expr, year, context)
    first = date(year, expr.number, expr.more or 1)
    if expr.kind == "month":
        return _fixed(month_key(first))
    if expr.weekday not in (None, first.weekday()):
        message = f"{date_title(first)} is a {WEEKDAYS[first.weekday()]}"
        help_ = "correct the weekday or the date, or leave the weekday out"
        raise PhraseError(expr.start, expr.end, message, help_)
    return one_day(first) if expr.kind == "day" else _week(expr, first)


def _week(expr: PeriodExpr, day: date) -> Period | None:
    if expr.name == "begins" and day.weekday() != 0:
        monday = day - day.weekday() * DAY
        message = f"{date_title(day)} is a {WEEKDAYS[day.weekday()]}, and weeks begin on Mondays"
        help_ = f'write "week beginning {date_title(monday)}", or the date alone'
        raise PhraseError(expr.start, expr.end, message, help_)
    return _fixed(week_key(day))


def _fixed(key: str) -> Period | None:
    window = fixed_window(key)
    return Period(key, window, fixed_title(key) or key) if window else None


def _holiday(expr: PeriodExpr, year: int, context: TimingContext) -> Period | None:
    key = f"{expr.name}-{year:04d}"
    window = context.calendar.window(key)
    return Period(key, window, f"{name_title(expr.name)} {year:04d}") if window else None


def _academic(expr: PeriodExpr, start: int) -> Period | None:
    key = academic_key(start)
    return _fixed(f"{key}-{expr.number}" if expr.number else key)


def _break(expr: PeriodExpr, year: int, context: TimingContext) -> Period | None:
    """The half-term break that a month has days of, the weekend before it counted."""
    for term in context.calendar.sound_terms:
        if term.half_term is None or term.first_half is None:
            continue
        first, last = term.half_term
        months = {(day.year, day.month) for day in (first - 2 * DAY, first, last)}
        if (year, expr.number) in months and first <= last:
            words = f"{MONTHS[expr.number - 1]} half term {year:04d}"
            return Period(f"{first}..{last}", Window(first, last), words)
    return None


def _of_terms(expr: PeriodExpr, context: TimingContext, year: Year) -> Period | None:
    if expr.kind == "nth-half":
        return _nth_half(expr, context, year)
    for number, term in _terms_in(context, year):
        if expr.kind == "nth-term":
            named = f"term{expr.number}" in context.calendar.names
            matches = term.name == f"term{expr.number}" if named else number == expr.number
        else:
            matches = term.name == expr.name
        if matches:
            half = expr.number if expr.kind == "term" else 0
            return _of_term(term, half, context)
    return None


def _of_term(term: Term, half: int, context: TimingContext) -> Period | None:
    window = (term.window, term.first_half, term.second_half)[half] if half <= 2 else None
    key = f"{term.key}-{half}" if half else term.key
    if window is None or context.calendar.window(key) != window:
        return None
    return Period(key, window, describe_term(term, half, context))


def _terms_in(context: TimingContext, year: Year) -> Iterator[tuple[int, Term]]:
    """The terms of an academic year, or that begin in a calendar year, each with its number."""
    calendar = context.calendar
    starts = (year.start,) if year.academic else (year.start - 1, year.start)
    for start in starts:
        for number, term in enumerate(calendar.terms_of_year(academic_key(start)), 1):
            if year.academic or term.starts.year == year.start:
                yield number, term


def _nth_half(expr: PeriodExpr, context: TimingContext, year: Year) -> Period | None:
    starts = (year.start,) if year.academic else (year.start - 1, year.start)
    for start in starts:
        halves = context.calendar.halves_of_year(academic_key(start))
        for number, (key, window) in enumerate(halves, 1):
            matches = year.academic or window.opens.year == year.start
            if number == expr.number and matches and context.calendar.window(key) == window:
                return Period(key, window, describe_key(key, context))
    return None


# -- a year left out, a year that is not there ------------------------------------------------


def plan_years(context: TimingContext) -> Iterator[Year]:
    """The academic years that the plan has days of."""
    for start in range(academic_start(context.starts), academic_start(context.ends) + 1):
        yield Year(start, academic=True)


def in_plan(expr: PeriodExpr, context: TimingContext) -> Iterator[Period]:
    """The periods of an expression without a year that lie in the plan's years, in order."""
    for year in plan_years(context):
        if expr.weekday is not None and not _fits_weekday(expr, year, context):
            continue
        period = in_year(expr, context, year)
        if period and period.window.opens <= context.ends and period.window.due >= context.starts:
            yield period


def _fits_weekday(expr: PeriodExpr, year: Year, context: TimingContext) -> bool:
    """Whether a day falls on its weekday in this year, or in none of the plan's years."""
    plain = replace(expr, kind="day", weekday=None)
    days = {each: in_year(plain, context, each) for each in plan_years(context)}
    fits = {each for each, on in days.items() if on and on.window.opens.weekday() == expr.weekday}
    return year in fits or not fits


def _first_few(expr: PeriodExpr, context: TimingContext) -> list[Period]:
    periods = in_plan(expr, context)
    return [period for _, period in zip(range(MOST_NAMED + 1), periods, strict=False)]


def _only_one(expr: PeriodExpr, context: TimingContext) -> Period:
    periods = _first_few(expr, context)
    if len(periods) == 1:
        return periods[0]
    if not periods:
        raise not_in_calendar(expr, context, None)
    words = [period.words for period in periods]
    more = " or a later one" if len(words) > MOST_NAMED else ""
    listed = f"{', '.join(words[:MOST_NAMED])}{more}" if more else join_words(words, "or")
    message = f'"{EXCERPT}" comes more than once in this plan'
    raise PhraseError(expr.start, expr.end, message, f"say which: {listed}")


def _month_number(expr: PeriodExpr, context: TimingContext) -> Period:
    """`July 18`: the 18th or 2018. A day without a year means something in a plan of one year."""
    month, number = MONTHS[expr.number - 1], int(expr.name)
    day = replace(expr, kind="day", more=number)
    days = _first_few(day, context) if 1 <= number <= longest(expr.number) else []
    if len(expr.name) == 1:
        check_day(day, context, None)
        return _only_one(day, context)
    year = 2000 + number
    if len(days) == 1:
        message = f'"{EXCERPT}" could be a day or a year'
        help_ = Offer((days[0].words, f"{month} {year:04d}"))
        raise PhraseError(expr.start, expr.end, message, help_)
    return resolve_period(replace(expr, kind="month", year=Year(year)), context)


def _resolve_yearless(expr: PeriodExpr, context: TimingContext, year: Year | None) -> Period:
    """A period of a kind that needs no year beside it, or is refused whatever the year."""
    match expr.kind:
        case "calendar-year":
            period = _fixed(f"{expr.number:04d}")
        case "span":
            first, last = academic_key(expr.number), academic_key(expr.more)
            opening, closing = _fixed(first), _fixed(last)
            period = joined(opening, closing) if opening and closing else None
        case "key":
            period = _key(expr, context)
        case "quarter":
            raise quarter(expr, context, year)
        case "weekday":
            day = WEEKDAYS[expr.number]
            message = f'"{day}" is no date'
            help_ = Offer((f"every {day}",), tail=", or the date")
            raise PhraseError(expr.start, expr.end, message, help_)
        case _:
            raise half_term(expr, context, year)
    if period is None:
        raise not_in_calendar(expr, context, year)
    return period


def _key(expr: PeriodExpr, context: TimingContext) -> Period | None:
    window = context.calendar.window(expr.name)
    if window is None:
        return None
    words = describe_key(expr.name, context)
    if words == expr.name and "Q" not in words:
        words = fixed_title(words) or describe_holiday(words)
    return Period(expr.name, window, words)
