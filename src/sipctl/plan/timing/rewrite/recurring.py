"""Completes a recurrence: its named periods and bounds; every June in `June 2026 and annually`."""

from collections.abc import Sequence
from dataclasses import replace

from sipctl.plan.calendar.terms import name_title
from sipctl.plan.english import join_words
from sipctl.plan.timing.describe import describe_period, describe_recurrence
from sipctl.plan.timing.syntax_tree import (
    FORTNIGHTLY,
    Cadence,
    EdgeKind,
    Item,
    PeriodEdge,
    PeriodExpr,
    Recurrence,
    Series,
    Year,
)
from sipctl.plan.timing.types import EXCERPT, Offer, PhraseError


def resolve_recurrence(series: Series) -> Series:
    """The series with its named periods, and with bounds instead of times beside its cadence."""
    return _yearly(_bounded(series))


def _bounded(series: Series) -> Series:
    """The times beside a cadence taken as named periods or as bounds."""
    recurrence = series.recurrence
    if not recurrence.within:
        _check_named(recurrence)
        return series
    yearless = [
        edge for edge in recurrence.within if edge.expr.year is None and _comes_back(edge.expr)
    ]
    if len(yearless) == len(recurrence.within) and _names_each(recurrence):
        return replace(series, recurrence=_all_named(recurrence))
    if len(yearless) == len(recurrence.within) and _annual(recurrence):
        named = Recurrence(recurrence.cadence, named=recurrence.within)
        if len(yearless) == 1 and yearless[0].expr.kind == "academic":
            named = Recurrence(recurrence.cadence)
        return replace(series, recurrence=named)
    first, last = recurrence.within[0], recurrence.within[-1]
    if _ranges(series):
        plain = replace(recurrence, within=(), bounded=False)
        return replace(series, recurrence=plain, since=first)
    years = first.expr.kind == "span" or (first.expr.kind == "academic" and first.expr.year)
    bounded = recurrence.bounded or years
    if not bounded or len(recurrence.within) > 1 or first.kind or series.since:
        raise _beside(recurrence, first.expr, last.expr)
    plain = replace(recurrence, within=(), bounded=False)
    return replace(series, recurrence=plain, since=first, until=series.until or first)


def _ranges(series: Series) -> bool:
    """Whether one time and an end behind a cadence are a stretch: `monthly Sept-Dec 2025`."""
    within = series.recurrence.within
    if len(within) != 1 or within[0].kind or series.since or not series.until:
        return False
    return within[0].expr.kind == "month-number" or may_lend_year(within[0].expr)


def _yearly(series: Series) -> Series:
    """`June 2026 and annually` as every June from then; after a term or a year, as it stands."""
    recurrence, since = series.recurrence, series.since
    leads = series.firsts or ((since,) if since and since != series.until else ())
    cadence = recurrence.cadence
    edges = [edge for edge in leads if isinstance(edge, PeriodEdge) and _of_a_date(edge)]
    plain = cadence is not None and recurrence == Recurrence(cadence)
    if not cadence or cadence.unit != "year" or not plain or not leads:
        return series
    _check_same_day(leads, cadence)
    if len(edges) < len(leads):
        return series
    named = tuple(PeriodEdge(_without_year(edge.expr), _shared(edges)) for edge in edges)
    year = years_of([edge.expr for edge in edges])[0]
    first = PeriodEdge(edges[0].expr.within(year))
    return replace(series, recurrence=Recurrence(cadence, named=named), firsts=(), since=first)


def _of_a_date(edge: PeriodEdge) -> bool:
    kinds = ("month", "month-number", "day", "holiday")
    return edge.expr.kind in kinds and edge.kind not in ("before", "day-of")


def _shared(edges: Sequence[PeriodEdge]) -> EdgeKind:
    """The edge that each year's period is due at: that of the first ones, where they share it."""
    kinds = {edge.kind for edge in edges}
    kind = edges[0].kind if len(kinds) == 1 else ""
    days = any(edge.expr.kind == "day" for edge in edges)
    return kind if kind == "by" or (kind in ("start", "by-start") and not days) else ""


def _check_same_day(leads: Sequence[Item], cadence: Cadence) -> None:
    """Raises `PhraseError` for `last Friday of March 2025 and annually`: another day each year."""
    for edge in leads:
        if isinstance(edge, PeriodEdge) and edge.kind in ("before", "day-of"):
            message = f'"{EXCERPT}" is another day each year'
            tail = ", or the period whole"
            help_ = Offer((cadence.words,), tail=tail, otherwise="write the period whole")
            raise PhraseError(edge.expr.start, edge.expr.end, message, help_)


def _without_year(expr: PeriodExpr) -> PeriodExpr:
    plain = replace(expr, year=None, weekday=None)
    return replace(plain, kind="month", name="") if expr.kind == "month-number" else plain


def _comes_back(expr: PeriodExpr) -> bool:
    return may_lend_year(expr) or expr.kind in ("academic", "weekday")


def _annual(recurrence: Recurrence) -> bool:
    cadence = recurrence.cadence or Cadence("year")
    weekdays = {edge.expr.kind == "weekday" for edge in recurrence.within}
    if weekdays == {True}:
        alone = len(recurrence.within) == 1 and not recurrence.within[0].kind
        return cadence == Cadence("week") or (cadence == FORTNIGHTLY and alone)
    return cadence.unit == "year" and weekdays == {False}


_TIMES_A_YEAR = {"half": 6, "quarter": 4, "term": 3, "half-year": 2}


def _names_each(recurrence: Recurrence) -> bool:
    """Whether a cadence names all of its times: `termly (November, March and June)`."""
    cadence = recurrence.cadence
    if cadence is None or recurrence.edge or cadence.step > 1 or recurrence.meetings:
        return False
    kinds = {edge.expr.kind for edge in recurrence.within}
    times = _TIMES_A_YEAR.get(cadence.unit)
    return times == len(recurrence.within) and not kinds & {"weekday", "academic"}


def _all_named(recurrence: Recurrence) -> Recurrence:
    """The named times of a cadence that names all of them; deadlines keep the cadence as well."""
    due = all(edge.kind in ("by", "by-start", "start") for edge in recurrence.within)
    return Recurrence(recurrence.cadence if due else None, named=recurrence.within)


def _beside(recurrence: Recurrence, first: PeriodExpr, last: PeriodExpr) -> PhraseError:
    words = describe_recurrence(Recurrence(recurrence.cadence, recurrence.edge, recurrence.day))
    time = describe_period(first)
    message = f'"{words}" and "{time}" do not say together when'
    named = join_words([describe_period(edge.expr) for edge in recurrence.within])
    options = [f"{words} from {time}", f"{words} during {time}", f"every {named}"]
    if first.kind == "weekday":
        options.pop()  # every Friday is weekly, and no other rhythm
    help_ = Offer(
        tuple(options), tail=", or one of the two", joint=",", otherwise="write one of the two"
    )
    return PhraseError(first.start, last.end, message, help_)


def _check_named(recurrence: Recurrence) -> None:
    for edge in recurrence.named:
        if edge.expr.year is not None or not _comes_back(edge.expr):
            words = describe_period(edge.expr)
            if edge.expr.kind == "term-half-term":
                raise _half_or_holiday(edge.expr)
            message = f'"{words}" comes once, not every year'
            tail = ', or after "every" a time without its year'
            help_: str | Offer = Offer((words,), tail=tail, otherwise="leave the year out")
            raise PhraseError(edge.expr.start, edge.expr.end, message, help_)
        if edge.expr.kind == "weekday" and len({other.expr.kind for other in recurrence.named}) > 1:
            message = "weekdays and other times do not come back together"
            alone = Offer(("every Monday",), tail=" alone", otherwise="write one of them")
            raise PhraseError(edge.expr.start, edge.expr.end, message, alone)


def _half_or_holiday(expr: PeriodExpr) -> PhraseError:
    name = name_title(expr.name)
    message = f'"{EXCERPT}" could be the holiday or a half of the term'
    tail = " for a half, or name the holiday by its month"
    return PhraseError(
        expr.start, expr.end, message, Offer((f"every {name} 1", f"every {name} 2"), tail=tail)
    )


def with_first_window(series: Series) -> Series:
    """`ongoing from Autumn 2025`: that period is the first window."""
    is_led = series.recurrence.ongoing and not series.firsts and not series.until
    if is_led and series.since:
        return replace(series, firsts=(series.since,), since=None)
    return series


def years_of(exprs: Sequence[PeriodExpr]) -> list[Year | None]:
    """For each period its year, or that of the next one that has a year."""
    years: list[Year | None] = []
    year: Year | None = None
    for expr in reversed(exprs):
        year = _year_of(expr) or year
        years.append(year)
    return years[::-1]


def _year_of(expr: PeriodExpr) -> Year | None:
    """The year that a period lends to those before it."""
    if expr.kind == "month-number" and len(expr.name) == 2:
        return Year(2000 + int(expr.name))
    return None if expr.kind == "academic" else expr.year


def may_lend_year(expr: PeriodExpr) -> bool:
    """Whether a period of this kind comes every year, and may take its year from the next."""
    return expr.kind in (
        "month", "day", "week", "term", "holiday", "break", "nth-half", "nth-term"
    )  # fmt: skip


def exprs_of(item: Item) -> list[PeriodExpr]:
    """The period of an item, or both of a range."""
    if isinstance(item, PeriodEdge):
        return [item.expr]
    return [item.first.expr, item.last.expr]
