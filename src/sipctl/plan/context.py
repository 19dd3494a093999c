"""A plan's own calendar and years, ready to read its phrases."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sipctl.plan.calendar.terms import Calendar, Meeting, Term
from sipctl.plan.timing import TimingContext

if TYPE_CHECKING:
    from sipctl.plan.model.entries import Plan, TermCalendar


def timing_context(plan: Plan) -> TimingContext:
    """What turns this plan's phrases into days."""
    about = plan.about
    return TimingContext(
        calendar_of(plan.calendar), about.runs.from_, about.runs.to, about.settings.review
    )


def calendar_of(entered: TermCalendar) -> Calendar:
    """The calendar file's terms in order of their first day."""
    terms = [
        Term(name, year, dates.starts, dates.ends, dates.half_term, entry.provisional)
        for year, entry in entered.years.items()
        for name, dates in entry.terms.items()
    ]
    return Calendar(
        terms=tuple(sorted(terms, key=lambda term: (term.starts, term.ends))),
        closed=frozenset(entered.closed),
        meetings=tuple(
            Meeting(id, meeting.name, meeting.every, meeting.dates)
            for id, meeting in entered.meetings.items()  # noqa: A001
        ),
    )
