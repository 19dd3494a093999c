"""The folder of a record: the academic year and the term that had last begun."""

from __future__ import annotations

from datetime import date

from support.each_row import each_row
from support.states import FRAME, TERMS

from sipctl.plan.calendar.record_folder import record_folder
from sipctl.plan.calendar.terms import Calendar


@each_row(
    ("day", "folder"),
    [
        ("2024-09-02", "2024-25/autumn"),
        ("2024-12-25", "2024-25/autumn"),  # a holiday belongs to the term before it
        ("2025-01-05", "2024-25/autumn"),
        ("2025-01-06", "2024-25/spring"),
        ("2025-02-18", "2024-25/spring"),  # so does a half-term break
        ("2025-08-31", "2024-25/summer"),
        ("2025-09-02", "2024-25/summer"),  # the first days of September, too
        ("2025-09-03", "2025-26/autumn"),
        ("2024-09-01", "2024-25/autumn"),  # before the calendar's first term
        ("2020-01-01", "2024-25/autumn"),
        ("2027-08-31", "2026-27/summer"),
        ("2028-02-01", "2027-28/spring"),  # a year that the calendar lacks
        ("2028-02-29", "2027-28/spring"),
        ("2099-02-01", "2098-99"),  # so far off that no term can be told
    ],
)
def test_the_term_that_had_last_begun(day: str, folder: str) -> None:
    assert record_folder(FRAME.calendar, date.fromisoformat(day)) == folder


def test_a_calendar_without_terms_gives_the_year_alone() -> None:
    assert record_folder(Calendar(()), date(2025, 3, 4)) == "2024-25"


def test_a_gap_in_the_calendar_is_no_long_term() -> None:
    without = Calendar(tuple(term for term in TERMS if term.year != "2025/26"))
    assert record_folder(without, date(2026, 2, 1)) == "2025-26/spring"
