"""A KPI's values as one line: a bar for each reading, the first and the newest in figures."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from sipctl.plan.state.progress import mistakes
from sipctl.views.text.english import plural, safe_text, short_day

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from sipctl.plan.state.progress import NamedRecord

BARS = "▁▂▃▄▅▆▇█"
MOST = 40
"""Readings that a line has room for: the newest of them."""


def spark(values: Sequence[Decimal]) -> str:
    """A bar for each value, from the lowest to the highest; a middling one where all are alike."""
    low, high = min(values), max(values)
    if low == high:
        return BARS[3] * len(values)
    top = len(BARS) - 1
    return "".join(BARS[round((value - low) / (high - low) * top)] for value in values)


def readings(records: Sequence[NamedRecord]) -> str:
    """`▁▄█ 12 → 14.2 %, 3 readings from 4 Mar 2025 to 1 May 2025`; nothing without a value.

    Corrected records count for nothing. Where the unit has changed, the readings since count.
    """
    told = _told(records)
    if not told:
        return ""
    unit = f" {safe_text(told[-1][2])}" if told[-1][2] else ""
    if len(told) == 1:
        return f"{told[0][1]}{unit} on {short_day(told[0][0])}"
    shown = told[-MOST:]
    first, last = shown[0], shown[-1]
    span = f"from {short_day(told[0][0])} to {short_day(last[0])}"
    span = span if told[0][0] != last[0] else f"on {short_day(last[0])}"
    bars = spark([value for _, value, _ in shown])
    return f"{bars} {first[1]} → {last[1]}{unit}, {plural(len(told), 'reading')} {span}"


def _told(records: Sequence[NamedRecord]) -> list[tuple[date, Decimal, str]]:
    """Day, value and unit of each reading that counts, oldest first, all of one unit."""
    corrected = mistakes(records)
    found = sorted(
        (record.date, record.at or "", name, Decimal(record.value), record.unit or "")
        for name, record in records
        if record.value is not None and name not in corrected
    )
    units = [unit for *_, unit in found]
    since = next((at for at in range(len(units), 0, -1) if units[at - 1] != units[-1]), 0)
    return [(day, value, unit) for day, _, _, value, unit in found[since:]]
