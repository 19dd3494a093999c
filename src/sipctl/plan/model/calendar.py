"""What calendar.yaml may say: terms and half terms by academic year, closed days, meetings."""

from __future__ import annotations

from typing import Annotated

from sipctl.plan.frozen import described, frozen
from sipctl.plan.model import scalars as w
from sipctl.plan.model.entry import QUERY, Entry
from sipctl.plan.model.history import ANSWERED, Answered


@frozen(kw_only=True)
class TermDates(Entry):
    """One term's first and last day, and the first and last day of its half-term break."""

    starts: w.Day = described("The term's first day.")
    ends: w.Day = described("The term's last day.")
    half_term: tuple[w.Day, w.Day] | None = described(
        "The first and last day of the break in its middle.", default=None
    )


@frozen(kw_only=True)
class SchoolYear:
    """One academic year: its terms by name, and whether somebody has yet to confirm them."""

    terms: dict[str, TermDates]
    provisional: bool = described(
        "true until somebody has confirmed the year's dates.", default=False
    )


@frozen(kw_only=True)
class MeetingEntry(Entry):
    """A meeting that timings may name, its rhythm, and its dates as they become known."""

    name: w.Text = described("The meeting's name as the plan says it.")
    every: w.Text | None = described("How often it is held, such as half-termly.", default=None)
    dates: tuple[w.Day, ...] = described("Its dates, as they become known.", default=())
    complete: tuple[w.Year, ...] = described(
        "Academic years whose dates are all known: it is held on no others.", default=()
    )


class YearShape:
    """Marks an academic year, which holds terms and the word `provisional` side by side."""


@frozen(kw_only=True)
class TermCalendar(Entry):
    """calendar.yaml: terms and half terms by academic year; closed days; meetings."""

    years: dict[w.Year, Annotated[SchoolYear, YearShape()]] = described(
        "Academic years, such as 2024/25, each with the dates of its terms."
    )
    closed: tuple[w.Day, ...] = described(
        "INSET days and bank holidays within terms: not school days.", default=()
    )
    meetings: dict[w.Slug, MeetingEntry] = described(
        "Meetings that a time may name, such as lgb: at each LGB meeting.", default_factory=dict
    )
    source: w.Text | None = described(
        "Whose term dates these are, or where they were published.", default=None
    )
    query: w.Text | None = described(QUERY, default=None)
    answered: tuple[Answered, ...] = described(ANSWERED, default=())
