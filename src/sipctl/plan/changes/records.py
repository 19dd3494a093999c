"""Records that one version has and the other lacks, and what they make of a status."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from sipctl.plan.changes.kinds import ChangeTarget, RecordChange, Recorded
from sipctl.plan.model.entries import Activity
from sipctl.plan.state import progress

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sipctl.plan.changes.kinds import Of, VersionPair
    from sipctl.plan.model.entries import Plan, Record
    from sipctl.plan.timing import TimingContext

RecordsByName = dict[str, "Record"]


def changes(sides: VersionPair) -> Iterator[Recorded]:
    """Every activity and KPI about which records came, went or were rewritten."""
    told: dict[str, list[RecordChange]] = {}
    for one in _told(sides):
        told.setdefault(one.record.subject, []).append(one)
    for name, those in told.items():
        those.sort(key=lambda one: (one.record.date, one.record.at or "", one.name))
        was = _status(sides.base.plan, sides.base_frame, name)
        now = _status(sides.head.plan, sides.head_frame, name)
        yield Recorded(_subject(sides, name), was, now, tuple(those))


def _told(sides: VersionPair) -> Iterator[RecordChange]:
    """What became of each record file. One that was moved to another folder is the same record."""
    base, head = dict(sides.base.plan.records), dict(sides.head.plan.records)
    for path in [path for path in head if path in base]:
        was, now = base.pop(path), head.pop(path)
        if was != now:
            yield RecordChange.of(_name(path), "edited", now)
    names = {_name(path) for path in head}
    lost = {_name(path): record for path, record in base.items()}
    unread_now = {_name(path) for path in sides.head.unread}
    unread_then = {_name(path) for path in sides.base.unread}
    for path, record in head.items():
        name = _name(path)
        if name not in lost:
            if name not in unread_then:
                yield RecordChange.of(name, "added", record)
        elif lost[name] != record:
            yield RecordChange.of(name, "edited", record)
    for name, record in lost.items():
        if name not in names and name not in unread_now:
            yield RecordChange.of(name, "removed", record)


def _name(path: str) -> str:
    return path.rsplit("/", 1)[-1]


def _subject(sides: VersionPair, name: str) -> ChangeTarget:
    for plan in (sides.head.plan, sides.base.plan):
        thing = plan.find(name)
        if thing is not None:
            of: Of = "activity" if isinstance(thing.entry, Activity) else "KPI"
            return ChangeTarget(of, name, thing.title, thing.aim.id if thing.aim else None)
    return ChangeTarget("KPI" if ".k" in name else "activity", name)


def _status(plan: Plan, frame: TimingContext | None, name: str) -> str:
    """The status (a KPI's newest result) once every record is told, whatever its date."""
    records = plan.records_of.get(name, ())
    if not records:
        return "not-started"
    if name in plan.activities and frame is not None:
        return progress.of_activity(plan.activities[name][2], records, frame, date.max).status
    standing = progress.standing_records(records, date.max)
    words = [record.status or record.result or "recorded" for record in standing]
    return words[-1] if words else "not-started"
