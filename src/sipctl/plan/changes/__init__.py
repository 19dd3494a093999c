"""Plan × plan → what changed, matched by id alone. Pure, and linear in activities and records."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sipctl.plan.changes.kinds import (
    Added,
    AgreementGap,
    CalendarShift,
    Change,
    ChangeTarget,
    Comparison,
    Edited,
    RecordChange,
    Recorded,
    Removed,
    Rescheduled,
    Value,
    Version,
    VersionPair,
)
from sipctl.plan.model.entries import id_key

if TYPE_CHECKING:
    from sipctl.plan.model.entries import Plan

__all__ = [
    "Added",
    "AgreementGap",
    "CalendarShift",
    "Change",
    "ChangeTarget",
    "Comparison",
    "Edited",
    "RecordChange",
    "Recorded",
    "Removed",
    "Rescheduled",
    "Value",
    "Version",
    "VersionPair",
    "compare",
    "sides",
]

_SECTIONS = ("aim", "plan", "people", "calendar")


def compare(sides: VersionPair) -> Comparison:
    """Every change from one version of a plan to another, of what loads in both."""
    from sipctl.plan.changes import entries, records, rest

    changes, left_out = entries.changes(sides)
    changes += [*rest.changes(sides), *records.changes(sides)]
    left_out += [path for path in _SHARED if not sides.reads(path)]
    return Comparison(tuple(sorted(changes, key=_order)), tuple(left_out))


_SHARED = ("plan.yaml", "people.yaml", "calendar.yaml")


def sides(base: Version, head: Version) -> VersionPair:
    """Two versions, each with what its phrases are read against."""
    from sipctl.plan.context import timing_context

    if any(path in base.unread & head.unread for path in ("plan.yaml", "calendar.yaml")):
        return VersionPair(base, head, None, None)
    frame, other = timing_context(_completed(base, head)), timing_context(_completed(head, base))
    # One frame where the two say the same: what is read for one version is known for the other.
    return VersionPair(base, head, frame, frame if frame == other else other)


def _completed(one: Version, other: Version) -> Plan:
    """One version's plan, with the other's years and calendar where its own do not load."""
    plan = one.plan
    if "plan.yaml" in one.unread:
        plan = replace(plan, about=other.plan.about)
    if "calendar.yaml" in one.unread:
        plan = replace(plan, calendar=other.plan.calendar)
    return plan


def _order(change: Change) -> tuple[object, ...]:
    """By aim; then what belongs to the whole plan, people, the calendar and what moved with it."""
    subject = change.subject
    moved = isinstance(change, CalendarShift)
    section = "calendar" if moved else subject.section
    aim = 0 if section != "aim" else subject.aim or 0
    return (
        _SECTIONS.index(section),
        aim,
        moved,
        _RANKS.get(subject.of, 0),
        id_key(subject.id),
        _KINDS.index(type(change)),
    )


_RANKS = {"settings": 1, "lead": 1, "trustee": 2, "governor": 3, "committee": 4}
_RANKS |= {"academy": 5, "year": 1, "term": 2, "meeting": 3}
_KINDS = (Added, Removed, Edited, Rescheduled, CalendarShift, Recorded)
