"""Series of dates: which of those in a term were settled, missed, or judged at risk."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sipctl.packs.content.activities import activities
from sipctl.packs.content.context import status_of
from sipctl.packs.content.items import RecurringDone

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sipctl.packs.content.context import PackContext
    from sipctl.plan.calendar.terms import Calendar
    from sipctl.plan.state.agenda import WorkItem
    from sipctl.plan.state.progress import MilestoneProgress, OccurrenceState


def recurring(context: PackContext) -> list[RecurringDone]:
    """Every series with a date of this term that was settled, missed, or judged at risk."""
    return [
        row
        for item in activities(context)
        if item.standing.common_status not in ("complete", "withdrawn")
        for milestone in item.standing.milestones
        if milestone.series
        for row in _row(context, item, milestone)
    ]


def is_kept_up(row: RecurringDone) -> bool:
    """Whether no date of a series in the term was missed or judged at risk."""
    return not row.missed and not row.judged


def _row(
    context: PackContext, item: WorkItem, milestone: MilestoneProgress
) -> Iterator[RecurringDone]:
    done = [
        occurrence
        for occurrence in milestone.occurrences
        if context.in_term(occurrence.settled_on) and not occurrence.judged
    ]
    in_term = [
        occurrence for occurrence in milestone.occurrences if context.in_term(occurrence.due)
    ]
    missed = [occurrence for occurrence in in_term if occurrence.missed_unjudged]
    judged = [
        occurrence
        for occurrence in milestone.occurrences
        if occurrence.judged
        and (context.in_term(occurrence.due) or context.in_term(occurrence.settled_on))
    ]
    if not done and not missed and not judged:
        return
    calendar = context.timing.calendar
    days = [occurrence.settled_on for occurrence in done if occurrence.settled_on]
    yield RecurringDone(
        id=item.work.id,
        title=item.work.title,
        milestone=milestone.label or None,
        aim=item.aim.id if item.aim else None,
        leads=context.names(item.leads),
        when=milestone.phrase,
        times=len(done),
        late=sum(occurrence.late for occurrence in done),
        last=max(days, default=None),
        missed=tuple(_titles(missed, calendar)),
        judged=tuple(_titles(judged, calendar)),
        status=status_of(item),
        status_of=item.standing.status_of,
        note=context.note_beside(item),
    )


def _titles(occurrences: list[OccurrenceState], calendar: Calendar) -> Iterator[str]:
    """The times of occurrences in words; two halves of a term as `both halves of Spring 2025`."""
    keys = [occurrence.period for occurrence in occurrences]
    for key in keys:
        whole, _, half = key.rpartition("-")
        in_halves = calendar.term(whole) and {f"{whole}-1", f"{whole}-2"} <= set(keys)
        if not in_halves:
            yield calendar.title(key)
        elif half == "1":
            yield f"both halves of {calendar.title(whole)}"
