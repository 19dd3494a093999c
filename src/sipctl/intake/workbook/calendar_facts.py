"""The sheet of an export that holds its calendar: terms, closed days, meetings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sipctl.intake.workbook.fact_rows import (
    one_text,
    read_id,
    rows_by_kind,
    take_rows,
    twice,
    unique_rows,
)
from sipctl.plan.model import entries as m
from sipctl.plan.model import scalars as w

if TYPE_CHECKING:
    from datetime import date

    from sipctl.intake.workbook.fact_rows import Facts
    from sipctl.intake.workbook.sheets import SheetRow


def calendar(lines: list[SheetRow], facts: Facts) -> m.TermCalendar | None:
    """calendar.yaml; None where no row is a term."""
    kinds = rows_by_kind("Kind", lines)
    terms = take_rows(kinds, "Term", "Kind")
    if not terms:
        return None
    return m.TermCalendar(
        years=_years(terms),
        closed=tuple(_day(line) for line in take_rows(kinds, "Closed", "Kind")),
        meetings=_meetings(kinds),
        source=one_text(facts, "Calendar source"),
        query=one_text(facts, "Calendar query"),
    )


def _years(lines: list[SheetRow]) -> dict[str, m.SchoolYear]:
    years: dict[str, dict[str, m.TermDates]] = {}
    provisional = set()
    for line in lines:
        year, term = read_id(line, w.Year, "Year"), read_id(line, w.TermName, "Name")
        terms = years.setdefault(year, {})
        if term in terms:
            raise twice(line, f"{term} {year}", "Name")
        first, last = line.day("Half term starts"), line.day("Half term ends")
        if bool(first) != bool(last):
            message = "a half term needs its first and its last day"
            lacking = "Half term ends" if first else "Half term starts"
            raise line.refusal(lacking, message, "write both, or neither")
        terms[term] = m.TermDates(
            starts=line.needed_day("Starts"),
            ends=line.needed_day("Ends"),
            half_term=(first, last) if first and last else None,
        )
        provisional.update([year] if line.yes("Provisional") else [])
    return {
        year: m.SchoolYear(terms=terms, provisional=year in provisional)
        for year, terms in years.items()
    }


def _meetings(kinds: Facts) -> dict[str, m.MeetingEntry]:
    entries: dict[str, tuple[str, str | None]] = {}
    dates: dict[str, list[date]] = {}
    for line in unique_rows(take_rows(kinds, "Meeting", "Kind")):
        name = read_id(line, w.Slug)
        entries[name] = (line.needed("Name"), line.text("Every"))
    for line in kinds.get("Meeting date", []):
        if line.peek("Id").strip() in entries:
            dates.setdefault(_meeting_id(line, entries), []).append(_day(line))
    complete: dict[str, list[str]] = {}
    for line in kinds.get("Meeting dates complete", []):
        if line.peek("Id").strip() in entries:
            name = _meeting_id(line, entries)
            complete.setdefault(name, []).append(read_id(line, w.Year, "Year"))
    return {
        name: m.MeetingEntry(
            name=title,
            every=every,
            dates=tuple(dates.get(name, ())),
            complete=tuple(complete.get(name, ())),
        )
        for name, (title, every) in entries.items()
    }


def _meeting_id(line: SheetRow, entries: dict[str, tuple[str, str | None]]) -> str:
    """The id of the meeting that a row is about; the name in the row only repeats it."""
    line.take("Kind")
    name: str = read_id(line, w.Slug)
    line.take_if_known("Name", entries[name][0])
    return name


def _day(line: SheetRow) -> date:
    """The day of a row about one day, whose column of ends must repeat it."""
    line.take_if_known("Ends", line.peek("Starts"))
    return line.needed_day("Starts")
