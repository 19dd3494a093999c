"""Records that were added, edited or removed, and the status before and after."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from sipctl.plan.changes.kinds import ChangeTarget, RecordChange, Recorded
from sipctl.plan.model.entries import Activity, Aim, Area, Kpi
from sipctl.plan.model.order import record_key
from sipctl.plan.model.statuses import NO_RECORD
from sipctl.plan.state import progress
from sipctl.plan.state.standing import standing_records

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sipctl.plan.changes.kinds import Of, VersionPair
    from sipctl.plan.model.entries import Plan
    from sipctl.plan.timing import TimingContext


def changes(pair: VersionPair) -> Iterator[Recorded]:
    """A change for each thing whose records changed."""
    by_subject: dict[str, list[RecordChange]] = {}
    for change in _record_changes(pair):
        by_subject.setdefault(change.record.subject, []).append(change)
    for name, changed in by_subject.items():
        changed.sort(key=lambda change: record_key(change.name, change.record))
        was = _status(pair.base.plan, pair.base_context, name)
        now = _status(pair.head.plan, pair.head_context, name)
        yield Recorded(_subject(pair, name), was, now, tuple(changed))


def _record_changes(pair: VersionPair) -> Iterator[RecordChange]:
    """The change of each record file. One that was moved to another folder is the same record."""
    base, head = dict(pair.base.plan.records), dict(pair.head.plan.records)
    for path in [path for path in head if path in base]:
        was, now = base.pop(path), head.pop(path)
        if was != now:
            yield RecordChange.of(_name(path), "edited", now)
    names = {_name(path) for path in head}
    rest = {_name(path): record for path, record in base.items()}
    unread_now = {_name(path) for path in pair.head.unread}
    unread_before = {_name(path) for path in pair.base.unread}
    for path, record in head.items():
        name = _name(path)
        if name not in rest:
            if name not in unread_before:
                yield RecordChange.of(name, "added", record)
        elif rest[name] != record:
            yield RecordChange.of(name, "edited", record)
    if pair.begins_next_plan:
        return  # the old plan's records are kept with it
    for name, record in rest.items():
        if name not in names and name not in unread_now:
            yield RecordChange.of(name, "removed", record)


def _name(path: str) -> str:
    return path.rsplit("/", 1)[-1]


def _subject(pair: VersionPair, name: str) -> ChangeTarget:
    for plan in (pair.head.plan, pair.base.plan):
        thing = plan.find(name)
        if thing is not None:
            return ChangeTarget(
                _OF[type(thing.entry)], name, thing.title, thing.aim.id if thing.aim else None
            )
    return ChangeTarget("KPI" if ".k" in name else "activity", name)


_OF: dict[type, Of] = {Activity: "activity", Kpi: "KPI", Area: "area", Aim: "aim"}


def _status(plan: Plan, context: TimingContext | None, name: str) -> str:
    """The status (of a KPI the newest result) by all its records, whatever their date."""
    records = plan.records_of.get(name, ())
    if not records:
        return NO_RECORD
    if name in plan.activities and context is not None:
        return progress.activity_progress(
            plan.activities[name][2], records, context, date.max
        ).status
    standing = standing_records(records, date.max)
    words = [record.status or record.result or "recorded" for record in standing]
    return words[-1] if words else NO_RECORD
