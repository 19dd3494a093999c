"""A day as people type it: the day that is meant, none, or both where it may be two."""

from __future__ import annotations

from datetime import date

from support.each_row import each_row

from sipctl.plan.state.typed_day import days_meant

TODAY = date(2025, 3, 5)  # a Wednesday


@each_row(
    ("text", "days"),
    [
        ("2025-03-04", ["2025-03-04"]),
        (" 2025-03-04 ", ["2025-03-04"]),
        ("4 March 2025", ["2025-03-04"]),
        ("Tuesday 4 March 2025", ["2025-03-04"]),
        ("4th March, 2025.", ["2025-03-04"]),
        ("04/03/2025", ["2025-03-04"]),
        ("today", ["2025-03-05"]),
        ("Yesterday", ["2025-03-04"]),
        ("3 days ago", ["2025-03-02"]),
        ("a week ago", ["2025-02-26"]),
        ("two weeks ago", ["2025-02-19"]),
        ("a fortnight ago", ["2025-02-19"]),
        ("last Friday", ["2025-02-28"]),
        ("last fri", ["2025-02-28"]),
        ("last Wednesday", ["2025-02-26"]),
        ("Friday", ["2025-02-28", "2025-03-07"]),
        ("next Friday", ["2025-03-07", "2025-03-14"]),
        ("Easter 2025", ["2025-04-20"]),
        ("Easter Sunday 2025", ["2025-04-20"]),
        ("easter-2025", ["2025-04-20"]),
        ("Christmas 2024", ["2024-12-25"]),
        ("end of February 2025", ["2025-02-28"]),
        ("the last day of May 2025", ["2025-05-31"]),
        ("4 April", ["2024-04-04", "2025-04-04"]),
        ("2025-02-30", []),
        ("30 February 2025", []),
        ("Spring 2025", []),
        ("March 2025", []),
        ("last week", []),
        ("no days ago", []),
        ("999 weeks ago", ["2006-01-11"]),
        ("", []),
        ("soon", []),
        ("tomorrow", []),
        ("4", []),
    ],
)
def test_a_day_in_words(text: str, days: list[str]) -> None:
    assert [str(day) for day in days_meant(text, TODAY)] == days


@each_row(
    ("text", "days"),
    [
        ("Friday", ["2025-02-28"]),
        ("on Friday", ["2025-02-28"]),
        ("Wednesday", ["2025-02-26", "2025-03-05"]),
        ("4 March", ["2025-03-04"]),
        ("4/3", ["2025-03-04"]),
        ("March 4th", ["2025-03-04"]),
        ("3 December", ["2024-12-03"]),
        ("4 April", ["2024-04-04", "2025-04-04"]),
    ],
)
def test_what_has_happened_is_not_meant_to_come(text: str, days: list[str]) -> None:
    assert [str(day) for day in days_meant(text, TODAY, past=True)] == days


def test_no_day_before_the_first_year() -> None:
    assert days_meant("999 weeks ago", date(1, 1, 5)) == ()
    assert days_meant("Monday", date.max) == ()
