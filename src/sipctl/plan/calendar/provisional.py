"""Terms of years that nobody has published yet, as most English authorities set them.

With them a new plan's phrases can be read at once; `check` says that the terms are provisional.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from sipctl.plan.calendar.periods import DAY, academic_key
from sipctl.plan.calendar.terms import holiday_day
from sipctl.plan.model.entries import SchoolYear, TermCalendar, TermDates

if TYPE_CHECKING:
    from sipctl.plan.model.entries import Runs

TermKey = tuple[str, int]
"""A term's name and the calendar year in which it starts: `("autumn", 2025)`."""

HOW_WORKED_OUT = (
    "Worked out, not published. Autumn runs from the first weekday on or after 2 September to",
    "the last Friday on or before 21 December; spring from the first weekday on or after 4 January",
    "to the two weeks that touch Easter and begin nearest to 1 April; summer to the last weekday",
    "on or before 22 July. Half terms are the weeks of the last Monday of October, the third",
    "Monday of February and the last Monday of May.",
)
"""How provisional terms are worked out, as lines for whoever reads the calendar."""

TERMS = ("autumn", "spring", "summer")
SIX_TERMS = tuple(f"term{number}" for number in range(1, 7))
_OF_AUTUMN = (TERMS[0], *SIX_TERMS[:2])
MONDAY, FRIDAY = 0, 4


def provisional_calendar(
    runs: Runs,
    published: dict[TermKey, TermDates] | None = None,
    *,
    six_terms: bool = False,
) -> TermCalendar:
    """The terms of a plan's years: those given, by name and year, else provisional ones."""
    published = published or {}
    years = {}
    for start in range(runs.from_.year, runs.to.year):
        worked_out = _halved(provisional_terms(start)) if six_terms else provisional_terms(start)
        terms = {
            name: published.get((name, dates.starts.year), dates)
            for name, dates in worked_out.items()
        }
        sure = all((name, dates.starts.year) in published for name, dates in worked_out.items())
        years[academic_key(start)] = SchoolYear(terms=terms, provisional=not sure)
    return TermCalendar(years=years)


def school_year_of(key: TermKey) -> int:
    """The calendar year in which a term's school year begins."""
    name, year = key
    return year if name in _OF_AUTUMN else year - 1


def provisional_terms(start: int) -> dict[str, TermDates]:
    """The likely terms of the school year that begins in the year `start`: see `HOW_WORKED_OUT`."""
    break_starts = _easter_break(start + 1)
    resumes = break_starts + 14 * DAY
    easter = holiday_day("easter", str(start + 1)) or break_starts
    if resumes == easter + DAY:
        resumes += DAY
    ends = break_starts - 3 * DAY
    if ends == easter - 2 * DAY:  # Good Friday
        ends -= DAY
    autumn = TermDates(
        starts=_weekday(date(start, 9, 2), 1),
        ends=_back_to(date(start, 12, 21), FRIDAY),
        half_term=_week(_back_to(date(start, 10, 31), MONDAY)),
    )
    spring = TermDates(
        starts=_weekday(date(start + 1, 1, 4), 1),
        ends=ends,
        half_term=_week(_back_to(date(start + 1, 2, 21), MONDAY)),
    )
    summer = TermDates(
        starts=resumes,
        ends=_weekday(date(start + 1, 7, 22), -1),
        half_term=_week(_back_to(date(start + 1, 5, 31), MONDAY)),
    )
    return dict(zip(TERMS, (autumn, spring, summer), strict=True))


def _halved(terms: dict[str, TermDates]) -> dict[str, TermDates]:
    """`term1` to `term6`: the halves of three terms, as schools with six a year have them."""
    halves = []
    for term_ in terms.values():
        first, last = term_.half_term or (term_.starts, term_.starts)
        halves.append(TermDates(starts=term_.starts, ends=_weekday(first - DAY, -1)))
        halves.append(TermDates(starts=_weekday(last + DAY, 1), ends=term_.ends))
    return dict(zip(SIX_TERMS, halves, strict=True))


def _easter_break(year: int) -> date:
    """The Monday on which two weeks begin that touch Easter: the one nearest to 1 April."""
    easter = holiday_day("easter", str(year)) or date(year, 4, 8)
    mondays = (easter - 13 * DAY, easter - 6 * DAY, easter + DAY)
    return min(mondays, key=lambda monday: abs(monday - date(year, 4, 1)))


def _week(monday: date) -> tuple[date, date]:
    return monday, monday + 4 * DAY


def _weekday(day: date, step: int) -> date:
    while day.weekday() > FRIDAY:
        day += timedelta(days=step)
    return day


def _back_to(day: date, weekday: int) -> date:
    """The last such weekday on or before a day."""
    return day - timedelta(days=(day.weekday() - weekday) % 7)
