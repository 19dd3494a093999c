"""Time columns: their heads are months, terms, half terms or years, by which their cells are done.

Such heads are `December Milestone`, `Spr 2` or `Year 1`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sipctl.plan.calendar.periods import MONTHS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sipctl.plan.timing import TimingContext

_MONTH = "|".join(f"{month[:3]}(?:t|{month[3:]})?" for month in MONTHS)
_TERM = r"aut(?:umn)?|spr(?:ing)?|sum(?:mer)?"
_YEAR = r"(?:20)?[0-9]{2}(?: ?[/–-] ?(?:20)?[0-9]{2})?"
_PERIOD = re.compile(
    rf"(?P<time>(?:{_MONTH})\.?(?: {_YEAR})?|(?:{_TERM})(?: term)?(?: ?[12](?![0-9]))?(?: "
    rf"half[ -]?term)?(?: {_YEAR})?"
    rf"|(?:{_TERM}) term {_YEAR}|(?:half[ -]?)?term [1-6]|h?t ?[1-6]|20[0-9]{{2}} ?[/–-] "
    rf"?(?:20)?[0-9]{{2}})",
    re.IGNORECASE,
)
_YEAR_OF_PLAN = re.compile(r"year (?P<number>[1-9]|one|two|three|four|five)", re.IGNORECASE)
_NUMBERS = ("one", "two", "three", "four", "five")
_BEFORE = re.compile(
    r"^(by|end of|by (the )?end of|during|in|actions?|steps?|milestones?)\s+(for\s+)?",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"\s*(milestones?|kpis?|targets?|goals?|actions?|steps?|tasks?|activit(y|ies)|deadline)?\s*"
    r"(\([^()]*\))?\s*([-–:]\s.*)?",
    re.IGNORECASE | re.DOTALL,
)
_STEPS = re.compile(
    r"\b(milestones?|kpis?|targets?|goals?|actions?|steps?|tasks?|activit(y|ies))\b", re.IGNORECASE
)
_KPI = re.compile(r"\bkpis?\b|\bperformance\b", re.IGNORECASE)
_TICK = re.compile(r"[x✓✔☑√•●*■y]|yes|tick|\uf0fc|\uf0fe", re.IGNORECASE)
_SIX_TERMS = re.compile(r"(?:t|term) ?([1-6])", re.IGNORECASE)


def head_times(names: Sequence[str]) -> list[str]:
    """The time in each head, "" for none. A single time column also needs a word such as
    `milestone`. `Year 1` is a year of the plan if the heads count from 1, else a year group.
    """
    times = [_time(name) for name in names]
    years = [int(_year_number(time)) for time in times if _year_number(time)]
    if years and (years != list(range(1, len(years) + 1)) or len(years) < 2):
        times = ["" if _year_number(time) else time for time in times]
    timed = [(name, time) for name, time in zip(names, times, strict=True) if time]
    if len(timed) == 1 and not _STEPS.search(timed[0][0]):
        return [""] * len(names)
    return times


def _time(name: str) -> str:
    words = _BEFORE.sub("", name.strip())
    for pattern in (_PERIOD, _YEAR_OF_PLAN):
        match = pattern.match(words)
        if match and _AFTER.fullmatch(words[match.end() :]):
            return match[0]
    return ""


def _year_number(time: str) -> str:
    match = _YEAR_OF_PLAN.fullmatch(time)
    if not match:
        return ""
    number = match["number"].casefold()
    return str(_NUMBERS.index(number) + 1) if number in _NUMBERS else number


def is_kpi(name: str) -> bool:
    """Whether a time column's cells are KPIs: `July KPI`."""
    return bool(_KPI.search(name))


def is_tick(text: str) -> bool:
    """Whether a cell is only a tick."""
    return bool(_TICK.fullmatch(text.strip()))


def phrase_of(time: str, context: TimingContext) -> str:
    """The phrase of a head's time: `2026/27` for `Year 2` of a plan from 2025; else the time."""
    number = _year_number(time)
    if not number:
        return time
    start = context.starts.year + int(number) - 1
    return f"{start}/{(start + 1) % 100:02d}"


def has_six_terms(texts: Sequence[str]) -> bool:
    """Whether texts have `T4` to `T6`, which only a school of six terms a year has."""
    numbers = [match[1] for text in texts for match in _SIX_TERMS.finditer(text)]
    return any(number in "456" for number in numbers)


def half_term(text: str) -> str:
    """`HT4` for `T4` of six terms a year, which are half terms here; other texts as they are."""
    match = _SIX_TERMS.fullmatch(text.strip())
    return f"HT{match[1]}" if match else text


def term_of_six(text: str) -> str:
    """The first term of six a year that a text names among other words; "" for none."""
    match = re.search(r"(?<![A-Za-z0-9])T[1-6](?![0-9])", text)
    return match[0] if match else ""


_FIGURES = re.compile(r"(?<![0-9/])([0-9]{1,2})([/.])([0-9]{1,2})\2((?:20)?[0-9]{2})(?![0-9/])")


def proves_month_first(texts: Sequence[str]) -> bool:
    """Whether days in figures have the month first: some day is over 12 in the second place, and
    none in the first."""
    pairs = [(int(match[1]), int(match[3])) for text in texts for match in _FIGURES.finditer(text)]
    return any(second > 12 for _, second in pairs) and all(first <= 12 for first, _ in pairs)


_MONTH_AND_YEAR = re.compile(r"(?<![0-9/])(0?[1-9]|1[0-2])/([0-9]{2})(?![0-9/])")


def month_meant(text: str, context: TimingContext) -> str:
    """A sentence that `06/26` may be June 2026, if the plan runs in that year; else ""."""
    for match in _MONTH_AND_YEAR.finditer(text):
        year = 2000 + int(match[2])
        if context.starts.year <= year <= context.ends.year:
            return f" {match[0]} may be {MONTHS[int(match[1]) - 1]} {year}."
    return ""


def day_first(text: str) -> tuple[str, str]:
    """A day in figures with the month first, in words; and a question if it would be a day the
    other way too, else "". Other texts as they are."""
    match = _FIGURES.fullmatch(text.strip())
    if not match or not 1 <= int(match[1]) <= 12:
        return text, ""
    month, day, year = int(match[1]), int(match[3]), int(match[4])
    phrase = f"{day} {MONTHS[month - 1]} {year if year > 99 else 2000 + year}"
    if day > 12 or day == month:
        return phrase, ""
    other = f"{month} {MONTHS[day - 1]}"
    return phrase, f"Is {text.strip()} {phrase}, as the column's other days say, or {other}?"
