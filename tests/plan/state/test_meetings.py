"""Meetings whose dates become known: no other date goes, and records keep their meaning."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from support.each_row import each_row
from support.states import FRAME, activity, day, named, plan

from sipctl.plan.calendar.terms import Meeting
from sipctl.plan.context import timing_context
from sipctl.plan.model.calendar import MeetingEntry, SchoolYear, TermDates
from sipctl.plan.rules.context import RuleContext
from sipctl.plan.rules.records import unknown_occurrence
from sipctl.plan.state import agenda, progress
from sipctl.plan.timing import Timing, TimingContext, read

BREAKS = ("2024-10-28", "2025-02-17", "2025-05-26", "2025-10-27", "2026-02-16", "2026-05-25")
HALVES_2024 = "autumn-2024-1 autumn-2024-2 spring-2025-1 spring-2025-2 summer-2025-1 summer-2025-2"


def context(every: str | None, *dates: str, complete: tuple[str, ...] = ()) -> TimingContext:
    meeting = Meeting("lgb", "Local Governing Body", every, tuple(map(day, dates)), complete)
    terms = tuple(
        replace(term, half_term=(day(first), day(first) + timedelta(4)))
        for term, first in zip(FRAME.calendar.terms, BREAKS, strict=False)
    )
    calendar = replace(FRAME.calendar, terms=terms, meetings=(meeting,))
    return replace(FRAME, calendar=calendar, ends=day("2026-08-31"))


def timing(phrase: str, *args: Any, **options: Any) -> Timing:
    reading = read(phrase, context(*args, **options))
    assert isinstance(reading, Timing)
    return reading


def keys(phrase: str, *args: Any, **options: Any) -> str:
    """The keys of the first six occurrences."""
    return " ".join(each.period for each in timing(phrase, *args, **options).occurrences[:6])


HELD = [
    ("at each LGB meeting", "half-termly", (), HALVES_2024),
    (
        *("at each LGB meeting", "half-termly", ("2025-03-12", "2025-05-14")),
        "autumn-2024-1 autumn-2024-2 spring-2025-1 2025-03-12 2025-05-14 summer-2025-2",
    ),
    ("half-termly at each LGB meeting", None, ("2025-03-12",), HALVES_2024.replace(
        "spring-2025-2", "2025-03-12")),
    ("at each LGB meeting", "half-termly", ("2025-09-17",), HALVES_2024),
    ("at each LGB meeting", None, ("2025-09-17", "2025-12-03"),
     "autumn-2024 spring-2025 summer-2025 2025-09-17 2025-12-03 spring-2026"),
    # two in one period; with a cadence in the phrase they are one occurrence
    ("at each LGB meeting", "termly", ("2025-01-15", "2025-03-12"),
     "autumn-2024 2025-01-15 2025-03-12 summer-2025 autumn-2025 spring-2026"),
    ("termly to LGB", "half-termly", ("2025-01-15", "2025-03-12"),
     "autumn-2024 2025-01-15..2025-03-12 summer-2025 autumn-2025 spring-2026 summer-2026"),
    # a date in a holiday is no term's
    ("at each LGB meeting", "termly", ("2025-04-10",),
     "autumn-2024 spring-2025 2025-04-10 summer-2025 autumn-2025 spring-2026"),
    # a cadence of several periods: a date in any of them stands for all
    ("fortnightly to LGB", None, ("2024-09-10",),
     "2024-09-10 2024-W38 2024-W40 2024-W42 2024-W45 2024-W47"),
    ("fortnightly to LGB", None, ("2024-09-03",),
     "2024-09-03 2024-W38 2024-W40 2024-W42 2024-W45 2024-W47"),
    ("at each LGB meeting", "every February and July", ("2025-02-12",),
     "2025-02-12 2025-07 2026-02 2026-07"),
]  # fmt: skip


@each_row(("phrase", "every", "dates", "expected"), HELD)
def test_a_known_date_stands_for_the_period_in_which_it_falls(
    phrase: str, every: str | None, dates: tuple[str, ...], expected: str
) -> None:
    assert keys(phrase, every, *dates) == expected


def test_a_complete_year_holds_no_other_meeting() -> None:
    dates = ("2025-03-12", "2025-05-14")
    known = keys("at each LGB meeting", "half-termly", *dates, complete=("2024/25",))
    assert known == (
        "2025-03-12 2025-05-14 autumn-2025-1 autumn-2025-2 spring-2026-1 spring-2026-2"
    )


def test_notes_say_which_dates_are_not_known() -> None:
    assert timing("at each LGB meeting", "half-termly", "2025-02-05", "2025-06-04").notes == (
        "calendar.yaml knows no dates for Local Governing Body in Autumn 2024, first half, "
        "Autumn 2024, second half, Spring 2025, second half and 1 more: half-termly there",
        "calendar.yaml knows no dates for Local Governing Body after 4 June 2025: "
        "half-termly from then on",
    )


# --- records -------------------------------------------------------------------------------------

TWO_IN_SPRING = ("2025-01-15", "2025-03-12")
SETTLED = [
    # a record made for a period, before its dates were known
    ("half-termly", ("2025-02-05",), "2025-02-10 complete for spring-2025-1", "2025-02-05"),
    ("half-termly", ("2025-02-05",), "2025-02-01 complete for spring-2025-1", "2025-02-05"),
    ("termly", TWO_IN_SPRING, "2025-01-20 complete for spring-2025", "2025-01-15"),
    ("termly", TWO_IN_SPRING, "2025-01-10 complete for spring-2025", "2025-01-15"),
    ("termly", TWO_IN_SPRING, "2025-03-12 complete for spring-2025", "2025-01-15 2025-03-12"),
    ("termly", TWO_IN_SPRING, "2025-03-20 complete for 2025-03-12", "2025-03-12"),
    ("termly", TWO_IN_SPRING, "2025-03-20 complete for 2025-02-05", ""),
    ("termly", (), "2025-03-20 complete for spring-2025", "spring-2025"),
]


@each_row(("every", "dates", "text", "expected"), SETTLED)
def test_a_record_for_a_period_settles_its_meetings_that_were_held(
    every: str, dates: tuple[str, ...], text: str, expected: str
) -> None:
    whole = plan(activity("at each LGB meeting"), records=named([text]))
    (work,) = (entry for _, _, entry in whole.activities.values())
    now = progress.activity_progress(
        work, whole.records_of["1a.1"], context(every, *dates), day("2025-08-01")
    )
    settled = [
        each.period
        for milestone in now.milestones
        for each in milestone.occurrences
        if each.settled
    ]
    assert " ".join(settled) == expected


def test_what_several_meetings_of_a_period_were_called_before_one_more_was_known() -> None:
    whole = plan(activity("termly to LGB"), records=named(["2025-01-20 complete for 2025-01-15"]))
    (work,) = (entry for _, _, entry in whole.activities.values())
    for dates in (("2025-01-15",), TWO_IN_SPRING):
        now = progress.activity_progress(
            work, whole.records_of["1a.1"], context("half-termly", *dates), day("2025-08-01")
        )
        assert [each.settled for each in now.milestones[0].occurrences[:3]] == [False, True, False]


def test_dates_that_become_known_hide_nothing_overdue() -> None:
    whole = plan(activity("at each LGB meeting"))
    rows = [
        agenda.overview(
            agenda.work_items(whole, context("half-termly", *dates), day("2025-05-26"))
        )[0]
        for dates in ((), ("2025-03-12", "2025-05-14"), ("2025-09-17", "2025-11-19"))
    ]
    assert [(row.missed, row.missed_since) for row in rows] == [
        (5, day("2024-10-25")),
        (5, day("2024-10-25")),
        (5, day("2024-10-25")),
    ]


FOR_NOTHING = [
    ("spring-2025-1", (), False),
    ("spring-2025-1", ("complete",), True),
    ("2025-02-05", (), False),
    ("2025-02-06", (), True),
    ("spring-2025-2", (), False),
]


@each_row(("name", "complete", "faulty"), FOR_NOTHING)
def test_a_record_for_nothing_any_more_is_a_fault(
    name: str, complete: tuple[str, ...], faulty: bool
) -> None:
    dates = (day("2025-03-12") if complete else day("2025-02-05"),)
    meeting = MeetingEntry(
        name="LGB", every="half-termly", dates=dates, complete=("2024/25",) if complete else ()
    )
    whole = plan(
        activity("at each LGB meeting"), records=named([f"2025-03-20 complete for {name}"])
    )
    terms = {
        term.name: TermDates(starts=term.starts, ends=term.ends, half_term=term.half_term)
        for term in context(None).calendar.terms
        if term.year == "2024/25"
    }
    years = {"2024/25": SchoolYear(terms=terms)}
    runs = replace(whole.about.runs, to=day("2025-08-31"))
    whole = replace(
        whole,
        about=replace(whole.about, runs=runs),
        calendar=replace(whole.calendar, meetings={"lgb": meeting}, years=years),
    )
    rule_context = RuleContext(whole, timing_context(whole), day("2025-08-01"))
    findings = list(unknown_occurrence(rule_context))
    assert bool(findings) == faulty
