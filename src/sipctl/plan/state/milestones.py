"""How work stood on a day, as data: each occurrence, each milestone, the whole activity or KPI."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Literal

from sipctl.plan.frozen import frozen
from sipctl.plan.model.statuses import AT_RISK, NO_RECORD

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from sipctl.plan.model.entries import Record
    from sipctl.plan.timing import Timing

Phase = Literal["settled", "missed", "excused", "open", "upcoming"]


@frozen()
class OccurrenceState:
    """One occurrence and how it stood on a day: the one place where that is decided.

    `phase` is how it stood by itself. Unsettled and past its last day it is `missed`, or `excused`
    if the work was paused on that day. `pending` if it is still to settle: in a series, settling
    one closes those before it. `overdue` if it is pending and its last day has passed, but not for
    an excused one of a series. `judged` is the newest status recorded for it, if that is `at-risk`
    or `off-track`: for the work in its stretch of a series, or for this very date. Where academies
    have recorded apart, `settled_for` and `open_for` say for which of them it is settled.
    """

    period: str
    milestone: str | None
    opens: date
    due: date
    settled_on: date | None
    phase: Phase
    pending: bool
    overdue: bool
    judged: str | None = None
    settled_for: tuple[str, ...] = ()
    open_for: tuple[str, ...] = ()

    @property
    def settled(self) -> bool:
        """Whether a record settles it."""
        return self.settled_on is not None

    @property
    def late(self) -> bool:
        """Settled after its last day."""
        return self.settled_on is not None and self.settled_on > self.due

    @property
    def missed(self) -> bool:
        """Let pass unsettled, and not because the work was paused."""
        return self.phase == "missed"

    @property
    def missed_unjudged(self) -> bool:
        """Missed, and not even judged to be at risk."""
        return self.missed and self.judged is None

    @property
    def ahead(self) -> bool:
        """Not settled, and its last day has not passed."""
        return self.phase in ("open", "upcoming")


@frozen()
class MilestoneProgress:
    """One milestone of an activity, or one row of a KPI, as it stood on `day`.

    `settled`, `due_while_paused` and `judged` run beside `timing.occurrences`: the day each was
    settled (None if it is not), whether it fell due while the work was paused, and its newest
    status if that is `at-risk` or `off-track`.
    """

    label: str
    phrase: str
    timing: Timing | None
    day: date
    settled: tuple[date | None, ...]
    due_while_paused: tuple[bool, ...]
    original_due: date | None
    present_due: date | None
    judged: tuple[str | None, ...] = ()
    closed: bool = False
    """Whether nothing of it can be settled any more: a KPI that was retired."""
    of_academies: tuple[OccurrenceState, ...] = ()
    """Its occurrences where academies have recorded apart, combined from those of each academy."""

    @cached_property
    def occurrences(self) -> tuple[OccurrenceState, ...]:
        """How each of its occurrences stood; none where the phrase cannot be read."""
        if self.of_academies:
            return self.of_academies
        return tuple(self._states(self.timing)) if self.timing else ()

    def _states(self, timing: Timing) -> Iterator[OccurrenceState]:
        label, series, today = self.label or None, self.series, self.day
        settled = [index for index, day in enumerate(self.settled) if day is not None]
        closed = settled[-1] if settled and series else -1
        judged = self.judged or (None,) * len(self.settled)
        days = zip(timing.occurrences, self.settled, self.due_while_paused, judged, strict=True)
        for index, (occurrence, settled_on, due_while_paused, word) in enumerate(days):
            opens, due = occurrence.opens, occurrence.due
            pending = settled_on is None and index > closed and not self.closed
            phase: Phase = "settled"
            if settled_on is None:
                phase = "upcoming" if opens > today else "open"
                if due < today:
                    phase = "excused" if due_while_paused else "missed"
            overdue = pending and due < today and not (series and due_while_paused)
            yield OccurrenceState(
                occurrence.period, label, opens, due, settled_on, phase, pending, overdue, word
            )

    @property
    def pending(self) -> list[OccurrenceState]:
        """The occurrences that are still to settle."""
        return [occurrence for occurrence in self.occurrences if occurrence.pending]

    @property
    def series(self) -> bool:
        """Whether it comes back at a cadence."""
        return self.timing is not None and self.timing.cadence is not None

    @property
    def as_needed(self) -> bool:
        """Whether it has no date on purpose."""
        return self.timing is not None and self.timing.as_needed

    @property
    def slipped_days(self) -> int:
        """Days from the original due day to the present one."""
        if self.original_due is None or self.present_due is None:
            return 0
        return (self.present_due - self.original_due).days

    @property
    def to_do(self) -> bool:
        """Whether something is left to settle: a date, or a date yet to be given."""
        return bool(self.pending) if self.occurrences else not self.as_needed


@frozen()
class WorkProgress:
    """Where an activity or KPI stood on a day: its lead's judgement, and each of its milestones."""

    status: str
    newest: Record | None
    milestones: tuple[MilestoneProgress, ...]
    status_record: Record | None = None
    """The record that the status comes from; None where nobody has judged it."""
    reason: str | None = None
    """Why it is paused, withdrawn, judged at risk or (a KPI) retired, if it is and anybody says."""
    retired: bool = False
    """Whether it is a KPI that can no longer be read."""
    status_of: tuple[str, ...] = ()
    """The academies whose status it is; none where it is everybody's."""
    academies_status: str | None = None
    """Where academies have recorded apart, the status that all of them share, empty if none."""
    risks: tuple[Record, ...] = ()
    """The records since which it is judged at risk, newest first; none if it is not so judged."""
    not_asked: bool = False
    """Whether none of the academies that are asked was in the trust on any of its dates."""

    @property
    def common_status(self) -> str:
        """The status that holds in every academy: one alone pauses or completes nothing."""
        return self.status if self.academies_status is None else self.academies_status

    @property
    def at_risk(self) -> bool:
        """Whether its lead judges it to be at risk or off track."""
        return self.status in AT_RISK

    @property
    def is_open(self) -> bool:
        """Whether anything of it is still to be done, read or looked at, or it has no date."""
        if self.common_status in ("complete", "withdrawn") or self.retired:
            return False
        return (
            self.common_status == "paused"
            or not self.milestones
            or any(row.pending or row.to_do or row.as_needed for row in self.milestones)
        )

    @cached_property
    def dates_done(self) -> tuple[int, int]:
        """How many of its dates are settled, and how many it has; those of series do not count.

        Where it has only series, and nobody has judged it, theirs do.
        """
        milestones = [milestone for milestone in self.milestones if not milestone.series]
        if not milestones and self.status == NO_RECORD:
            milestones = [milestone for milestone in self.milestones if milestone.occurrences]
        dates = [settled for milestone in milestones for settled in milestone.settled]
        undated = sum(
            not milestone.occurrences and not milestone.as_needed for milestone in milestones
        )
        return sum(settled is not None for settled in dates), len(dates) + undated
