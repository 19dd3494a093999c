"""Days as people write them in a cell: the day of a reading, a new date that is wanted."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, timedelta
from typing import TYPE_CHECKING

from sipctl.plan import timing
from sipctl.plan.calendar.periods import date_title
from sipctl.plan.state.typed_day import days_meant
from sipctl.returns.taking.cells.answers import Unclear, clean_text, formula_fault

if TYPE_CHECKING:
    from sipctl.plan.timing import TimingContext

_MIDNIGHT = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})[T ][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]+)?)?Z?"
)
_FIGURES = re.compile(r"([0-9]{1,2})[-/.]([0-9]{1,2})[-/.]((?:[0-9]{2})?[0-9]{2})")
_YEAR_FIRST = re.compile(r"([0-9]{4})[/.]([0-9]{1,2})[/.]([0-9]{1,2})")
_RELATIVE = re.compile(
    r"(on )?(today|now|yesterday|tomorrow|this|last|next|(mon|tues?|wed(nes)?|thu(rs)?|fri|sat(ur)?"
    r"|sun)(day)?)\b(?!.*[0-9])|.*\bago",
)
_SERIAL = re.compile(r"4[0-9]{4}")
_EPOCH = date(1899, 12, 30)


def is_month_first(text: str) -> bool:
    """Whether figures are a day only if the month comes first: `3/14/2025`."""
    match = _FIGURES.fullmatch(usual(text))
    return match is not None and int(match[1]) <= 12 < int(match[2]) <= 31


def usual(text: str) -> str:
    """A text on one line, figures in their usual form; `2025-03-14 00:00:00` without its time."""
    plain = " ".join(unicodedata.normalize("NFKC", clean_text(text)).split())
    computed = _MIDNIGHT.fullmatch(plain)
    year_first = _YEAR_FIRST.fullmatch(plain)
    if year_first:
        return f"{year_first[1]}-{int(year_first[2]):02}-{int(year_first[3]):02}"
    return computed[1] if computed else plain


def read_day(text: str, today: date, first: date, *, month_first: bool = False) -> date | Unclear:
    """The day that a text means, from `first` to `today`.

    `month_first` says that other days of the same file have their month first: a day in figures
    that could be read either way is then `Unclear`.
    """
    plain = usual(text)
    fault = formula_fault(text) or _month_first_doubt(plain, month_first=month_first)
    if fault:
        return fault
    days = () if _RELATIVE.match(plain.casefold()) else days_meant(plain, today, past=True)
    if len(days) > 1:
        choices = tuple(map(str, days))
        message = f'"{plain}" may mean {" or ".join(choices)}'
        return Unclear(message, "type it with its year", choices)
    if not days:
        return _no_day(plain)
    if days[0] > today:
        message = f"{date_title(days[0])} is still to come"
        return Unclear(message, "type the day on which it was so")
    if days[0] < first:
        message = f"{date_title(days[0])} is before the plan begins"
        return Unclear(message, f"type a day from {date_title(first)} on")
    return days[0]


def _month_first_doubt(plain: str, *, month_first: bool) -> Unclear | None:
    """Why a day in figures may be two days, in a file with `month_first`; None if it may not."""
    match = _FIGURES.fullmatch(plain)
    if not match or not month_first or int(match[1]) > 12 or match[1] == match[2]:
        return None
    message = f'"{plain}" may have its day or its month first, as other days of this file have'
    return Unclear(message, "type the month in letters, such as 4 March 2025")


def _no_day(plain: str) -> Unclear:
    advice = "type it as day, month and year, such as 14 March 2025"
    if _SERIAL.fullmatch(plain):
        day = _EPOCH + timedelta(days=int(plain))
        return Unclear(f'"{plain}" is how a spreadsheet counts {date_title(day)}', f"type {day}")
    if is_month_first(plain):
        return Unclear(f'"{plain}" is not a day: days come before months here', advice)
    if _RELATIVE.match(plain.casefold()):
        return Unclear(f'"{plain}" depends on the day on which it was written', advice)
    return Unclear(f'"{plain}" is not a day', advice)


def read_wanted(text: str, context: TimingContext, *, month_first: bool = False) -> str | Unclear:
    """The phrase of a new date that is wanted, if the timing language can read it."""
    plain = usual(text)
    fault = formula_fault(text) or _month_first_doubt(plain, month_first=month_first)
    if fault:
        return fault
    reading = timing.read(plain, context)
    if isinstance(reading, timing.Unreadable):
        proposed = f'did you mean "{reading.proposal}"?' if reading.proposal else reading.help
        return Unclear(reading.message, proposed)
    return plain
