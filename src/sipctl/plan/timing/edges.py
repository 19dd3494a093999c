"""Resolves a period with its edge (`by the end of`, `last Friday of`), and ranges of two."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from sipctl.plan.calendar.periods import DAY, MONTHS, Window, academic_key, date_title
from sipctl.plan.timing.describe import describe_period, describe_term, with_article
from sipctl.plan.timing.periods import (
    Period,
    closing_words,
    in_plan,
    joined,
    one_day,
    resolve_period,
)
from sipctl.plan.timing.school_weeks import outer_week, school_days, week_of
from sipctl.plan.timing.syntax_tree import (
    DayOf,
    Item,
    PeriodEdge,
    PeriodExpr,
    Range,
    Recurrence,
    Year,
)
from sipctl.plan.timing.types import EXCERPT, Occurrence, Offer, PhraseError, TimingContext

FORTNIGHT = 14 * DAY
_EACH_YEAR = "give each its year, in order"
_OTHER = {"end": "start", "start": "end"}


def resolve_item(item: Item, context: TimingContext, years: Iterator[Year | None]) -> Period:
    """One time of a list, each of its periods in the next of these years."""
    if isinstance(item, PeriodEdge):
        return resolve_edge(item, context, next(years))
    return resolve_range(item, context, next(years), next(years))


def resolve_edge(edge: PeriodEdge, context: TimingContext, year: Year | None) -> Period:
    """A period in a year (None: its own, or the plan's), or the part of it that its edge means."""
    expr = _end_of_span(edge.expr, edge.kind) if edge.kind else edge.expr
    if edge.kind == "by":
        return _by(expr, context, year)
    period = resolve_period(expr, context, year)
    if edge.kind == "start":
        return start_of(period)
    if edge.kind == "by-start":
        return _by_start(period)
    if edge.day and edge.day.unit == "week":
        return week_of(edge.day.which, period, expr, context)
    if edge.day:
        return _day_of(edge.day, period, expr, context)
    if edge.kind == "before":
        return before(period, expr)
    if edge.kind == "end":
        return _reworded(period, f"by the end of {with_article(period.words)}")
    return period


def _reworded(period: Period, words: str) -> Period:
    return replace(period, words=words, day=None)


def _end_of_span(expr: PeriodExpr, kind: str) -> PeriodExpr:
    """For a span (2023–26), its last year where its end is meant, else its first year."""
    if expr.kind != "span":
        return expr
    start = expr.more if kind in ("by", "end") else expr.number
    return replace(expr, kind="academic", number=0, year=Year(start, academic=True))


def resolve_range(
    range_: Range, context: TimingContext, first: Year | None, last: Year | None
) -> Period:
    """`A..B`: from the first day of A to the last day of B."""
    if first is None and last is None:
        _check_days(range_, context)
    opening = resolve_range_end(range_.first, context, first, "end")
    closing = resolve_range_end(range_.last, context, last, "start")
    check_closing(range_.first, range_.last, opening, closing)
    if range_.dashed:
        _check_apart(range_, opening, closing)
    window = Window(opening.window.opens, closing.window.due)
    start, end = range_.first.expr.start, range_.last.expr.end
    if window.opens > window.due or opening.window.opens > closing.window.opens:
        message = f"{opening.words} does not come before {closing.words}"
        in_order = f"{closing.words} to {opening.words}"
        lead = "give each its year, in order: did you mean "
        raise PhraseError(start, end, message, Offer((in_order,), lead, "?", otherwise=_EACH_YEAR))
    return joined(opening, closing)


def _check_days(range_: Range, context: TimingContext) -> None:
    """Raises `PhraseError` for `3 to 7 March` in a plan that has several of those."""
    first, last = range_.first.expr, range_.last.expr
    if (first.kind, last.kind) != ("day", "day") or first.year or last.year:
        return
    days = [period.window.due for period in in_plan(last, context)]
    if len(days) < 2:
        return
    month = "" if first.number == last.number else f" {MONTHS[first.number - 1]}"
    options = tuple(f"{first.more}{month} to {date_title(day)}" for day in days[:3])
    message = f'"{EXCERPT}" comes more than once in this plan'
    help_ = Offer(options, "say which: ", otherwise=_EACH_YEAR)
    raise PhraseError(first.start, last.end, message, help_)


def _check_apart(range_: Range, opening: Period, closing: Period) -> None:
    """Raises `PhraseError` for `Spring 2025 - March 2025`: that stretch, or March alone?"""
    kinds = {range_.first.expr.kind, range_.last.expr.kind}
    if kinds & {"day", "figures", "week"} or closing.window.opens > opening.window.due:
        return
    if closing.window.due < opening.window.opens:
        return  # in the wrong order
    shorter = min((opening, closing), key=lambda period: period.window.due - period.window.opens)
    words = f"{opening.words} to {closing_words(closing)}"
    message = f'"{EXCERPT}" could be a stretch, or {shorter.words} alone'
    start, end = range_.first.expr.start, range_.last.expr.end
    raise PhraseError(start, end, message, Offer((words, shorter.words)))


def check_closing(first: PeriodEdge, last: PeriodEdge, opening: Period, closing: Period) -> None:
    """Raises `PhraseError` for `July 2025 to 2026`, and `2025 to 2026`, which may be school years.

    What is meant is the same time of that year, or its end, as with "by 2026".
    """
    if last.expr.kind != "calendar-year" or last.kind:
        return
    year = last.expr.number
    if first.expr.kind == "calendar-year" and not first.kind:
        message = f'"{opening.words} to {year}" could be school years or calendar years'
        years = [academic_key(start) for start in (first.expr.number, year - 1)]
        again = " to ".join(dict.fromkeys(years))
    else:
        message = f'"{opening.words} to {year}" does not say where in {year} it ends'
        academic = first.expr.kind == "academic"
        same = describe_period(first.expr.within(Year(year - academic, academic)))
        again = f"{opening.words} to {same}"
    help_ = Offer((again, f"{opening.words} to {closing_words(closing)}"), otherwise=_EACH_YEAR)
    raise PhraseError(first.expr.start, last.expr.end, message, help_)


def resolve_range_end(
    edge: PeriodEdge, context: TimingContext, year: Year | None, far: str
) -> Period:
    """A period as an end of a range, or one day of it: `from the end of Spring`, `to the start of`.

    `far` is the edge that means one day: `end` at the beginning of a range, `start` at its end.
    """
    if edge.day:
        return resolve_edge(edge, context, year)
    period = resolve_period(_end_of_span(edge.expr, edge.kind or _OTHER[far]), context, year)
    if edge.kind in ("by", "by-start", "before"):
        message = f'"{edge.kind.partition("-")[0]}" does not go with a stretch of time'
        tail = ', or the first and the last with "to" between them'
        help_ = Offer((f"by {period.words}",), tail=tail, otherwise=f"write {tail[5:]}")
        raise PhraseError(edge.expr.start, edge.expr.end, message, help_)
    if edge.kind != far:
        return period
    return one_day(period.window.due if far == "end" else period.window.opens)


def start_of(period: Period) -> Period:
    """The first fortnight of a period."""
    opens = period.window.opens
    due = min(period.window.due, opens + FORTNIGHT - DAY)
    if opens == due:
        return period
    return Period(f"{opens}..{due}", Window(opens, due), f"start of {with_article(period.words)}")


def _by_start(period: Period) -> Period:
    """The first day of a period, as a deadline."""
    opens = period.window.opens
    words = f"by the start of {with_article(period.words)}"
    return Period(opens.isoformat(), Window(opens, opens), words)


def _day_of(day: DayOf, period: Period, expr: PeriodExpr, context: TimingContext) -> Period:
    """The last Friday of a period, its first day, its last school day."""
    date_ = _date_of(day, period.window, context)
    if date_ is None:
        message = f'"{EXCERPT}" has no such day'
        raise PhraseError(expr.start, expr.end, message, "write the date")
    return one_day(date_)


def _date_of(day: DayOf, window: Window, context: TimingContext) -> date | None:
    """The day or school day of a window; None where it has none."""
    if day.unit != "school-day":
        return day_in(day, window)
    days = school_days(window, context)
    index = day.which if day.which < 0 else day.which - 1
    return days[index] if -len(days) <= index < len(days) else None


def day_in(day: DayOf, window: Window) -> date | None:
    """The first, second … or last day or weekday of a window; None where it has none."""
    last = day.which < 0
    start, step = (window.due, -1) if last else (window.opens, 1)
    if day.weekday is not None:
        start += (step * (day.weekday - start.weekday()) % 7) * step * DAY
        start += (abs(day.which) - 1) * 7 * step * DAY
    else:
        start += (abs(day.which) - 1) * step * DAY
    return start if window.opens <= start <= window.due else None


def before(period: Period, expr: PeriodExpr) -> Period:
    """The day before a period."""
    if period.window.opens == date.min:
        raise PhraseError(expr.start, expr.end, "nothing is before that", "write a later date")
    return one_day(period.window.opens - DAY)


def _by(expr: PeriodExpr, context: TimingContext, year: Year | None) -> Period:
    """Due on the last day of a period, but of a holiday on the last day of term before it."""
    period = resolve_period(expr, context, year)
    if expr.kind == "calendar-year" or (expr.kind == "academic" and not expr.number):
        message = f'"by {period.words}" could be by its start or by its end'
        help_ = Offer((f"by the end of {period.words}", f"before {period.words}"))
        raise PhraseError(expr.start, expr.end, message, help_)
    if expr.kind in ("holiday", "break"):
        return _term_before(period, context)
    if expr.kind == "day":
        return _reworded(period, f"by {period.words}")
    return _reworded(period, f"by the end of {with_article(period.words)}")


def _term_before(period: Period, context: TimingContext) -> Period:
    """The term, or first half of one, that ends when a holiday begins; else the day before."""
    calendar, last = context.calendar, period.window.opens - DAY
    for key, window in calendar.halves():
        term = calendar.term(key.removesuffix("-1"))
        if key.endswith("-1") and term and window.due <= last <= window.due + 3 * DAY:
            words = with_article(describe_term(term, 1, context))
            return Period(key, window, f"by the end of {words}")
    term = calendar.term_begun(last)
    if term is not None and term.ends <= last:
        return Period(term.key, term.window, f"by the end of {describe_term(term, 0, context)}")
    return _reworded(one_day(last), f"by {date_title(last)}")


def edged(each: Occurrence, recurrence: Recurrence, context: TimingContext) -> Occurrence | None:
    """The part of a period that falls due: its first fortnight, first day, last Friday."""
    window = Window(each.opens, each.due)
    if recurrence.day and recurrence.day.unit == "week":
        week = outer_week(recurrence.day.which, window)
        return Occurrence(each.period, max(each.opens, week.opens), week.due)
    if recurrence.day:
        day = _date_of(recurrence.day, window, context)
        return Occurrence(each.period, each.opens, day) if day else None
    if recurrence.edge == "by-start":
        return Occurrence(each.opens.isoformat(), each.opens, each.opens)
    return _fortnight(each)


def _fortnight(each: Occurrence) -> Occurrence:
    due = min(each.due, each.opens + FORTNIGHT - DAY)
    if due == each.opens:
        return each
    return Occurrence(f"{each.opens}..{due}", each.opens, due)
