"""School time as columns: any calendar, any stretch of days, and no day left out."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

from support.drawings import OVERLAPPING, SIX_TERMS, TWO_TERMS, opened
from support.each_row import each_row

from sipctl.plan.calendar.columns import UNITS, Unit, column_at, columns, place_of


@each_row("unit", UNITS)
def test_the_last_day_there_is_has_a_column(unit: Unit) -> None:
    result = columns(opened()[1].calendar, date.max, date.max, unit)
    assert len(result) == 1


@each_row("calendar", [None, TWO_TERMS, SIX_TERMS, OVERLAPPING])
@each_row("unit", UNITS)
@each_row(
    ("first", "last"),
    [
        ("2024-09-01", "2026-08-31"),
        ("2024-12-25", "2024-12-26"),
        ("2015-01-01", "2035-06-30"),
        ("2001-05-05", "2001-05-05"),
        ("9999-01-01", "9999-12-31"),
        ("0001-01-01", "0001-01-01"),
        ("0001-01-01", "0001-10-31"),
    ],
)
def test_columns_cover_every_day_once(
    calendar: str | None, unit: Unit, first: str, last: str
) -> None:
    frame = opened(**({"calendar": calendar} if calendar else {}))[1]
    start, end = date.fromisoformat(first), date.fromisoformat(last)
    end = min(end, date(9999, 12, 30))
    result = columns(frame.calendar, start, end, unit)
    assert result[0].first <= start
    assert result[-1].last >= end
    assert all(after.first - before.last == timedelta(1) for before, after in pairwise(result))
    assert all(item.first <= item.closes <= item.last for item in result)
    assert column_at(result, result[0].first) == 0
    assert column_at(result, result[-1].last) == len(result) - 1


def test_half_terms_of_the_trusts_own_calendar_are_the_columns() -> None:
    calendar = opened(calendar=SIX_TERMS)[1].calendar
    result = columns(calendar, date(2024, 9, 1), date(2025, 8, 31), "half")
    assert [item.term for item in result] == [f"Term {number}" for number in range(1, 7)]
    assert (result[0].first, result[-1].last) == (date(2024, 9, 1), date(2025, 8, 31))


def test_years_that_the_calendar_lacks_have_columns_too() -> None:
    calendar = opened(calendar=OVERLAPPING)[1].calendar
    result = columns(calendar, date(2024, 9, 1), date(2027, 12, 18), "term")
    assert [item.title for item in result if item.year == "2025/26"] == [
        *("Sep–Dec 2025", "Jan–Apr 2026", "May–Aug 2026")
    ]


def test_a_day_has_its_place_among_the_columns() -> None:
    calendar = opened()[1].calendar
    result = columns(calendar, date(2025, 1, 6), date(2025, 7, 22), "term")
    assert place_of(result, date(2025, 1, 6)) == 0
    assert place_of(result, date(2025, 4, 22)) == 1
    assert place_of(result, result[-1].last, end=True) == 2
    assert (place_of(result, date(2020, 1, 1)), place_of(result, date(2030, 1, 1))) == (0, 2)
