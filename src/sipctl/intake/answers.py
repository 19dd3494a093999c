"""The answers that a new plan needs besides its document: name, years, terms, aims, leads."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Protocol

from sipctl.plan.calendar.periods import academic_key
from sipctl.plan.calendar.provisional import (
    SIX_TERMS,
    TermKey,
    provisional_calendar,
    school_year_of,
)
from sipctl.plan.faults import Refusal
from sipctl.plan.model.entries import (
    About,
    Body,
    Lead,
    Runs,
    TermCalendar,
    TermDates,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sipctl.intake.tables.work_table import WorkTable

MOST_YEARS = 10
"""The most years that a plan may run."""
_OF_A_TRUST = re.compile(r"\b(trust|federation|academies|partnership|mat|diocese)\b", re.IGNORECASE)
_YEARS = re.compile(r"(?:20)?([0-9]{2})\s*[-–—/ to]+\s*(?:20)?([0-9]{2})")
_SCHOOL_YEARS = re.compile(
    r"(?:20)?([0-9]{2})\s*/\s*(?:20)?[0-9]{2}\s*(?:[-–—]|to)\s*(?:20)?[0-9]{2}\s*/\s*(?:20)?([0-9]{2})"
)
"""`2024/25 to 2026/27`."""
_YEARS_WITHIN = re.compile(
    rf"\b{_SCHOOL_YEARS.pattern}\b" + r"|\b20[0-9]{2}\s*(?:[-–—/]|to)\s*(?:20)?[0-9]{2}\b"
)


@dataclass(frozen=True)
class Answers:
    """The six answers. `terms` are those that were given; the others are provisional."""

    name: str
    short: str | None
    runs: Runs
    aims: list[str]
    leads: dict[str, Lead]
    terms: dict[TermKey, TermDates]
    six_terms: bool = False
    """Whether a year has six terms, `term1` to `term6`."""


@dataclass(frozen=True)
class Overrides:
    """Options that replace what a document says of its plan; None for those not given."""

    name: str | None = None
    short: str | None = None
    runs: Runs | None = None
    terms: dict[TermKey, TermDates] | None = None
    six_terms: bool | None = None
    """Whether the given terms are of six a year; None where none were given."""


@dataclass(frozen=True)
class StatusSource:
    """The day of a document's statuses, and the initials of whoever vouches for them."""

    day: date
    by: str


class Ask(Protocol):
    """Answers to what a file leaves open: from options, or from somebody at a terminal."""

    @property
    def maps(self) -> Sequence[str]:
        """The values of the options `--map`."""

    def answers(self, years: str | None = None) -> Answers:
        """The plan's name, years and so on; raises Refusal where they are missing. `years` are
        those that the document says."""

    def overrides(self, runs: Runs) -> Overrides:
        """The options that replace what a document says; its plan runs `runs`."""

    def status_source(self, heads: list[str]) -> StatusSource | None:
        """The day of the statuses under `heads`, and who vouches for them; None if not known."""

    def correction(self, tables: Sequence[WorkTable]) -> str | None:
        """Other roles for columns that were read wrongly, `Notes=detail`; None if all are right."""

    def explain(self, refusal: Refusal) -> None:
        """Shows why a correction cannot be used; `correction` is then called again."""


def terms_of(answers: Answers, runs: Runs) -> TermCalendar:
    """The terms of a plan's years: those that were given, else provisional ones."""
    return provisional_calendar(runs, answers.terms, six_terms=answers.six_terms)


def stated_or_asked(
    about: About | None, terms: TermCalendar | None, ask: Ask
) -> tuple[About, TermCalendar]:
    """A document's plan.yaml and calendar.yaml: what it lacks is asked for; options replace what it
    says."""
    if about is None or terms is None:
        answers = ask.answers()
        about = about or about_of(answers)
        terms = terms or terms_of(answers, about.runs)
    return overridden(about, terms, ask.overrides(about.runs))


def overridden(about: About, terms: TermCalendar, typed: Overrides) -> tuple[About, TermCalendar]:
    """A document's plan.yaml and calendar.yaml, with options in place of what it says.

    Raises Refusal where the two count different terms a year.
    """
    six_terms = any(name in SIX_TERMS for year in terms.years.values() for name in year.terms)
    if terms.years and typed.six_terms not in (None, six_terms):
        has, says = ("six", "three") if six_terms else ("three", "six")
        raise Refusal(
            f"the document's calendar has {has} terms a year, and --terms says {says}",
            "leave --terms out, or change the document's calendar",
        )
    body = replace(about.body, name=typed.name or about.body.name)
    body = replace(body, short=typed.short or body.short)
    runs = typed.runs or about.runs
    about = replace(about, trust=about.trust and body, school=about.school and body, runs=runs)
    years = (
        {
            **provisional_calendar(runs, six_terms=six_terms).years,
            **terms.years,
        }
        if typed.runs
        else dict(terms.years)
    )
    for (name, year), dates in (typed.terms or {}).items():
        key = academic_key(school_year_of((name, year)))
        if key in years:
            years[key] = replace(years[key], terms={**years[key].terms, name: dates})
    return about, replace(terms, years=dict(sorted(years.items())))


def years_in(texts: Iterable[str]) -> str | None:
    """The first years in texts that a plan could run, such as `2024-26`; None for none."""
    for text in texts:
        for match in _YEARS_WITHIN.finditer(text[:200]):
            with suppress(Refusal):
                parse_years(match[0])
                return match[0]
    return None


def parse_years(text: str) -> Runs:
    """The first and last day of a plan that runs `2025-28`, `2025/26` or `2025`; raises Refusal."""
    match = _SCHOOL_YEARS.fullmatch(text.strip()) or _YEARS.fullmatch(text.strip())
    single_year = re.fullmatch(r"20([0-9]{2})", text.strip())
    first, last = (int(match[1]), int(match[2])) if match else (0, 0)
    if single_year:
        first, last = int(single_year[1]), int(single_year[1]) + 1
    if not 0 <= first < last <= first + MOST_YEARS:
        raise Refusal(
            f'"{text}" does not say in which years the plan runs',
            f"such as 2025-28, from September 2025 to August 2028; {MOST_YEARS} years at most",
        )
    return Runs(from_=date(2000 + first, 9, 1), to=date(2000 + last, 8, 31))


def span(runs: Runs) -> str:
    """The years of a plan for its title: `2025–28`."""
    return f"{runs.from_.year}–{runs.to.year % 100:02d}"


def about_of(answers: Answers) -> About:
    """plan.yaml from the answers; the name decides whether it is a trust's or a school's."""
    body = Body(name=answers.name, short=answers.short)
    trust = bool(_OF_A_TRUST.search(answers.name))
    kind = "Strategic Improvement Plan" if trust else "School Improvement Plan"
    return About(
        title=f"{kind} {span(answers.runs)}",
        trust=body if trust else None,
        school=None if trust else body,
        runs=answers.runs,
    )
