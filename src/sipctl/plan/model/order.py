"""Sort keys: ids in natural order, and the records of one thing from the oldest on."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from datetime import date

CountKey = tuple[tuple[int, int, str], ...]

_PARTS = re.compile(r"[0-9]+|[^0-9]+")


def count_key(text: str) -> CountKey:
    """Sort key of text with numbers in it, in natural order: 2a.9 before 2a.10."""
    parts = _PARTS.findall(text)
    return tuple([_number(part) if "0" <= part[0] <= "9" else (1, 0, part) for part in parts])


def _number(digits: str) -> tuple[int, int, str]:
    """Sort key of digits by their value, without a limit on their length."""
    digits = digits.lstrip("0")
    return 0, len(digits), digits


class Dated(Protocol):
    """The fields of a record that its order depends on."""

    @property
    def date(self) -> date:
        """The day on which it was made."""

    @property
    def at(self) -> str | None:
        """The time, in UTC."""


def record_key(name: str, record: Dated) -> tuple[date, str, CountKey]:
    """Sort key of records, oldest first: by day, time, then file name without its ending."""
    return record.date, record.at or "", count_key(name.removesuffix(".yaml"))
