"""Parses tokens into a syntax tree by grammar.lark. Imported late, with lark: both are slow."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from lark import Lark, Token, Transformer, UnexpectedInput

from sipctl.plan.timing.grammar.parser import parser
from sipctl.plan.timing.grammar.parts import (
    Parts,
    cadence_of,
    day_of,
    days_of,
    first_ends,
    int_of,
    kept_ongoing,
    no_such_rhythm,
    number_of,
    period_expr,
    series_of,
    text_of,
    year_of,
)
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
from sipctl.plan.timing.types import PhraseError
from sipctl.plan.timing.words.scan import Tok

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
    """The syntax tree of these tokens; None if the grammar has none. May raise `PhraseError`."""
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
        if token.type == "PLAN_YEAR":
            return Year(int(token), academic=True, of_plan=True, place=place)
        if token.type == "ACADEMIC":
            return Year(int(token), academic=True, place=place)
        if len(token) == 1:
            raise PhraseError(
                token.start_pos,
                token.end_pos,
                f'"{token}" is not a year',
                "write the year in full, such as 2025",
            )
        return Year(int(token) if token.type == "YEAR" else 2000 + int(token), place=place)

    any_year = year

    def month(self, parts: Parts) -> PeriodExpr:
        number = text_of(parts, "NUMBER")
        kind = "month-number" if number else "month"
        return period_expr(kind, parts, number=int_of(parts, "MONTH"), name=number or "")

    def day(self, parts: Parts) -> PeriodExpr:
        weekday = int_of(parts, "WEEKDAY", -1)
        year, month, day = (
            year_of(parts),
            int_of(parts, "MONTH"),
            int_of(parts, "NUMBER", "ORDINAL"),
        )
        figures = text_of(parts, "DAY_MONTH")
        if date_ := text_of(parts, "DATE"):
            number, month, day = (int(part) for part in date_.split("-"))
            year = Year(number)
        elif figures:
            day, month = (int(part) for part in figures.split("/"))
        return period_expr(
            "figures" if figures and weekday < 0 else "day",
            parts,
            name=figures or "",
            number=month,
            more=day,
            weekday=weekday if weekday >= 0 else None,
            year=year,
        )

    def weekday(self, parts: Parts) -> PeriodExpr:
        return period_expr("weekday", parts, number=int_of(parts, "WEEKDAY"))

    def term(self, parts: Parts) -> PeriodExpr:
        number, year = text_of(parts, "NUMBER"), year_of(parts)
        half = int_of(parts, "ORDINAL")
        if number is not None and len(number) == 1:
            half = int(number)
        elif number is not None:
            year = self.year([t for t in parts if getattr(t, "type", "") == "NUMBER"])
        name = str(text_of(parts, "TERM"))
        if text_of(parts, "HALF_TERM") is not None and not half:
            return period_expr("term-half-term", parts, name=name, year=year)
        return period_expr("term", parts, name=name, number=half, year=year)

    def nth_half(self, parts: Parts) -> PeriodExpr:
        return period_expr("nth-half", parts, number=int_of(parts, "NUMBER", "ORDINAL"))

    def nth_term(self, parts: Parts) -> PeriodExpr:
        return period_expr("nth-term", parts, number=int_of(parts, "NUMBER", "ORDINAL"))

    def holiday(self, parts: Parts) -> PeriodExpr:
        return period_expr("holiday", parts, name=str(text_of(parts, "HOLIDAY")))

    def break_(self, parts: Parts) -> PeriodExpr:
        return period_expr("break", parts, number=int_of(parts, "MONTH"))

    def academic(self, parts: Parts) -> PeriodExpr:
        start = text_of(parts, "ACADEMIC")
        year = Year(int(start), academic=True) if start else None
        return period_expr("academic", parts, number=int_of(parts, "ORDINAL"), year=year)

    def plan_year(self, parts: Parts) -> PeriodExpr:
        return period_expr("academic", parts, year=self.year(parts))

    def span(self, parts: Parts) -> PeriodExpr:
        first, last = str(text_of(parts, "SPAN")).split("-")
        return period_expr("span", parts, number=int(first), more=int(last) - 1)

    def calendar_year(self, parts: Parts) -> PeriodExpr:
        return period_expr("calendar-year", parts, number=int_of(parts, "YEAR"))

    def quarter(self, parts: Parts) -> PeriodExpr:
        return period_expr("quarter", parts, number=int_of(parts, "NUMBER"))

    def key(self, parts: Parts) -> PeriodExpr:
        return period_expr("key", parts, name=str(text_of(parts, "KEY")))

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
            "BY_START": "by-start",
            "END": "end",
            "BY": "by",
            "BEFORE": "before",
        }
        if len(parts) == 1:
            return PeriodEdge(parts[0])
        if parts[0].type == "DAY_OF":
            return PeriodEdge(parts[-1], "day-of", day_of(parts[0]))
        return PeriodEdge(parts[-1], kinds.get(parts[0].type, ""))

    range_end = period_edge

    def range(self, parts: Parts) -> Range:
        first, *rest = [part for part in parts if not isinstance(part, Token)] or parts
        if isinstance(first, Range):
            return first
        numbers = [part for part in parts if getattr(part, "type", "") in ("NUMBER", "ORDINAL")]
        return days_of(numbers[0], first) if numbers else Range(first, rest[0])

    def day_range(self, parts: Parts) -> Range:
        numbers = [part for part in parts if getattr(part, "type", "") in ("NUMBER", "ORDINAL")]
        return days_of(numbers[0], parts[-1], int_of(parts, "WEEKDAY", -1))

    # -- series

    def series(self, parts: Parts) -> Series:
        return series_of((), parts)

    def first_then(self, parts: Parts) -> Series:
        return series_of(parts[0], parts[1:])

    def first_ongoing(self, parts: Parts) -> Series:
        cadence = next((part for part in parts if isinstance(part, Recurrence)), Recurrence())
        return series_of(parts[0], [kept_ongoing(cadence), *parts[1:]])

    def ongoing_in(self, parts: Parts) -> Series:
        return Series(kept_ongoing(Recurrence()), since=parts[-1], until=parts[-1])

    def onwards(self, parts: Parts) -> Series:
        firsts = next(part for part in parts if not isinstance(part, Token))
        return Series(
            kept_ongoing(Recurrence()), firsts if isinstance(firsts, tuple) else (firsts,)
        )

    def named_each(self, parts: Parts) -> Series:
        recurrence: Recurrence = parts[1]
        edges = tuple(item for item in parts[0] if isinstance(item, PeriodEdge))
        if len(edges) < len(parts[0]):
            edges = first_ends(parts[0])
        return Series(Recurrence(recurrence.cadence, within=edges))

    def ends(self, parts: Parts) -> dict[str, PeriodEdge]:
        edges = [part for part in parts if isinstance(part, PeriodEdge)]
        if parts[0].type == "TO":
            return {"until": edges[0]}
        return dict(zip(("since", "until"), edges, strict=False))

    def recurrence(self, parts: Parts) -> Recurrence:
        return parts[0]  # type: ignore[no-any-return]

    def ongoing(self, parts: Parts) -> Recurrence:
        return kept_ongoing(
            next((part for part in parts if isinstance(part, Recurrence)), Recurrence())
        )

    def cadence(self, parts: Parts) -> Recurrence:
        recurrence = parts[0] if isinstance(parts[0], Recurrence) else Recurrence()
        meetings = parts[-1]
        if isinstance(meetings, Recurrence):
            return recurrence
        numbers = tuple(dict.fromkeys(int(token) for token in meetings))
        return Recurrence(recurrence.cadence, recurrence.edge, recurrence.day, meetings=numbers)

    def named(self, parts: Parts) -> Recurrence:
        return Recurrence(named=parts[-1])

    def named_by(self, parts: Parts) -> Recurrence:
        return Recurrence(named=tuple(PeriodEdge(edge.expr, "by") for edge in parts[-1]))

    def named_by_start(self, parts: Parts) -> Recurrence:
        return Recurrence(named=tuple(PeriodEdge(edge.expr, "by-start") for edge in parts[-1]))

    def within(self, parts: Parts) -> Recurrence:
        recurrence: Recurrence = parts[0]
        return Recurrence(
            recurrence.cadence,
            recurrence.edge,
            recurrence.day,
            within=parts[-1],
            bounded=len(parts) > 2,
        )

    def within_by(self, parts: Parts) -> Recurrence:
        recurrence: Recurrence = parts[0]
        return Recurrence(
            recurrence.cadence, within=tuple(PeriodEdge(edge.expr, "by") for edge in parts[-1])
        )

    def every(self, parts: Parts) -> Recurrence:
        return parts[0]  # type: ignore[no-any-return]

    def each(self, parts: Parts) -> Recurrence:
        return Recurrence(cadence_of(parts[-1]))

    plain = each

    def at_start(self, parts: Parts) -> Recurrence:
        return Recurrence(cadence_of(parts[-1]), "start")

    def by_start(self, parts: Parts) -> Recurrence:
        return Recurrence(cadence_of(parts[-1]), "by-start")

    def on_day(self, parts: Parts) -> Recurrence:
        return Recurrence(cadence_of(parts[-1]), "day-of", day_of(parts[0]))

    def every_other(self, parts: Parts) -> Recurrence:
        return self.every_nth([parts[0], Token("COUNT", "2"), parts[-1]])

    def every_nth(self, parts: Parts) -> Recurrence:
        number, unit = number_of(parts[-2]), cadence_of(parts[-1])
        step = number * unit.step
        if named := EVERY.get((unit.unit, step)):
            return Recurrence(Cadence(named))
        if not step:
            raise no_such_rhythm(parts, "nothing comes back every 0 of anything", "write termly")
        return Recurrence(Cadence(unit.unit, step))

    def times_per(self, parts: Parts) -> Recurrence:
        number, unit = number_of(parts[0]), cadence_of(parts[-1])
        if number == 1:
            return Recurrence(unit)
        named = PER.get((number, unit.unit)) if unit.step == 1 else None
        if named is None:
            help_ = "write weekly, monthly, half-termly, termly or annually, or name the months"
            raise no_such_rhythm(parts, "a plan has no such rhythm", help_)
        return Recurrence(Cadence(*named))

    def unit(self, parts: Parts) -> Token:
        return parts[0]  # type: ignore[no-any-return]

    def meetings(self, parts: Parts) -> tuple[Token, ...]:
        head = parts[0] if isinstance(parts[0], tuple) else (parts[0],)
        return (*head, *parts[2:])


setattr(_Builder, "break", _Builder.break_)  # the rule's name is a keyword of Python's
