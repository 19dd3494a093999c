"""Periods as a phrase names them, found in the calendar: what they are, or why they cannot be."""

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
from sipctl.plan.frozen import frozen
from sipctl.plan.timing.describe import (
    join_or,
    with_article,
    words_of_holiday,
    words_of_key,
    words_of_term,
)
from sipctl.plan.timing.refusals import check_day, half_term, lacking, longest, quarter
from sipctl.plan.timing.syntax_tree import Item, PeriodEdge, PeriodExpr, Range, Year
from sipctl.plan.timing.types import SAID, Refused, TimingContext

FORTNIGHT = 14 * DAY
_OTHER = {"end": "start", "start": "end"}
LONG = 3  # of the periods that a phrase without a year could mean, as many are named


@frozen()
class Period:
    """A period found: its key, its days, and words that read as the same period."""

    key: str
    window: Window
    words: str
    stretch: bool = False


def of_item(item: Item, frame: TimingContext, years: Iterator[Year | None]) -> Period:
    """One time of a list, each of its periods in the next of these years."""
    if isinstance(item, PeriodEdge):
        return of_at(item, frame, next(years))
    return of_stretch(item, frame, next(years), next(years))


def of_at(at: PeriodEdge, frame: TimingContext, year: Year | None) -> Period:
    """A period in a year (None: its own, or the plan's), or what its edge makes of it."""
    spec = _end_of_span(at.spec, at.edge) if at.edge else at.spec
    if at.edge == "by":
        return _by(spec, frame, year)
    period = of_spec(spec, frame, year)
    if at.edge == "start":
        return start_of(period)
    if at.edge == "before":
        return before(period, spec)
    if at.edge == "end":
        return replace(period, words=f"by the end of {with_article(period.words)}")
    return period


def _end_of_span(spec: PeriodExpr, edge: str) -> PeriodExpr:
    """Of 2023–26 the end is that of its last year, its start that of the first."""
    if spec.kind != "span":
        return spec
    start = spec.more if edge in ("by", "end") else spec.number
    return replace(spec, kind="academic", number=0, year=Year(start, academic=True))


def of_stretch(
    stretch: Range, frame: TimingContext, first: Year | None, last: Year | None
) -> Period:
    """`A..B`: from the first day of A to the last day of B."""
    opening = edge_day(stretch.first, frame, first, "end")
    closing = edge_day(stretch.last, frame, last, "start")
    window = Window(opening.window.opens, closing.window.due)
    start, end = stretch.first.spec.start, stretch.last.spec.end
    if window.opens > window.due or opening.window.opens > closing.window.opens:
        message = f"{opening.words} does not come before {closing.words}"
        raise Refused(start, end, message, _in_order(opening, closing))
    return _joined(opening, closing)


def _in_order(first: Period, last: Period) -> str:
    return f'give each its year, in order: did you mean "{last.words} to {first.words}"?'


def _joined(opening: Period, closing: Period) -> Period:
    """One stretch of two periods: from the first day of one to the last of the other."""
    key = f"{opening.key.partition('..')[0]}..{closing.key.rpartition('..')[2]}"
    words = f"{opening.words} to {closing.words}"
    return Period(key, Window(opening.window.opens, closing.window.due), words, stretch=True)


def edge_day(at: PeriodEdge, frame: TimingContext, year: Year | None, far: str) -> Period:
    """A period as an end of a stretch: its far edge (`from the end of`) is one day."""
    period = of_spec(_end_of_span(at.spec, at.edge or _OTHER[far]), frame, year)
    if at.edge in ("by", "before"):
        message = f'"{at.edge}" does not go with a stretch of time'
        help_ = f'write "by {period.words}", or the first and the last with "to" between them'
        raise Refused(at.spec.start, at.spec.end, message, help_)
    if at.edge != far:
        return period
    return _one_day(period.window.due if far == "end" else period.window.opens)


def _one_day(day: date) -> Period:
    return Period(day.isoformat(), Window(day, day), date_title(day))


def start_of(period: Period) -> Period:
    """The first fortnight of a period."""
    opens = period.window.opens
    due = min(period.window.due, opens + FORTNIGHT - DAY)
    if opens == due:
        return period
    return Period(f"{opens}..{due}", Window(opens, due), f"start of {with_article(period.words)}")


def before(period: Period, spec: PeriodExpr) -> Period:
    """The day before a period."""
    if period.window.opens == date.min:
        raise Refused(spec.start, spec.end, "nothing is before that", "write a later date")
    return _one_day(period.window.opens - DAY)


def _by(spec: PeriodExpr, frame: TimingContext, year: Year | None) -> Period:
    """Due on the last day of a period, but of a holiday on the last day of term before it."""
    period = of_spec(spec, frame, year)
    if spec.kind == "calendar-year" or (spec.kind == "academic" and not spec.number):
        message = f'"by {period.words}" could be by its start or by its end'
        help_ = f'write "by the end of {period.words}" or "before {period.words}"'
        raise Refused(spec.start, spec.end, message, help_)
    if spec.kind in ("holiday", "break"):
        return _term_before(period, frame)
    if spec.kind == "day":
        return replace(period, words=f"by {period.words}")
    return replace(period, words=f"by the end of {with_article(period.words)}")


def _term_before(period: Period, frame: TimingContext) -> Period:
    """What of the school year ends when a holiday begins: a term, its first half, or a day."""
    calendar, last = frame.calendar, period.window.opens - DAY
    for key, window in calendar.halves():
        term = calendar.term(key.removesuffix("-1"))
        if key.endswith("-1") and term and window.due <= last <= window.due + 3 * DAY:
            words = with_article(words_of_term(term, 1, frame))
            return Period(key, window, f"by the end of {words}")
    term = calendar.term_begun(last)
    if term is not None and term.ends <= last:
        return Period(term.key, term.window, f"by the end of {words_of_term(term, 0, frame)}")
    return replace(_one_day(last), words=f"by {date_title(last)}")


# -- one period -------------------------------------------------------------------------------


def of_spec(spec: PeriodExpr, frame: TimingContext, year: Year | None = None) -> Period:
    """The period of a spec, in its own year or the one given, or where the plan has only one."""
    year = spec.year or year
    if spec.kind in ("span", "quarter", "key", "calendar-year", "term-half-term", "weekday"):
        return _alone(spec, frame, year)
    if spec.kind == "month-number":
        return _month_number(spec, frame)
    check_day(spec, year)
    if year is None:
        return _only(spec, frame)
    found = in_year(spec, frame, year)
    if found is None:
        raise lacking(spec, frame, year)
    return found


def in_year(spec: PeriodExpr, frame: TimingContext, year: Year) -> Period | None:
    """The period in a calendar or an academic year; None where there is none."""
    start = year.start
    try:
        match spec.kind:
            case "month" | "day" | "week" | "break":
                late = year.academic and spec.number < SEPTEMBER
                return _dated(spec, start + late, frame)
            case "holiday":
                late = year.academic and spec.name == "easter"
                return _holiday(spec, start + late, frame)
            case "academic":
                return _academic(spec, start)
    except (ValueError, OverflowError):  # the year 0, or 29 February
        return None
    return _of_terms(spec, frame, year)


def _dated(spec: PeriodExpr, year: int, frame: TimingContext) -> Period | None:
    if spec.kind == "break":
        return _break(spec, year, frame)
    first = date(year, spec.number, spec.more or 1)
    if spec.kind == "month":
        return _fixed(month_key(first))
    if spec.weekday not in (None, first.weekday()):
        message = f"{date_title(first)} is a {WEEKDAYS[first.weekday()]}"
        help_ = "correct the weekday or the date, or leave the weekday out"
        raise Refused(spec.start, spec.end, message, help_)
    return _one_day(first) if spec.kind == "day" else _week(spec, first)


def _week(spec: PeriodExpr, day: date) -> Period | None:
    if spec.name == "begins" and day.weekday() != 0:
        monday = day - day.weekday() * DAY
        message = f"{date_title(day)} is a {WEEKDAYS[day.weekday()]}, and weeks begin on Mondays"
        help_ = f'write "week beginning {date_title(monday)}", or the date alone'
        raise Refused(spec.start, spec.end, message, help_)
    return _fixed(week_key(day))


def _fixed(key: str) -> Period | None:
    window = fixed_window(key)
    return Period(key, window, fixed_title(key) or key) if window else None


def _holiday(spec: PeriodExpr, year: int, frame: TimingContext) -> Period | None:
    key = f"{spec.name}-{year:04d}"
    window = frame.calendar.window(key)
    return Period(key, window, f"{name_title(spec.name)} {year:04d}") if window else None


def _academic(spec: PeriodExpr, start: int) -> Period | None:
    key = academic_key(start)
    return _fixed(f"{key}-{spec.number}" if spec.number else key)


def _break(spec: PeriodExpr, year: int, frame: TimingContext) -> Period | None:
    """The half-term break that a month has days of, the weekend before it counted."""
    for term in frame.calendar.sound_terms:
        if term.half_term is None or term.first_half is None:
            continue
        first, last = term.half_term
        months = {(day.year, day.month) for day in (first - 2 * DAY, first, last)}
        if (year, spec.number) in months and first <= last:
            words = f"{MONTHS[spec.number - 1]} half term {year:04d}"
            return Period(f"{first}..{last}", Window(first, last), words)
    return None


def _of_terms(spec: PeriodExpr, frame: TimingContext, year: Year) -> Period | None:
    if spec.kind == "nth-half":
        return _nth_half(spec, frame, year)
    for number, term in _terms_in(frame, year):
        if spec.kind == "nth-term":
            named = f"term{spec.number}" in frame.calendar.names
            right = term.name == f"term{spec.number}" if named else number == spec.number
        else:
            right = term.name == spec.name
        if right:
            half = spec.number if spec.kind == "term" else 0
            return _of_term(term, half, frame)
    return None


def _of_term(term: Term, half: int, frame: TimingContext) -> Period | None:
    window = (term.window, term.first_half, term.second_half)[half] if half <= 2 else None
    key = f"{term.key}-{half}" if half else term.key
    if window is None or frame.calendar.window(key) != window:
        return None
    return Period(key, window, words_of_term(term, half, frame))


def _terms_in(frame: TimingContext, year: Year) -> Iterator[tuple[int, Term]]:
    """The terms of an academic year, or that begin in a calendar year, each with its number."""
    calendar = frame.calendar
    starts = (year.start,) if year.academic else (year.start - 1, year.start)
    for start in starts:
        for number, term in enumerate(calendar.terms_of_year(academic_key(start)), 1):
            if year.academic or term.starts.year == year.start:
                yield number, term


def _nth_half(spec: PeriodExpr, frame: TimingContext, year: Year) -> Period | None:
    starts = (year.start,) if year.academic else (year.start - 1, year.start)
    for start in starts:
        halves = frame.calendar.halves_of_year(academic_key(start))
        for number, (key, window) in enumerate(halves, 1):
            right = year.academic or window.opens.year == year.start
            if number == spec.number and right and frame.calendar.window(key) == window:
                return Period(key, window, words_of_key(key, frame))
    return None


# -- a year left out, a year that is not there ------------------------------------------------


def plan_years(frame: TimingContext) -> Iterator[Year]:
    """The academic years that the plan has days of."""
    for start in range(academic_start(frame.starts), academic_start(frame.ends) + 1):
        yield Year(start, academic=True)


def in_plan(spec: PeriodExpr, frame: TimingContext) -> Iterator[Period]:
    """The periods of a spec without a year that have days in the plan's years, in order."""
    for year in plan_years(frame):
        found = in_year(spec, frame, year)
        if found and found.window.opens <= frame.ends and found.window.due >= frame.starts:
            yield found


def _some(spec: PeriodExpr, frame: TimingContext) -> list[Period]:
    periods = in_plan(spec, frame)
    return [period for _, period in zip(range(LONG + 1), periods, strict=False)]


def _only(spec: PeriodExpr, frame: TimingContext) -> Period:
    found = _some(spec, frame)
    if len(found) == 1:
        return found[0]
    if not found:
        raise lacking(spec, frame, None)
    words = [period.words for period in found]
    more = " or a later one" if len(words) > LONG else ""
    listed = f"{', '.join(words[:LONG])}{more}" if more else join_or(words)
    message = f'"{SAID}" comes more than once in this plan'
    raise Refused(spec.start, spec.end, message, f"say which: {listed}")


def _month_number(spec: PeriodExpr, frame: TimingContext) -> Period:
    """`July 18`: the 18th or 2018. A day without a year means something in a plan of one year."""
    month, number = MONTHS[spec.number - 1], int(spec.name)
    day = replace(spec, kind="day", more=number)
    days = _some(day, frame) if 1 <= number <= longest(spec.number) else []
    if len(spec.name) == 1:
        check_day(day, None)
        return _only(day, frame)
    year = 2000 + number
    if len(days) == 1:
        message = f'"{SAID}" could be a day or a year'
        help_ = f'write "{days[0].words}" or "{month} {year}"'
        raise Refused(spec.start, spec.end, message, help_)
    return of_spec(replace(spec, kind="month", year=Year(year)), frame)


def _alone(spec: PeriodExpr, frame: TimingContext, year: Year | None) -> Period:
    """What needs no year beside it, or is refused whatever the year."""
    match spec.kind:
        case "calendar-year":
            found = _fixed(f"{spec.number:04d}")
        case "span":
            first, last = academic_key(spec.number), academic_key(spec.more)
            opening, closing = _fixed(first), _fixed(last)
            found = _joined(opening, closing) if opening and closing else None
        case "key":
            found = _key(spec, frame)
        case "quarter":
            raise quarter(spec, year)
        case "weekday":
            day = WEEKDAYS[spec.number]
            message = f'"{day}" is no date'
            help_ = f'write "every {day}", or the date'
            raise Refused(spec.start, spec.end, message, help_)
        case _:
            raise half_term(spec, frame, year)
    if found is None:
        raise lacking(spec, frame, year)
    return found


def _key(spec: PeriodExpr, frame: TimingContext) -> Period | None:
    window = frame.calendar.window(spec.name)
    if window is None:
        return None
    words = words_of_key(spec.name, frame)
    if words == spec.name and "Q" not in words:
        words = fixed_title(words) or words_of_holiday(words)
    return Period(spec.name, window, words)
