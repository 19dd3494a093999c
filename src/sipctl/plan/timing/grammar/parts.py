"""What the parser's methods make of tokens: numbers, years, cadences, stretches of days."""

from typing import Any

from lark import Token

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
from sipctl.plan.timing.types import PhraseError

Parts = list[Any]  # tokens and what the methods made of them


def first_ends(items: tuple[Item, ...]) -> tuple[PeriodEdge, ...]:
    """Ranges beside a cadence by their first end, which is refused later."""
    return tuple(item.first if isinstance(item, Range) else item for item in items)


def series_of(firsts: tuple[Item, ...], parts: Parts) -> Series:
    """The series of a recurrence and its ends, after the times that lead it."""
    recurrence = next(part for part in parts if isinstance(part, Recurrence))
    ends = next((part for part in parts if isinstance(part, dict)), {})
    return Series(recurrence, firsts, **ends)


def kept_ongoing(recurrence: Recurrence) -> Recurrence:
    """The recurrence as one that only asks to be looked at."""
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
    """The day of a period of a DAY_OF token (`-1:4`)."""
    which, _, weekday = token.partition(":")
    return DayOf(int(which), int(weekday) if weekday else None)


def no_such_rhythm(parts: Parts, message: str, help_: str) -> PhraseError:
    """The refusal of a count and its unit that make no cadence."""
    tokens = [part for part in parts if isinstance(part, Token) and part.start_pos is not None]
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


def period_expr(kind: Any, parts: Parts, **fields: Any) -> PeriodExpr:
    """A period of one kind, placed where its tokens and its year stand."""
    tokens = [part for part in parts if isinstance(part, Token)]
    places = [(token.start_pos or 0, token.end_pos or 0) for token in tokens]
    places += [part.place for part in parts if isinstance(part, Year)]
    start, end = min(place[0] for place in places), max(place[1] for place in places)
    return PeriodExpr(kind, start, end, **{"year": year_of(parts), **fields})


def year_of(parts: Parts) -> Year | None:
    """The year among the parts."""
    return next((part for part in parts if isinstance(part, Year)), None)


def text_of(parts: Parts, *types: str) -> str | None:
    """The value of the first token of these types."""
    tokens = (part for part in parts if isinstance(part, Token) and part.type in types)
    return next((str(token) for token in tokens), None)


def int_of(parts: Parts, *wanted: Any) -> int:
    """The number of the first token of these types; a last argument of int is the default."""
    default = wanted[-1] if isinstance(wanted[-1], int) else 0
    tokens = (part for part in parts if isinstance(part, Token) and part.type in wanted)
    return next((number_of(token) for token in tokens), default)


def number_of(token: Token) -> int:
    """The figures of a token: 3 for `3rd`."""
    return int("".join(char for char in token if char.isdigit()))
