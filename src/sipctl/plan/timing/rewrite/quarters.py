"""Months of a quarter, where the plan says `settings: {quarters: academic}` or `financial`."""

from dataclasses import replace

from sipctl.plan.calendar.periods import MONTHS, academic_key, academic_start, fixed_window
from sipctl.plan.timing.describe import year_suffix
from sipctl.plan.timing.syntax_tree import Item, PeriodEdge, PeriodExpr, Range, Year
from sipctl.plan.timing.types import EXCERPT, PhraseError, TimingContext

FIRST_MONTH = {"academic": 9, "financial": 4}


def quarter_item(edge: PeriodEdge, context: TimingContext) -> Item:
    """A quarter, or an edge of one, as a stretch of months or the month at that edge."""
    if not (context.quarters and 1 <= edge.expr.number <= 4):
        return edge
    first, last = months_of(edge.expr, context)
    if edge.kind == "":
        return Range(PeriodEdge(first), PeriodEdge(last))
    ends = edge.kind in ("by", "end") or bool(edge.day and edge.day.which < 0)
    return replace(edge, expr=last if ends else first)


def months_of(expr: PeriodExpr, context: TimingContext) -> tuple[PeriodExpr, PeriodExpr]:
    """The first and the last month of a quarter in its year, or in the only one of the plan."""
    if expr.year is not None and not expr.year.academic:
        words = [f"Q{expr.number} {academic_key(expr.year.start - back)}" for back in (1, 0)]
        message = f'"{EXCERPT}" could be of two years: this plan counts {context.quarters} quarters'
        raise PhraseError(expr.start, expr.end, message, f'write "{words[0]}" or "{words[1]}"')
    if expr.year is not None:
        return _months(expr, expr.year.start, context)
    years = range(academic_start(context.starts) - 1, academic_start(context.ends) + 2)
    inside = [year for year in years if _in_plan(_months(expr, year, context), context)]
    if len(inside) == 1:
        return _months(expr, inside[0], context)
    if not inside:
        message = f'no "{EXCERPT}" lies within this plan'
        raise PhraseError(expr.start, expr.end, message, "write its months, with their year")
    known = ", ".join(f'"Q{expr.number} {academic_key(year)}"' for year in inside[:3])
    message = f'"{EXCERPT}" comes more than once in this plan'
    raise PhraseError(expr.start, expr.end, message, f"say which: {known}")


def _months(expr: PeriodExpr, start: int, context: TimingContext) -> tuple[PeriodExpr, PeriodExpr]:
    before = FIRST_MONTH[context.quarters] - 1 + 3 * (expr.number - 1)
    first, last = (
        replace(
            expr,
            kind="month",
            number=(before + step) % len(MONTHS) + 1,
            year=Year(start + (before + step) // len(MONTHS)),
        )
        for step in (0, 2)
    )
    return first, last


def _in_plan(months: tuple[PeriodExpr, PeriodExpr], context: TimingContext) -> bool:
    first, last = (
        fixed_window(f"{year_suffix(month.year).strip()}-{month.number:02d}") for month in months
    )
    return bool(first and last and first.opens <= context.ends and last.due >= context.starts)
