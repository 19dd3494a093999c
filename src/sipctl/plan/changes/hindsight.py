"""How today's text of a plan differs from its text on a past day.

Moves are left out: an answer for a past day uses the dates of that day anyway.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sipctl.plan.changes import Added, Edited, Removed, Rescheduled, Version, compare, version_pair
from sipctl.plan.frozen import frozen
from sipctl.plan.model.entries import id_key
from sipctl.plan.state.progress import phrases_on

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from sipctl.plan.changes.kinds import Change
    from sipctl.plan.model.entries import Plan


@frozen()
class Hindsight:
    """Ids and leads that differ from those of `day`, in the order of ids.

    `files` are those of plan.yaml, people.yaml and calendar.yaml that differ otherwise. Where the
    plan's history begins after `day`, `known_since` is its first day, and nothing else is given.
    """

    day: date
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    new_leads: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    known_since: date | None = None

    @property
    def empty(self) -> bool:
        """Whether nothing differs, so that an answer for that day is right."""
        return not (self.added or self.removed or self.changed or self.new_leads or self.files)


def hindsight(past: Plan, today: Plan, day: date) -> Hindsight:
    """How `today`'s plan differs from `past`, the plan as it was on `day`."""
    pair = version_pair(Version(past), Version(today))
    every = compare(pair).changes
    changes = [change for change in every if not _is_harmless(change, past, today, day)]
    of_items = [change for change in changes if change.subject.section == "aim" or _is_kpi(change)]
    of_files = [change for change in changes if change not in of_items]
    leads = [change for change in of_files if change.subject.of == "lead" and _is(Added, change)]
    files = {f"{change.subject.section}.yaml" for change in of_files if change not in leads}
    added = _ids(change for change in of_items if _is(Added, change))
    removed = _ids(change for change in of_items if _is(Removed, change))
    changed = _ids(change for change in of_items if isinstance(change, Edited | Rescheduled))
    others = tuple(name for name in changed if name not in added)
    return Hindsight(day, added, removed, others, _ids(leads), tuple(sorted(files)))


def _is_harmless(change: Change, past: Plan, today: Plan, day: date) -> bool:
    """Whether an answer for the day is right despite a change: a record, or a later day's move."""
    if change.subject.of == "round":  # it has a date of its own
        return True
    if not isinstance(change, Added | Removed | Edited | Rescheduled):
        return True
    if isinstance(change, Edited):
        return change.field in ("leads", "led") and _same_leads(change.subject.id, past, today, day)
    if not isinstance(change, Rescheduled):
        return False
    if change.same:
        return True
    activities = [plan.activities.get(change.subject.id) for plan in (past, today)]
    if None in activities:
        return False
    was, now = (phrases_on(entry[2], day).get(change.label) for entry in activities if entry)
    return was == now


def _same_leads(name: str, past: Plan, today: Plan, day: date) -> bool:
    """Whether both plans name the same leads of something on a day."""
    things = [plan.find(name) for plan in (past, today)]
    leads = {thing.leads_on(day) for thing in things if thing is not None}
    return None not in things and len(leads) == 1


def _is(kind: type, change: Change) -> bool:
    return isinstance(change, kind)


def _is_kpi(change: Change) -> bool:
    return change.subject.of == "KPI"


def _ids(changes: Iterable[Change]) -> tuple[str, ...]:
    return tuple(sorted({change.subject.id for change in changes}, key=id_key))
