"""Every occurrence of a plan with how it stood on a day: what `export` hands to other programs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from sipctl.plan.model.entries import id_key
from sipctl.plan.state.agenda import rows_of, work_items

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from sipctl.plan.model.entries import Plan
    from sipctl.plan.state.agenda import Row, Span, State, WorkItem
    from sipctl.plan.state.filters import Filters
    from sipctl.plan.state.progress import MilestoneProgress, OccurrenceState
    from sipctl.plan.timing import TimingContext

PastState = Literal["missed", "excused"]
"""States of a series' occurrence that passed without a record and that `due` never lists: a later
one is listed for it (`missed`), or the work was paused when it fell due (`excused`)."""


@dataclass(frozen=True)
class OccurrenceRow:
    """One occurrence, or a milestone that has none.

    `row` is what `list` shows of its milestone: if `current`, this very occurrence. `number`
    counts the milestone's occurrences from 1 and is 0 where there is none, as `occurrence` is None.
    """

    item: WorkItem
    row: Row
    occurrence: OccurrenceState | None
    number: int
    state: State | PastState
    current: bool
    cadence: str | None


def occurrence_rows(
    plan: Plan, context: TimingContext, day: date, filters: Filters, *, kpis: bool = False
) -> Iterator[OccurrenceRow]:
    """Every occurrence asked for, in the order of ids, then of milestones, then of days."""
    items = filter(filters.keeps, work_items(plan, context, day, kpis=kpis))
    for item in sorted(items, key=lambda item: id_key(item.work.id)):
        milestones = {
            milestone.label or None: milestone for milestone in reversed(item.standing.milestones)
        }
        for current in _milestones(item):
            milestone = milestones.get(current[0].milestone)
            yield from _within(_rows_of_milestone(item, milestone, current), filters.span)


def _milestones(item: WorkItem) -> Iterable[list[Row]]:
    """The rows that `due` would show of each milestone."""
    rows_by_label: dict[str | None, list[Row]] = {}
    for row in rows_of(item, each=True):
        rows_by_label.setdefault(row.milestone, []).append(row)
    return rows_by_label.values()


def _rows_of_milestone(
    item: WorkItem, milestone: MilestoneProgress | None, current: list[Row]
) -> Iterator[OccurrenceRow]:
    row = current[0]
    cadence = milestone.timing.cadence if milestone and milestone.timing else None
    if not row.occurrences:
        yield OccurrenceRow(item, row, None, 0, row.state, True, cadence)
    rows = {(own.period, own.due): own for own in reversed(current)}
    for number, occurrence in enumerate(row.occurrences, 1):
        own = rows.get((occurrence.period, occurrence.due))
        state = own.state if own else _state(item.standing.common_status, occurrence)
        yield OccurrenceRow(item, own or row, occurrence, number, state, own is not None, cadence)


def _state(status: str, occurrence: OccurrenceState) -> State | PastState:
    """The state of an occurrence that `due` and `list` do not show."""
    if status == "withdrawn":
        return "withdrawn"
    if status == "complete" or occurrence.settled:
        return "settled"
    if occurrence.phase in ("missed", "excused"):
        return occurrence.phase
    if not occurrence.pending:
        return "settled"
    if status == "paused":
        return "paused"
    return "due" if occurrence.phase == "open" else "upcoming"


def _within(rows: Iterable[OccurrenceRow], span: Span | None) -> Iterator[OccurrenceRow]:
    """Only what falls due within a span, if one was asked for."""
    for row in rows:
        occurrence = row.occurrence
        if span is None or (occurrence is not None and span[0] <= occurrence.due <= span[1]):
            yield row
