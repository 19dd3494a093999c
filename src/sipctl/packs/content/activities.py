"""Activities in a pack: where each stands, what was finished, kept up and moved."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sipctl.packs.content import model as t
from sipctl.packs.content.context import DAY, PackContext, status_of
from sipctl.plan.model.entries import Activity
from sipctl.plan.state import progress

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from sipctl.plan.model.entries import Move, Record
    from sipctl.plan.state.agenda import WorkItem
    from sipctl.plan.state.progress import MilestoneProgress

_LADDER = ("off-track", "at-risk", "not-started", "on-track", "complete")
"""Judgements from the worst to the best. Paused and withdrawn are neither."""


def way(before: str, now: str) -> t.Trend:
    """Which way a judgement moved; a first record is no movement."""
    if now == t.NO_RECORD:
        return "silent"
    if before == t.NO_RECORD:
        return "first"
    if before == now or before not in _LADDER or now not in _LADDER:
        return "level"
    return "better" if _LADDER.index(now) > _LADDER.index(before) else "worse"


def activities(scene: PackContext) -> list[WorkItem]:
    """The activities that were asked for, in the plan's order."""
    return [one for one in scene.now if isinstance(one.work, Activity)]


def work_of(scene: PackContext, subject: WorkItem) -> t.Work:
    """One activity, whole."""
    activity, then = subject.work, scene.then.get(subject.work.id)
    assert isinstance(activity, Activity)  # noqa: S101 - `activities` sees to it
    assert subject.aim is not None and subject.area is not None  # noqa: S101
    note = scene.newest_note(activity.id)
    rows = scene.rows(subject, scene.day)
    status, before = status_of(subject), status_of(then)
    newest = subject.standing.newest
    return t.Work(
        id=activity.id,
        title=activity.title,
        detail=activity.detail,
        aim=subject.aim.id,
        area=subject.area.id,
        leads=scene.names(activity.leads),
        academies=activity.academies,
        when=tuple(
            t.Phrase(label=label, text=text)
            for label, text in progress.phrases_on(activity, scene.day).items()
        ),
        starts=activity.starts,
        priority=activity.priority,
        success=activity.success,
        resources=activity.resources,
        after=activity.after,
        see=activity.see,
        query=activity.query,
        status=status,
        status_before=before,
        way=way(before, status),
        recorded_on=newest.date if newest else None,
        note=note,
        lines=tuple(scene.line(row, note) for row in rows),
        days_overdue=max((row.days_overdue for row in rows), default=0),
        was_overdue=then is not None
        and any(row.days_overdue for row in scene.rows(then, min(scene.before, scene.day))),
    )


def overdue(scene: PackContext) -> Iterator[t.Line]:
    """Every date of an activity that has passed unsettled."""
    for subject in activities(scene):
        if not any(row.days_overdue for row in scene.rows(subject, scene.day)):
            continue
        for row in scene.rows(subject, scene.day, each=True):
            if row.state == "overdue":
                yield scene.line(row, scene.newest_note(row.id))


def due_between(
    scene: PackContext, those: Sequence[WorkItem], first: date, last: date
) -> list[t.Line]:
    """What falls due between two days and is not settled, soonest first."""
    found = [
        scene.line(row, scene.newest_note(row.id))
        for subject in those
        for row in scene.rows_within(subject, first, last)
        if row.state in ("due", "upcoming")
    ]
    return sorted(found, key=lambda one: one.due.toordinal() if one.due else 0)


# --- what was finished, what was kept up ---------------------------------------------------------


def finished(scene: PackContext) -> Iterator[t.Finished]:
    """Activities that became complete this term, and single dates of others that were settled."""
    for subject in activities(scene):
        if subject.standing.status != "complete":
            yield from _dates_finished(scene, subject)
        elif status_of(scene.then.get(subject.work.id)) != "complete":
            yield _whole_finished(scene, subject)


def _whole_finished(scene: PackContext, subject: WorkItem) -> t.Finished:
    told = scene.told(subject.work.id)
    record = told[-1]
    for earlier in reversed(told):
        if earlier.status != "complete":
            break
        record = earlier if earlier.for_ is None else record
    dues = [track.present_due for track in subject.standing.tracks if track.present_due]
    due = max(dues, default=None)
    return _finished(scene, subject, None, record, record.date, due)


def _dates_finished(scene: PackContext, subject: WorkItem) -> Iterator[t.Finished]:
    for track in subject.standing.tracks:
        if track.series:
            continue
        several = len(track.occurrences) > 1
        for occurrence in track.occurrences:
            day = occurrence.settled_on
            if day is None or not scene.in_term(day):
                continue
            period = scene.frame.calendar.title(occurrence.period)
            part = f"{track.label}, {period}" if track.label and several else track.label or period
            record = _record_on(scene, subject.work.id, day)
            yield _finished(scene, subject, part, record, day, occurrence.due)


def _finished(
    scene: PackContext,
    subject: WorkItem,
    part: str | None,
    record: Record | None,
    on: date,
    due: date | None,
) -> t.Finished:
    activity = subject.work
    assert isinstance(activity, Activity)  # noqa: S101
    return t.Finished(
        id=activity.id,
        title=activity.title,
        part=part,
        aim=subject.aim.id if subject.aim else None,
        leads=scene.names(activity.leads),
        on=on,
        due=due,
        days_late=max(0, (on - due).days) if due else 0,
        note=scene.note(record),
        evidence=record.evidence if record else (),
    )


def _record_on(scene: PackContext, name: str, day: date) -> Record | None:
    """The newest record of a day; of several, one that says complete."""
    those = [record for record in scene.told(name) if record.date == day]
    complete = [record for record in those if record.status == "complete"]
    return next(reversed(complete or those), None)


def kept(scene: PackContext) -> Iterator[t.RecurringDone]:
    """Work that comes back and was dealt with this term."""
    for subject in activities(scene):
        for track in subject.standing.tracks:
            done = [
                occurrence
                for occurrence in track.occurrences
                if scene.in_term(occurrence.settled_on)
            ]
            if not track.series or not done or subject.standing.status == "complete":
                continue
            yield t.RecurringDone(
                id=subject.work.id,
                title=subject.work.title if isinstance(subject.work, Activity) else "",
                milestone=track.label or None,
                aim=subject.aim.id if subject.aim else None,
                leads=scene.names(subject.leads),
                when=track.phrase,
                times=len(done),
                late=sum(occurrence.late for occurrence in done),
                last=max(one.settled_on for one in done if one.settled_on),
                status=status_of(subject),
                note=scene.newest_note(subject.work.id),
            )


# --- what moved ----------------------------------------------------------------------------------


def moved(scene: PackContext) -> list[t.Moved]:
    """The dates that were moved this term, in order of the decisions."""
    found = [
        _moved(scene, subject, track, move)
        for subject in activities(scene)
        for track in subject.standing.tracks
        for move in _moves(subject, track)
        if scene.in_term(move.date)
    ]
    return sorted(found, key=lambda one: one.on)


def slipped(scene: PackContext) -> list[t.Moved]:
    """The newest move of every date that is not where it first was, furthest slipped first."""
    found = []
    for subject in activities(scene):
        for track in subject.standing.tracks:
            past = [move for move in _moves(subject, track) if move.date <= scene.day]
            if past and track.slipped_days:
                newest = _moved(scene, subject, track, past[-1])
                found.append(replace(newest, was=past[0].from_, was_due=track.original_due))
    return sorted(found, key=lambda one: -abs(one.slipped_days))


def _moves(subject: WorkItem, track: MilestoneProgress) -> list[Move]:
    """The moves of one milestone, one a day."""
    assert isinstance(subject.work, Activity)  # noqa: S101
    moves = progress.moves_of(subject.work.moved, track.label)
    return list({move.date: move for move in moves}.values())


def _moved(scene: PackContext, subject: WorkItem, track: MilestoneProgress, move: Move) -> t.Moved:
    activity = subject.work
    assert isinstance(activity, Activity)  # noqa: S101
    before, after = (
        progress.of_activity(activity, (), scene.frame, day).tracks
        for day in (move.date - DAY, move.date)
    )
    was, now = (
        next(one for one in tracks if one.label == track.label) for tracks in (before, after)
    )
    return t.Moved(
        id=activity.id,
        title=activity.title,
        milestone=track.label or None,
        aim=subject.aim.id if subject.aim else None,
        leads=scene.names(activity.leads),
        was=was.phrase,
        now=now.phrase,
        on=move.date,
        agreed=move.agreed,
        why=move.why,
        was_due=was.present_due,
        now_due=now.present_due,
        days=_days(was.present_due, now.present_due),
        original_due=track.original_due,
        slipped_days=track.slipped_days,
    )


def _days(first: date | None, last: date | None) -> int:
    return (last - first).days if first and last else 0
