"""New academic years, with the terms that are published and those that are worked out."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Any

from sipctl.cli.edits.adding.additions import (
    Addition,
    Typed,
    refuse_extra_words,
    refuse_known,
    typed_word,
)
from sipctl.plan.faults import Refusal
from sipctl.store.edits.changes import Bare, SetValue

if TYPE_CHECKING:
    from sipctl.cli.session import Session
    from sipctl.plan.model.entries import SchoolYear, TermDates


def new_year(session: Session, typed: Typed, _today: date) -> Addition:
    """`add year 2027/28 --terms "autumn 2027: 2 Sep to 17 Dec, half term 25 to 29 Oct"`."""
    from sipctl.cli.init.typed_terms import parse_term
    from sipctl.plan.calendar.periods import academic_key
    from sipctl.plan.calendar.provisional import provisional_calendar
    from sipctl.plan.context import calendar_of
    from sipctl.plan.model.entries import Runs

    example = 'sipctl add year 2027/28 --terms "autumn 2027: 2 Sep to 17 Dec, half term 25-29 Oct"'
    refuse_extra_words(typed, 1, example)
    typed.refuse_options_but("terms")
    start = _start(typed_word(typed, 0, "Which year, such as 2027/28?", example), example)
    year = academic_key(start)
    years = session.plan.calendar.years
    refuse_known(year, list(years))
    runs = Runs(from_=date(start, 9, 1), to=date(start + 1, 8, 31))
    six = any(name.startswith("term") for known in years.values() for name in known.terms)
    likely = provisional_calendar(runs, six_terms=six)
    calendar = calendar_of(likely)
    published = dict(parse_term(text, runs, calendar) for text in typed.options.get("terms", ()))
    school_year = provisional_calendar(runs, published, six_terms=six).years[year]
    change = SetValue(("years", Bare(year)), year_value(school_year), tuple(sorted([*years, year])))
    return Addition(
        "calendar.yaml", (change,), year, tuple(_year_notes(year, school_year.provisional))
    )


def _start(typed: str, example: str) -> int:
    match = re.fullmatch(r"(20[0-9]{2})\s*[/–-]\s*((?:20)?[0-9]{2})", typed.strip())
    if not match or (int(match[1]) + 1) % 100 != int(match[2]) % 100:
        raise Refusal(f'"{typed}" is not an academic year', f"such as: {example}")
    return int(match[1])


def year_value(year: SchoolYear) -> dict[str, Any]:
    """A year as calendar.yaml has it."""
    value: dict[str, Any] = {"provisional": Bare("true")} if year.provisional else {}
    return value | {term: _term(dates) for term, dates in year.terms.items()}


def _term(dates: TermDates) -> dict[str, Any]:
    days: dict[str, Any] = {"starts": Bare(dates.starts), "ends": Bare(dates.ends)}
    if dates.half_term:
        days["half_term"] = [Bare(day) for day in dates.half_term]
    return days


def _year_notes(year: str, provisional: bool) -> list[str]:
    if not provisional:
        return []
    return [
        "Terms that were not given are worked out as most authorities set them, and provisional.",
        f"Once they are confirmed: sipctl set {year} provisional false",
    ]
