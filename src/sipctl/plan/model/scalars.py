"""The kinds of text in a plan file: the pattern of each, and what to type where it does not match.

Every scalar is read as text; its kind turns it into a day, a number or an id. The reader and the
JSON Schema for editors share the pattern, so they cannot disagree. Nothing here imports pydantic:
models are read back from a snapshot without it.
"""

from __future__ import annotations

import re
from datetime import date
from functools import cache, cached_property
from typing import TYPE_CHECKING, Annotated, Any, Literal, get_args

from sipctl.plan.frozen import frozen

if TYPE_CHECKING:
    from collections.abc import Callable

Status = Literal[
    "not-started", "on-track", "at-risk", "off-track", "complete", "paused", "withdrawn"
]
Result = Literal["met", "partly-met", "not-met"]
STATUSES: tuple[str, ...] = get_args(Status)
RESULTS: tuple[str, ...] = get_args(Result)

_CONTROL = r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]|[\ud800-\udfff]"
_PERIOD_KEY = (
    r"\d{4}(-\d{2}(-\d{2})?|-W\d{2}|-Q[1-4]|/\d{2}(-[12])?)?|[a-z]+[1-9]?-\d{4}(-[12])?|\S+\.\.\S+"
)


@frozen()
class ScalarType:
    """One kind of text. `expected` completes "this is not …"; `help` says what to type."""

    name: str
    pattern: str
    expected: str
    help: str
    number_too: bool = False
    """Whether other YAML readers (an editor's schema check) may see a number or true/false here."""
    convert: Callable[[str], Any] | None = None
    """Text → value; raises ValueError where the pattern holds but the value does not exist."""

    @cached_property
    def read(self) -> Callable[[str], Any]:
        """Text → value; raises ValueError where the text is not of this kind."""
        matches, convert = re.compile(self.pattern).fullmatch, self.convert

        def value(text: str) -> Any:
            if not matches(text):
                raise ValueError(text)
            return text if convert is None else convert(text)

        return value


_compiled = cache(re.compile)
"""Compiled on first use: most commands read a snapshot and need none of them."""


def control_character(text: str) -> int | None:
    """The index of the first character that is unsafe in a terminal or document; else None."""
    match = _compiled(_CONTROL).search(text)
    return match.start() if match else None


def looks_like_period_key(text: str) -> bool:
    """Whether `text` has the form of a period key, `2025-Q1` or `spring-2025`.

    A milestone's label may not, or a record's `for:` would be in doubt.
    """
    return _compiled(_PERIOD_KEY).fullmatch(text) is not None


def _flag(text: str) -> bool:
    return text == "true"


def _days(text: str) -> int:
    count, unit = text.split()
    return int(count) * (7 if unit.startswith("week") else 1)


_INITIALS = r"[A-Za-z][A-Za-z0-9&'.-]{0,15}"
_SLUG = r"[a-z][a-z0-9]*(-[a-z0-9]+)*"

Text = Annotated[
    str, ScalarType("text", r"[\s\S]*\S[\s\S]*", "text", "write something, or leave the line out")
]
Day = Annotated[
    date,
    ScalarType(
        "date",
        r"[0-9]{4}-[0-9]{2}-[0-9]{2}",
        "a date",
        "write a date as year-month-day, such as 2025-03-04",
        convert=date.fromisoformat,
    ),
]
Clock = Annotated[
    str,
    ScalarType(
        "time of day",
        r"([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9](\.[0-9]{1,6})?)?",
        "a time of day",
        "write hours, minutes and seconds in UTC, such as 14:05:09",
    ),
]
AimId = Annotated[
    int,
    ScalarType(
        "aim",
        r"[1-9][0-9]{0,3}",
        "an aim's number",
        "write the number, such as 2",
        True,
        int,
    ),
]
OutcomeId = Annotated[
    str,
    ScalarType(
        "outcome", r"[1-9][0-9]{0,3}\.[1-9][0-9]{0,3}", "an outcome's number", 'such as "2.1"', True
    ),
]
AreaId = Annotated[
    str, ScalarType("area", r"[1-9][0-9]{0,3}[a-z]{1,2}", "an area's id", "such as 2a")
]
PriorityId = Annotated[
    str,
    ScalarType(
        "priority",
        r"[1-9][0-9]{0,3}[a-z]{1,2}\.p[1-9][0-9]{0,3}",
        "a priority's id",
        "such as 2a.p1",
    ),
]
ActivityId = Annotated[
    str,
    ScalarType(
        "activity",
        r"[1-9][0-9]{0,3}[a-z]{1,2}\.[1-9][0-9]{0,3}",
        "an activity's id",
        "such as 2a.3",
    ),
]
KpiId = Annotated[
    str,
    ScalarType(
        "KPI", r"([1-9][0-9]{0,3}[a-z]{1,2}|t)\.k[1-9][0-9]{0,3}", "a KPI's id", "such as 2a.k1"
    ),
]
WorkId = Annotated[
    str,
    ScalarType(
        "activity or KPI",
        r"([1-9][0-9]{0,3}[a-z]{1,2}|t)\.k?[1-9][0-9]{0,3}",
        "an activity's or KPI's id",
        "such as 2a.3 or 2a.k1",
    ),
]
Initials = Annotated[
    str,
    ScalarType(
        "initials", _INITIALS, "a lead's initials", "letters and digits, no spaces, such as JK"
    ),
]
Author = Annotated[
    str,
    ScalarType(
        "initials or board",
        rf"{_INITIALS}|{_SLUG}",
        "a lead's initials",
        "letters and digits, no spaces, such as JK",
    ),
]
"""Whose record it is: a lead, or the short name of a board."""
Academy = Annotated[
    str,
    ScalarType("academy", _INITIALS, "an academy's short name", "letters and digits, such as WPSA"),
]
Slug = Annotated[
    str,
    ScalarType(
        "short name", _SLUG, "a short name", "small letters, digits and hyphens, such as far"
    ),
]
Year = Annotated[
    str,
    ScalarType("academic year", r"[0-9]{4}/[0-9]{2}", "an academic year", "such as 2024/25"),
]
TermName = Annotated[
    str, ScalarType("term", r"[a-z]+[1-9]?", "a term's name", "small letters, such as autumn")
]
Number = Annotated[
    str,
    ScalarType(
        "number", r"-?[0-9]{1,15}(\.[0-9]{1,10})?", "a number", "digits only, such as 14.2", True
    ),
]
Flag = Annotated[
    bool,
    ScalarType("true or false", r"true|false", "true or false", "write true or false", True, _flag),
]
Days = Annotated[
    int,
    ScalarType(
        "stretch of days",
        r"[1-9][0-9]{0,3} (day|days|week|weeks)",
        "a stretch of days",
        "such as 14 days",
        False,
        _days,
    ),
]
Quarters = Annotated[
    str,
    ScalarType(
        "way to count quarters",
        r"academic|financial",
        "academic or financial",
        "write academic (from September) or financial (from April)",
    ),
]
PartId = Annotated[
    str,
    ScalarType(
        "part of a framework",
        rf"{_SLUG}\.{_SLUG}",
        "a part of a framework",
        "the framework, a point and its part, such as tq.workforce",
    ),
]
RecordName = Annotated[
    str,
    ScalarType(
        "record's file name",
        r"[^/\\]+\.yaml",
        "a record's file name",
        "the name of the file, ending in .yaml",
    ),
]
TermKey = Annotated[
    str,
    ScalarType(
        "term of a year",
        r"[a-z]+[1-9]?-[0-9]{4}",
        "a term of a year",
        "the term, a hyphen and the year, such as spring-2025",
    ),
]
ReturnRow = Annotated[
    str,
    ScalarType(
        "row of a return",
        r"[^/\s]+/[^/\s]+/.*/[0-9a-f]{6}",
        "a row of a return",
        "sipctl take writes it, such as JK/2a.3/spring-2025/4f1c9a",
    ),
]
