"""The calendar (terms, meetings) and the plan's years, from which days are worked out."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from sipctl.plan.calendar.periods import academic_key, academic_start, date_title
from sipctl.plan.english import join_words
from sipctl.plan.faults import did_you_mean
from sipctl.plan.rules.context import Finding, RuleContext, need, rule
from sipctl.plan.rules.locations import Location

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sipctl.plan.model.entries import SchoolYear, TermDates

_FILE = "calendar.yaml"
_AUGUST = 8


class TermAt(NamedTuple):
    """A term and where it stands."""

    location: Location
    year: str
    name: str
    dates: TermDates

    @property
    def title(self) -> str:
        """`autumn 2024/25`."""
        return f"{self.name} {self.year}"


def are_sound(context: RuleContext) -> bool:
    """Whether the calendar has no errors, so that days worked out from it are right."""
    rules = (bad_year, backwards_term, overlapping_terms, term_outside_year, missing_terms)
    findings = (find(context) for find in (*rules, half_term_outside_term))
    return not any(True for finding in findings for _ in finding)


def days_are_certain(context: RuleContext) -> bool:
    """Whether days that are worked out can be judged: the calendar and the years have no errors."""
    return context.dates_known and context.runs_forward and context.cached(are_sound)


def files_in_doubt(context: RuleContext) -> Iterator[str]:
    """The files whose errors make days that are worked out uncertain."""
    if not context.runs_forward:
        yield "plan.yaml"
    if not context.cached(are_sound):
        yield "calendar.yaml"


@rule("plan-backwards", "error", needs=(need("plan", "runs"),))
def plan_backwards(context: RuleContext) -> Iterator[Finding]:
    """A plan that ends before it begins."""
    runs = context.plan.about.runs
    if runs.to < runs.from_:
        message = f"the plan ends on {date_title(runs.to)}, before it begins"
        help_ = f"it begins on {date_title(runs.from_)}: correct whichever is wrong"
        yield Finding(Location("plan.yaml", ("runs", "to")), message, help_)


@rule("plan-ended", "warning", dated="today", needs=(need("plan", "runs"),))
def plan_ended(context: RuleContext) -> Iterator[Finding]:
    """A plan whose last day is over."""
    runs = context.plan.about.runs
    if runs.from_ <= runs.to < context.today:
        message = f"the plan ended on {date_title(runs.to)}"
        first, length = runs.to.year, max(runs.to.year - runs.from_.year, 1)
        years = f"{first}-{(first + length) % 100:02d}"
        help_ = f"begin the next one, with what is carried over: sipctl roll --to {years}"
        yield Finding(Location("plan.yaml", ("runs", "to")), message, help_)


# --- terms ---------------------------------------------------------------------------------------


@rule("bad-year", "error", needs=())
def bad_year(context: RuleContext) -> Iterator[Finding]:
    """Academic years named by two years that do not follow one another."""
    calendar = context.plan.calendar
    for year in calendar.years:
        if not _is_year(year):
            yield _bad_year(Location(_FILE, ("years", year)), year, key=True)
    for name, meeting in calendar.meetings.items():
        for index, year in enumerate(meeting.complete):
            if not _is_year(year):
                yield _bad_year(Location(_FILE, ("meetings", name, "complete", index)), year)


def _bad_year(location: Location, year: str, *, key: bool = False) -> Finding:
    proposed = academic_key(int(year[:4]))
    proposed = proposed if _is_year(proposed) else "2024/25"
    return Finding(location, f"{year} is not an academic year", did_you_mean(proposed), key=key)


@rule("term-backwards", "error", needs=())
def backwards_term(context: RuleContext) -> Iterator[Finding]:
    """Terms that end before they begin."""
    for term in context.cached(_terms):
        starts, ends = term.dates.starts, term.dates.ends
        if ends < starts:
            message = f"{term.title} ends on {date_title(ends)}, before it begins"
            help_ = f"it begins on {date_title(starts)}: correct whichever is wrong"
            yield Finding(term.location.to("ends"), message, help_)


@rule("terms-overlap", "error", needs=())
def overlapping_terms(context: RuleContext) -> Iterator[Finding]:
    """Terms that begin before the one in front of them has ended."""
    sound = [
        term
        for term in context.cached(_terms)
        if term.dates.starts <= term.dates.ends and _outside_year(term) is None
    ]
    sound.sort(key=lambda term: (term.dates.starts, term.dates.ends))
    latest = None
    for term in sound:
        if latest is not None and term.dates.starts <= latest.dates.ends:
            message = (
                f"{term.title} begins on {date_title(term.dates.starts)}, within {latest.title}"
            )
            help_ = (
                f"{latest.title} ends on {date_title(latest.dates.ends)}: correct either of the two"
            )
            yield Finding(term.location.to("starts"), message, help_)
        if latest is None or term.dates.ends > latest.dates.ends:
            latest = term


@rule("term-outside-year", "error", needs=())
def term_outside_year(context: RuleContext) -> Iterator[Finding]:
    """Terms that do not lie in the academic year that they stand under."""
    for term in context.cached(_terms):
        outside = _outside_year(term)
        if outside is not None:
            key, day, bounds = outside
            message = f"{term.title} {key} on {date_title(day)}, outside that year"
            yield Finding(term.location.to(key), message, f"write a day {bounds}")


def _outside_year(term: TermAt) -> tuple[str, date, str] | None:
    """The key and day of a term that lie outside its year, and the bounds in words; else None."""
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


@rule("half-term-outside-term", "error", needs=())
def half_term_outside_term(context: RuleContext) -> Iterator[Finding]:
    """Half-term breaks that run backwards or lie outside their term."""
    for term in context.cached(_terms):
        starts, ends, half = term.dates.starts, term.dates.ends, term.dates.half_term
        if half is None or ends < starts or _outside_year(term) is not None:
            continue
        first, last = half
        location = term.location.to("half_term")
        bounds = f"write two days between {date_title(starts)} and {date_title(ends)}"
        if last < first:
            yield Finding(location, f"the half term in {term.title} ends before it begins", bounds)
        elif not starts < first <= last < ends:
            yield Finding(
                location, f"the half term in {term.title} is not within that term", bounds
            )


@rule("provisional-terms", "warning", needs=())
def provisional_terms(context: RuleContext) -> Iterator[Finding]:
    """Years whose term dates are not confirmed."""
    for year, entry in context.plan.calendar.years.items():
        if entry.provisional:
            message = f"the term dates of {year} are provisional"
            help_ = "check them against the published dates, then take provisional: out"
            yield Finding(Location(_FILE, ("years", year, "provisional")), message, help_)


# --- terms that are missing ----------------------------------------------------------------------


@rule("missing-terms", "error", needs=(need("calendar"), need("plan", "runs")))
def missing_terms(context: RuleContext) -> Iterator[Finding]:
    """Years of the plan that lack some or all of their terms."""
    if not context.runs_forward or not all(_is_year(year) for year in context.plan.calendar.years):
        return

    missing = context.cached(_missing_by_year)
    empty = [year for year, names in missing.items() if not names]
    if empty:
        years = f"{empty[0]} to {empty[-1]}" if len(empty) > 2 else join_words(empty)
        message = f"the calendar has no terms for {years}"
        help_ = f"the plan runs {context.years_in_words}: add the terms of those years"
        yield Finding(Location(_FILE, ("years",)), message, help_, key=True)
    for year, names in missing.items():
        if names:
            message = f"{year} has no {join_words(names)} term"
            help_ = f"add a line such as {names[0]}: {{starts: …, ends: …}}"
            yield Finding(Location(_FILE, ("years", year)), message, help_, key=True)


def _missing_by_year(context: RuleContext) -> dict[str, list[str]]:
    """Years of the plan with the terms that each lacks; an empty list for a year without any.

    A year should have what the fullest year has, as far as that would fall in the plan.
    """
    years = context.plan.calendar.years
    fullest = max(years.items(), key=lambda pair: len(pair[1].terms), default=None)
    first, last = academic_start(context.starts), academic_start(context.ends)
    missing_by_year: dict[str, list[str]] = {}
    for start in range(first, last + 1):
        year = academic_key(start)
        present = years[year].terms if year in years else {}
        expected = _expected(context, start, fullest) if fullest else ["autumn"]
        missing = [name for name in expected if name not in present]
        if missing:
            missing_by_year[year] = missing if present else []
    return missing_by_year


def _expected(context: RuleContext, start: int, model: tuple[str, SchoolYear]) -> list[str]:
    """The terms of another year that would fall in the plan if they came again in this one."""
    shift = start - int(model[0][:4])
    return [
        name
        for name, dates in model[1].terms.items()
        if _shifted(dates.starts, shift) <= context.ends
        and _shifted(dates.ends, shift) >= context.starts
    ]


def _shifted(day: date, years: int) -> date:
    year = min(max(day.year + years, 1), 9999)
    return day.replace(year=year, day=min(day.day, 28))


# --- helpers -------------------------------------------------------------------------------------


def _terms(context: RuleContext) -> list[TermAt]:
    return [
        TermAt(Location(_FILE, ("years", year, name)), year, name, dates)
        for year, entry in context.plan.calendar.years.items()
        for name, dates in entry.terms.items()
    ]


def _is_year(year: str) -> bool:
    return 1 <= int(year[:4]) < 9999 and academic_key(int(year[:4])) == year
