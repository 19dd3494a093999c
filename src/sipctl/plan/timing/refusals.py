"""Why a period that was understood is not one of this plan's, and what to write instead."""

from sipctl.plan.calendar.periods import MONTHS, SEPTEMBER, academic_key
from sipctl.plan.calendar.terms import name_title
from sipctl.plan.faults import did_you_mean
from sipctl.plan.timing.describe import join_and, words_of_spec, words_of_year
from sipctl.plan.timing.syntax_tree import PeriodExpr, Year
from sipctl.plan.timing.types import SAID, Cause, Refused, TimingContext


def longest(month: int) -> int:
    """The last day that a month can have."""
    return 29 if month == 2 else 30 if month in (4, 6, 9, 11) else 31


def check_day(spec: PeriodExpr, year: Year | None) -> None:
    """Refuse 31 February, and a month 13."""
    if spec.kind not in ("day", "week"):
        return
    if not 1 <= spec.number <= len(MONTHS):
        message = f"there is no month {spec.number}: figures are read day first"
        swapped = 1 <= spec.more <= len(MONTHS) and 1 <= spec.number <= longest(spec.more)
        known = f" {year.start}" if year else ""
        if not swapped:
            raise Refused(spec.start, spec.end, message, "write the day before the month")
        raise _proposing(spec, message, f"{spec.number} {MONTHS[spec.more - 1]}{known}")
    month = MONTHS[spec.number - 1]
    short = year is not None and not year.academic and spec.number == 2 and not _leap(year.start)
    most = 28 if short else longest(spec.number)
    if not 1 <= spec.more <= most:
        known = f" {year.start}" if year and not year.academic else ""
        message = f"there is no {spec.more} {month}{known}"
        raise _proposing(spec, message, f"{most} {month}{known}")


def _proposing(spec: PeriodExpr, message: str, proposal: str) -> Refused:
    return Refused(spec.start, spec.end, message, did_you_mean(proposal), proposal=proposal)


def _leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def quarter(spec: PeriodExpr, year: Year | None) -> Refused:
    """`Q2 2025`: calendar, financial or academic?"""
    message = f'"{SAID}" could be a quarter of the calendar, financial or academic year'
    if not 1 <= spec.number <= 4:
        return Refused(spec.start, spec.end, f"there is no quarter {spec.number}", "write months")
    first = MONTHS[spec.number * 3 - 3], MONTHS[spec.number * 3 - 1]
    known = words_of_year(year) if year and not year.academic else " 2025"
    months = f'"{first[0]} to {first[1]}{known}"'
    return Refused(spec.start, spec.end, message, f"write its months, such as {months}")


def half_term(spec: PeriodExpr, frame: TimingContext, year: Year | None) -> Refused:
    """`Spring half term 2025`: the holiday, or a half of the term?"""
    name, known = name_title(spec.name), words_of_year(year)
    term = frame.calendar.term(f"{spec.name}-{year.start:04d}") if year else None
    month = ""
    if term is not None and term.half_term is not None:
        month = f', or "{MONTHS[term.half_term[0].month - 1]} half term{known}" for the holiday'
    message = f'"{SAID}" could be the holiday or a half of the term'
    help_ = f'write "{name} 1{known}" or "{name} 2{known}" for a half{month}'
    return Refused(spec.start, spec.end, message, help_)


def lacking(spec: PeriodExpr, frame: TimingContext, year: Year | None) -> Refused:
    """A period that no calendar, or not this one, has."""
    match spec.kind:
        case "nth-half" | "nth-term":
            cause, message, help_ = _no_nth(spec, frame, year)
        case "term":
            cause, message, help_ = _no_term(spec, frame, year)
        case "holiday" | "break":
            message = f'calendar.yaml does not tell when "{SAID}" is'
            cause, help_ = "calendar", _add_year(frame, _around(spec, year))
        case "key":
            message = f'calendar.yaml has no "{SAID}"'
            cause, help_ = "calendar", _add_year(frame, _of_key(spec, frame))
        case _:
            cause, message, help_ = "phrase", f'there is no "{SAID}"', "write another date"
    return Refused(spec.start, spec.end, message, help_, cause=cause)


def _no_term(spec: PeriodExpr, frame: TimingContext, year: Year | None) -> tuple[Cause, str, str]:
    name = name_title(spec.name)
    names = [name_title(other) for other in frame.calendar.names]
    if spec.name not in frame.calendar.names:
        message = f'calendar.yaml has no term called "{name}"'
        help_ = f"its terms are {join_and(names)}" if names else _add_year(frame, year)
        return "calendar", message, help_
    if spec.number > 2:
        message = f'"{SAID}" is neither a half of a term nor a year'
        help_ = f'write "{name} 1", "{name} 2", or "{name}" and a year in full'
        return "phrase", message, help_
    whole = words_of_spec(PeriodExpr("term", 0, 0, name=spec.name, year=year))
    if spec.number and _has(spec, frame, year):
        message = f'calendar.yaml gives no half-term break in "{whole}", so it has no halves'
        help_ = f'write "{whole}", or add half_term to that term in calendar.yaml'
        return "calendar", message, help_
    help_ = _add_year(frame, _year_of(spec.name, frame, year))
    return "calendar", f'"{SAID}" is not in calendar.yaml', help_


def _has(spec: PeriodExpr, frame: TimingContext, year: Year | None) -> bool:
    if year is None or year.academic:
        return any(term.name == spec.name for term in frame.calendar.sound_terms)
    return frame.calendar.term(f"{spec.name}-{year.start:04d}") is not None


def _year_of(name: str, frame: TimingContext, year: Year | None) -> Year | None:
    """The academic year of `Spring 2031`, as the calendar's own springs lie."""
    if year is None or year.academic:
        return year
    for term in frame.calendar.sound_terms:
        if term.name == name and term.year[:4].isdecimal():
            return Year(year.start - (term.starts.year - int(term.year[:4])), academic=True)
    return None


def _around(spec: PeriodExpr, year: Year | None) -> Year | None:
    """The academic year that a holiday lies in."""
    if year is None or year.academic:
        return year
    before = spec.name == "easter" or (spec.kind == "break" and spec.number < SEPTEMBER)
    return Year(year.start - before, academic=True)


def _of_key(spec: PeriodExpr, frame: TimingContext) -> Year | None:
    """The academic year of `spring-2031-1` or `easter-2031`."""
    parts = spec.name.removesuffix("-1").removesuffix("-2").rpartition("-")
    if not parts[2].isdecimal():
        return None
    year = Year(int(parts[2]))
    return _year_of(parts[0], frame, year) or _around(PeriodExpr("holiday", 0, 0, parts[0]), year)


def _no_nth(spec: PeriodExpr, frame: TimingContext, year: Year | None) -> tuple[Cause, str, str]:
    years = frame.calendar.years
    key = academic_key(year.start) if year and year.academic else years[0] if years else ""
    halves = spec.kind == "nth-half"
    has = len(frame.calendar.halves_of_year(key) if halves else frame.calendar.terms_of_year(key))
    what = "half term" if halves else "term"
    if has and not 1 <= spec.number <= has:
        message = f"this calendar has {has} {what}s a year, and no {what} {spec.number}"
        first = "HT1" if halves else "T1"
        other = "" if halves else f', or a half term, "HT1" to "HT{has * 2}"'
        return "phrase", message, f'write "{first}" to "{first[:-1]}{has}"{other}'
    return "calendar", f'"{SAID}" is not in calendar.yaml', _add_year(frame, year)


def _add_year(frame: TimingContext, year: Year | None) -> str:
    years = frame.calendar.years
    held = f"calendar.yaml holds {years[0]} to {years[-1]}" if years else "calendar.yaml is empty"
    if len(years) == 1:
        held = f"calendar.yaml holds {years[0]} only"
    wanted = f"the year {academic_key(year.start)}" if year and year.academic else "its year"
    return f"{held}: add {wanted} with its terms"
