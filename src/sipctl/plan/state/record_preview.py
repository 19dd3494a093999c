"""The dates that a new record may name, and what it would settle, before it is written."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING

from sipctl.plan.faults import Refusal, did_you_mean, nearest
from sipctl.plan.frozen import frozen
from sipctl.plan.model.entries import Activity
from sipctl.plan.model.order import record_key
from sipctl.plan.state import progress
from sipctl.plan.state.resolve import ambiguous, match, readings
from sipctl.plan.state.settling import is_named

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from sipctl.plan.model.entries import Kpi
    from sipctl.plan.state.progress import (
        MilestoneProgress,
        OccurrenceState,
        WorkProgress,
    )
    from sipctl.plan.state.standing import NamedRecord
    from sipctl.plan.timing import TimingContext

AHEAD = 1
"""Coming dates of a series that are offered; a later one has to be typed."""


@frozen()
class Target:
    """One date that a record may name: what to type after `--for`, its milestone, its days."""

    named: str
    label: str
    occurrence: OccurrenceState


def progress_on(
    work: Activity | Kpi, records: Sequence[NamedRecord], context: TimingContext, day: date
) -> progress.WorkProgress:
    """Where an activity or a KPI stands at the end of a day."""
    if isinstance(work, Activity):
        return progress.activity_progress(work, records, context, day)
    return progress.kpi_progress(work, records, context, day)


def open_targets(now: WorkProgress) -> list[Target]:
    """The dates still to settle, oldest first; of a series, those after the last settled one."""
    return [
        Target(_name_of(occurrence, milestone), milestone.label, occurrence)
        for milestone in now.milestones
        for occurrence in milestone.pending
    ]


def _name_of(occurrence: OccurrenceState, milestone: MilestoneProgress) -> str:
    return (
        milestone.label
        if milestone.label and len(milestone.occurrences) == 1
        else occurrence.period
    )


def needs_naming(now: WorkProgress) -> bool:
    """Whether `complete` alone would be in doubt: several dates are open, or there is a series."""
    pending = [milestone for milestone in now.milestones for _ in milestone.pending]
    return len(pending) > 1 or any(milestone.series for milestone in pending)


def worth_offering(targets: list[Target], now: WorkProgress, day: date) -> list[Target]:
    """The targets without the far-off dates of a series: nobody settles those today."""
    series = {milestone.label for milestone in now.milestones if milestone.series}
    offered: Counter[str] = Counter()
    worth = []
    for target in targets:
        if target.label in series and target.occurrence.opens > day:
            offered[target.label] += 1
            if offered[target.label] > AHEAD:
                continue
        worth.append(target)
    return worth


RECENT = timedelta(weeks=4)
"""How long after a period has ended a reading may still be meant for it."""


def reading_targets(
    kpi: Kpi, records: Sequence[NamedRecord], context: TimingContext, day: date, today: date
) -> list[Target]:
    """The dates that a reading of `day` may be of, if there is a doubt; else none.

    There is one where a date ended unread within four weeks before that day and another is open.
    """
    now = progress.kpi_progress(kpi, records, context, max(day, today))
    read = {
        (milestone.label, occurrence.period)
        for milestone in now.milestones
        for occurrence in milestone.occurrences
        if occurrence.settled
    }
    targets = [
        target
        for target in open_targets(progress.kpi_progress(kpi, records, context, day))
        if (target.label, target.occurrence.period) not in read
    ]
    ended = [
        target
        for target in targets
        if not target.occurrence.ahead and target.occurrence.due >= day - RECENT
    ]
    open_ = [target for target in targets if target.occurrence.phase == "open"]
    return [*ended, *open_] if ended and open_ else []


# --- `--for` -------------------------------------------------------------------------------------


def resolve_for(text: str, now: WorkProgress, context: TimingContext, subject: str) -> str:
    """What a record's `for` should say: a label or a period key that `text` stands for.

    `text` is a label or its beginning, a key, or a phrase of the timing language that means one of
    the dates. Raises Refusal for anything else, and for what may mean two.
    `subject` is the id, for the sentence.
    """
    labels = [milestone.label for milestone in now.milestones if milestone.label]
    keys = {
        occurrence.period for milestone in now.milestones for occurrence in milestone.occurrences
    }
    if text in labels or text in keys or _is_named(text, now):
        return text
    label = match(text, labels)
    if label is not None:
        return label
    beginnings = readings(text, labels, beginnings=True)
    key = _by_phrase(text, now, context)
    meanings = beginnings if key is None or key in beginnings else [*beginnings, key]
    if len(meanings) > 1:
        raise ambiguous(f'--for "{text}"', meanings)
    if meanings:
        return meanings[0]
    raise _names_nothing(text, now, context, subject, labels)


def _names_nothing(
    text: str, now: WorkProgress, context: TimingContext, subject: str, labels: list[str]
) -> Refusal:
    """The refusal of a `--for` that names no date, with a label or phrase that does name one."""
    from sipctl.plan.timing import Unreadable, read

    timing = read(text, context)
    unreadable = timing if isinstance(timing, Unreadable) else None
    message = unreadable.message if unreadable else f'{subject} has no date or milestone "{text}"'
    if not any(milestone.label or milestone.occurrences for milestone in now.milestones):
        return Refusal(message, "leave --for out: it has no date to name")
    near = nearest(text, labels)
    if near is None and unreadable and unreadable.proposal:
        near = unreadable.proposal if _by_phrase(unreadable.proposal, now, context) else None
    lists = f"sipctl show {subject} lists its dates"
    return Refusal(message, did_you_mean(near) if near else lists)


def _is_named(key: str, now: WorkProgress) -> bool:
    """Whether a period key names one of the dates."""
    return any(is_named(key, milestone.timing) for milestone in now.milestones if milestone.timing)


def _by_phrase(text: str, now: WorkProgress, context: TimingContext) -> str | None:
    """The key of the one date that a phrase means: by its period, or else by its very days."""
    from sipctl.plan.timing import Unreadable, read

    timing = read(text, context)
    if isinstance(timing, Unreadable):
        return None
    if len(timing.occurrences) != 1:
        return None
    [meant] = timing.occurrences
    occurrences = [
        occurrence for milestone in now.milestones for occurrence in milestone.occurrences
    ]
    if _is_named(meant.period, now):
        return meant.period
    days = (meant.opens, meant.due)
    alike = {other.period for other in occurrences if (other.opens, other.due) == days}
    return alike.pop() if len(alike) == 1 else None


def of_academy(
    records: Sequence[NamedRecord], context: TimingContext, academy: str
) -> tuple[Sequence[NamedRecord], TimingContext]:
    """The records that speak for one academy, and the context in which it is asked alone."""
    own = [named for named in records if named[1].academy in (None, academy)]
    return own, context.of_academies(())


# --- what a record settles -----------------------------------------------------------------------


@frozen()
class Settled:
    """One date that a record settles: its milestone's label, and by how many days it was late."""

    label: str
    occurrence: OccurrenceState
    late: int


@frozen()
class Effect:
    """What a record changes: what it settles, and how things stand with it."""

    settles: tuple[Settled, ...]
    opens_again: tuple[Settled, ...]
    after: WorkProgress
    is_newest: bool
    """Whether the status comes from this record, and not from a newer one."""
    academy: str | None = None
    """The academy that it has this effect on, if it names one."""


def effect(
    work: Activity | Kpi,
    records: Sequence[NamedRecord],
    new: NamedRecord,
    context: TimingContext,
    day: date,
) -> Effect:
    """The effect of one more record on an activity or KPI, by the end of `day`.

    One that names an academy has its effect on that alone.
    """
    if new[1].academy is not None:
        records, context = of_academy(records, context, new[1].academy)
    before = progress_on(work, records, context, day)
    ordered = sorted([*records, new], key=lambda pair: record_key(*pair))
    after = progress_on(work, ordered, context, day)
    return Effect(
        tuple(_newly_settled(before, after)),
        tuple(_newly_settled(after, before)),
        after,
        after.newest is new[1],
        new[1].academy,
    )


def _newly_settled(before: WorkProgress, after: WorkProgress) -> Iterator[Settled]:
    """The dates that are settled after and were not before."""
    for was, milestone in zip(before.milestones, after.milestones, strict=True):
        for earlier, occurrence in zip(was.occurrences, milestone.occurrences, strict=True):
            if occurrence.settled_on is not None and not earlier.settled:
                late = max(0, (occurrence.settled_on - occurrence.due).days)
                yield Settled(milestone.label, occurrence, late)


def overdue_still(after: WorkProgress) -> list[tuple[str, OccurrenceState]]:
    """The dates still overdue, by label: of a series the newest alone."""
    if after.common_status in ("paused", "withdrawn", "complete"):
        return []
    overdue = []
    for milestone in after.milestones:
        past = [occurrence for occurrence in milestone.occurrences if occurrence.overdue]
        overdue += [
            (milestone.label, occurrence)
            for occurrence in (past[-1:] if milestone.series else past)
        ]
    return overdue
