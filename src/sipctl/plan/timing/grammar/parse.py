"""Parses tokens into a syntax tree by grammar.lark. Imported late, with lark: both are slow."""

from functools import lru_cache
from typing import Any

from lark import Lark, Token, Transformer, UnexpectedInput

from sipctl.plan.timing.grammar.children import (
    Children,
    bare,
    cadence_of,
    day_of,
    days_of,
    first_ends,
    half_of,
    int_of,
    kept_ongoing,
    no_such_rhythm,
    number_of,
    period_expr,
    recurring_day_of,
    series_of,
    text_of,
    with_edge_of,
    year_of,
)
from sipctl.plan.timing.grammar.parser import parser
from sipctl.plan.timing.syntax_tree import (
    FORTNIGHTLY,
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


@lru_cache(maxsize=4_096)
def parse(tokens: tuple[Tok, ...]) -> Phrase | None:
    """The syntax tree of these tokens; None if the grammar has none. May raise `PhraseError`.

    Trees are cached: the plan's review and the phrases of other versions are parsed often.
    """
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

    def start(self, children: Children) -> Phrase:
        return children[0]  # type: ignore[no-any-return]

    def as_needed(self, _: Children) -> Phrase:
        return AsNeeded()

    def times(self, children: Children) -> Phrase:
        return Times(children[0])

    # -- periods

    def year(self, children: Children) -> Year:
        token = children[0]
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

    def month(self, children: Children) -> PeriodExpr:
        number = text_of(children, "NUMBER")
        kind = "month-number" if number else "month"
        return period_expr(kind, children, number=int_of(children, "MONTH"), name=number or "")

    def day(self, children: Children) -> PeriodExpr:
        weekday = int_of(children, "WEEKDAY", -1)
        year, month, day = (
            year_of(children),
            int_of(children, "MONTH"),
            int_of(children, "NUMBER", "ORDINAL"),
        )
        figures = text_of(children, "DAY_MONTH")
        if date_ := text_of(children, "DATE"):
            number, month, day = (int(part) for part in date_.split("-"))
            year = Year(number)
        elif figures:
            day, month = (int(part) for part in figures.split("/"))
        return period_expr(
            "figures" if figures and weekday < 0 else "day",
            children,
            name=figures or "",
            number=month,
            more=day,
            weekday=weekday if weekday >= 0 else None,
            year=year,
        )

    def weekday(self, children: Children) -> PeriodExpr:
        return period_expr("weekday", children, number=int_of(children, "WEEKDAY"))

    def term(self, children: Children) -> PeriodExpr:
        number, year = text_of(children, "NUMBER"), year_of(children)
        of_year = number is not None and len(number) > 1
        half = half_of(children, "ORDINAL", *(() if of_year else ("NUMBER",)))
        if of_year:
            year = self.year([t for t in children if getattr(t, "type", "") == "NUMBER"])
        name = str(text_of(children, "TERM"))
        if text_of(children, "HALF_TERM") is not None and not half:
            return period_expr("term-half-term", children, name=name, year=year)
        return period_expr("term", children, name=name, number=half, year=year)

    def nth_half(self, children: Children) -> PeriodExpr:
        return period_expr("nth-half", children, number=int_of(children, "NUMBER", "ORDINAL"))

    def nth_term(self, children: Children) -> PeriodExpr:
        return period_expr("nth-term", children, number=int_of(children, "NUMBER", "ORDINAL"))

    def holiday(self, children: Children) -> PeriodExpr:
        return period_expr("holiday", children, name=str(text_of(children, "HOLIDAY")))

    def break_(self, children: Children) -> PeriodExpr:
        return period_expr("break", children, number=int_of(children, "MONTH"))

    def academic(self, children: Children) -> PeriodExpr:
        start = text_of(children, "ACADEMIC")
        year = Year(int(start), academic=True) if start else None
        number = half_of(children, "ORDINAL")
        name = "academic year" if text_of(children, "ACADEMIC_YEAR") is not None else ""
        return period_expr("academic", children, name=name, number=number, year=year)

    def plan_year(self, children: Children) -> PeriodExpr:
        return period_expr("academic", children, year=self.year(children))

    def span(self, children: Children) -> PeriodExpr:
        first, last = str(text_of(children, "SPAN")).split("-")
        return period_expr("span", children, number=int(first), more=int(last) - 1)

    def calendar_year(self, children: Children) -> PeriodExpr:
        return period_expr("calendar-year", children, number=int_of(children, "YEAR"))

    def quarter(self, children: Children) -> PeriodExpr:
        return period_expr("quarter", children, number=int_of(children, "NUMBER"))

    def key(self, children: Children) -> PeriodExpr:
        return period_expr("key", children, name=str(text_of(children, "KEY")))

    def week(self, children: Children) -> PeriodExpr:
        day: PeriodExpr = children[1]
        return PeriodExpr(
            "week",
            children[0].start_pos,
            day.end,
            name=str(children[0]),
            number=day.number,
            more=day.more,
            weekday=day.weekday,
            year=day.year,
        )

    # -- times

    def items(self, children: Children) -> tuple[Item, ...]:
        head = children[0] if isinstance(children[0], tuple) else (children[0],)
        listed = [with_edge_of(head, item) for item in children[2:]]
        return tuple(bare(item) for item in (*head, *listed))

    dates = items

    def period_edge(self, children: Children) -> PeriodEdge:
        kinds: dict[str, EdgeKind] = {
            "START": "start",
            "BY_START": "by-start",
            "END": "end",
            "BY": "by",
            "BEFORE": "before",
            "IN": "in",
        }
        if len(children) == 1:
            return PeriodEdge(children[0])
        if children[0].type == "DAY_OF":
            return PeriodEdge(children[-1], "day-of", day_of(children[0]))
        return PeriodEdge(children[-1], kinds.get(children[0].type, ""))

    range_end = period_edge

    def range(self, children: Children) -> Range:
        first, *rest = [part for part in children if not isinstance(part, Token)] or children
        if isinstance(first, Range):
            return first
        numbers = [part for part in children if getattr(part, "type", "") in ("NUMBER", "ORDINAL")]
        if numbers:
            return days_of(numbers[0], first)
        return Range(first, rest[0], dashed=text_of(children, "TO") not in (None, "", ".."))

    def day_range(self, children: Children) -> Range:
        numbers = [part for part in children if getattr(part, "type", "") in ("NUMBER", "ORDINAL")]
        return days_of(numbers[0], children[-1], int_of(children, "WEEKDAY", -1))

    # -- series

    def series(self, children: Children) -> Series:
        return series_of((), children)

    def first_then(self, children: Children) -> Series:
        return series_of(children[0], children[1:])

    def first_ongoing(self, children: Children) -> Series:
        cadence = next((part for part in children if isinstance(part, Recurrence)), Recurrence())
        return series_of(children[0], [kept_ongoing(cadence), *children[1:]])

    def ongoing_in(self, children: Children) -> Series:
        return Series(kept_ongoing(Recurrence()), since=children[-1], until=children[-1])

    def onwards(self, children: Children) -> Series:
        firsts = next(part for part in children if not isinstance(part, Token))
        return Series(
            kept_ongoing(Recurrence()), firsts if isinstance(firsts, tuple) else (firsts,)
        )

    def named_each(self, children: Children) -> Series:
        recurrence: Recurrence = children[1]
        edges = tuple(item for item in children[0] if isinstance(item, PeriodEdge))
        if len(edges) < len(children[0]):
            edges = first_ends(children[0])
        return Series(Recurrence(recurrence.cadence, within=edges))

    def ends(self, children: Children) -> dict[str, PeriodEdge]:
        edges = [part for part in children if isinstance(part, PeriodEdge)]
        if children[0].type == "TO":
            return {"until": edges[0]}
        return dict(zip(("since", "until"), edges, strict=False))

    def recurrence(self, children: Children) -> Recurrence:
        return children[0]  # type: ignore[no-any-return]

    def ongoing(self, children: Children) -> Recurrence:
        return kept_ongoing(
            next((part for part in children if isinstance(part, Recurrence)), Recurrence())
        )

    def cadence(self, children: Children) -> Recurrence:
        recurrence = children[0] if isinstance(children[0], Recurrence) else Recurrence()
        meetings = children[-1]
        if isinstance(meetings, Recurrence):
            return recurrence
        numbers = tuple(dict.fromkeys(int(token) for token in meetings))
        return Recurrence(recurrence.cadence, recurrence.edge, recurrence.day, meetings=numbers)

    def named(self, children: Children) -> Recurrence:
        return Recurrence(named=children[-1])

    def every_other_day(self, children: Children) -> Recurrence:
        return Recurrence(FORTNIGHTLY, named=(PeriodEdge(self.weekday(children[2:])),))

    def named_by(self, children: Children) -> Recurrence:
        return Recurrence(named=tuple(PeriodEdge(edge.expr, "by") for edge in children[-1]))

    def named_by_start(self, children: Children) -> Recurrence:
        return Recurrence(named=tuple(PeriodEdge(edge.expr, "by-start") for edge in children[-1]))

    def within(self, children: Children) -> Recurrence:
        recurrence: Recurrence = children[0]
        return Recurrence(
            recurrence.cadence,
            recurrence.edge,
            recurrence.day,
            within=children[-1],
            bounded=len(children) > 2,
        )

    def within_by(self, children: Children) -> Recurrence:
        recurrence: Recurrence = children[0]
        return Recurrence(
            recurrence.cadence, within=tuple(PeriodEdge(edge.expr, "by") for edge in children[-1])
        )

    def every(self, children: Children) -> Recurrence:
        return children[0]  # type: ignore[no-any-return]

    def each(self, children: Children) -> Recurrence:
        return Recurrence(cadence_of(children[-1]))

    plain = each

    def at_start(self, children: Children) -> Recurrence:
        return Recurrence(cadence_of(children[-1]), "start")

    def by_start(self, children: Children) -> Recurrence:
        return Recurrence(cadence_of(children[-1]), "by-start")

    def on_day(self, children: Children) -> Recurrence:
        cadence = cadence_of(children[-1])
        return Recurrence(cadence, "day-of", recurring_day_of(children[0], cadence))

    def every_other(self, children: Children) -> Recurrence:
        return self.every_nth([children[0], Token("COUNT", "2"), children[-1]])

    def every_nth(self, children: Children) -> Recurrence:
        number, unit = number_of(children[-2]), cadence_of(children[-1])
        step = number * unit.step
        if named := EVERY.get((unit.unit, step)):
            return Recurrence(Cadence(named))
        if not step:
            raise no_such_rhythm(children, "nothing comes back every 0 of anything", "write termly")
        return Recurrence(Cadence(unit.unit, step))

    def times_per(self, children: Children) -> Recurrence:
        number, unit = number_of(children[0]), cadence_of(children[-1])
        if number == 1:
            return Recurrence(unit)
        named = PER.get((number, unit.unit)) if unit.step == 1 else None
        if named is None:
            help_ = "write weekly, monthly, half-termly, termly or annually, or name the months"
            raise no_such_rhythm(children, "a plan has no such rhythm", help_)
        return Recurrence(Cadence(*named))

    def unit(self, children: Children) -> Token:
        return children[0]  # type: ignore[no-any-return]

    def meetings(self, children: Children) -> tuple[Token, ...]:
        head = children[0] if isinstance(children[0], tuple) else (children[0],)
        return (*head, *children[2:])


setattr(_Builder, "break", _Builder.break_)  # the rule's name is a keyword of Python's
