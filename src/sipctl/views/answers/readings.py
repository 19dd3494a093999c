"""A KPI's values as one line: a bar for each reading, the first and the newest in figures."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from sipctl.plan.model.order import record_key
from sipctl.plan.state.standing import mistakes
from sipctl.views.text.english import plural, safe_text, short_day

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from sipctl.plan.state.standing import NamedRecord

BARS = "▁▂▃▄▅▆▇█"
MOST_READINGS = 40
"""The most readings that a line has room for; of more, the newest are shown."""


def spark(values: Sequence[Decimal]) -> str:
    """A bar for each value, scaled from the lowest to the highest; half high if all are equal."""
    low, high = min(values), max(values)
    if low == high:
        return BARS[3] * len(values)
    top = len(BARS) - 1
    return "".join(BARS[round((value - low) / (high - low) * top)] for value in values)


def readings(records: Sequence[NamedRecord]) -> str:
    """A line for each academy that has readings of its own, and one for those that name none."""
    academies = sorted({record.academy or "" for _, record in records})
    lines = [
        (name, _course([named for named in records if (named[1].academy or "") == name]))
        for name in academies
    ]
    return "\n".join(f"{name}: {line}" if name else line for name, line in lines if line)


def _course(records: Sequence[NamedRecord]) -> str:
    """`▁▄█ 12 → 14.2 %, 3 readings from 4 Mar 2025 to 1 May 2025`; nothing without a value.

    Corrected records count for nothing. Where the unit has changed, the readings since count.
    """
    measured = _measured(records)
    if not measured:
        return ""
    unit = f" {safe_text(measured[-1][2])}" if measured[-1][2] else ""
    if len(measured) == 1:
        return f"{measured[0][1]}{unit} on {short_day(measured[0][0])}"
    shown = measured[-MOST_READINGS:]
    first, last = shown[0], shown[-1]
    span = f"from {short_day(measured[0][0])} to {short_day(last[0])}"
    span = span if measured[0][0] != last[0] else f"on {short_day(last[0])}"
    bars = spark([value for _, value, _ in shown])
    return f"{bars} {first[1]} → {last[1]}{unit}, {plural(len(measured), 'reading')} {span}"


def _measured(records: Sequence[NamedRecord]) -> list[tuple[date, Decimal, str]]:
    """Day, value and unit of each reading that counts, oldest first, all of one unit."""
    corrected = mistakes(records)
    measured = [
        (record.date, Decimal(record.value), record.unit or "")
        for name, record in sorted(records, key=lambda pair: record_key(*pair))
        if record.value is not None and name not in corrected
    ]
    units = [unit for *_, unit in measured]
    since = next((index for index in range(len(units), 0, -1) if units[index - 1] != units[-1]), 0)
    return measured[since:]
