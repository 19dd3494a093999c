"""A pack's parts: the whole, and what one committee or one lead has of it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sipctl.packs.content import activities, kpis, open_points
from sipctl.packs.content import model as t
from sipctl.plan.model.entries import id_key

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from sipctl.packs.content.context import PackContext
    from sipctl.plan.model import entries

KEY = {
    "complete": ("blue", "finished, as its lead recorded"),
    "on-track": ("green", "its lead expects it to be done in time"),
    "at-risk": ("amber", "its lead fears that it may not be done in time"),
    "off-track": ("red", "its lead does not expect it to be done in time"),
    "not-started": ("grey", "its lead recorded that work has not begun"),
    t.NO_RECORD: ("grey", "nobody has recorded anything, so nothing is claimed"),
    "paused": ("purple", "stopped for now; nothing falls overdue meanwhile"),
    "withdrawn": ("grey", "will not be done"),
}
"""Every status in the order of the key: its colour where the plan gives none, and what it means."""


def whole(scene: PackContext) -> t.PackSection:
    """All that was asked for."""
    those, measured = activities.activities(scene), kpis.subjects(scene)
    work = tuple(activities.work_of(scene, one) for one in those)
    measures = tuple(kpis.kpi_of(scene, one) for one in measured)
    after = scene.frame.calendar.next_term(scene.asked.term)
    first, last = (after.starts, scene.until_of(after)) if after else (scene.day, None)
    return t.PackSection(
        aims=_aims(scene, work, measures),
        work=work,
        finished=tuple(sorted(activities.finished(scene), key=lambda one: id_key(one.id))),
        kept=tuple(activities.kept(scene)),
        overdue=tuple(sorted(activities.overdue(scene), key=_longest)),
        rest=tuple(activities.due_between(scene, those, scene.day, scene.until)),
        coming=tuple(activities.due_between(scene, those, first, last)) if last else (),
        coming_kpis=tuple(activities.due_between(scene, measured, first, last)) if last else (),
        moved=tuple(activities.moved(scene)),
        slipped=tuple(activities.slipped(scene)),
        kpis=tuple(one for one in measures if one.asked or one.this_term),
        measures=measures,
        apart=tuple(one for one in work if one.status in ("paused", "withdrawn")),
        questions=tuple(open_points.questions(scene)),
        problems=tuple(open_points.problems(scene)),
    )


def cut(part: t.PackSection, ids: Collection[str]) -> t.PackSection:
    """What a part says of some ids alone: activities, KPIs, areas and aims."""
    aims = (_cut_aim(aim, ids) for aim in part.aims)
    return t.PackSection(
        aims=tuple(aim for aim in aims if aim.work or any(area.kpis for area in aim.areas)),
        work=tuple(one for one in part.work if one.id in ids),
        finished=tuple(one for one in part.finished if one.id in ids),
        kept=tuple(one for one in part.kept if one.id in ids),
        overdue=tuple(one for one in part.overdue if one.id in ids),
        rest=tuple(one for one in part.rest if one.id in ids),
        coming=tuple(one for one in part.coming if one.id in ids),
        coming_kpis=tuple(one for one in part.coming_kpis if one.id in ids),
        moved=tuple(one for one in part.moved if one.id in ids),
        slipped=tuple(one for one in part.slipped if one.id in ids),
        kpis=tuple(one for one in part.kpis if one.id in ids),
        measures=tuple(one for one in part.measures if one.id in ids),
        apart=tuple(one for one in part.apart if one.id in ids),
        questions=tuple(one for one in part.questions if one.about in ids),
        problems=tuple(one for one in part.problems if one.about in ids),
    )


def _longest(line: t.Line) -> tuple[object, ...]:
    return (-line.days_overdue, id_key(line.id))


# --- aims ----------------------------------------------------------------------------------------


def _aims(
    scene: PackContext, work: Sequence[t.Work], measures: Sequence[t.Kpi]
) -> tuple[t.Aim, ...]:
    made = (_aim(scene, aim, work, measures) for aim in scene.plan.aims)
    return tuple(aim for aim in made if aim.work or any(area.kpis for area in aim.areas))


def _aim(
    scene: PackContext, aim: entries.Aim, work: Sequence[t.Work], measures: Sequence[t.Kpi]
) -> t.Aim:
    areas = tuple(
        t.Area(
            id=area.id,
            title=area.title,
            priorities=tuple(t.Priority(id=one.id, title=one.title) for one in area.priorities),
            work=tuple(one for one in work if one.area == area.id),
            kpis=tuple(one for one in measures if one.area == area.id),
        )
        for area in aim.areas
    )
    outcomes = tuple(f"{one.id} {one.title}" for one in aim.outcomes)
    return _tallied(aim.id, aim.title, outcomes, overseers_of(scene, aim.id), areas)


def _cut_aim(aim: t.Aim, ids: Collection[str]) -> t.Aim:
    areas = tuple(
        replace(
            area,
            work=tuple(one for one in area.work if one.id in ids),
            kpis=tuple(one for one in area.kpis if one.id in ids),
        )
        for area in aim.areas
    )
    return _tallied(aim.id, aim.title, aim.outcomes, aim.overseers, areas)


def _tallied(
    number: int,
    title: str,
    outcomes: tuple[str, ...],
    overseers: tuple[str, ...],
    areas: tuple[t.Area, ...],
) -> t.Aim:
    areas = tuple(area for area in areas if area.work or area.kpis)
    work = tuple(one for area in areas for one in area.work)
    better = sum(one.way == "better" for one in work)
    worse = sum(one.way == "worse" for one in work)
    return t.Aim(
        id=number,
        title=title,
        outcomes=outcomes,
        overseers=overseers,
        areas=areas,
        work=work,
        tallies=tuple(
            t.Tally(status=status, number=sum(one.status == status for one in work))
            for status in KEY
        ),
        recorded=sum(one.status != t.NO_RECORD for one in work),
        better=better,
        worse=worse,
        way=_way(work, better, worse),
        overdue=sum(one.days_overdue > 0 for one in work),
        overdue_before=sum(one.was_overdue for one in work),
    )


def _way(work: Sequence[t.Work], better: int, worse: int) -> t.Trend:
    """Which way several activities moved together."""
    if better or worse:
        return "mixed" if better and worse else "better" if better else "worse"
    ways = {one.way for one in work}
    return "level" if "level" in ways else "first" if "first" in ways else "silent"


def overseers_of(scene: PackContext, aim: int) -> tuple[str, ...]:
    """Committees and link trustees that oversee an aim."""
    people = scene.plan.people
    committees = [one.name for one in people.committees if aim in one.oversees]
    links = [
        f"{link.role} link" if scene.asked.roles else f"{one.name} ({link.role})"
        for one in (*people.trustees, *people.governors)
        for link in one.links
        if aim in link.oversees
    ]
    return (*committees, *links)
