"""What somebody answers of a new plan, and what its document says: name, years, aims, leads."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

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
    Aim,
    Body,
    Lead,
    People,
    Plan,
    Runs,
    TermCalendar,
    TermDates,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

MOST_YEARS = 10
"""Years a plan may run."""
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
    """The six answers. `terms` are those that were told; the others are provisional."""

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
    """What was typed of a plan that its document says too; None where nothing was."""

    name: str | None = None
    short: str | None = None
    runs: Runs | None = None
    terms: dict[TermKey, TermDates] | None = None
    six_terms: bool | None = None
    """Whether the terms that were typed are of six a year; None where none were."""


def terms_of(answers: Answers, runs: Runs) -> TermCalendar:
    """The terms of a plan that runs so: those that were told, else provisional ones."""
    return provisional_calendar(runs, answers.terms, six_terms=answers.six_terms)


def overridden(about: About, terms: TermCalendar, typed: Overrides) -> tuple[About, TermCalendar]:
    """A document's plan.yaml and calendar.yaml with what was typed in its place.

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
    """The first years of a plan that texts say, such as `2024-26`; None where they say none."""
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


def titles(options: Iterable[str]) -> list[str]:
    """Titles of aims as they were given, without empty ones and without their numbers."""
    bare = (
        re.sub(r"^(aim )?[0-9]{1,3}\s*[.:)–-]\s*", "", text.strip(), flags=re.I) for text in options
    )
    return [text for text in bare if text]


def plan_of(answers: Answers) -> Plan:
    """The plan that the answers make: aims without areas yet."""
    terms = terms_of(answers, answers.runs)
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
