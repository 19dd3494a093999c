"""Decides by the plan's years what `09/25` and `Year 2` mean, before anything is resolved.

`09/25` may be a day of a month, a month of a year or an academic year: it is read as the one that
lies in the plan, and refused where two of them do.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from sipctl.plan.calendar.periods import MONTHS, academic_key, academic_start
from sipctl.plan.english import join_words, plural
from sipctl.plan.timing.describe import describe_period
from sipctl.plan.timing.periods import in_plan, in_year, plan_years
from sipctl.plan.timing.refusals.periods import check_day, longest
from sipctl.plan.timing.rewrite.quarters import quarter_item
from sipctl.plan.timing.syntax_tree import (
    AsNeeded,
    Item,
    PeriodEdge,
    PeriodExpr,
    Phrase,
    Range,
    Times,
    Year,
)
from sipctl.plan.timing.types import EXCERPT, Offer, PhraseError, TimingContext


def resolve_figures(tree: Phrase, context: TimingContext) -> Phrase:
    """The tree with each pair of figures and each year of the plan replaced by what it means."""
    match tree:
        case AsNeeded():
            return tree
        case Times():
            return Times(tuple(_item(item, context) for item in tree.items))
    recurrence = tree.recurrence
    named = replace(
        recurrence,
        named=_returning(recurrence.named, context),
        within=_returning(recurrence.within, context),
    )
    return replace(
        tree,
        recurrence=named,
        firsts=tuple(_item(item, context) for item in tree.firsts),
        since=_end(tree.since, "first", context),
        until=_end(tree.until, "last", context),
    )


def _item(item: Item, context: TimingContext) -> Item:
    if isinstance(item, Range):
        first, last = _end(item.first, "first", context), _end(item.last, "last", context)
        assert first and last  # noqa: S101
        return Range(first, last, item.dashed)
    edge = _edge(item, context)
    return quarter_item(edge, context) if edge.expr.kind == "quarter" else edge


def _end(edge: PeriodEdge | None, far: str, context: TimingContext) -> PeriodEdge | None:
    """An end of a stretch; of a quarter, the month at its far end."""
    if edge is None:
        return None
    edge = _edge(edge, context)
    quartered = quarter_item(edge, context) if edge.expr.kind == "quarter" else edge
    if isinstance(quartered, Range):
        return quartered.first if far == "first" else quartered.last
    return quartered


def _edge(edge: PeriodEdge, context: TimingContext) -> PeriodEdge:
    expr = edge.expr
    if expr.year and expr.year.of_plan:
        expr = expr.within(_year_of_plan(expr.year, context))
    if expr.kind == "figures":
        expr = _of_figures(expr, context)
    return edge if expr is edge.expr else replace(edge, expr=expr)


def _returning(edges: Iterable[PeriodEdge], context: TimingContext) -> tuple[PeriodEdge, ...]:
    """Edges that recur every year; figures there are a day, whatever the plan: `annually by 31/08`.

    Raises `PhraseError` for a day that no year has: `every 31 April`.
    """
    returning = tuple(_edge(_as_day(edge), context) for edge in edges)
    for edge in returning:
        check_day(edge.expr, context, None, yearly=True)
    return returning


def _as_day(edge: PeriodEdge) -> PeriodEdge:
    """An edge whose figures are a day and a month; any other as it is (`09/28` is no such day)."""
    expr = edge.expr
    if expr.kind != "figures" or not 1 <= expr.number <= len(MONTHS):
        return edge
    return replace(edge, expr=replace(expr, kind="day"))


# -- the plan's years -------------------------------------------------------------------------


def _year_of_plan(year: Year, context: TimingContext) -> Year:
    starts = _starts(context)
    first, last = academic_key(starts[0]), academic_key(starts[-1])
    asked = f"Year {year.start}"
    if not _in_autumn(context.starts):
        message = f'"{EXCERPT}" does not say which: this plan does not begin with a school year'
        help_ = f'write the academic year, such as "{first}"'
        raise PhraseError(*year.place, message, help_)
    if not 1 <= year.start <= len(starts):
        known = f'"{first}"' if len(starts) == 1 else f'"{first}" to "{last}"'
        message = f"this plan has {plural(len(starts), 'academic year')}, and no {asked}"
        raise PhraseError(*year.place, message, f"write {known}; a year group belongs in detail")
    return replace(year, start=starts[year.start - 1], of_plan=False)


def _starts(context: TimingContext) -> list[int]:
    """The years in which the plan's academic years begin, without one of which it has the end."""
    starts = [year.start for year in plan_years(context)] or [academic_start(context.starts)]
    return starts[1:] if len(starts) > 1 and _late(context.starts) else starts


def _late(day: date) -> bool:
    """Whether a day is in the last weeks of a school year, or in the summer holiday."""
    return day.month in (7, 8)


def _in_autumn(day: date) -> bool:
    """Whether a plan that begins on this day begins with a school year."""
    return _late(day) or day.month in (9, 10)


# -- figures ----------------------------------------------------------------------------------


def _of_figures(expr: PeriodExpr, context: TimingContext) -> PeriodExpr:
    readings = _readings(expr)
    inside = [reading for reading in readings if _inside(reading, context)]
    if len(inside) == 1:
        return inside[0]
    if not inside and readings[:1] and readings[0].kind == "day" and len(readings) == 1:
        return readings[0]
    if not inside and _day_alone(expr, readings):
        return readings[0]
    options = inside or readings
    if not options:
        return replace(expr, kind="day")  # 31/04, which is refused as any other day
    words = [_proposal(option, context) for option in options]
    message = f'"{EXCERPT}" could be {join_words(words, "or")}'
    if len(words) == 1:
        message = f'"{EXCERPT}" is not a time of this plan'
    raise PhraseError(expr.start, expr.end, message, Offer(tuple(words)))


def _day_alone(expr: PeriodExpr, readings: list[PeriodExpr]) -> bool:
    """Outside the plan's years `06/09` is a day, as figures are; not so `11/12`."""
    academic = any(reading.kind == "academic" for reading in readings)
    return readings[:1] != [] and readings[0].kind == "day" and not (academic and expr.more >= 10)


def _readings(expr: PeriodExpr) -> list[PeriodExpr]:
    """A day of a month, a month of a year, an academic year: those that the figures can be."""
    first, second, year = expr.more, expr.number, 2000 + expr.number
    long = len(expr.name.partition("/")[2]) == 2
    readings = []
    if 1 <= second <= len(MONTHS) and 1 <= first <= longest(second):
        readings.append(replace(expr, kind="day"))
    if 1 <= first <= len(MONTHS) and long:
        month = replace(expr, kind="month", number=first, more=0, name="", year=Year(year))
        readings.append(month)
    if long and len(expr.name) == len("11/12") and second == (first + 1) % 100:
        start = Year(2000 + first, academic=True)
        readings.append(replace(expr, kind="academic", number=0, more=0, name="", year=start))
    return readings


def _inside(expr: PeriodExpr, context: TimingContext) -> bool:
    """Whether this is one date, or one month or year, of the plan."""
    if expr.year is None:
        periods = in_plan(expr, context)
        return next(periods, None) is not None and next(periods, None) is None
    period = in_year(replace(expr, year=None), context, expr.year)
    if period is None:
        return False
    return period.window.opens <= context.ends and period.window.due >= context.starts


def _proposal(expr: PeriodExpr, context: TimingContext) -> str:
    """The words that say this reading and no other; a day with a year of the plan."""
    if expr.kind == "day":
        period = next(in_plan(expr, context), None)
        return period.words if period else describe_period(replace(expr, name=""))
    if expr.kind == "academic" and expr.year:
        return academic_key(expr.year.start)
    return describe_period(expr)
