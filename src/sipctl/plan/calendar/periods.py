"""Periods that need no calendar: a date, a week, a month, a quarter, a year.

A period is named by its key (`2025-03-14`, `2025-W11`, `2025-03`, `2025-Q1`, `2024/25`,
`2024/25-1`, `2021`) and stands for a `Window`, its first and last day.
"""

import re
from datetime import date, timedelta

from sipctl.plan.frozen import frozen

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
SEPTEMBER = 9
DAY = timedelta(days=1)

_KEY = (
    r"(?P<year>[0-9]{4})"
    r"(?:-(?P<month>[0-9]{2})(?:-(?P<day>[0-9]{2}))?"
    r"|-W(?P<week>[0-9]{2})"
    r"|-Q(?P<quarter>[1-4])"
    r"|/(?P<next>[0-9]{2})(?:-(?P<half>[12]))?)?"
)


@frozen()
class Window:
    """A run of days, from the day it opens to the day it is due, both inclusive."""

    opens: date
    due: date

    def __contains__(self, day: date) -> bool:
        return self.opens <= day <= self.due


def fixed_window(key: str) -> Window | None:
    """The window of a key that needs no calendar; None for any other text."""
    match = re.fullmatch(_KEY, key)
    if match is None:
        return None
    parts = {name: int(text) for name, text in match.groupdict().items() if text}
    try:
        return _window(parts["year"], parts)
    except (ValueError, OverflowError):  # 2025-02-30, 2025-W53, the year 0 or 10000
        return None


def _window(year: int, parts: dict[str, int]) -> Window | None:
    if "day" in parts:
        day = date(year, parts["month"], parts["day"])
        return Window(day, day)
    if "month" in parts:
        return Window(date(year, parts["month"], 1), last_day(year, parts["month"]))
    if "week" in parts:
        monday = date.fromisocalendar(year, parts["week"], 1)
        return Window(monday, monday + 6 * DAY)
    if "quarter" in parts:
        month = parts["quarter"] * 3
        return Window(date(year, month - 2, 1), last_day(year, month))
    if "next" in parts:
        return _academic_window(year, parts)
    return Window(date(year, 1, 1), date(year, 12, 31))


def _academic_window(year: int, parts: dict[str, int]) -> Window | None:
    if parts["next"] != (year + 1) % 100:
        return None
    first, middle, last = date(year, 9, 1), last_day(year + 1, 2), date(year + 1, 8, 31)
    match parts.get("half"):
        case None:
            return Window(first, last)
        case 1:
            return Window(first, middle)
        case _:
            return Window(middle + DAY, last)


def last_day(year: int, month: int) -> date:
    """The last day of a month. Raises ValueError for a month or a year that does not exist."""
    if month == len(MONTHS):
        return date(year, month, 31)
    return date(year, month + 1, 1) - DAY


def academic_start(day: date) -> int:
    """The calendar year in which the academic year of that day begins: 2024 for 4 April 2025."""
    return day.year if day.month >= SEPTEMBER else day.year - 1


def academic_key(start: int) -> str:
    """`2024/25` for 2024."""
    return f"{start:04d}/{(start + 1) % 100:02d}"


def academic_year(day: date) -> str:
    """The academic year that a day lies in: `2024/25` from 1 September 2024 to 31 August 2025."""
    return academic_key(academic_start(day))


def month_key(day: date) -> str:
    """`2025-03`."""
    return f"{day.year:04d}-{day.month:02d}"


def week_key(day: date) -> str:
    """`2025-W11`: the ISO week, Monday to Sunday."""
    year, week, _ = day.isocalendar()
    return f"{year:04d}-W{week:02d}"


def quarter_key(day: date) -> str:
    """`2025-Q1`."""
    return f"{day.year:04d}-Q{(day.month + 2) // 3}"


def half_year_key(day: date) -> str:
    """`2024/25-2`: the second half of an academic year begins on 1 March."""
    half = 1 if day.month >= SEPTEMBER or day.month <= 2 else 2
    return f"{academic_year(day)}-{half}"


def date_title(day: date) -> str:
    """`14 March 2025`."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year:04d}"


def month_title(day: date) -> str:
    """`March 2025`."""
    return f"{MONTHS[day.month - 1]} {day.year:04d}"


def fixed_title(key: str) -> str | None:
    """A key of `fixed_window` in words: `14 March 2025`, `first half of 2024/25`, `2021`."""
    window = fixed_window(key)
    if window is None:
        return None
    opens = window.opens
    if "W" in key:
        return f"week beginning {date_title(opens)}"
    if "Q" in key:
        return f"{MONTHS[opens.month - 1]} to {month_title(window.due)}"
    if "/" in key:
        year, _, half = key.partition("-")
        return f"{('first', 'second')[int(half) - 1]} half of {year}" if half else key
    return {7: month_title, 10: date_title}.get(len(key), lambda _: key)(opens)
