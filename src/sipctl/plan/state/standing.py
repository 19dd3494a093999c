"""The records that count on a day: those that no other record corrects."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from sipctl.plan.model.entries import Record

NamedRecord = tuple[str, "Record"]
"""A record behind its file's name."""


def standing_records(records: Sequence[NamedRecord], day: date) -> list[Record]:
    """The records dated on or before `day` that no standing record corrects, oldest first."""
    dated = [(name, record) for name, record in records if record.date <= day]
    void = mistakes(dated)
    return [record for name, record in dated if name not in void]


def mistakes(records: Iterable[NamedRecord]) -> set[str]:
    """The names of those records of one thing that another of them corrects.

    A correction may be corrected in its turn. A circle of corrections corrects nothing.
    """
    by_name = dict(records)
    corrects = {
        name: record.corrects
        for name, record in by_name.items()
        if record.corrects in by_name and record.corrects != name
    }
    if not corrects:
        return set()
    undecided = Counter(corrects.values())
    void: set[str] = set()
    decided = [name for name in by_name if not undecided[name]]
    while decided:
        name = decided.pop()
        mistake = corrects.get(name)
        if mistake is None:
            continue
        if name not in void:
            void.add(mistake)
        undecided[mistake] -= 1
        if not undecided[mistake]:
            decided.append(mistake)
    return void
