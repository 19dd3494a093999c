"""Reads the children of a syntax node, which are tokens: numbers, years, cadences, days."""

from dataclasses import replace
from typing import Any

from lark import Token

from sipctl.plan.timing.rewrite.recurring import may_lend_year
from sipctl.plan.timing.syntax_tree import (
    Cadence,
    DayOf,
    Item,
    PeriodEdge,
    PeriodExpr,
    Range,
    Recurrence,
    Series,
    Year,
)
from sipctl.plan.timing.types import EXCERPT, Offer, PhraseError

SHORTEST_MONTH = 28
_OWN_YEARS = "give each time its own year; a whole year is written with in before it"

Children = list[Any]  # tokens and what the methods made of them


def bare(item: Item) -> Item:
    """The item without "in", which only keeps it from sharing the edge of the one before it."""
    if isinstance(item, Range):
        return Range(_bare(item.first), _bare(item.last), item.dashed)
    return _bare(item)


def _bare(edge: PeriodEdge) -> PeriodEdge:
    return replace(edge, kind="") if edge.kind == "in" else edge


def with_edge_of(before: tuple[Item, ...], item: Item) -> Item:
    """An item of a list with what it shares with the one before it; may raise PhraseError.

    In `July 2025 and 2026` they share the period; in `start of Autumn and Spring 2025/26` the edge,
    as they share the year: after `start of Autumn 2025` it would be a guess. So would a year after
    a range be: `September 2024 to July 2025 and 2026` may mean a month, or all of 2026.
    """
    if isinstance(item, Range) or item.kind:
        return item
    last = before[-1].last if isinstance(before[-1], Range) else before[-1]
    if (last.expr.kind, item.expr.kind) == ("week", "day"):  # w/c 6/1/25 & 13/1/25
        item = replace(item, expr=replace(item.expr, kind="week", name=last.expr.name))
    if not may_lend_year(last.expr):
        return item
    year, again = last.expr.year, _year_alone(item.expr)
    if isinstance(before[-1], Range):
        if again is not None:
            raise _unclear(before[-1].first, item, _OWN_YEARS)
        return item
    if year is None:
        halved = last.expr.kind == item.expr.kind == "term" and last.expr.number
        if halved and not item.expr.number:
            raise _unclear(last, item, "say of each term which half, and give each its year")
        return replace(item, kind=last.kind, day=last.day)
    if again is None:
        return item
    if again.academic != year.academic or (len(before) > 1 and _lacks_year(before[-2])):
        raise _unclear(last, item, _OWN_YEARS)
    return replace(last, expr=last.expr.within(again))


def _lacks_year(item: Item) -> bool:
    return isinstance(item, PeriodEdge) and item.expr.year is None and may_lend_year(item.expr)


def _unclear(last: PeriodEdge, item: PeriodEdge, help_: str) -> PhraseError:
    message = f'"{EXCERPT}" does not say what both share'
    return PhraseError(last.expr.start, item.expr.end, message, help_)


def _year_alone(expr: PeriodExpr) -> Year | None:
    """The year of `2026` or `2025/26`, None for anything more: `the academic year 2025/26`."""
    if expr.kind == "calendar-year":
        return Year(expr.number)
    return expr.year if expr.kind == "academic" and not expr.number and not expr.name else None


def first_ends(items: tuple[Item, ...]) -> tuple[PeriodEdge, ...]:
    """The items beside a cadence, a range by its first period alone: it is refused later."""
    return tuple(item.first if isinstance(item, Range) else item for item in items)


def series_of(firsts: tuple[Item, ...], children: Children) -> Series:
    """The series of a recurrence and its ends, after the times that lead it."""
    recurrence = next(child for child in children if isinstance(child, Recurrence))
    ends = next((child for child in children if isinstance(child, dict)), {})
    return Series(recurrence, firsts, **ends)


def kept_ongoing(recurrence: Recurrence) -> Recurrence:
    """The recurrence as an ongoing one, which is only reviewed."""
    return Recurrence(**{**recurrence.__dict__, "ongoing": True})


def cadence_of(token: Token) -> Cadence:
    """The cadence of a CADENCE token (`week*2`), or of a unit's."""
    if token.type == "CADENCE":
        unit, _, step = token.partition("*")
        return Cadence(unit, int(step))  # type: ignore[arg-type]
    if token.type == "HALF_TERM":
        return Cadence("half")
    if str(token) == "fortnight":
        return Cadence("week", 2)
    if str(token) == "school-day":
        return Cadence("day")
    return Cadence(str(token))  # type: ignore[arg-type]


def day_of(token: Token) -> DayOf:
    """The day of a period of a DAY_OF token: `-1:4`, `1:`, `-1:school-day`, `3:week`.

    Raises PhraseError for one that is counted from 0.
    """
    which, _, name = token.partition(":")
    if int(which) == 0:
        raise _none_is_zero(token, "week" if name == "week" else "day", "count from 1")
    if name == "week":
        return DayOf(int(which), unit="week")
    if name == "school-day":
        return DayOf(int(which), unit="school-day")
    return DayOf(int(which), int(name) if name else None)


def recurring_day_of(token: Token, cadence: Cadence) -> DayOf:
    """The day of each period of a cadence; raises PhraseError for a 31st of each month."""
    day = day_of(token)
    dated = day.weekday is None and day.unit == "day"
    if cadence.unit == "month" and dated and day.which > SHORTEST_MONTH:
        message = f"not every month has a day {day.which}"
        help_ = Offer(("last day of each month",))
        raise PhraseError(token.start_pos or 0, token.end_pos or 0, message, help_)
    return day


def half_of(children: Children, *types: str) -> int:
    """The half of a term or year that a token of these types names, 0 where there is none."""
    token = next((c for c in children if isinstance(c, Token) and c.type in types), None)
    if token is None:
        return 0
    number = number_of(token)
    if number == 0:
        raise _none_is_zero(token, "half", "write first half or second half")
    return number


def _none_is_zero(token: Token, unit: str, help_: str) -> PhraseError:
    """The refusal of a count that begins at 0."""
    message = f"there is no {unit} 0"
    return PhraseError(token.start_pos or 0, token.end_pos or 0, message, help_)


def no_such_rhythm(children: Children, message: str, help_: str) -> PhraseError:
    """The refusal of a count and its unit that make no cadence."""
    tokens = [
        child for child in children if isinstance(child, Token) and child.start_pos is not None
    ]
    return PhraseError(tokens[0].start_pos or 0, tokens[-1].end_pos or 0, message, help_)


def days_of(number: Token, last: PeriodEdge | PeriodExpr, weekday: int = -1) -> Range:
    """`10 to 14 March 2025`: the first day takes its month and year from the last."""
    end = last.expr if isinstance(last, PeriodEdge) else last
    first = PeriodExpr(
        "day",
        number.start_pos or 0,
        number.end_pos or 0,
        number=end.number,
        more=number_of(number),
        weekday=weekday if weekday >= 0 else None,
        year=end.year,
    )
    return Range(PeriodEdge(first), PeriodEdge(end))


def period_expr(kind: Any, children: Children, **fields: Any) -> PeriodExpr:
    """A period of one kind, placed where its tokens and its year stand."""
    tokens = [child for child in children if isinstance(child, Token)]
    places = [(token.start_pos or 0, token.end_pos or 0) for token in tokens]
    places += [child.place for child in children if isinstance(child, Year)]
    start, end = min(place[0] for place in places), max(place[1] for place in places)
    return PeriodExpr(kind, start, end, **{"year": year_of(children), **fields})


def year_of(children: Children) -> Year | None:
    """The year among the children."""
    return next((child for child in children if isinstance(child, Year)), None)


def text_of(children: Children, *types: str) -> str | None:
    """The value of the first token of these types."""
    tokens = (child for child in children if isinstance(child, Token) and child.type in types)
    return next((str(token) for token in tokens), None)


def int_of(children: Children, *wanted: Any) -> int:
    """The number of the first token of these types; a last argument of int is the default."""
    default = wanted[-1] if isinstance(wanted[-1], int) else 0
    tokens = (child for child in children if isinstance(child, Token) and child.type in wanted)
    return next((number_of(token) for token in tokens), default)


def number_of(token: Token) -> int:
    """The figures of a token: 3 for `3rd`."""
    return int("".join(char for char in token if char.isdigit()))
