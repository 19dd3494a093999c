"""What a record may name, and what it would settle: asked before it is written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sipctl.plan.faults import Refusal, nearest
from sipctl.plan.model.entries import Activity
from sipctl.plan.state import progress

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from sipctl.plan.model.entries import Kpi
    from sipctl.plan.state.progress import MilestoneProgress, Named, WorkProgress
    from sipctl.plan.timing import Occurrence, TimingContext

AHEAD = 1
"""How many dates of a series that are still to come are offered: who settles more says which."""


@dataclass(frozen=True)
class Target:
    """One date that a record may name: what to type after `--for`, its milestone, its days."""

    named: str
    label: str
    occurrence: Occurrence


def standing(
    work: Activity | Kpi, records: Sequence[Named], frame: TimingContext, day: date
) -> progress.WorkProgress:
    """Where an activity or a KPI stands at the end of a day."""
    if isinstance(work, Activity):
        return progress.of_activity(work, records, frame, day)
    return progress.of_kpi(work, records, frame, day)


def open_choices(now: WorkProgress) -> list[Target]:
    """The dates that are still to settle, oldest first; of a series, those that matter by now."""
    return [choice for track in now.tracks for choice in _of_track(track)]


def needs_naming(now: WorkProgress) -> bool:
    """Whether `complete` alone would be in doubt: several dates are open, or there is a series."""
    pending = [track for track in now.tracks if track.pending()]
    return sum(len(track.pending()) for track in pending) > 1 or any(one.series for one in pending)


def _of_track(track: MilestoneProgress) -> Iterator[Target]:
    pending = track.pending()
    if len(track.occurrences) == 1 and track.label:
        yield from (Target(track.label, track.label, track.occurrences[at]) for at in pending)
        return
    for at in pending:
        one = track.occurrences[at]
        yield Target(one.period, track.label, one)


def worth_offering(choices: list[Target], now: WorkProgress, day: date) -> list[Target]:
    """Without the far-off dates of a series: nobody settles those today."""
    endless = {track.label for track in now.tracks if track.series}
    far: dict[str, int] = {}
    kept = []
    for choice in choices:
        if choice.label in endless and choice.occurrence.opens > day:
            far[choice.label] = far.get(choice.label, 0) + 1
            if far[choice.label] > AHEAD:
                continue
        kept.append(choice)
    return kept


# --- `--for` -------------------------------------------------------------------------------------


def named(text: str, now: WorkProgress, frame: TimingContext, what: str) -> str:
    """What a record's `for` should say: a label or a period key that `text` stands for.

    `text` is a label, a key, or a phrase of the timing language that means one of the dates.
    Raises Refusal for anything else. `what` is the id, for the sentence.
    """
    labels = [track.label for track in now.tracks if track.label]
    keys = {one.period for track in now.tracks for one in track.occurrences}
    if text in labels or text in keys:
        return text
    same = [label for label in labels if label.casefold() == text.strip().casefold()]
    if len(same) == 1:
        return same[0]
    found = _by_phrase(text, now, frame)
    if found is not None:
        return found
    near = nearest(text, labels)
    told = f'did you mean "{near}"?' if near else f"sipctl show {what} lists its dates"
    if not (labels or keys):
        told = "leave --for out: it has no date to name"
    raise Refusal(f'{what} has no date or milestone "{text}"', told)


def _by_phrase(text: str, now: WorkProgress, frame: TimingContext) -> str | None:
    """The key of the one date that a phrase means: by its period, or else by its very days."""
    from sipctl.plan.timing import Unreadable, read

    timing = read(text, frame)
    if isinstance(timing, Unreadable):
        raise Refusal(timing.message, timing.help)
    if len(timing.occurrences) != 1:
        return None
    meant = timing.occurrences[0]
    every = [one for track in now.tracks for one in track.occurrences]
    if any(one.period == meant.period for one in every):
        return meant.period
    alike = {one.period for one in every if (one.opens, one.due) == (meant.opens, meant.due)}
    return alike.pop() if len(alike) == 1 else None


# --- what a record settles -----------------------------------------------------------------------


@dataclass(frozen=True)
class Settled:
    """One date that a record settles: its milestone's label, and by how many days it was late."""

    label: str
    occurrence: Occurrence
    late: int


@dataclass(frozen=True)
class Effect:
    """What a record changes: what it settles, and how things stand with it."""

    settles: tuple[Settled, ...]
    opens_again: tuple[Settled, ...]
    after: WorkProgress
    is_newest: bool
    """Whether the status is this record's word: not if a newer record already says otherwise."""


def effect(
    work: Activity | Kpi,
    records: Sequence[Named],
    new: Named,
    frame: TimingContext,
    day: date,
) -> Effect:
    """What becomes of an activity or KPI with one more record, by the end of `day`."""
    before = standing(work, records, frame, day)
    told = sorted([*records, new], key=lambda it: (it[1].date, it[1].at or "", it[0]))
    after = standing(work, told, frame, day)
    return Effect(
        tuple(_differing(before, after)),
        tuple(_differing(after, before)),
        after,
        after.newest is new[1],
    )


def _differing(before: WorkProgress, after: WorkProgress) -> Iterator[Settled]:
    """The dates that are settled after and were not before."""
    for was, track in zip(before.tracks, after.tracks, strict=True):
        for at, one in enumerate(track.occurrences):
            day = track.settled[at]
            if day is not None and was.settled[at] is None:
                yield Settled(track.label, one, max(0, (day - one.due).days))


def overdue_still(after: WorkProgress, day: date) -> list[tuple[str, Occurrence]]:
    """What stays overdue: by label, the last one missed of a series, each of other dates."""
    if after.status in ("paused", "withdrawn", "complete"):
        return []
    found = []
    for track in after.tracks:
        missed = [at for at in track.pending() if track.occurrences[at].due < day]
        missed = [at for at in missed if not (track.series and track.excused[at])]
        found += [
            (track.label, track.occurrences[at]) for at in (missed[-1:] if track.series else missed)
        ]
    return found
