"""Every occurrence of a plan with how it stood on a day: what `export` hands to other programs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from sipctl.plan.model.entries import id_key
from sipctl.plan.state.agenda import rows_of, subjects

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from sipctl.plan.model.entries import Plan
    from sipctl.plan.state.agenda import OccurrenceState, Row, State, WorkItem
    from sipctl.plan.state.filters import Filters
    from sipctl.plan.timing import TimingContext

Become = Literal["missed", "excused"]
"""What a row of `due` cannot be: an occurrence of a series that passed unsettled, and either a
later one speaks for it, or it fell due while the work was paused."""


@dataclass(frozen=True)
class OccurrenceRow:
    """One occurrence, or a milestone that has none.

    `row` is what `list` shows of its milestone; if `current`, of this very occurrence. `number`
    counts the milestone's occurrences from 1 and is 0 where there is none, as `fate` is None.
    """

    subject: WorkItem
    row: Row
    fate: OccurrenceState | None
    number: int
    state: State | Become
    current: bool
    cadence: str | None


def lines(
    plan: Plan, frame: TimingContext, day: date, asked: Filters, *, kpis: bool = False
) -> Iterator[OccurrenceRow]:
    """Every occurrence asked for, in the order of ids, then of milestones, then of days."""
    for subject in sorted(
        subjects(plan, frame, day, kpis=kpis), key=lambda one: id_key(one.work.id)
    ):
        for row, current in _milestones(subject, day, plan.about.settings.due_soon):
            if asked.keeps(row):
                yield from _within(_lines_of(subject, row, current, day), asked.span)


def _milestones(subject: WorkItem, day: date, due_soon: int) -> Iterator[tuple[Row, list[Row]]]:
    """Each milestone's row, with those that `due` would show of it."""
    rows = rows_of(subject, day, due_soon, each=True)
    for label in dict.fromkeys(row.milestone for row in rows):
        those = [row for row in rows if row.milestone == label]
        yield those[0], those


def _lines_of(subject: WorkItem, row: Row, shown: list[Row], day: date) -> Iterator[OccurrenceRow]:
    tracks = subject.standing.tracks
    track = next((one for one in tracks if (one.label or None) == row.milestone), None)
    cadence = track.timing.cadence if track and track.timing else None
    if not row.occurrences or track is None:
        yield OccurrenceRow(subject, row, None, 0, row.state, True, cadence)
        return
    pending = track.pending()
    for at, fate in enumerate(row.occurrences):
        mine = next(
            (one for one in shown if (one.period, one.due) == (fate.period, fate.due)), None
        )
        state = mine.state if mine else _state(row.status, fate, at in pending, day)
        yield OccurrenceRow(subject, mine or row, fate, at + 1, state, mine is not None, cadence)


def _state(status: str, fate: OccurrenceState, pending: bool, day: date) -> State | Become:
    """The state of an occurrence that `due` and `list` do not speak of."""
    if status == "withdrawn":
        return "withdrawn"
    if fate.settled_on is not None or status == "complete":
        return "settled"
    if fate.due < day:
        return "missed" if fate.missed else "excused"
    if not pending:
        return "settled"
    if status == "paused":
        return "paused"
    return "due" if fate.opens <= day else "upcoming"


def _within(
    those: Iterator[OccurrenceRow], span: tuple[date, date] | None
) -> Iterator[OccurrenceRow]:
    """Only what falls due within a span, if one was asked for."""
    for line in those:
        if span is None or (line.fate is not None and span[0] <= line.fate.due <= span[1]):
            yield line
