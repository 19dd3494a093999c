"""A term's dates as people type them: `autumn 2025: 3 Sep to 19 Dec, half term 27 to 31 Oct`."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from sipctl.intake.answers import span
from sipctl.plan.calendar.periods import academic_key, date_title
from sipctl.plan.calendar.provisional import TermKey, school_year_of
from sipctl.plan.faults import Refusal
from sipctl.plan.model.entries import TermDates
from sipctl.plan.timing import Timing, TimingContext, read

if TYPE_CHECKING:
    from sipctl.plan.calendar.terms import Calendar
    from sipctl.plan.model.entries import Runs

SIX = "six"
"""What is typed for six provisional terms a year."""
_HEAD = re.compile(
    r"(autumn|spring|summer|t(?:erm)?\s*[1-6])\b(?:\s+term)?(?:\s+(20[0-9]{2})(?![-/.0-9]))?\s*[:,]?\s*",
    re.IGNORECASE,
)
_PARTS = re.compile(
    r"(.+?)(?:(?:[\s,;(]*half[ -]?term\s*:?|\s*[;,(])\s*(.+?)\)?)?\s*", re.IGNORECASE
)
_TO = r"\s*(?:-|–|—|\bto\b|\buntil\b)"
_RANGE = re.compile(rf"(.+?){_TO}\s+(.+)", re.IGNORECASE)
_DAY = r"(?:[a-z]+\s+)?[0-9]{1,2}(?:st|nd|rd|th)?"
_ONE_MONTH = re.compile(rf"({_DAY}){_TO}\s*({_DAY})\s+([a-z].*)", re.IGNORECASE)
"""`26-30 Oct`: two days of the month that is named once."""


def is_of_six_terms(text: str) -> bool:
    """Whether typed terms are those of a school with six a year: `six`, or `term 4 2026: …`."""
    head = _HEAD.match(text)
    return text.lower() == SIX or bool(head and head[1][-1].isdigit())


def parse_term(
    text: str, runs: Runs, terms: Calendar, asked: TermKey | None = None
) -> tuple[TermKey, TermDates]:
    """A term as people type it: `autumn 2025: 3 Sep to 19 Dec, half term 27 to 31 Oct`.

    The name may be left out, or its year, where one term was `asked` for. Gives its name and year,
    and its days; raises Refusal for what cannot be understood.
    """
    name, days = _named(text.strip(), asked)
    parts = _PARTS.fullmatch(days)
    if not name or not parts:
        raise _unclear(text, asked)
    opens, closes = _school_year(name, runs)
    context = TimingContext(terms, runs.from_, runs.to)
    first, last = _days(parts[1], name[1], context) or (None, None)
    half = _days(parts[2], name[1], context) if parts[2] else None
    if first is None or last is None or (parts[2] and not half):
        raise _unclear(text, asked)
    if last <= first or (half and not first < half[0] <= half[1] < last):
        raise Refusal(f'"{text}" runs backwards, or its break lies outside it', _example(asked))
    if not opens <= first < last <= closes:
        year = academic_key(opens.year)
        bounds = f"between {date_title(opens)} and {date_title(closes)}"
        raise Refusal(f'"{text}" lies outside {year}', f"write days {bounds}")
    return name, TermDates(starts=first, ends=last, half_term=half)


def _school_year(name: TermKey, runs: Runs) -> tuple[date, date]:
    """The first and last day on which a plan's term may lie; raises Refusal if it has no such term.

    A school year's terms lie between August and August.
    """
    start = school_year_of(name)
    if not runs.from_.year <= start < runs.to.year:
        term, year = name
        raise Refusal(
            f"the plan runs {span(runs)}, without {term} {year}",
            f"its terms are from autumn {runs.from_.year} to summer {runs.to.year}",
        )
    return date(start, 8, 1), date(start + 1, 8, 31)


def _named(text: str, asked: TermKey | None) -> tuple[TermKey | None, str]:
    """The term that a text begins with, and the rest; raises Refusal if it is not the one asked."""
    head = _HEAD.match(text)
    if not head:
        return asked, text
    year = int(head[2]) if head[2] else asked[1] if asked else None
    word = re.sub(r"^t(?:erm)?\s*(?=[1-6]$)", "term", head[1].lower())
    name = (word, year) if year else None
    if asked and name != asked:
        raise Refusal(f'"{text}" is not about {asked[0]} {asked[1]}', _example(asked))
    return name, text[head.end() :]


def _example(asked: TermKey | None) -> str:
    days = "3 Sep to 19 Dec, half term 27 to 31 Oct"
    return f"such as: {days}" if asked else f"such as: autumn 2025: {days}"


def _unclear(text: str, asked: TermKey | None) -> Refusal:
    return Refusal(f'"{text}" is not a term\'s dates', _example(asked))


def _days(text: str, year: int, context: TimingContext) -> tuple[date, date] | None:
    """Two days of a year: `3 Sep to 19 Dec`, `26-30 Oct`."""
    text = text.strip()
    month = _ONE_MONTH.fullmatch(text)
    if month:
        parts = [f"{month[1]} {month[3]}", f"{month[2]} {month[3]}"]
    else:
        match = _RANGE.fullmatch(text)
        parts = list(match.groups()) if match else []
    days = [day for day in (_one_day(part, year, context) for part in parts) if day]
    return (days[0], days[1]) if len(days) == 2 else None


def _one_day(text: str, year: int, context: TimingContext) -> date | None:
    for phrase in (text, f"{text} {year}"):
        timing = read(phrase.strip(), context)
        if isinstance(timing, Timing) and len(timing.occurrences) == 1:
            only = timing.occurrences[0]
            if only.opens == only.due:
                return only.due
    return None
