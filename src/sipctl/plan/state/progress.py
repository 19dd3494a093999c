"""How work stands on a day: what records make of its dates, milestone by milestone.

Everything here is for one day: only records dated on or before it count, and dates are those that
the plan had then. Nothing that this works out is ever stored.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import replace
from itertools import takewhile
from operator import itemgetter
from typing import TYPE_CHECKING

from sipctl.plan.model.statuses import AT_RISK, NO_RECORD
from sipctl.plan.state.academies import progress_in_all
from sipctl.plan.state.judgement import judgement_of
from sipctl.plan.state.milestones import MilestoneProgress, OccurrenceState, WorkProgress
from sipctl.plan.state.settling import activity_ledger, settled_readings, without_unread
from sipctl.plan.state.standing import NamedRecord, mistakes, standing_records
from sipctl.plan.timing import Timing, Unreadable, read

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from sipctl.plan.model.entries import Activity, Kpi, Move, Record
    from sipctl.plan.timing import TimingContext

__all__ = ["BASELINE", "MONITORING", "MilestoneProgress", "NamedRecord", "OccurrenceState"]
__all__ += ["WorkProgress", "activity_progress", "deadline", "kpi_phrases", "mistakes", "moves_of"]
__all__ += ["kpi_progress", "phrases_on", "standing_records"]

BASELINE, MONITORING = "baseline", "monitoring"
"""The labels of a KPI's two rows (a labelled `monitored` keeps its own labels)."""


def activity_progress(
    activity: Activity, records: Sequence[NamedRecord], context: TimingContext, day: date
) -> WorkProgress:
    """Where an activity stood at the end of `day`, by all its records, oldest first."""
    standing = standing_records(records, day)
    return progress_in_all(
        activity, standing, context, day, lambda own: _activity(activity, own, context, day)
    )


def _activity(
    activity: Activity, standing: list[Record], context: TimingContext, day: date
) -> WorkProgress:
    """Where it stood by records that all speak for the same academies."""
    statuses = _statuses(standing)
    timings = _asked_timings(activity, phrases_on(activity, day), standing, context)
    milestones = tuple(
        _milestone(label, (phrase, timing), activity.moved, standing, statuses, context, day)
        for label, (phrase, timing) in timings.items()
    )
    status = statuses[-1][1] if statuses else NO_RECORD
    newest = standing[-1] if standing else None
    status_record = next(
        (record for record in reversed(standing) if not _completes_one(record)), None
    )
    if (
        newest
        and _completes_one(newest)
        and milestones
        and not any(milestone.to_do for milestone in milestones)
    ):
        status, status_record = "complete", newest
    risks = tuple(_judgements_of_risk(standing))
    reason = _reason(standing, status, risks)
    return WorkProgress(
        *(status, newest, milestones, status_record, reason),
        risks=risks,
        not_asked=bool(activity.when) and not milestones,
    )


def _reason(records: list[Record], status: str, risks: Sequence[Record]) -> str | None:
    """The note with which work was paused, withdrawn or judged at risk, whatever was settled since.

    Work that was judged at risk several times keeps the newest reason that its lead gave.
    """
    if status in ("paused", "withdrawn"):
        return next(record.note for record in reversed(records) if record.status == status)
    return next((record.note for record in risks if record.note), None)


def _judgements_of_risk(records: Sequence[Record]) -> Iterator[Record]:
    """The records since which work is judged at risk, newest first; none if it is not so judged."""
    judgements = (record for record in reversed(records) if not _completes_one(record))
    return takewhile(lambda record: record.status in AT_RISK, judgements)


def kpi_progress(
    kpi: Kpi, records: Sequence[NamedRecord], context: TimingContext, day: date
) -> WorkProgress:
    """Where a KPI stood at the end of `day`."""
    standing = standing_records(records, day)
    return progress_in_all(kpi, standing, context, day, lambda own: _kpi(kpi, own, context, day))


def _kpi(kpi: Kpi, standing: list[Record], context: TimingContext, day: date) -> WorkProgress:
    """Where it stood by records that all speak for the same academies."""
    phrases = kpi_phrases(kpi)
    asked = _asked_timings(kpi, phrases, standing, context)
    timings = {label: timing for label, (_, timing) in asked.items()}
    settled = settled_readings(timings, standing)
    retired = kpi.retired if kpi.retired and kpi.retired.date <= day else None
    if retired:
        timings, settled = without_unread(timings, settled, retired.date)
    milestones = tuple(
        MilestoneProgress(
            label,
            phrase,
            timings[label],
            day,
            settled=tuple(settled[label]),
            due_while_paused=(False,) * len(settled[label]),
            original_due=deadline(timings[label]),
            present_due=deadline(timings[label]),
            closed=retired is not None,
        )
        for label, (phrase, _) in asked.items()
    )
    judgement = judgement_of(standing, kpi.figures)
    status = judgement.result if judgement else "recorded" if standing else NO_RECORD
    newest = standing[-1] if standing else None
    why = retired.why if retired else None
    return WorkProgress(
        *(status, newest, milestones, newest, why),
        retired=retired is not None,
        not_asked=bool(phrases) and not milestones,
    )


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


def _asked_timings(
    work: Activity | Kpi,
    phrases: dict[str, str],
    standing: Sequence[Record],
    context: TimingContext,
) -> dict[str, tuple[str, Timing | None]]:
    """Each phrase with its timing, by label, as far as it is for the academies that are asked.

    Where some are asked alone, dates on which none of them was in the trust are left out: those of
    a series, and others where none of them has recorded anything. A phrase that then has no date
    is left out as well.
    """
    timings = {label: (phrase, _readable(phrase, context)) for label, phrase in phrases.items()}
    if not context.narrowed or not context.academies or work.academies:
        return timings
    recorded = any(record.academy for record in standing)
    asked: dict[str, tuple[str, Timing | None]] = {}
    for label, (phrase, timing) in timings.items():
        if timing is None or not timing.occurrences or (recorded and timing.cadence is None):
            asked[label] = phrase, timing
            continue
        dates = tuple(
            occurrence
            for occurrence in timing.occurrences
            if any(academy.in_trust(occurrence.due) for academy in context.academies)
        )
        if dates:
            asked[label] = phrase, replace(timing, occurrences=dates)
    return asked


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


# --- the status over time ----------------------------------------------------------------------


def _completes_one(record: Record) -> bool:
    return record.status == "complete" and record.for_ is not None


def _statuses(records: list[Record]) -> list[tuple[date, str]]:
    """The status that work has after each record, with its day."""
    statuses: list[tuple[date, str]] = []
    status = NO_RECORD
    for record in records:
        if not _completes_one(record):
            status = record.status or status
        statuses.append((record.date, status))
    return statuses


# --- one milestone -------------------------------------------------------------------------------


def _milestone(
    label: str,
    timed: tuple[str, Timing | None],
    moved: Iterable[Move],
    records: list[Record],
    statuses: list[tuple[date, str]],
    context: TimingContext,
    day: date,
) -> MilestoneProgress:
    phrase, timing = timed
    occurrences = timing.occurrences if timing else ()
    present = deadline(timing)
    moves = moves_of(moved, label)
    ledger = activity_ledger(timing, label, records) if timing else None
    return MilestoneProgress(
        label,
        phrase,
        timing,
        day,
        settled=tuple(ledger.settled()) if ledger else (),
        due_while_paused=tuple(
            _status_on(statuses, occurrence.due) == "paused" for occurrence in occurrences
        ),
        original_due=_original_due(phrase, moves, context, day) if moves else present,
        present_due=present,
        judged=tuple(ledger.judged) if ledger else (),
    )


def _status_on(statuses: list[tuple[date, str]], day: date) -> str:
    index = bisect_right(statuses, day, key=itemgetter(0))
    return statuses[index - 1][1] if index else NO_RECORD
