"""What a first plan begins with: its years, and terms for years that nobody has published yet.

Terms are worked out as most English authorities set them, so that the phrases of a new plan mean
something at once. They stand in the calendar as provisional, and `check` says so.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING

from sipctl.plan.calendar import holiday_day
from sipctl.plan.faults import Refusal
from sipctl.plan.model import Runs, SchoolYear, TermCalendar, TermDates
from sipctl.plan.periods import DAY, academic_key
from sipctl.plan.timing import Frame, Timing, read

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sipctl.plan.calendar import Calendar

HOW = (
    "Worked out, not published. Autumn runs from the first weekday on or after 2 September to",
    "the last Friday on or before 21 December; spring from the first weekday on or after 4 January",
    "to the two weeks that touch Easter and begin nearest to 1 April; summer to the last weekday",
    "on or before 22 July. Half terms are the weeks of the last Monday of October, the third",
    "Monday of February and the last Monday of May.",
)
"""How provisional terms are worked out, as lines for whoever reads the calendar."""

TERMS = ("autumn", "spring", "summer")
LONGEST = 10
"""Years a plan may run."""
MONDAY, FRIDAY = 0, 4

_YEARS = re.compile(r"(?:20)?([0-9]{2})\s*[-–—/ to]+\s*(?:20)?([0-9]{2})")
_TERM = re.compile(
    r"(autumn|spring|summer)\s+(20[0-9]{2})\s*[:,]?\s*(.+?)\s*"
    r"(?:[,;]?\s*(?:half[ -]?term:?|;|,|\()\s*(.+?)\)?)?\s*",
    re.IGNORECASE,
)
_RANGE = re.compile(r"(.+?)\s*(?:-|–|—|to|until)\s+(.+)", re.IGNORECASE)


def years(text: str) -> Runs:
    """The first and last day of a plan that runs `2025-28`, `2025/26` or `2025`; raises Refusal."""
    found = _YEARS.fullmatch(text.strip())
    one = re.fullmatch(r"20([0-9]{2})", text.strip())
    first, last = (int(found[1]), int(found[2])) if found else (0, 0)
    if one:
        first, last = int(one[1]), int(one[1]) + 1
    if not 0 <= first < last <= first + LONGEST:
        raise Refusal(
            f'"{text}" does not say in which years the plan runs',
            f"such as 2025-28, from September 2025 to August 2028; {LONGEST} years at most",
        )
    return Runs(from_=date(2000 + first, 9, 1), to=date(2000 + last, 8, 31))


def span(runs: Runs) -> str:
    """The years of a plan for its title: `2025–28`."""
    return f"{runs.from_.year}–{runs.to.year % 100:02d}"


def calendar(runs: Runs, told: dict[tuple[str, int], TermDates] | None = None) -> TermCalendar:
    """The terms of a plan's years: those that were told, by name and year, else provisional."""
    given = told or {}
    made = {}
    for start in range(runs.from_.year, runs.to.year):
        worked_out = terms_of(start)
        terms = {
            name: given.get((name, dates.starts.year), dates) for name, dates in worked_out.items()
        }
        sure = all((name, dates.starts.year) in given for name, dates in worked_out.items())
        made[academic_key(start)] = SchoolYear(terms=terms, provisional=not sure)
    return TermCalendar(years=made)


def terms_of(start: int) -> dict[str, TermDates]:
    """The likely terms of the school year that begins in a September: see `HOW`."""
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


def term(text: str, runs: Runs, terms: Calendar) -> tuple[tuple[str, int], TermDates]:
    """A term as people type it: `autumn 2025: 3 Sep to 19 Dec, half term 27 Oct to 31 Oct`.

    Gives its name and year, and its days; raises Refusal for what cannot be understood.
    """
    found = _TERM.fullmatch(text.strip())
    if not found:
        raise _unclear(text)
    name, year = found[1].lower(), int(found[2])
    frame = Frame(terms, runs.from_, runs.to)
    first, last = _days(found[3], year, frame, text)
    half = _days(found[4], year, frame, text) if found[4] else None
    if last <= first or (half and not first < half[0] <= half[1] < last):
        raise Refusal(f'"{text}" runs backwards, or its break lies outside it', _EXAMPLE)
    return (name, year), TermDates(starts=first, ends=last, half_term=half)


_EXAMPLE = "such as: autumn 2025: 3 Sep to 19 Dec, half term 27 Oct to 31 Oct"


def _unclear(text: str) -> Refusal:
    return Refusal(f'"{text}" is not a term\'s dates', _EXAMPLE)


def _days(text: str, year: int, frame: Frame, whole: str) -> tuple[date, date]:
    """Two days of a year: `3 Sep to 19 Dec`."""
    found = _RANGE.fullmatch(text.strip())
    days = [_one_day(part, year, frame) for part in found.groups()] if found else []
    if len(days) != 2 or None in days:
        raise _unclear(whole)
    first, last = (one for one in days if one is not None)
    return first, last


def _one_day(text: str, year: int, frame: Frame) -> date | None:
    for phrase in (text, f"{text} {year}"):
        timing = read(phrase.strip(), frame)
        if isinstance(timing, Timing) and len(timing.occurrences) == 1:
            only = timing.occurrences[0]
            if only.opens == only.due:
                return only.due
    return None


def titles(options: Iterable[str]) -> list[str]:
    """Titles of aims as they were given, without empty ones and without their numbers."""
    bare = (
        re.sub(r"^(aim )?[0-9]{1,3}\s*[.:)–-]\s*", "", text.strip(), flags=re.I) for text in options
    )
    return [text for text in bare if text]


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
