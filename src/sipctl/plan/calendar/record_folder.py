"""The folder of a record: the academic year and the term that had last begun."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from sipctl.plan.calendar.periods import academic_key, academic_year

if TYPE_CHECKING:
    from sipctl.plan.calendar.terms import Calendar

_MOST_YEARS_LATER = 30
"""How many years after a calendar's own a day may be and still be given a term."""
_LONGEST_BREAK = timedelta(days=75)


def record_folder(calendar: Calendar, day: date) -> str:
    """`2024-25/spring`; a holiday belongs to the term before it.

    Before any term has begun, it is the first. After the calendar's last year, it is the term
    that would have begun if terms began as in the newest year known: so nothing has to be moved
    once that year is entered. For a calendar without terms, it is the academic year alone.
    """
    terms = calendar.sound_terms
    if terms and day < terms[0].starts:
        return _folder(terms[0].year, terms[0].name)
    for years in range(_MOST_YEARS_LATER + 1):
        earlier = _years_earlier(day, years)
        term = calendar.term_begun(earlier) if earlier else None
        if earlier and term and earlier - term.ends <= _LONGEST_BREAK:
            return _folder(academic_key(int(term.year[:4]) + years), term.name)
    return academic_year(day).replace("/", "-")


def _folder(year: str, term: str) -> str:
    return f"{year.replace('/', '-')}/{term}"


def _years_earlier(day: date, years: int) -> date | None:
    """The same day of an earlier year (28 for 29 February); None before the year 1."""
    if day.year - years < date.min.year:
        return None
    leap = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year - years, day=28 if leap and years else day.day)
