"""Academies: which of them work is for, whose records count for each, whose status for all."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from sipctl.plan.state.standing import mistakes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from sipctl.plan.model.entries import Activity, Kpi, Plan, Record
    from sipctl.plan.state.milestones import (
        MilestoneProgress,
        OccurrenceState,
        Phase,
        WorkProgress,
    )
    from sipctl.plan.timing import TimingContext

_FROM_WORST = (
    *("off-track", "at-risk", "paused", "not-started", "on-track", "complete", "withdrawn"),
    *("not-met", "partly-met", "met", "recorded"),
)
"""Statuses and results, the worst first: the order in which academies' judgements are compared."""


def plan_of_academies(plan: Plan, academies: Sequence[str], day: date = date.max) -> Plan:
    """The plan as some of its academies know it on a day: without the records of the others.

    What another academy's record has corrected by then stays a mistake.
    """
    if not academies:
        return plan
    counted = (None, *academies)
    void = {
        record.corrects
        for records in plan.records_of.values()
        if any(record.corrects and record.academy not in counted for _, record in records)
        for past in [[named for named in records if named[1].date <= day]]
        for _, record in past
        if record.academy not in counted and record.corrects in mistakes(past)
    }
    return replace(
        plan,
        records={
            path: record
            for path, record in plan.records.items()
            if record.academy in counted and path.rsplit("/", 1)[-1] not in void
        },
        people=replace(
            plan.people,
            academies={
                name: entry for name, entry in plan.people.academies.items() if name in academies
            },
        ),
    )


def academies_of(named: Sequence[str], context: TimingContext, day: date | None) -> tuple[str, ...]:
    """The academies that work is for: those it names, else all that were in the trust on `day`.

    Without a day, all there ever are in the trust.
    """
    return tuple(
        academy.name
        for academy in context.academies
        if (academy.name in named if named else day is None or academy.in_trust(day))
    )


def progress_in_all(
    work: Activity | Kpi,
    standing: list[Record],
    context: TimingContext,
    day: date,
    progress_of: Callable[[list[Record]], WorkProgress],
) -> WorkProgress:
    """Where work stood in all its academies; `progress_of` computes it from the records of one."""
    every = academies_of(work.academies, context, None)
    if every:
        standing = [record for record in standing if record.academy in (None, *every)]
    if len(every) < 2 or all(record.academy is None for record in standing):
        shared = progress_of(standing)
        academy = shared.status_record.academy if shared.status_record else None
        return replace(shared, status_of=(academy,)) if academy else shared
    parts = {academy: progress_of(_stream(standing, academy)) for academy in every}
    now = academies_of(work.academies, context, day) or every
    stopped = [name for name in now if parts[name].status in ("paused", "withdrawn")]
    going = [name for name in now if name not in stopped] or now
    milestones = tuple(
        _milestone(work.academies, context, going, dict(zip(parts, of_each, strict=True)))
        for of_each in zip(*(part.milestones for part in parts.values()), strict=True)
    )
    whose = _decisive(standing, {name: parts[name].status for name in now})
    foremost = parts[whose[0]] if whose else progress_of(_stream(standing, None))
    statuses = {parts[name].status for name in now}
    common = statuses.pop() if len(statuses) == 1 else ""
    if common == "complete" and not whose:  # its dates were completed one by one
        foremost = replace(parts[now[0]], reason=None)
    return replace(
        foremost,
        newest=standing[-1],
        milestones=milestones,
        status_of=whose,
        academies_status=common,
    )


def _stream(records: Iterable[Record], academy: str | None) -> list[Record]:
    """The records that count for one academy: its own, and those that name none."""
    return [record for record in records if record.academy in (None, academy)]


def _decisive(standing: Sequence[Record], statuses: dict[str, str]) -> tuple[str, ...]:
    """The academies whose status stands for all: the worst of those with a judgement of their own.

    An academy has one where it has judged since the newest judgement that names no academy.
    """
    judging: set[str] = set()
    for record in reversed(standing):
        if record.status == "complete" and record.for_ is not None:
            continue  # it completes one date, and does not judge the whole
        if record.academy is None:
            break
        judging.add(record.academy)
    words = {name: status for name, status in statuses.items() if name in judging}
    worst = min(words.values(), key=severity, default=None)
    return tuple(name for name, status in words.items() if status == worst)


def _milestone(
    named: Sequence[str],
    context: TimingContext,
    going: Sequence[str],
    parts: dict[str, MilestoneProgress],
) -> MilestoneProgress:
    """One milestone in all academies: an occurrence is for those in the trust on its last day.

    Where some have paused or withdrawn, it is for those that are still `going`.
    """
    first = next(iter(parts.values()))
    occurrences = []
    for index, occurrence in enumerate(first.occurrences):
        then = academies_of(named, context, occurrence.due)
        names = [name for name in then if name in going] or then or tuple(parts)
        occurrences.append(_occurrence({name: parts[name].occurrences[index] for name in names}))
    return replace(
        first,
        settled=tuple(state.settled_on for state in occurrences),
        judged=tuple(state.judged for state in occurrences),
        of_academies=tuple(occurrences),
    )


def _occurrence(states: dict[str, OccurrenceState]) -> OccurrenceState:
    """One occurrence in several academies: settled once each of them has settled it."""
    open_for = tuple(name for name, state in states.items() if not state.settled)
    days = [state.settled_on for state in states.values() if state.settled_on is not None]
    phases = {states[name].phase for name in open_for}
    words = [state.judged for state in states.values() if state.judged]
    return replace(
        next(iter(states.values())),
        settled_on=None if open_for else max(days),
        phase=next((phase for phase in _PHASES if phase in phases), "settled"),
        pending=any(state.pending for state in states.values()),
        overdue=any(state.overdue for state in states.values()),
        judged=min(words, key=severity, default=None),
        settled_for=tuple(name for name in states if name not in open_for),
        open_for=open_for,
    )


_PHASES: tuple[Phase, ...] = ("missed", "open", "upcoming", "excused")


def severity(word: str) -> int:
    """Sort key of statuses and results, the worst first."""
    return _FROM_WORST.index(word) if word in _FROM_WORST else len(_FROM_WORST)
