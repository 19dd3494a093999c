"""The timing context of a plan: its calendar and years, against which its phrases are read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sipctl.plan.calendar.terms import Calendar, Meeting, Term
from sipctl.plan.timing import Member, TimingContext

if TYPE_CHECKING:
    from sipctl.plan.model.entries import Plan, TermCalendar


def timing_context(plan: Plan) -> TimingContext:
    """The calendar, years, review and academies of a plan."""
    about = plan.about
    return TimingContext(
        calendar_of(plan.calendar),
        about.runs.from_,
        about.runs.to,
        about.settings.review,
        about.settings.quarters or "",
        tuple(
            Member(name, academy.joined, academy.left)
            for name, academy in plan.people.academies.items()
        ),
    )


def calendar_of(entries: TermCalendar) -> Calendar:
    """The calendar of calendar.yaml, its terms in order of their first day."""
    terms = [
        Term(name, year, dates.starts, dates.ends, dates.half_term, entry.provisional)
        for year, entry in entries.years.items()
        for name, dates in entry.terms.items()
    ]
    return Calendar(
        terms=tuple(sorted(terms, key=lambda term: (term.starts, term.ends))),
        closed=frozenset(entries.closed),
        meetings=tuple(
            Meeting(id, meeting.name, meeting.every, meeting.dates, meeting.complete)
            for id, meeting in entries.meetings.items()  # noqa: A001
        ),
    )
