"""A day as people type it: `4 April 2025`, `yesterday`, `last Friday`, `Easter 2025`."""

from __future__ import annotations

import re
from datetime import date, timedelta

_NEAR_DAYS = {"today": 0, "now": 0, "yesterday": -1}
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_COUNTS = {"a": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6}
_UNITS = {"day": 1, "week": 7, "fortnight": 14}
_RECENT = timedelta(days=183)
"""A day and a month without a year that lie further back than this may be next year's."""


def days_meant(text: str, today: date, *, past: bool = False) -> tuple[date, ...]:
    """The days that a text typed on `today` may mean: none if it is no day, several if in doubt.

    With `past`, it is about something that has happened, so that it means no day to come.
    """
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text.strip()):
        return _iso_day(text.strip())
    words = " ".join(re.sub(r"[,.](?= |$)", "", text.casefold()).split()).removeprefix("on ")
    try:
        return (
            _near_today(words, today)
            or _weekday(words, today, past=past)
            or _holiday(words)
            or _named_day(words)
            or _without_year(words, today, past=past)
        )
    except OverflowError:
        return ()


def _iso_day(text: str) -> tuple[date, ...]:
    try:
        return (date.fromisoformat(text),)
    except ValueError:
        return ()


def _near_today(words: str, today: date) -> tuple[date, ...]:
    """`yesterday`, `3 days ago`, `a week ago`."""
    if words in _NEAR_DAYS:
        return (today + timedelta(days=_NEAR_DAYS[words]),)
    ago = re.fullmatch(r"([0-9]{1,3}|[a-z]+) (day|week|fortnight)s? ago", words)
    if ago is None:
        return ()
    count = int(ago[1]) if ago[1].isdigit() else _COUNTS.get(ago[1], 0)
    return (today - timedelta(days=count * _UNITS[ago[2]]),) if count else ()


def _weekday(words: str, today: date, *, past: bool) -> tuple[date, ...]:
    """`last Friday` is the newest before today; `Friday` may be that or the one to come."""
    last, _, name = words.rpartition(" ")
    number = next(
        (index for index, day in enumerate(_WEEKDAYS) if len(name) > 2 and day.startswith(name)),
        None,
    )
    if number is None or last not in ("", "last", "next"):
        return ()
    back = today - timedelta(days=(today.weekday() - number - 1) % 7 + 1)
    ahead = back + timedelta(days=7)
    if last == "next":
        return (ahead, ahead + timedelta(days=7)) if ahead > today else (ahead + timedelta(days=7),)
    if last == "last" or (past and ahead > today):
        return (back,)
    return (back, ahead)


def _holiday(words: str) -> tuple[date, ...]:
    """`Easter 2025`, `Easter Sunday 2025`: the Sunday; `Christmas 2024`: the 25 December."""
    from sipctl.plan.calendar.terms import holiday_day

    holiday = re.fullmatch(r"(easter|christmas)(?: sunday| day)?[ -]([0-9]{4})", words)
    day = holiday_day(holiday[1], holiday[2]) if holiday else None
    return (day,) if day else ()


def _named_day(words: str) -> tuple[date, ...]:
    """`4 April 2025`, and the last day of a month: `end of March 2025`."""
    from sipctl.plan import timing
    from sipctl.plan.calendar.terms import Calendar

    day = timing.day(words)
    if day is not None:
        return (day,)
    end = re.fullmatch(r"(?:the )?(?:end|last day) of (\S+ [0-9]{4})", words)
    if end is None:
        return ()
    whole_time = timing.TimingContext(Calendar(()), date.min, date.max)
    reading = timing.read(end[1], whole_time)
    if not isinstance(reading, timing.Timing) or len(reading.occurrences) != 1:
        return ()
    return (reading.occurrences[0].due,)


def _without_year(words: str, today: date, *, past: bool) -> tuple[date, ...]:
    """`4 April`: the newest of them and the next one, or the newest alone if that is clear."""
    from sipctl.plan import timing

    if re.search(r"[0-9]{3}", words) or not re.search(r"[0-9]", words):
        return ()
    years = range(max(today.year - 1, 1), min(today.year + 2, 9999))
    gap = "/" if "/" in words else " "
    days = [day for year in years if (day := timing.day(f"{words}{gap}{year}"))]
    behind = [day for day in days if day <= today][-1:]
    ahead = [day for day in days if day > today][:1]
    if past and behind and today - behind[0] < _RECENT:
        return tuple(behind)
    return (*behind, *ahead)
