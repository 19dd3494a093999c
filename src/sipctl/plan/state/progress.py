"""How work stands on a day: what records make of its dates, milestone by milestone.

Everything here is for one day: only records dated on or before it count, and dates are those that
the plan had then. Nothing that this works out is ever stored.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from functools import cached_property
from itertools import takewhile
from typing import TYPE_CHECKING, Literal

from sipctl.plan.frozen import frozen
from sipctl.plan.model.statuses import AT_RISK, NO_RECORD
from sipctl.plan.state.judgement import judgement_of
from sipctl.plan.state.settling import activity_ledger, settled_readings, without_unread
from sipctl.plan.timing import Timing, Unreadable, read

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from sipctl.plan.model.entries import Activity, Kpi, Move, Record
    from sipctl.plan.timing import TimingContext

NamedRecord = tuple[str, "Record"]
"""A record behind its file's name."""

BASELINE, MONITORING = "baseline", "monitoring"
"""The labels of a KPI's two rows (a labelled `monitored` keeps its own labels)."""

Phase = Literal["settled", "missed", "excused", "open", "upcoming"]


@frozen()
class OccurrenceState:
    """One occurrence and how it stood on a day: the one place where that is decided.

    `phase` is where it stood by itself. Unsettled and past its last day it is `missed`, or
    `excused` if the work was paused on that day. `pending` if it is still to settle: in a series,
    settling one closes those before it. `overdue` if it is pending and its last day has passed;
    a series lets go of what is excused. `judged` is the newest word about it, if that is `at-risk`
    or `off-track`: of the work in its stretch of a series, or of this very date.
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
    def unheard(self) -> bool:
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
    settled (None if it is not), whether it fell due while the work was paused, and the `at-risk`
    or `off-track` that is the newest word about it.
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

    @cached_property
    def occurrences(self) -> tuple[OccurrenceState, ...]:
        """How each of its occurrences stood; none where the phrase cannot be read."""
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
    """Where an activity or KPI stood on a day: its lead's word, and each of its milestones."""

    status: str
    newest: Record | None
    tracks: tuple[MilestoneProgress, ...]
    word: Record | None = None
    """The record that the status comes from; None where nobody has judged it."""
    reason: str | None = None
    """Why it is paused, withdrawn, judged at risk or (a KPI) retired, if it is and anybody says."""
    retired: bool = False
    """Whether it is a KPI that can no longer be read."""

    @property
    def at_risk(self) -> bool:
        """Whether its lead judges it to be at risk or off track."""
        return self.status in AT_RISK

    @property
    def dates_done(self) -> tuple[int, int]:
        """How many of its dates are settled, and how many it has; those of series do not count.

        Where it has only series, and nobody has judged it, theirs do.
        """
        tracks = [track for track in self.tracks if not track.series]
        if not tracks and self.status == NO_RECORD:
            tracks = [track for track in self.tracks if track.occurrences]
        dates = [settled for track in tracks for settled in track.settled]
        undated = sum(not track.occurrences and not track.as_needed for track in tracks)
        return sum(settled is not None for settled in dates), len(dates) + undated


def of_activity(
    activity: Activity, records: Sequence[NamedRecord], context: TimingContext, day: date
) -> WorkProgress:
    """Where an activity stood at the end of `day`, by all its records, oldest first."""
    standing = standing_records(records, day)
    words = _words(standing)
    tracks = tuple(
        _milestone(label, phrase, activity.moved, standing, words, context, day)
        for label, phrase in phrases_on(activity, day).items()
    )
    status = words[-1][1] if words else NO_RECORD
    newest = standing[-1] if standing else None
    word = next((record for record in reversed(standing) if not _completes_one(record)), None)
    if newest and _completes_one(newest) and tracks and not any(track.to_do for track in tracks):
        status, word = "complete", newest
    return WorkProgress(status, newest, tracks, word, _reason(standing, status))


def _reason(records: list[Record], status: str) -> str | None:
    """What was noted when work was paused, withdrawn or judged at risk, whatever was settled since.

    Work that was judged at risk several times keeps the newest reason that its lead gave.
    """
    if status in ("paused", "withdrawn"):
        return next(record.note for record in reversed(records) if record.status == status)
    return next((record.note for record in judgements_of_risk(records) if record.note), None)


def judgements_of_risk(records: Sequence[Record]) -> Iterator[Record]:
    """The records since which work is judged at risk, newest first; none if it is not so judged."""
    words = (record for record in reversed(records) if not _completes_one(record))
    return takewhile(lambda record: record.status in AT_RISK, words)


def of_kpi(
    kpi: Kpi, records: Sequence[NamedRecord], context: TimingContext, day: date
) -> WorkProgress:
    """Where a KPI stood at the end of `day`."""
    standing = standing_records(records, day)
    phrases = kpi_phrases(kpi)
    timings = {label: _readable(phrase, context) for label, phrase in phrases.items()}
    settled = settled_readings(timings, standing)
    retired = kpi.retired if kpi.retired and kpi.retired.date <= day else None
    if retired:
        timings, settled = without_unread(timings, settled, retired.date)
    tracks = tuple(
        MilestoneProgress(
            label,
            phrase,
            timings[label],
            day,
            tuple(settled[label]),
            (False,) * len(settled[label]),
            deadline(timings[label]),
            deadline(timings[label]),
            closed=retired is not None,
        )
        for label, phrase in phrases.items()
    )
    judgement = judgement_of(standing, kpi.figures)
    status = judgement.result if judgement else "recorded" if standing else NO_RECORD
    newest = standing[-1] if standing else None
    why = retired.why if retired else None
    return WorkProgress(status, newest, tracks, newest, why, retired=retired is not None)


# --- dates that the plan had ---------------------------------------------------------------------


def phrases_on(activity: Activity, day: date) -> dict[str, str]:
    """`when` by label, as it stood on `day`: a later move is undone."""
    return {
        label: next(
            (move.from_ for move in moves_of(activity.moved, label) if move.date > day), now
        )
        for label, now in activity.when.items()
    }


def moves_of(moved: Iterable[Move], label: str) -> list[Move]:
    """The moves of one milestone, oldest first. (A list out of order is a fault of `check`.)"""
    return sorted((move for move in moved if (move.milestone or "") == label), key=lambda m: m.date)


def kpi_phrases(kpi: Kpi) -> dict[str, str]:
    """A KPI's timings by the label of their row."""
    phrases = {BASELINE: kpi.baseline} if kpi.baseline else {}
    return phrases | {label or MONITORING: phrase for label, phrase in kpi.monitored.items()}


def _original_due(phrase: str, moves: list[Move], context: TimingContext, day: date) -> date | None:
    past = [move for move in moves if move.date <= day]
    return deadline(_readable(past[0].from_ if past else phrase, context))


def deadline(timing: Timing | None) -> date | None:
    """The due day that slippage is measured between: a series' first, else the last."""
    if timing is None or not timing.occurrences:
        return None
    return timing.occurrences[0 if timing.cadence else -1].due


def _readable(phrase: str, context: TimingContext) -> Timing | None:
    timing = read(phrase, context)
    return None if isinstance(timing, Unreadable) else timing


# --- records that count --------------------------------------------------------------------------


def standing_records(records: Sequence[NamedRecord], day: date) -> list[Record]:
    """The records dated on or before `day` that no standing record corrects, oldest first."""
    dated = [(name, record) for name, record in records if record.date <= day]
    void = mistakes(dated)
    return [record for name, record in dated if name not in void]


def mistakes(records: Iterable[NamedRecord]) -> set[str]:
    """The names of those records of one thing that another of them corrects.

    A correction may be corrected in its turn. A circle of corrections corrects nothing.
    """
    by_name = dict(records)
    corrects = {
        name: record.corrects
        for name, record in by_name.items()
        if record.corrects in by_name and record.corrects != name
    }
    if not corrects:
        return set()
    undecided = Counter(corrects.values())
    void: set[str] = set()
    decided = [name for name in by_name if not undecided[name]]
    while decided:
        name = decided.pop()
        mistake = corrects.get(name)
        if mistake is None:
            continue
        if name not in void:
            void.add(mistake)
        undecided[mistake] -= 1
        if not undecided[mistake]:
            decided.append(mistake)
    return void


def _completes_one(record: Record) -> bool:
    return record.status == "complete" and record.for_ is not None


def _words(records: list[Record]) -> list[tuple[date, str]]:
    """The lead's word after each record, with its day."""
    words: list[tuple[date, str]] = []
    status = NO_RECORD
    for record in records:
        if not _completes_one(record):
            status = record.status or status
        words.append((record.date, status))
    return words


# --- one milestone -------------------------------------------------------------------------------


def _milestone(
    label: str,
    phrase: str,
    moved: Iterable[Move],
    records: list[Record],
    words: list[tuple[date, str]],
    context: TimingContext,
    day: date,
) -> MilestoneProgress:
    timing = _readable(phrase, context)
    occurrences = timing.occurrences if timing else ()
    present = deadline(timing)
    moves = moves_of(moved, label)
    ledger = activity_ledger(timing, label, records) if timing else None
    return MilestoneProgress(
        label,
        phrase,
        timing,
        day,
        tuple(ledger.settled()) if ledger else (),
        tuple(_word_on(words, occurrence.due) == "paused" for occurrence in occurrences),
        _original_due(phrase, moves, context, day) if moves else present,
        present,
        tuple(ledger.judged) if ledger else (),
    )


def _word_on(words: list[tuple[date, str]], day: date) -> str:
    index = bisect_right(words, day, key=lambda word: word[0])
    return words[index - 1][1] if index else NO_RECORD
