"""Parses tokens into a syntax tree by grammar.lark. Imported late, with lark: both are slow."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from lark import Lark, Token, Transformer, UnexpectedInput

from sipctl.plan.timing.grammar.parser import parser
from sipctl.plan.timing.syntax_tree import (
    AsNeeded,
    Cadence,
    EdgeKind,
    Item,
    PeriodEdge,
    PeriodExpr,
    Phrase,
    Range,
    Recurrence,
    Series,
    Times,
    Unit,
    Year,
)
from sipctl.plan.timing.tokens import Tok
from sipctl.plan.timing.types import Refused

Parts = list[Any]  # tokens and results of the methods below

# A count with its unit that has a name of its own: three times a year is termly.
PER: dict[tuple[int, Unit], tuple[Unit, int]] = {
    (2, "month"): ("half-month", 1),
    (2, "term"): ("half", 1),
    (2, "year"): ("half-year", 1),
    (3, "year"): ("term", 1),
    (4, "year"): ("quarter", 1),
    (6, "year"): ("half", 1),
    (12, "year"): ("month", 1),
}
EVERY: dict[tuple[Unit, int], Unit] = {
    ("month", 3): "quarter",
    ("month", 6): "half-year",
    ("month", 12): "year",
}


def parse(tokens: Iterable[Tok]) -> Phrase | None:
    """The syntax tree of these tokens; None if the grammar has none. May raise `Refused`."""
    try:
        phrase: Phrase = _parser().parse(tokens)  # type: ignore[assignment]
    except UnexpectedInput:
        return None
    return phrase


@lru_cache(maxsize=1)
def _parser() -> Lark:
    return parser(_Builder())


class _Builder(Transformer[Token, Any]):
    """One method for each rule of grammar.lark, or for the alias behind its `->`."""

    def start(self, parts: Parts) -> Phrase:
        return parts[0]  # type: ignore[no-any-return]

    def as_needed(self, _: Parts) -> Phrase:
        return AsNeeded()

    def times(self, parts: Parts) -> Phrase:
        return Times(parts[0])

    # -- periods

    def year(self, parts: Parts) -> Year:
        token = parts[0]
        place = (token.start_pos, token.end_pos)
        if token.type == "ACADEMIC":
            return Year(int(token), academic=True, place=place)
        if len(token) == 1:
            raise Refused(
                token.start_pos,
                token.end_pos,
                f'"{token}" is not a year',
                "write the year in full, such as 2025",
            )
        return Year(int(token) if token.type == "YEAR" else 2000 + int(token), place=place)

    any_year = year

    def month(self, parts: Parts) -> PeriodExpr:
        number = _text(parts, "NUMBER")
        kind = "month-number" if number else "month"
        return _expr(kind, parts, number=_int(parts, "MONTH"), name=number or "")

    def day(self, parts: Parts) -> PeriodExpr:
        weekday = _int(parts, "WEEKDAY", -1)
        year, month, day = _year(parts), _int(parts, "MONTH"), _int(parts, "NUMBER", "ORDINAL")
        if figures := _text(parts, "DATE"):
            number, month, day = (int(part) for part in figures.split("-"))
            year = Year(number)
        elif figures := _text(parts, "DAY_MONTH"):
            month, day = (int(part) for part in figures.split("-"))
        return _expr(
            "day",
            parts,
            number=month,
            more=day,
            weekday=weekday if weekday >= 0 else None,
            year=year,
        )

    def weekday(self, parts: Parts) -> PeriodExpr:
        return _expr("weekday", parts, number=_int(parts, "WEEKDAY"))

    def term(self, parts: Parts) -> PeriodExpr:
        number, year = _text(parts, "NUMBER"), _year(parts)
        half = _int(parts, "ORDINAL")
        if number is not None and len(number) == 1:
            half = int(number)
        elif number is not None:
            year = self.year([t for t in parts if getattr(t, "type", "") == "NUMBER"])
        name = str(_text(parts, "TERM"))
        if _text(parts, "HALF_TERM") is not None and not half:
            return _expr("term-half-term", parts, name=name, year=year)
        return _expr("term", parts, name=name, number=half, year=year)

    def nth_half(self, parts: Parts) -> PeriodExpr:
        return _expr("nth-half", parts, number=_int(parts, "NUMBER", "ORDINAL"))

    def nth_term(self, parts: Parts) -> PeriodExpr:
        return _expr("nth-term", parts, number=_int(parts, "NUMBER", "ORDINAL"))

    def holiday(self, parts: Parts) -> PeriodExpr:
        return _expr("holiday", parts, name=str(_text(parts, "HOLIDAY")))

    def break_(self, parts: Parts) -> PeriodExpr:
        return _expr("break", parts, number=_int(parts, "MONTH"))

    def academic(self, parts: Parts) -> PeriodExpr:
        start = _text(parts, "ACADEMIC")
        year = Year(int(start), academic=True) if start else None
        return _expr("academic", parts, number=_int(parts, "ORDINAL"), year=year)

    def span(self, parts: Parts) -> PeriodExpr:
        first, last = str(_text(parts, "SPAN")).split("-")
        return _expr("span", parts, number=int(first), more=int(last) - 1)

    def calendar_year(self, parts: Parts) -> PeriodExpr:
        return _expr("calendar-year", parts, number=_int(parts, "YEAR"))

    def quarter(self, parts: Parts) -> PeriodExpr:
        return _expr("quarter", parts, number=_int(parts, "NUMBER"))

    def key(self, parts: Parts) -> PeriodExpr:
        return _expr("key", parts, name=str(_text(parts, "KEY")))

    def week(self, parts: Parts) -> PeriodExpr:
        day: PeriodExpr = parts[1]
        return PeriodExpr(
            "week",
            parts[0].start_pos,
            day.end,
            name=str(parts[0]),
            number=day.number,
            more=day.more,
            weekday=day.weekday,
            year=day.year,
        )

    # -- times

    def items(self, parts: Parts) -> tuple[Item, ...]:
        head = parts[0] if isinstance(parts[0], tuple) else (parts[0],)
        return (*head, *parts[2:])

    dates = items

    def period_edge(self, parts: Parts) -> PeriodEdge:
        kinds: dict[str, EdgeKind] = {
            "START": "start",
            "END": "end",
            "BY": "by",
            "BEFORE": "before",
        }
        return PeriodEdge(parts[-1], kinds.get(parts[0].type, "") if len(parts) > 1 else "")

    range_end = period_edge

    def range(self, parts: Parts) -> Range:
        first, *rest = [part for part in parts if not isinstance(part, Token)] or parts
        if isinstance(first, Range):
            return first
        numbers = [part for part in parts if getattr(part, "type", "") in ("NUMBER", "ORDINAL")]
        return _days(numbers[0], first) if numbers else Range(first, rest[0])

    def day_range(self, parts: Parts) -> Range:
        numbers = [part for part in parts if getattr(part, "type", "") in ("NUMBER", "ORDINAL")]
        return _days(numbers[0], parts[-1], _int(parts, "WEEKDAY", -1))

    # -- series

    def series(self, parts: Parts) -> Series:
        return _series((), parts)

    def first_then(self, parts: Parts) -> Series:
        return _series(parts[0], parts[1:])

    def first_ongoing(self, parts: Parts) -> Series:
        cadence = next((part for part in parts if isinstance(part, Recurrence)), Recurrence())
        return _series(parts[0], [_ongoing(cadence), *parts[1:]])

    def onwards(self, parts: Parts) -> Series:
        firsts = next(part for part in parts if not isinstance(part, Token))
        return Series(_ongoing(Recurrence()), firsts if isinstance(firsts, tuple) else (firsts,))

    def named_each(self, parts: Parts) -> Series:
        recurrence: Recurrence = parts[1]
        edges = tuple(item for item in parts[0] if isinstance(item, PeriodEdge))
        if len(edges) < len(parts[0]):
            edges = _first_ends(parts[0])
        return Series(Recurrence(recurrence.cadence, within=edges))

    def ends(self, parts: Parts) -> dict[str, PeriodEdge]:
        edges = [part for part in parts if isinstance(part, PeriodEdge)]
        if parts[0].type == "TO":
            return {"until": edges[0]}
        return dict(zip(("since", "until"), edges, strict=False))

    def recurrence(self, parts: Parts) -> Recurrence:
        return parts[0]  # type: ignore[no-any-return]

    def ongoing(self, parts: Parts) -> Recurrence:
        return _ongoing(
            next((part for part in parts if isinstance(part, Recurrence)), Recurrence())
        )

    def cadence(self, parts: Parts) -> Recurrence:
        recurrence = parts[0] if isinstance(parts[0], Recurrence) else Recurrence()
        meetings = parts[-1]
        if isinstance(meetings, Recurrence):
            return recurrence
        numbers = tuple(dict.fromkeys(int(token) for token in meetings))
        return Recurrence(recurrence.cadence, at_start=recurrence.at_start, meetings=numbers)

    def named(self, parts: Parts) -> Recurrence:
        return Recurrence(named=parts[-1])

    def named_by(self, parts: Parts) -> Recurrence:
        return Recurrence(named=tuple(PeriodEdge(edge.expr, "by") for edge in parts[-1]))

    def within(self, parts: Parts) -> Recurrence:
        recurrence: Recurrence = parts[0]
        return Recurrence(
            recurrence.cadence, recurrence.at_start, within=parts[-1], bounded=len(parts) > 2
        )

    def within_by(self, parts: Parts) -> Recurrence:
        recurrence: Recurrence = parts[0]
        return Recurrence(
            recurrence.cadence, within=tuple(PeriodEdge(edge.expr, "by") for edge in parts[-1])
        )

    def every(self, parts: Parts) -> Recurrence:
        return parts[0]  # type: ignore[no-any-return]

    def each(self, parts: Parts) -> Recurrence:
        return Recurrence(_cadence(parts[-1]))

    plain = each

    def at_start(self, parts: Parts) -> Recurrence:
        return Recurrence(_cadence(parts[-1]), at_start=True)

    def every_other(self, parts: Parts) -> Recurrence:
        return self.every_nth([parts[0], Token("COUNT", "2"), parts[-1]])

    def every_nth(self, parts: Parts) -> Recurrence:
        number, unit = _number(parts[1]), _cadence(parts[-1])
        step = number * unit.step
        if named := EVERY.get((unit.unit, step)):
            return Recurrence(Cadence(named))
        if not step:
            raise _counted(parts, "nothing comes back every 0 of anything", "write termly")
        return Recurrence(Cadence(unit.unit, step))

    def times_per(self, parts: Parts) -> Recurrence:
        number, unit = _number(parts[0]), _cadence(parts[-1])
        if number == 1:
            return Recurrence(unit)
        named = PER.get((number, unit.unit)) if unit.step == 1 else None
        if named is None:
            help_ = "write weekly, monthly, half-termly, termly or annually, or name the months"
            raise _counted(parts, "a plan has no such rhythm", help_)
        return Recurrence(Cadence(*named))

    def unit(self, parts: Parts) -> Token:
        return parts[0]  # type: ignore[no-any-return]

    def meetings(self, parts: Parts) -> tuple[Token, ...]:
        head = parts[0] if isinstance(parts[0], tuple) else (parts[0],)
        return (*head, *parts[2:])


setattr(_Builder, "break", _Builder.break_)  # the rule's name is a keyword of Python's


def _first_ends(items: tuple[Item, ...]) -> tuple[PeriodEdge, ...]:
    """Ranges beside a cadence by their first end, which is refused later."""
    return tuple(item.first if isinstance(item, Range) else item for item in items)


def _series(firsts: tuple[Item, ...], parts: Parts) -> Series:
    recurrence = next(part for part in parts if isinstance(part, Recurrence))
    ends = next((part for part in parts if isinstance(part, dict)), {})
    return Series(recurrence, firsts, **ends)


def _ongoing(recurrence: Recurrence) -> Recurrence:
    return Recurrence(**{**recurrence.__dict__, "ongoing": True})


def _cadence(token: Token) -> Cadence:
    """The cadence of a CADENCE token (`week*2`), or of a unit's."""
    if token.type == "CADENCE":
        unit, _, step = token.partition("*")
        return Cadence(unit, int(step))  # type: ignore[arg-type]
    if token.type == "HALF_TERM":
        return Cadence("half")
    if str(token) == "fortnight":
        return Cadence("week", 2)
    return Cadence(str(token))  # type: ignore[arg-type]


def _counted(parts: Parts, message: str, help_: str) -> Refused:
    tokens = [part for part in parts if isinstance(part, Token) and part.start_pos is not None]
    return Refused(tokens[0].start_pos or 0, tokens[-1].end_pos or 0, message, help_)


def _days(number: Token, last: PeriodEdge | PeriodExpr, weekday: int = -1) -> Range:
    """`10 to 14 March 2025`: the first day takes its month and year from the last."""
    end = last.expr if isinstance(last, PeriodEdge) else last
    first = PeriodExpr(
        "day",
        number.start_pos or 0,
        number.end_pos or 0,
        number=end.number,
        more=_number(number),
        weekday=weekday if weekday >= 0 else None,
        year=end.year,
    )
    return Range(PeriodEdge(first), PeriodEdge(end))


def _expr(kind: Any, parts: Parts, **fields: Any) -> PeriodExpr:
    tokens = [part for part in parts if isinstance(part, Token)]
    places = [(token.start_pos or 0, token.end_pos or 0) for token in tokens]
    places += [part.place for part in parts if isinstance(part, Year)]
    start, end = min(place[0] for place in places), max(place[1] for place in places)
    return PeriodExpr(kind, start, end, **{"year": _year(parts), **fields})


def _year(parts: Parts) -> Year | None:
    return next((part for part in parts if isinstance(part, Year)), None)


def _text(parts: Parts, *types: str) -> str | None:
    tokens = (part for part in parts if isinstance(part, Token) and part.type in types)
    return next((str(token) for token in tokens), None)


def _int(parts: Parts, *wanted: Any) -> int:
    """The number of the first token of these types; a last argument of int is the default."""
    default = wanted[-1] if isinstance(wanted[-1], int) else 0
    tokens = (part for part in parts if isinstance(part, Token) and part.type in wanted)
    return next((_number(token) for token in tokens), default)


def _number(token: Token) -> int:
    return int("".join(char for char in token if char.isdigit()))
