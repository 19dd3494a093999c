"""Refusals of a period that was understood and is not one of this plan's."""

from dataclasses import replace

from sipctl.plan.calendar.periods import (
    MONTHS,
    SEPTEMBER,
    academic_key,
    academic_start,
    academic_year,
)
from sipctl.plan.calendar.terms import Term, name_title
from sipctl.plan.english import join_words
from sipctl.plan.timing.describe import describe_period, year_suffix
from sipctl.plan.timing.syntax_tree import PeriodExpr, Year
from sipctl.plan.timing.types import EXCERPT, Cause, Offer, PhraseError, TimingContext


def longest(month: int) -> int:
    """The last day that a month can have."""
    return 29 if month == 2 else 30 if month in (4, 6, 9, 11) else 31


def check_day(
    expr: PeriodExpr, context: TimingContext, year: Year | None, *, yearly: bool = False
) -> None:
    """Raises `PhraseError` for 31 February, and for a month 13; what is `yearly` has no year."""
    if expr.kind not in ("day", "week"):
        return
    if not 1 <= expr.number <= len(MONTHS):
        message = f"there is no month {expr.number}: figures are read day first"
        swapped = 1 <= expr.more <= len(MONTHS) and 1 <= expr.number <= longest(expr.more)
        known = _year_for(expr.more, context, year)
        if not swapped:
            raise PhraseError(expr.start, expr.end, message, "write the day before the month")
        raise _proposing(expr, message, f"{expr.number} {MONTHS[expr.more - 1]}{known}")
    month = MONTHS[expr.number - 1]
    short = year is not None and not year.academic and expr.number == 2 and not _leap(year.start)
    most = 28 if short else longest(expr.number)
    if not 1 <= expr.more <= most:
        in_year = f" {year.start}" if year and not year.academic else ""
        message = f"there is no {expr.more} {month}{in_year}"
        known = "" if yearly else _year_for(expr.number, context, year)
        raise _proposing(expr, message, f"{most} {month}{known}")


def _year_for(month: int, context: TimingContext, year: Year | None) -> str:
    """` 2025`: the calendar year of that month in the year given, or in the plan's first."""
    if year and not year.academic:
        return f" {year.start}"
    start = year.start if year else academic_start(context.starts)
    return f" {start + (month < SEPTEMBER)}"


def _proposing(expr: PeriodExpr, message: str, proposal: str) -> PhraseError:
    offer = Offer((proposal,), "did you mean ", "?", otherwise="write another date")
    return PhraseError(expr.start, expr.end, message, offer, proposal=proposal)


def _leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def quarter(expr: PeriodExpr, context: TimingContext, year: Year | None) -> PhraseError:
    """The refusal of `Q2 2025`: a quarter of the calendar, financial or academic year."""
    message = f'"{EXCERPT}" could be a quarter of the calendar, financial or academic year'
    if not 1 <= expr.number <= 4:
        return PhraseError(
            expr.start, expr.end, f"there is no quarter {expr.number}", "write months"
        )
    first = MONTHS[expr.number * 3 - 3], MONTHS[expr.number * 3 - 1]
    known = year_suffix(year) if year and not year.academic else f" {context.starts.year + 1:04d}"
    months = f'"{first[0]} to {first[1]}{known}"'
    help_: str | Offer = f"write its months, such as {months}"
    if year and year.academic:
        academic, financial = (_quarter_months(expr.number, year, month) for month in (8, 3))
        help_ = (
            f'write its months, such as "{academic}" or "{financial}", or say in plan.yaml how you'
            " count: under settings, quarters: academic or quarters: financial"
        )
    return PhraseError(expr.start, expr.end, message, help_)


def _quarter_months(number: int, year: Year, before: int) -> str:
    """`September 2022 to November 2022` of the first quarter, of years with 8 months before."""
    months = [before + 3 * (number - 1) + step for step in (0, 2)]
    titles = [f"{MONTHS[m % 12]} {year.start + m // 12:04d}" for m in months]
    return " to ".join(titles)


def half_term(expr: PeriodExpr, context: TimingContext, year: Year | None) -> PhraseError:
    """The refusal of `Spring half term 2025`: the holiday, or a half of the term."""
    term = _named_term(expr.name, context, year)
    name, known = name_title(expr.name), f" {term.starts.year:04d}" if term else year_suffix(year)
    message = f'"{EXCERPT}" could be the holiday or a half of the term'
    halves = (f"{name} 1{known}", f"{name} 2{known}")
    if term is None or term.half_term is None:
        return PhraseError(expr.start, expr.end, message, Offer(halves, tail=" for a half"))
    month = MONTHS[term.half_term[0].month - 1]
    holiday = f"{month} half term {term.half_term[0].year:04d}"
    more = Offer((holiday,), ", or ", " for the holiday", otherwise=" ")
    return PhraseError(expr.start, expr.end, message, Offer(halves, tail=" for a half", more=more))


def _named_term(name: str, context: TimingContext, year: Year | None) -> Term | None:
    """The term of that name in the year given, or the first in the plan's years."""
    terms = [term for term in context.calendar.sound_terms if term.name == name]
    if year and year.academic:
        return next((t for t in terms if t.year == academic_key(year.start)), None)
    if year:
        return context.calendar.term(f"{name}-{year.start:04d}")
    inside = (t for t in terms if t.starts <= context.ends and t.ends >= context.starts)
    return next(inside, None)


def not_in_calendar(expr: PeriodExpr, context: TimingContext, year: Year | None) -> PhraseError:
    """The refusal of a period that does not exist, or that this calendar lacks."""
    help_: str | Offer
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
    return PhraseError(expr.start, expr.end, message, help_, cause=cause)


def _no_term(
    expr: PeriodExpr, context: TimingContext, year: Year | None
) -> tuple[Cause, str, str | Offer]:
    name = name_title(expr.name)
    names = [name_title(other) for other in context.calendar.names]
    if expr.name not in context.calendar.names:
        message = f'calendar.yaml has no term called "{name}"'
        help_ = f"its terms are {join_words(names)}" if names else _add_year(context, year)
        return "calendar", message, help_
    if expr.number > 2:
        message = f'"{EXCERPT}" is neither a half of a term nor a year'
        term = _named_term(expr.name, context, year)
        known = f" {term.starts.year:04d}" if term else year_suffix(year)
        options = (f"{name} 1{known}", f"{name} 2{known}", f"{name}{known}")
        return "phrase", message, Offer(options, otherwise=f"write {name} and a year in full")
    term = _named_term(expr.name, context, year)
    whole = term.title if term else describe_period(replace(expr, number=0))
    if expr.number and _has(expr, context, year):
        message = f'calendar.yaml gives no half-term break in "{whole}", so it has no halves'
        tail = ", or add half_term to that term in calendar.yaml"
        offer = Offer((whole,), tail=tail, otherwise=tail.removeprefix(", or "))
        return "calendar", message, offer
    help_ = _add_year(context, _year_of(expr.name, context, year))
    return "calendar", f'"{EXCERPT}" is not in calendar.yaml', help_


def _has(expr: PeriodExpr, context: TimingContext, year: Year | None) -> bool:
    if year is None or year.academic:
        return any(term.name == expr.name for term in context.calendar.sound_terms)
    return context.calendar.term(f"{expr.name}-{year.start:04d}") is not None


def _year_of(name: str, context: TimingContext, year: Year | None) -> Year | None:
    """The academic year of `Spring 2031`, judged by other spring terms of the calendar."""
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


def _no_nth(
    expr: PeriodExpr, context: TimingContext, year: Year | None
) -> tuple[Cause, str, str | Offer]:
    key = _calendar_year(context, year)
    halves = expr.kind == "nth-half"
    count = len(
        context.calendar.halves_of_year(key) if halves else context.calendar.terms_of_year(key)
    )
    noun = "half term" if halves else "term"
    if count and not 1 <= expr.number <= count:
        message = f"this calendar has {count} {noun}s a year, and no {noun} {expr.number}"
        return "phrase", message, _nth_help(expr, key, context)
    return "calendar", f'"{EXCERPT}" is not in calendar.yaml', _add_year(context, year)


def _calendar_year(context: TimingContext, year: Year | None) -> str:
    """The academic year that is meant, or the first of the calendar that the plan has days of."""
    if year and year.academic:
        return academic_key(year.start)
    years = context.calendar.years
    if year:
        return next((y for y in years if y.endswith(f"{year.start % 100:02d}")), "".join(years[:1]))
    return next((y for y in years if y >= academic_year(context.starts)), "".join(years[-1:]))


def _nth_help(expr: PeriodExpr, key: str, context: TimingContext) -> Offer:
    """`write "T1 2024/25" to "T3 2024/25"`; and for T4 to T6 what a school of six terms does."""
    count = len(context.calendar.terms_of_year(key))
    halves = len(context.calendar.halves_of_year(key))
    every_half = (f"HT1 {key}", f"HT{halves} {key}")
    named = f"name one of {key}"
    if expr.kind == "nth-half":
        return Offer(every_half, joint="to", otherwise=named)
    six = (count, halves) == (3, 6) and 4 <= expr.number <= 6
    tail = "; a school with six terms a year gives term1 to term6 in calendar.yaml" if six else ""
    more = Offer(every_half, ", or a half term, ", tail, joint="to", otherwise=tail)
    own = (f"T1 {key}", f"T{count} {key}")
    return Offer(own, joint="to", otherwise=named, more=more if halves > count else None)


def _add_year(context: TimingContext, year: Year | None) -> str:
    years = context.calendar.years
    held = f"calendar.yaml holds {years[0]} to {years[-1]}" if years else "calendar.yaml is empty"
    if len(years) == 1:
        held = f"calendar.yaml holds {years[0]} only"
    wanted = f"the year {academic_key(year.start)}" if year and year.academic else "its year"
    return f"{held}: add {wanted} with its terms"
