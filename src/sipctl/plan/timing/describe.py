"""Describes what was read in words, which can be read again and mean the same."""

from sipctl.plan.calendar.periods import MONTHS, WEEKDAYS, academic_key
from sipctl.plan.calendar.terms import Term, holiday_day, name_title
from sipctl.plan.english import excerpt, join_words
from sipctl.plan.timing.syntax_tree import (
    CADENCES,
    UNIT_WORDS,
    Cadence,
    DayOf,
    PeriodEdge,
    PeriodExpr,
    Recurrence,
    Year,
)
from sipctl.plan.timing.types import TimingContext

HALF_WORDS = ("", "first half of ", "second half of ")
ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth")
LINE = 60


def describe_key(key: str, context: TimingContext) -> str:
    """A term's or a half term's key in words."""
    term = context.calendar.term(key)
    if term is not None:
        return describe_term(term, 0, context)
    whole, _, half = key.rpartition("-")
    term = context.calendar.term(whole)
    return describe_term(term, int(half), context) if term else key


def describe_term(term: Term, half: int, context: TimingContext) -> str:
    """`first half of Spring 2025`; the key where the term's name is a word of the language."""
    if term.name not in context.vocabulary.term_names:
        return f"{term.key}-{half}" if half else term.key
    return f"{HALF_WORDS[half]}{term.title}"


def describe_holiday(key: str) -> str:
    """`Easter 2025` for `easter-2025`."""
    name, _, year = key.rpartition("-")
    return f"{name_title(name)} {year}" if holiday_day(name, year) else key


def ordinal(number: int) -> str:
    """`21st`, `2nd`, `13th`."""
    endings = {1: "st", 2: "nd", 3: "rd"}
    return f"{number}{'th' if 10 < number % 100 < 14 else endings.get(number % 10, 'th')}"


def quoted(text: str) -> str:
    """A part of a phrase as one line of at most `LINE` characters, to stand between quotes."""
    return excerpt("".join(char if char.isprintable() else " " for char in text), LINE)


def with_article(words: str) -> str:
    """`the first half of Spring 2025`, after "the end of"."""
    return f"the {words}" if words.startswith(("first ", "second ")) else words


def year_suffix(year: Year | None) -> str:
    """` 2025` or ` 2024/25`, or nothing."""
    if year is None:
        return ""
    return f" {academic_key(year.start) if year.academic else f'{year.start:04d}'}"


_FORMS = {
    "month": "{month}",
    "month-number": "{month}",
    "day": "{expr.more} {month}",
    "week": "week beginning {expr.more} {month}",
    "break": "{month} half term",
    "weekday": "{weekday}",
    "term": "{half}{name}",
    "holiday": "{name}",
    "nth-half": "half term {expr.number}",
    "nth-term": "Term {expr.number}",
    "academic": "{half}the academic year",
    "calendar-year": "{number:04d}",
    "span": "{number}-{after}",
}


def describe_period(expr: PeriodExpr) -> str:
    """A period as named, unresolved: `first half of Autumn`, `31 August 2025`."""
    number = expr.number
    words = _FORMS.get(expr.kind, "{expr.name}").format(
        expr=expr,
        number=number,
        after=expr.more + 1,
        name=name_title(expr.name),
        month=MONTHS[(number - 1) % len(MONTHS)],
        weekday=WEEKDAYS[number % len(WEEKDAYS)],
        half=HALF_WORDS[number] if number < len(HALF_WORDS) else "",
    )
    return f"{words}{year_suffix(expr.year)}"


def describe_recurrence(recurrence: Recurrence) -> str:
    """`termly`, `every February and July`, `termly to LGB`, `at each LGB meeting`."""
    cadence = recurrence.cadence.words if recurrence.cadence else ""
    if recurrence.edge and recurrence.cadence:
        cadence = f"{_edge_of(recurrence)} {_each(recurrence.cadence)}"
    if recurrence.meetings:
        names = join_words(list(recurrence.meeting_names))
        return f"{cadence} to {names}" if cadence else f"at each {names} meeting"
    if recurrence.every_other is not None:
        return f"every other {WEEKDAYS[recurrence.every_other]}"
    named = recurrence.named or recurrence.within
    if not named or recurrence.bounded:
        return cadence
    usual = recurrence.cadence in (None, Cadence("year"), Cadence("week")) and not recurrence.edge
    return _describe_named(cadence, named, every=usual)


def names_a_day(recurrence: Recurrence) -> bool:
    """Whether its words name a day: `at each LGB meeting`, `at the start of each term`."""
    if recurrence.cadence is None:
        return bool(recurrence.meetings)
    return bool(recurrence.edge)


def _edge_of(recurrence: Recurrence) -> str:
    """`at the start of`, `by the start of`, `on the last Friday of`."""
    if recurrence.day is None:
        return "by the start of" if recurrence.edge == "by-start" else "at the start of"
    joint = "in" if recurrence.day.unit == "week" else "on"
    monthly = recurrence.cadence is not None and recurrence.cadence.unit == "month"
    return f"{joint} the {_day_words(recurrence.day, of_month=monthly)}"


def _day_words(day: DayOf, *, of_month: bool) -> str:
    """`last Friday of`, `first school day of`, `15th of` a month, `15th day of` a term."""
    if day.which > len(ORDINALS):
        nth = ordinal(day.which)
        if of_month and day.weekday is None and day.unit == "day":
            return f"{nth} of"
    else:
        nth = "last" if day.which < 0 else ORDINALS[day.which - 1]
    unit = day.unit.replace("-", " ")
    return f"{nth} {unit if day.weekday is None else WEEKDAYS[day.weekday]} of"


def _each(cadence: Cadence) -> str:
    """`each half term`, `every three years`."""
    if (cadence.unit, cadence.step) == ("week", 2):
        return "each fortnight"
    if (cadence.unit, cadence.step) in CADENCES:
        return f"each {UNIT_WORDS.get(cadence.unit, cadence.unit)}"
    return cadence.words


def _edge_words(edge: PeriodEdge) -> str:
    """`last Friday of March`, `before Easter`, `March`."""
    of_month = edge.expr.kind == "month"
    lead = _day_words(edge.day, of_month=of_month) if edge.day else _EDGES.get(edge.kind, "")
    return f"{lead} {describe_period(edge.expr)}".strip()


_EDGES = {"before": "before", "start": "start of", "by-start": "by the start of", "by": "by"}


def _describe_named(cadence: str, named: tuple[PeriodEdge, ...], *, every: bool) -> str:
    """`every February and July`, `annually by Easter`, `every two years in July`."""
    edges = {"start": "start of ", "by-start": "by the start of "}
    if every and any(edge.kind in ("day-of", "before") for edge in named):
        return f"{join_words([_edge_words(edge) for edge in named])} each year"
    words = join_words([edges.get(edge.kind, "") + describe_period(edge.expr) for edge in named])
    weekdays = all(edge.expr.kind == "weekday" for edge in named)
    often = cadence or ("weekly" if weekdays else "annually")
    if all(edge.kind == "by" for edge in named):
        return f"{often} by {words}"
    if all(edge.kind == "by-start" for edge in named):
        return f"{often} {words}"
    if every and not any(edge.kind in edges for edge in named):
        return f"every {words}"
    joint = "at the" if all(edge.kind == "start" for edge in named) else "in"
    return f"{often} {joint} {words}"
