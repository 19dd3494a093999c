"""What the tests of states are made with: one activity or KPI, records as one line each, a day."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from sipctl.plan.calendar.terms import Calendar, Meeting, Term
from sipctl.plan.model.entries import (
    About,
    Activity,
    Aim,
    Area,
    Kpi,
    LeadChange,
    Move,
    People,
    Plan,
    Record,
    Runs,
    Settings,
    TermCalendar,
)
from sipctl.plan.state.agenda import Row, overview, work_items
from sipctl.plan.timing import TimingContext

YEARS = {
    "2024/25": ("2024-09-02 2024-12-20", "2025-01-06 2025-04-04", "2025-04-22 2025-07-22"),
    "2025/26": ("2025-09-03 2025-12-19", "2026-01-05 2026-03-27", "2026-04-13 2026-07-22"),
    "2026/27": ("2026-09-02 2026-12-18", "2027-01-04 2027-03-25", "2027-04-12 2027-07-21"),
}
TERMS = tuple(
    Term(name, year, *(date.fromisoformat(day) for day in dates.split()))
    for year, all_dates in YEARS.items()
    for name, dates in zip(("autumn", "spring", "summer"), all_dates, strict=True)
)
STARTS, ENDS = date(2024, 9, 1), date(2027, 8, 31)
FRAME = TimingContext(
    Calendar(TERMS, meetings=(Meeting("lgb", "Local governing body"),)), STARTS, ENDS, "termly"
)


def day(text: str) -> date:
    return date.fromisoformat(text)


def record(text: str, **more: Any) -> Record:
    """`2025-03-04 complete for spring-2025 at 09:00 note: why`, as a record of 1a.1 or 1a.k1."""
    match = re.fullmatch(
        r"(?P<date>\S+) (?P<word>\S+)(?: for (?P<for>.+?))?(?: at (?P<at>\S+))?(?: note (?P<note>.+))?",
        text,
    )
    assert match, text
    word = match["word"]
    about: dict[str, Any] = {"activity": "1a.1", "status": word}
    if word in ("met", "partly-met", "not-met"):
        about = {"kpi": "1a.k1", "result": word}
    elif word[0].isdigit():
        about = {"kpi": "1a.k1", "value": word}
    return Record(
        **about | more,
        date=day(match["date"]),
        by="JK",
        for_=match["for"],
        at=match["at"],
        note=match["note"],
    )


def named(records: tuple[str | Record, ...]) -> dict[str, Record]:
    """Records under the file names r0.yaml, r1.yaml, …"""
    return {
        f"records/r{index}.yaml": record(the_record) if isinstance(the_record, str) else the_record
        for index, the_record in enumerate(records)
    }


def move(text: str, milestone: str | None = None) -> Move:
    """`2025-02-01 from Autumn 2024`."""
    on, _, phrase = text.partition(" from ")
    return Move(milestone=milestone, from_=phrase, date=day(on), agreed="Trustees")


def led_before(text: str) -> LeadChange:
    """`2025-02-01 from AB SD`."""
    on, _, leads = text.partition(" from ")
    return LeadChange(from_=tuple(leads.split()), date=day(on))


def activity(
    when: str | dict[str, str] | None, *, moved: tuple[Move, ...] = (), **more: Any
) -> Activity:
    phrases = {"": when} if isinstance(when, str) else when or {}
    return Activity(
        **{"id": "1a.1", "title": "Work", "leads": ("JK",)} | more, when=phrases, moved=moved
    )


def plan(
    *works: Activity | Kpi, records: dict[str, Record] | None = None, due_soon: int = 14
) -> Plan:
    about = About(
        title="A plan", runs=Runs(from_=STARTS, to=ENDS), settings=Settings(due_soon=due_soon)
    )
    area = Area(
        id="1a",
        title="An area",
        activities=tuple(
            the_activity for the_activity in works if isinstance(the_activity, Activity)
        ),
        kpis=tuple(the_activity for the_activity in works if isinstance(the_activity, Kpi)),
    )
    aim = Aim(id=1, title="An aim", areas=(area,))
    return Plan(about, People(), TermCalendar(years={}), (aim,), records or {})


def rows(work: Activity | Kpi, records: tuple[str | Record, ...], on: str) -> list[Row]:
    """The rows of one piece of work on a day, as `list` has them."""
    return overview(work_items(plan(work, records=named(records)), FRAME, day(on), kpis=True))


def row_fields(row: Row, *names: str) -> dict[str, Any]:
    """Some of a row's fields, days as text."""
    values = {name: getattr(row, name) for name in names}
    return {name: str(v) if isinstance(v, date) else v for name, v in values.items()}
