"""The records that count on a day: those that no other record corrects."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from sipctl.plan.model.order import record_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from sipctl.plan.model.entries import Record

NamedRecord = tuple[str, "Record"]
"""A record behind its file's name."""


def counting_records(records: Sequence[NamedRecord], day: date) -> list[NamedRecord]:
    """The records dated on or before `day` that no standing record corrects, oldest first.

    Of records that came in twice with one return, the oldest counts.
    """
    dated = [(name, record) for name, record in records if record.date <= day]
    void = mistakes(dated) | repeated(dated).keys()
    return [(name, record) for name, record in dated if name not in void]


def standing_records(records: Sequence[NamedRecord], day: date) -> list[Record]:
    """The counting records that say how work stands, oldest first.

    What a board asked or decided, or a mere answer to it, does not say how work stands.
    """
    return [record for _, record in counting_records(records, day) if not record.is_of_board]


def repeated(records: Iterable[NamedRecord]) -> dict[str, str]:
    """Records of one thing that repeat a row of a return: name → the name of the oldest with it.

    Only the oldest of them counts: the others are the same answer, taken on another branch.
    """
    from_returns = [named for named in records if named[1].row]
    oldest: dict[tuple[str | None, str | None], str] = {}
    for name, record in sorted(from_returns, key=lambda named: record_key(*named)):
        oldest.setdefault((record.return_, record.row), name)
    first_of = {name: oldest[record.return_, record.row] for name, record in from_returns}
    return {name: first for name, first in first_of.items() if first != name}


def mistakes(records: Iterable[NamedRecord]) -> set[str]:
    """The names of those records of one thing that another of them corrects.

    A correction may be corrected in its turn. A circle of corrections corrects nothing. What
    corrects an answer that was taken twice corrects the one that counts.
    """
    by_name = dict(records)
    first_of = repeated(by_name.items())
    corrects = {
        name: first_of.get(record.corrects, record.corrects)
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
