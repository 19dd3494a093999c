"""Aims and all that stands in them, and trust-wide KPIs: matched by id alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sipctl.plan.changes import dates
from sipctl.plan.changes.kinds import Added, ChangeTarget, Edited, Removed
from sipctl.plan.model.entries import Activity, Kpi
from sipctl.plan.model.entry import further_texts
from sipctl.plan.state.progress import kpi_phrases

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sipctl.plan.changes.kinds import Change, Of, Value, Version, VersionPair
    from sipctl.plan.model.entries import Aim, Area

Key = tuple[str, str]


@dataclass(frozen=True)
class Item:
    """One thing with an id: its fields as they can be told, and its model if it has dates."""

    subject: ChangeTarget
    fields: dict[str, Value]
    work: Activity | Kpi | None = None


def changes(sides: VersionPair) -> tuple[list[Change], list[str]]:
    """What changed in the aims, and the files that could not be compared."""
    hidden = _hidden(sides.base, sides.head) | _hidden(sides.head, sides.base)
    wide = sides.reads("plan.yaml")
    base = dict(_items(sides.base, hidden, wide=wide))
    head = dict(_items(sides.head, hidden, wide=wide))
    found: list[Change] = [Removed(it.subject) for key, it in base.items() if key not in head]
    for key, item in head.items():
        before = base.get(key)
        found += _between(before, item, sides) if before else [_added(item)]
    unread = {path for path in sides.base.unread | sides.head.unread if path.startswith("aims/")}
    return found, sorted(unread)


def _hidden(one: Version, other: Version) -> set[int]:
    """Aims of one version that the other may have in a file of its own that does not load.

    A file keeps its aim under the same path; one that was renamed as well may hold any.
    """
    unread = {path for path in other.unread if path.startswith("aims/")}
    if not unread:
        return set()
    have = {aim.id for aim in other.plan.aims}
    pairs = zip(one.plan.aims, one.plan.aim_files, strict=True)
    gone = {aim.id: path for aim, path in pairs if aim.id not in have}
    strangers = unread - set(one.plan.aim_files) - one.unread
    return {aim for aim, path in gone.items() if strangers or path in unread}


def _items(version: Version, hidden: set[int], *, wide: bool) -> Iterator[tuple[Key, Item]]:
    """Everything with an id, the first of two that share one; `wide` for trust-wide KPIs too."""
    seen: set[Key] = set()
    for item in _all(version, hidden, wide=wide):
        key = (item.subject.of, item.subject.id)
        if key not in seen:
            seen.add(key)
            yield key, item


def _all(version: Version, hidden: set[int], *, wide: bool) -> Iterator[Item]:
    if wide:
        yield from (_kpi(kpi, None, None) for kpi in version.plan.about.kpis)
    for aim in version.plan.aims:
        if aim.id in hidden:
            continue
        yield _titled("aim", str(aim.id), aim.title, aim, query=aim.query)
        yield from (_titled("outcome", one.id, one.title, aim) for one in aim.outcomes)
        for area in aim.areas:
            yield _titled("area", area.id, area.title, aim, query=area.query)
            yield from (_titled("priority", one.id, one.title, aim) for one in area.priorities)
            yield from (_activity(one, aim, area) for one in area.activities)
            yield from (_kpi(one, aim, area) for one in area.kpis)


def _titled(of: Of, name: str, title: str, aim: Aim, **more: Value) -> Item:
    return Item(ChangeTarget(of, name, title, aim.id), {"title": title, **more})


def _activity(one: Activity, aim: Aim, area: Area) -> Item:
    fields: dict[str, Value] = {
        "title": one.title,
        "leads": one.leads,
        "detail": one.detail,
        "starts": one.starts,
        "area": area.id,
        "priority": one.priority,
        "success": one.success,
        **{field.name: field.text(one) for field in further_texts(Activity)},
        "academies": one.academies,
        "after": one.after,
        "see": one.see,
        "query": one.query,
    }
    return Item(ChangeTarget("activity", one.id, one.title, aim.id), fields, one)


def _kpi(one: Kpi, aim: Aim | None, area: Area | None) -> Item:
    fields: dict[str, Value] = {
        "measure": one.measure,
        "leads": one.leads,
        "target": one.target,
        "area": area.id if area else None,
        "academies": one.academies,
        "see": one.see,
        "query": one.query,
    }
    return Item(ChangeTarget("KPI", one.id, one.measure, aim.id if aim else None), fields, one)


def _added(item: Item) -> Added:
    work = item.work
    if work is None:
        return Added(item.subject)
    return Added(item.subject, work.leads, tuple(_phrases(work).items()))


def _phrases(work: Activity | Kpi) -> dict[str, str]:
    return work.when if isinstance(work, Activity) else kpi_phrases(work)


def _between(before: Item, now: Item, sides: VersionPair) -> Iterator[Change]:
    yield from edits(now.subject, before.fields, now.fields)
    was, work = before.work, now.work
    if isinstance(was, Activity) and isinstance(work, Activity):
        yield from dates.of_activity(now.subject, was, work, sides)
    elif isinstance(was, Kpi) and isinstance(work, Kpi):
        yield from dates.of_phrases(now.subject, _phrases(was), _phrases(work), sides)


def edits(subject: ChangeTarget, was: dict[str, Value], now: dict[str, Value]) -> Iterator[Edited]:
    """Each field that says something else; one that either side lacks says nothing there."""
    for field in dict.fromkeys([*now, *was]):
        before, after = was.get(field) or None, now.get(field) or None
        if before != after:
            yield Edited(subject, field, before, after)
