"""Compares two versions of a plan, by ids alone. Linear in activities and records."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from sipctl.plan.changes.kinds import (
    Added,
    AgreementGap,
    CalendarShift,
    CarriedOver,
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
    "CarriedOver",
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
    "version_pair",
]

_SECTIONS = ("aim", "plan", "people", "calendar", "rounds", "frameworks")


def compare(pair: VersionPair) -> Comparison:
    """Every change from one version of a plan to another, of what loads in both."""
    from sipctl.plan.changes import entries, records

    changes, left_out = entries.of_aims(pair)
    changes += [*entries.of_shared_files(pair), *records.changes(pair)]
    left_out += [path for path in _SHARED if not pair.reads(path)]
    carried_over: tuple[CarriedOver, ...] = ()
    if pair.begins_next_plan:
        changes = [_in_next_plan(change) for change in changes if not _comes_with_new_plan(change)]
        carried_over = _carried_over(pair.base.plan, pair.head.plan)
    return Comparison(tuple(sorted(changes, key=_order)), tuple(left_out), carried_over)


def _carried_over(base: Plan, head: Plan) -> tuple[CarriedOver, ...]:
    """Counts of what became of each aim's activities, in the order of aims."""
    titles = {aim.id: aim.title for plan in (base, head) for aim in plan.aims}
    before, after = base.activities, head.activities
    carried = Counter(aim.id for name, (aim, _, _) in before.items() if name in after)
    left = Counter(aim.id for name, (aim, _, _) in before.items() if name not in after)
    new = Counter(aim.id for name, (aim, _, _) in after.items() if name not in before)
    return tuple(
        CarriedOver(aim, titles[aim], carried[aim], left[aim], new[aim]) for aim in sorted(titles)
    )


def _comes_with_new_plan(change: Change) -> bool:
    """Whether a change only follows from a new plan: history left behind, days of other years."""
    history = ("moved", "led", "answered", "came_from")
    return isinstance(change, CalendarShift) or (
        isinstance(change, Edited) and change.field in history
    )


def _in_next_plan(change: Change) -> Change:
    """The change without `gap`: a date given for the next plan is no move that needs agreement."""
    return replace(change, gap=None, moved_from=None) if isinstance(change, Rescheduled) else change


_SHARED = ("plan.yaml", "people.yaml", "calendar.yaml")


def version_pair(base: Version, head: Version) -> VersionPair:
    """Two versions, each with its timing context."""
    from sipctl.plan.context import timing_context

    if any(path in base.unread & head.unread for path in ("plan.yaml", "calendar.yaml")):
        return VersionPair(base, head, None, None)
    before = timing_context(_completed(base, head))
    after = timing_context(_completed(head, base))
    # One object where the two are equal, so that readings are shared.
    return VersionPair(base, head, before, before if before == after else after)


def _completed(version: Version, other: Version) -> Plan:
    """A version's plan, with the other's years and calendar where its own do not load."""
    plan = version.plan
    if "plan.yaml" in version.unread:
        plan = replace(plan, about=other.plan.about)
    if "calendar.yaml" in version.unread:
        plan = replace(plan, calendar=other.plan.calendar)
    return plan


def _order(change: Change) -> tuple[object, ...]:
    """Sort key: aims by number; then the whole plan, people, the calendar and its shifts."""
    subject = change.subject
    shifted = isinstance(change, CalendarShift)
    section = "calendar" if shifted else subject.section
    aim = 0 if section != "aim" else subject.aim or 0
    return (
        _SECTIONS.index(section),
        aim,
        shifted,
        _RANKS.get(subject.of, 0),
        id_key(subject.id),
        _KINDS.index(type(change)),
    )


_RANKS = {"settings": 1, "lead": 1, "trustee": 2, "governor": 3, "committee": 4}
_RANKS |= {"academy": 5, "year": 1, "term": 2, "meeting": 3, "part": 1}
_KINDS = (Added, Removed, Edited, Rescheduled, CalendarShift, Recorded)
