"""What a first plan begins with: its years, and terms for years that nobody has published yet.

Terms are worked out as most English authorities set them, so that the phrases of a new plan mean
something at once. They stand in the calendar as provisional, and `check` says so.
"""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from sipctl.plan.calendar.periods import DAY, academic_key, date_title
from sipctl.plan.calendar.terms import holiday_day
from sipctl.plan.faults import Refusal
from sipctl.plan.model.entries import (
    About,
    Aim,
    Body,
    Lead,
    People,
    Plan,
    Runs,
    SchoolYear,
    TermCalendar,
    TermDates,
)
from sipctl.plan.timing import Timing, TimingContext, read

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sipctl.plan.calendar.terms import Calendar

HOW = (
    "Worked out, not published. Autumn runs from the first weekday on or after 2 September to",
    "the last Friday on or before 21 December; spring from the first weekday on or after 4 January",
    "to the two weeks that touch Easter and begin nearest to 1 April; summer to the last weekday",
    "on or before 22 July. Half terms are the weeks of the last Monday of October, the third",
    "Monday of February and the last Monday of May.",
)
"""How provisional terms are worked out, as lines for whoever reads the calendar."""

TERMS = ("autumn", "spring", "summer")
SIX_TERMS = tuple(f"term{number}" for number in range(1, 7))
SIX = "six"
"""What is typed for six provisional terms a year."""
_OF_AUTUMN = (TERMS[0], *SIX_TERMS[:2])
_OF_A_TRUST = re.compile(r"\b(trust|federation|academies|partnership|mat|diocese)\b", re.IGNORECASE)
LONGEST = 10
"""Years a plan may run."""
MONDAY, FRIDAY = 0, 4

_YEARS = re.compile(r"(?:20)?([0-9]{2})\s*[-–—/ to]+\s*(?:20)?([0-9]{2})")
_YEARS_WITHIN = re.compile(r"\b20[0-9]{2}\s*(?:[-–—/]|to)\s*(?:20)?[0-9]{2}\b")
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


@dataclass(frozen=True)
class Answers:
    """The six answers. `terms` are those that were told; the others are provisional."""

    name: str
    short: str | None
    runs: Runs
    aims: list[str]
    leads: dict[str, Lead]
    terms: dict[tuple[str, int], TermDates]
    six_terms: bool = False
    """Whether a year has six terms, `term1` to `term6`."""


@dataclass(frozen=True)
class Overrides:
    """What was typed of a plan that its document says too; None where nothing was."""

    name: str | None = None
    short: str | None = None
    runs: Runs | None = None
    terms: dict[tuple[str, int], TermDates] | None = None


def overridden(about: About, terms: TermCalendar, typed: Overrides) -> tuple[About, TermCalendar]:
    """A document's plan.yaml and calendar.yaml with what was typed in its place."""
    body = replace(about.body, name=typed.name or about.body.name)
    body = replace(body, short=typed.short or body.short)
    runs = typed.runs or about.runs
    about = replace(about, trust=about.trust and body, school=about.school and body, runs=runs)
    years = {**calendar(runs).years, **terms.years} if typed.runs else dict(terms.years)
    for (name, year), dates in (typed.terms or {}).items():
        key = academic_key(year if name in _OF_AUTUMN else year - 1)
        if key in years:
            years[key] = replace(years[key], terms={**years[key].terms, name: dates})
    return about, replace(terms, years=dict(sorted(years.items())))


def years_said(texts: Iterable[str]) -> str | None:
    """The first years of a plan that texts say, such as `2024-26`; None where they say none."""
    for text in texts:
        for match in _YEARS_WITHIN.finditer(text[:200]):
            with suppress(Refusal):
                years(match[0])
                return match[0]
    return None


def years(text: str) -> Runs:
    """The first and last day of a plan that runs `2025-28`, `2025/26` or `2025`; raises Refusal."""
    match = _YEARS.fullmatch(text.strip())
    single_year = re.fullmatch(r"20([0-9]{2})", text.strip())
    first, last = (int(match[1]), int(match[2])) if match else (0, 0)
    if single_year:
        first, last = int(single_year[1]), int(single_year[1]) + 1
    if not 0 <= first < last <= first + LONGEST:
        raise Refusal(
            f'"{text}" does not say in which years the plan runs',
            f"such as 2025-28, from September 2025 to August 2028; {LONGEST} years at most",
        )
    return Runs(from_=date(2000 + first, 9, 1), to=date(2000 + last, 8, 31))


def span(runs: Runs) -> str:
    """The years of a plan for its title: `2025–28`."""
    return f"{runs.from_.year}–{runs.to.year % 100:02d}"


def calendar(
    runs: Runs,
    published: dict[tuple[str, int], TermDates] | None = None,
    *,
    six_terms: bool = False,
) -> TermCalendar:
    """The terms of a plan's years: those that were told, by name and year, else provisional."""
    published = published or {}
    years = {}
    for start in range(runs.from_.year, runs.to.year):
        worked_out = _halved(terms_of(start)) if six_terms else terms_of(start)
        terms = {
            name: published.get((name, dates.starts.year), dates)
            for name, dates in worked_out.items()
        }
        sure = all((name, dates.starts.year) in published for name, dates in worked_out.items())
        years[academic_key(start)] = SchoolYear(terms=terms, provisional=not sure)
    return TermCalendar(years=years)


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


def is_of_six_terms(text: str) -> bool:
    """Whether typed terms are those of a school with six a year: `six`, or `term 4 2026: …`."""
    head = _HEAD.match(text)
    return text.lower() == SIX or bool(head and head[1][-1].isdigit())


def _halved(terms: dict[str, TermDates]) -> dict[str, TermDates]:
    """`term1` to `term6`: the halves of three terms, as schools with six a year have them."""
    halves = []
    for term_ in terms.values():
        first, last = term_.half_term or (term_.starts, term_.starts)
        halves.append(TermDates(starts=term_.starts, ends=_weekday(first - DAY, -1)))
        halves.append(TermDates(starts=_weekday(last + DAY, 1), ends=term_.ends))
    return dict(zip(SIX_TERMS, halves, strict=True))


def term(
    text: str, runs: Runs, terms: Calendar, asked: tuple[str, int] | None = None
) -> tuple[tuple[str, int], TermDates]:
    """A term as people type it: `autumn 2025: 3 Sep to 19 Dec, half term 27 to 31 Oct`.

    The name may be left out, or its year, where one term was `asked` for. Gives its name and year,
    and its days; raises Refusal for what cannot be understood.
    """
    name, days = _named(text.strip(), asked)
    parts = _PARTS.fullmatch(days)
    if not name or not parts:
        raise _unclear(text, asked)
    opens, closes = _school_year(name, runs)
    frame = TimingContext(terms, runs.from_, runs.to)
    first, last = _days(parts[1], name[1], frame) or (None, None)
    half = _days(parts[2], name[1], frame) if parts[2] else None
    if first is None or last is None or (parts[2] and not half):
        raise _unclear(text, asked)
    if last <= first or (half and not first < half[0] <= half[1] < last):
        raise Refusal(f'"{text}" runs backwards, or its break lies outside it', _example(asked))
    if not opens <= first < last <= closes:
        year = academic_key(opens.year)
        bounds = f"between {date_title(opens)} and {date_title(closes)}"
        raise Refusal(f'"{text}" lies outside {year}', f"write days {bounds}")
    return name, TermDates(starts=first, ends=last, half_term=half)


def _school_year(name: tuple[str, int], runs: Runs) -> tuple[date, date]:
    """The first and last day on which a term of a plan may lie; raises Refusal if it has none such.

    A school year's terms lie between August and August.
    """
    term, year = name
    start = year if term in _OF_AUTUMN else year - 1
    if not runs.from_.year <= start < runs.to.year:
        raise Refusal(
            f"the plan runs {span(runs)}, without {term} {year}",
            f"its terms are from autumn {runs.from_.year} to summer {runs.to.year}",
        )
    return date(start, 8, 1), date(start + 1, 8, 31)


def _named(text: str, asked: tuple[str, int] | None) -> tuple[tuple[str, int] | None, str]:
    """Which term a text is about, and what it says of it; raises Refusal if not the one asked."""
    head = _HEAD.match(text)
    if not head:
        return asked, text
    year = int(head[2]) if head[2] else asked[1] if asked else None
    word = re.sub(r"^t(?:erm)?\s*(?=[1-6]$)", "term", head[1].lower())
    name = (word, year) if year else None
    if asked and name != asked:
        raise Refusal(f'"{text}" is not about {asked[0]} {asked[1]}', _example(asked))
    return name, text[head.end() :]


def _example(asked: tuple[str, int] | None) -> str:
    days = "3 Sep to 19 Dec, half term 27 to 31 Oct"
    return f"such as: {days}" if asked else f"such as: autumn 2025: {days}"


def _unclear(text: str, asked: tuple[str, int] | None) -> Refusal:
    return Refusal(f'"{text}" is not a term\'s dates', _example(asked))


def _days(text: str, year: int, frame: TimingContext) -> tuple[date, date] | None:
    """Two days of a year: `3 Sep to 19 Dec`, `26-30 Oct`."""
    text = text.strip()
    month = _ONE_MONTH.fullmatch(text)
    if month:
        parts = [f"{month[1]} {month[3]}", f"{month[2]} {month[3]}"]
    else:
        match = _RANGE.fullmatch(text)
        parts = list(match.groups()) if match else []
    days = [day for day in (_one_day(part, year, frame) for part in parts) if day]
    return (days[0], days[1]) if len(days) == 2 else None


def _one_day(text: str, year: int, frame: TimingContext) -> date | None:
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


def plan_of(answers: Answers) -> Plan:
    """The plan that the answers make: aims without areas yet."""
    terms = calendar(answers.runs, answers.terms, six_terms=answers.six_terms)
    aims = tuple(Aim(id=number, title=title) for number, title in enumerate(answers.aims, start=1))
    return Plan(about_of(answers), People(leads=answers.leads), terms, aims)


def about_of(answers: Answers) -> About:
    """plan.yaml; a name decides whether it is a trust's or a school's."""
    body = Body(name=answers.name, short=answers.short)
    trust = bool(_OF_A_TRUST.search(answers.name))
    kind = "Strategic Improvement Plan" if trust else "School Improvement Plan"
    return About(
        title=f"{kind} {span(answers.runs)}",
        trust=body if trust else None,
        school=None if trust else body,
        runs=answers.runs,
    )


def initials_of(name: str) -> str:
    """`HLT` for Hill Learning Trust."""
    return "".join(re.findall(r"\b[A-Z0-9]", name))[:8]
