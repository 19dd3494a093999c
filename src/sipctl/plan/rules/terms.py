"""The calendar and the plan's years: the days that every phrase rests on."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from sipctl.plan.calendar.periods import academic_key, academic_start, date_title
from sipctl.plan.rules.context import Finding, Location, RuleContext, and_all, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sipctl.plan.model.entries import SchoolYear, TermDates

_FILE = "calendar.yaml"
_AUGUST = 8


class TermAt(NamedTuple):
    """A term and where it stands."""

    spot: Location
    year: str
    name: str
    dates: TermDates

    @property
    def title(self) -> str:
        """`autumn 2024/25`."""
        return f"{self.name} {self.year}"


def are_sound(survey: RuleContext) -> bool:
    """Whether the calendar has no errors, so that what rests on it may be judged by it."""
    rules = (bad_year, backwards_term, overlapping_terms, term_outside_year, missing_terms)
    found = (find(survey) for find in (*rules, half_term_outside_term))
    return not any(True for findings in found for _ in findings)


def days_hold(survey: RuleContext) -> bool:
    """Whether days that are worked out may be judged: the calendar and the years are sound."""
    return survey.runs_forward and survey.once(are_sound)


@rule("plan-backwards", "error")
def plan_backwards(survey: RuleContext) -> Iterator[Finding]:
    """A plan that ends before it begins."""
    runs = survey.plan.about.runs
    if runs.to < runs.from_:
        message = f"the plan ends on {date_title(runs.to)}, before it begins"
        helped = f"it begins on {date_title(runs.from_)}: correct whichever is wrong"
        yield Finding(Location("plan.yaml", ("runs", "to")), message, helped)


# --- terms ---------------------------------------------------------------------------------------


@rule("bad-year", "error")
def bad_year(survey: RuleContext) -> Iterator[Finding]:
    """Academic years named by two years that do not follow one another."""
    for year in survey.plan.calendar.years:
        if not _is_year(year):
            proposed = academic_key(int(year[:4]))
            proposed = proposed if _is_year(proposed) else "2024/25"
            spot = Location(_FILE, ("years", year))
            yield Finding(
                spot, f"{year} is not an academic year", f'did you mean "{proposed}"?', key=True
            )


@rule("term-backwards", "error")
def backwards_term(survey: RuleContext) -> Iterator[Finding]:
    """Terms that end before they begin."""
    for term in survey.once(_terms):
        starts, ends = term.dates.starts, term.dates.ends
        if ends < starts:
            message = f"{term.title} ends on {date_title(ends)}, before it begins"
            helped = f"it begins on {date_title(starts)}: correct whichever is wrong"
            yield Finding(term.spot.to("ends"), message, helped)


@rule("terms-overlap", "error")
def overlapping_terms(survey: RuleContext) -> Iterator[Finding]:
    """Terms that begin before the one in front of them has ended."""
    sound = [
        term
        for term in survey.once(_terms)
        if term.dates.starts <= term.dates.ends and _outside_year(term) is None
    ]
    sound.sort(key=lambda term: (term.dates.starts, term.dates.ends))
    latest = None
    for term in sound:
        if latest is not None and term.dates.starts <= latest.dates.ends:
            message = (
                f"{term.title} begins on {date_title(term.dates.starts)}, within {latest.title}"
            )
            helped = (
                f"{latest.title} ends on {date_title(latest.dates.ends)}: correct either of the two"
            )
            yield Finding(term.spot.to("starts"), message, helped)
        if latest is None or term.dates.ends > latest.dates.ends:
            latest = term


@rule("term-outside-year", "error")
def term_outside_year(survey: RuleContext) -> Iterator[Finding]:
    """Terms that do not lie in the academic year that they stand under."""
    for term in survey.once(_terms):
        wrong = _outside_year(term)
        if wrong is not None:
            key, day, bounds = wrong
            message = f"{term.title} {key} on {date_title(day)}, outside that year"
            yield Finding(term.spot.to(key), message, f"write a day {bounds}")


def _outside_year(term: TermAt) -> tuple[str, date, str] | None:
    """Which of a term's days lies outside its year: its key, the day, and where it should lie."""
    starts, ends = term.dates.starts, term.dates.ends
    if ends < starts or not _is_year(term.year):
        return None
    first = int(term.year[:4])
    opens, closes = date(first, _AUGUST, 1), date(first + 1, _AUGUST, 31)
    bounds = f"between {date_title(opens)} and {date_title(closes)}"
    for key, day in (("starts", starts), ("ends", ends)):
        if not opens <= day <= closes:
            return key, day, bounds
    return None


@rule("half-term-outside-term", "error")
def half_term_outside_term(survey: RuleContext) -> Iterator[Finding]:
    """Half-term breaks that run backwards or lie outside their term."""
    for term in survey.once(_terms):
        starts, ends, half = term.dates.starts, term.dates.ends, term.dates.half_term
        if half is None or ends < starts or _outside_year(term) is not None:
            continue
        first, last = half
        spot = term.spot.to("half_term")
        bounds = f"write two days between {date_title(starts)} and {date_title(ends)}"
        if last < first:
            yield Finding(spot, f"the half term in {term.title} ends before it begins", bounds)
        elif not starts < first <= last < ends:
            yield Finding(spot, f"the half term in {term.title} is not within that term", bounds)


@rule("provisional-terms", "warning")
def provisional_terms(survey: RuleContext) -> Iterator[Finding]:
    """Years whose term dates are not confirmed."""
    for year, entry in survey.plan.calendar.years.items():
        if entry.provisional:
            message = f"the term dates of {year} are provisional"
            helped = "check them against the published dates, then take provisional: out"
            yield Finding(Location(_FILE, ("years", year, "provisional")), message, helped)


# --- terms that are missing ----------------------------------------------------------------------


@rule("missing-terms", "error")
def missing_terms(survey: RuleContext) -> Iterator[Finding]:
    """Years of the plan that lack some or all of their terms."""
    if not survey.runs_forward or not all(_is_year(year) for year in survey.plan.calendar.years):
        return
    lacking = survey.once(_lacking)
    whole = [year for year, names in lacking.items() if not names]
    if whole:
        through = f"{whole[0]} to {whole[-1]}" if len(whole) > 2 else and_all(whole)
        message = f"the calendar has no terms for {through}"
        helped = f"the plan runs {survey.years}: add the terms of those years"
        yield Finding(Location(_FILE, ("years",)), message, helped, key=True)
    for year, names in lacking.items():
        if names:
            message = f"{year} has no {and_all(names)} term"
            helped = f"add a line such as {names[0]}: {{starts: …, ends: …}}"
            yield Finding(Location(_FILE, ("years", year)), message, helped, key=True)


def _lacking(survey: RuleContext) -> dict[str, list[str]]:
    """Years of the plan, with the names of the terms that each lacks; none of a year that has none.

    What a year should have is what the fullest year has, as far as it would fall in the plan.
    """
    years = survey.plan.calendar.years
    fullest = max(years.items(), key=lambda pair: len(pair[1].terms), default=None)
    first, last = academic_start(survey.given.starts), academic_start(survey.given.ends)
    lacking: dict[str, list[str]] = {}
    for start in range(first, last + 1):
        year = academic_key(start)
        have = years[year].terms if year in years else {}
        wanted = _wanted(survey, start, fullest) if fullest else ["autumn"]
        missing = [name for name in wanted if name not in have]
        if missing:
            lacking[year] = missing if have else []
    return lacking


def _wanted(survey: RuleContext, start: int, model: tuple[str, SchoolYear]) -> list[str]:
    """Which terms of another year would fall in the plan, if they came again in this one."""
    shift = start - int(model[0][:4])
    return [
        name
        for name, dates in model[1].terms.items()
        if _shifted(dates.starts, shift) <= survey.given.ends
        and _shifted(dates.ends, shift) >= survey.given.starts
    ]


def _shifted(day: date, years: int) -> date:
    year = min(max(day.year + years, 1), 9999)
    return day.replace(year=year, day=min(day.day, 28))


# --- helpers -------------------------------------------------------------------------------------


def _terms(survey: RuleContext) -> list[TermAt]:
    return [
        TermAt(Location(_FILE, ("years", year, name)), year, name, dates)
        for year, entry in survey.plan.calendar.years.items()
        for name, dates in entry.terms.items()
    ]


def _is_year(year: str) -> bool:
    return 1 <= int(year[:4]) < 9999 and academic_key(int(year[:4])) == year
