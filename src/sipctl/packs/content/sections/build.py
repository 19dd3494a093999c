"""The sections of a pack: of the whole plan, and cut down to one committee or one lead."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from sipctl.packs.content import activities, kpis, open_points, recurring
from sipctl.packs.content.items import ActivityReport, KpiReport, ReportRow, StatusCount, Trend
from sipctl.packs.content.sections import model
from sipctl.plan.model.entries import id_key
from sipctl.plan.model.statuses import NO_RECORD, STATUS_INFO

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import date

    from sipctl.packs.content.context import PackContext
    from sipctl.plan.model.entries import Aim
    from sipctl.plan.state.agenda import WorkItem


def whole_section(context: PackContext) -> model.PackSection:
    """The section of everything that the filters keep."""
    activity_items, kpi_items = activities.activities(context), kpis.kpis(context)
    work = tuple(activities.activity_report(context, item) for item in activity_items)
    measures = tuple(kpis.kpi_report(context, item) for item in kpi_items)
    next_term = context.next_term
    regular = recurring.recurring(context)
    return model.PackSection(
        aims=_aims(context, work, measures),
        work=work,
        finished=tuple(sorted(activities.finished(context), key=lambda row: id_key(row.id))),
        kept=tuple(row for row in regular if recurring.is_kept_up(row)),
        lapsed=tuple(row for row in regular if not recurring.is_kept_up(row)),
        at_risk=tuple(sorted((row for row in work if row.at_risk), key=worst_first)),
        overdue=tuple(sorted(activities.overdue(context), key=_longest_first)),
        rest=tuple(activities.due_between(context, activity_items, context.day, context.until)),
        coming=_due_in(context, activity_items, next_term),
        coming_kpis=_due_in(context, kpi_items, next_term),
        moved=tuple(activities.moved(context)),
        slipped=tuple(activities.slipped(context)),
        kpis=tuple(kpi for kpi in measures if kpi.asked or kpi.read_this_term),
        measures=measures,
        stopped=tuple(
            row
            for item, row in zip(activity_items, work, strict=True)
            if item.standing.common_status in ("paused", "withdrawn")
        ),
        questions=tuple(open_points.questions(context)),
        problems=tuple(open_points.problems(context)),
    )


def _due_in(
    context: PackContext, items: Sequence[WorkItem], days: tuple[date, date] | None
) -> tuple[ReportRow, ...]:
    """The rows that fall due between two days and after the day of the pack."""
    if days is None:
        return ()
    return tuple(activities.due_between(context, items, max(days[0], context.day), days[1]))


_BY_ID = (
    *("work", "finished", "kept", "overdue", "rest", "coming", "coming_kpis", "moved", "slipped"),
    *("kpis", "measures", "stopped", "at_risk", "lapsed"),
)
"""The fields of a section whose rows have an `id`."""


def cut(part: model.PackSection, ids: Collection[str]) -> model.PackSection:
    """A section reduced to the activities, KPIs, areas and aims with these ids."""
    aims = (_cut_aim(aim, ids) for aim in part.aims)
    kept = {name: tuple(row for row in getattr(part, name) if row.id in ids) for name in _BY_ID}
    return model.PackSection(
        **kept,
        aims=tuple(aim for aim in aims if _holds_something(aim)),
        questions=tuple(question for question in part.questions if question.about in ids),
        problems=tuple(problem for problem in part.problems if problem.about in ids),
    )


def cut_to(part: model.PackSection, names: Collection[str]) -> model.PackSection:
    """A section reduced to some aims and areas with their activities and KPIs, and some KPIs."""
    ids = set(names)
    for aim in part.aims:
        for area in aim.areas:
            if str(aim.id) in names or area.id in names:
                ids.add(area.id)
                ids.update(activity.id for activity in area.work)
                ids.update(kpi.id for kpi in area.kpis)
    return cut(part, ids)


def _longest_first(row: ReportRow) -> tuple[object, ...]:
    return (-row.days_overdue, id_key(row.id))


def worst_first(row: ActivityReport) -> tuple[object, ...]:
    """A sort key: off track, then at risk, then only overdue; each the longest overdue first."""
    rank = STATUS_INFO[row.status].rank if row.at_risk else 0
    return (not row.at_risk, rank, -row.days_overdue, id_key(row.id))


# --- aims ----------------------------------------------------------------------------------------


def _aims(
    context: PackContext, work: Sequence[ActivityReport], measures: Sequence[KpiReport]
) -> tuple[model.AimReport, ...]:
    aims = (_aim(context, aim, work, measures) for aim in context.plan.aims)
    return tuple(aim for aim in aims if _holds_something(aim))


def _holds_something(aim: model.AimReport) -> bool:
    return bool(aim.work) or any(area.kpis for area in aim.areas)


def _aim(
    context: PackContext, aim: Aim, work: Sequence[ActivityReport], measures: Sequence[KpiReport]
) -> model.AimReport:
    areas = tuple(
        model.AreaReport(
            id=area.id,
            title=area.title,
            priorities=area.priorities,
            work=tuple(activity for activity in work if activity.area == area.id),
            kpis=tuple(kpi for kpi in measures if kpi.area == area.id),
        )
        for area in aim.areas
    )
    outcomes = tuple(f"{outcome.id} {outcome.title}" for outcome in aim.outcomes)
    return _with_counts(aim.id, aim.title, outcomes, overseers_of(context, aim.id), areas)


def _cut_aim(aim: model.AimReport, ids: Collection[str]) -> model.AimReport:
    areas = tuple(
        replace(
            area,
            work=tuple(activity for activity in area.work if activity.id in ids),
            kpis=tuple(kpi for kpi in area.kpis if kpi.id in ids),
        )
        for area in aim.areas
    )
    return _with_counts(aim.id, aim.title, aim.outcomes, aim.overseers, areas)


def _with_counts(
    number: int,
    title: str,
    outcomes: tuple[str, ...],
    overseers: tuple[str, ...],
    areas: tuple[model.AreaReport, ...],
) -> model.AimReport:
    """An aim without its empty areas, with the counts of its activities."""
    areas = tuple(area for area in areas if area.work or area.kpis)
    work = tuple(activity for area in areas for activity in area.work)
    better = sum(activity.way == Trend.BETTER for activity in work)
    worse = sum(activity.way == Trend.WORSE for activity in work)
    counts = Counter(activity.status for activity in work)
    return model.AimReport(
        id=number,
        title=title,
        outcomes=outcomes,
        overseers=overseers,
        areas=areas,
        work=work,
        tallies=tuple(StatusCount(status=status, number=counts[status]) for status in STATUS_INFO),
        recorded=len(work) - counts[NO_RECORD],
        better=better,
        worse=worse,
        new=sum(activity.way == Trend.NEW for activity in work),
        newly_at_risk=sum(activity.newly_at_risk for activity in work),
        way=_trend(work, better, worse),
        overdue=sum(activity.days_overdue > 0 for activity in work),
        overdue_before=sum(activity.was_overdue for activity in work),
    )


def _trend(work: Sequence[ActivityReport], better: int, worse: int) -> Trend:
    """Which way several activities moved together; one newly at risk counts as worse."""
    worse += sum(activity.newly_at_risk for activity in work)
    if better and worse:
        return Trend.MIXED
    if better or worse:
        return Trend.BETTER if better else Trend.WORSE
    trends = {activity.way for activity in work}
    return next((way for way in (Trend.UNCHANGED, Trend.NEW) if way in trends), Trend.NO_RECORD)


def overseers_of(context: PackContext, aim: int) -> tuple[str, ...]:
    """Committees and link trustees that oversee an aim."""
    people = context.plan.people
    committees = [committee.name for committee in people.committees if aim in committee.oversees]
    links = [
        f"{link.role} link" if context.request.roles else f"{person.name} ({link.role})"
        for person in (*people.trustees, *people.governors)
        for link in person.links
        if aim in link.oversees
    ]
    return (*committees, *links)
