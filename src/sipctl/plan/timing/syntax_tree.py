"""The syntax tree of a phrase, before any calendar is asked: what parse.py makes of grammar.lark.

`start` and `end` are offsets in the phrase, for a refusal to point at.
"""

from dataclasses import replace
from typing import Literal

from sipctl.plan.frozen import field, frozen

EdgeKind = Literal["", "in", "start", "by-start", "end", "by", "before", "day-of"]
Unit = Literal["day", "week", "half-month", "month", "half", "term", "quarter", "half-year", "year"]

CADENCES = {
    ("day", 1): "daily",
    ("week", 1): "weekly",
    ("week", 2): "fortnightly",
    ("half-month", 1): "twice a month",
    ("month", 1): "monthly",
    ("half", 1): "half-termly",
    ("term", 1): "termly",
    ("quarter", 1): "quarterly",
    ("half-year", 1): "twice a year",
    ("year", 1): "annually",
}
UNIT_WORDS = {"half": "half term", "half-month": "half month", "half-year": "half year"}
NUMBERS = "no|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"


@frozen()
class Year:
    """`2025`, or with `academic` the academic year that begins in it, `2025/26`.

    With `of_plan` the start is a count: 2 in `Year 2`, the plan's second academic year.
    """

    start: int
    academic: bool = False
    of_plan: bool = False
    place: tuple[int, int] = field(default=(0, 0), compare=False)


@frozen()
class PeriodExpr:
    """A period as the phrase names it, with or without a year.

    `number` is the month of a month, a day or a break, the half (0 for all of it) of a term or an
    academic year, the count of a half term, a term or a quarter. `name` is that of a term or a
    holiday, a key, or how a week is given. `more` is the day of a month, the two figures of
    `July 18`, or the last year of a span. Figures (`09/25`, in `name`) are a day and a month, or a
    month and a year: `number` is the second of them, `more` the first.
    """

    kind: Literal[
        "month",
        "month-number",
        "day",
        "figures",
        "weekday",
        "term",
        "term-half-term",
        "nth-half",
        "nth-term",
        "holiday",
        "break",
        "academic",
        "calendar-year",
        "span",
        "quarter",
        "key",
        "week",
    ]
    start: int
    end: int
    name: str = ""
    number: int = 0
    more: int = 0
    weekday: int | None = None
    year: Year | None = None

    def within(self, year: Year | None) -> "PeriodExpr":
        """The same period in that year."""
        return replace(self, year=year)


@frozen()
class DayOf:
    """`last Friday of`, `first day of`, `week 3 of` a period: which (-1 is the last), of what."""

    which: int
    weekday: int | None = None
    unit: Literal["day", "school-day", "week"] = "day"


@frozen()
class PeriodEdge:
    """A period, or the edge of one: `by the end of Spring 2025`; `day` with the kind day-of."""

    expr: PeriodExpr
    kind: EdgeKind = ""
    day: DayOf | None = None


@frozen()
class Range:
    """From the first day of one to the last day of the other; `dashed` without a word for "to"."""

    first: PeriodEdge
    last: PeriodEdge
    dashed: bool = False


Item = PeriodEdge | Range


@frozen()
class Times:
    """One time or several, each for itself."""

    items: tuple[Item, ...]


@frozen()
class AsNeeded:
    """No date, on purpose."""


@frozen()
class Cadence:
    """Every period of one kind, or every second, third … of them."""

    unit: Unit
    step: int = 1

    @property
    def words(self) -> str:
        """`termly`, `every three years`."""
        if word := CADENCES.get((self.unit, self.step)):
            return word
        numbers = NUMBERS.split("|")
        number = numbers[self.step] if self.step < len(numbers) else str(self.step)
        return f"every {number} {UNIT_WORDS.get(self.unit, self.unit)}s"


FORTNIGHTLY = Cadence("week", 2)


@frozen()
class Recurrence:
    """Something recurring: each period of a cadence, named periods, or meetings (by index).

    `within` are times beside a cadence: named periods where they lack a year (`annually in July`),
    else its bounds (`termly during 2024/25`, with `bounded`). `edge` is the part of each period of
    the cadence: `at the start of each term`, `on the last Friday of each term` (with `day`).
    """

    cadence: Cadence | None = None
    edge: EdgeKind = ""
    day: DayOf | None = None
    named: tuple[PeriodEdge, ...] = ()
    within: tuple[PeriodEdge, ...] = ()
    bounded: bool = False
    meetings: tuple[int, ...] = ()
    meeting_names: tuple[str, ...] = ()
    ongoing: bool = False

    @property
    def every_other(self) -> int | None:
        """The weekday that recurs every second week, as in `every other Monday`; else None."""
        if self.cadence != FORTNIGHTLY or len(self.named) != 1:
            return None
        expr = self.named[0].expr
        return expr.number if expr.kind == "weekday" else None


@frozen()
class Series:
    """A recurrence, the periods that lead it, its bounds. An empty one stands for the review."""

    recurrence: Recurrence
    firsts: tuple[Item, ...] = ()
    since: PeriodEdge | None = None
    until: PeriodEdge | None = None


Phrase = Times | Series | AsNeeded
