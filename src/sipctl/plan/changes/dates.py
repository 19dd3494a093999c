"""What is re-dated, who agreed to it, and which due days moved though nobody touched them."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from sipctl.plan.changes.kinds import CalendarShift, Edited, Rescheduled
from sipctl.plan.state.progress import deadline
from sipctl.plan.timing import Timing, read

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sipctl.plan.changes.kinds import Change, ChangeTarget, VersionPair
    from sipctl.plan.model.entries import Activity, Move
    from sipctl.plan.timing import TimingContext

Pair = tuple[str | None, str | None]
"""A milestone's label before and after; None where it was not, or is no more."""


def of_activity(
    subject: ChangeTarget, was: Activity, now: Activity, sides: VersionPair
) -> Iterator[Change]:
    """How an activity's dates changed, and whether `moved` says so."""
    told = _new_moves(was, now)
    used: list[Move] = []
    for change in of_phrases(subject, was.when, now.when, sides):
        if not isinstance(change, Rescheduled) or change.same or change.was is None:
            yield change
            continue
        its = [move for move in told if (move.milestone or "") == change.label]
        used += its
        yield _agreed(change, its)
    yield from _moves_edited(subject, was, now, used)


def of_phrases(
    subject: ChangeTarget, was: dict[str, str], now: dict[str, str], sides: VersionPair
) -> Iterator[Change]:
    """Each milestone whose phrase changed, or whose due days did."""
    for before, after in _pairs(was, now):
        if before is not None and after is not None and before != after:
            yield Edited(subject, "milestone", before or None, after or None)
        then = was[before] if before is not None else None
        today = now[after] if after is not None else None
        label = after if after is not None else before or ""
        if then != today:
            yield _redated(subject, label, then, today, sides)
        elif today is not None:
            yield from _shifted(subject, label, today, sides)


def _pairs(was: dict[str, str], now: dict[str, str]) -> list[Pair]:
    """Which milestone is which: by label, else by phrase, else the only two that are left."""
    pairs: list[Pair] = [(label, label) for label in now if label in was]
    lost = [label for label in was if label not in now]
    gained = [label for label in now if label not in was]
    for label in list(gained):
        twin = next((other for other in lost if was[other] == now[label]), None)
        if twin is not None:
            pairs.append((twin, label))
            lost.remove(twin)
            gained.remove(label)
    if len(lost) == len(gained) == 1:
        return [*pairs, (lost[0], gained[0])]
    return [*pairs, *((label, None) for label in lost), *((None, label) for label in gained)]


# --- re-dated ------------------------------------------------------------------------------------


def _redated(
    subject: ChangeTarget, label: str, was: str | None, now: str | None, sides: VersionPair
) -> Rescheduled:
    before, after = _timing(was, sides.base_frame), _timing(now, sides.head_frame)
    return Rescheduled(
        subject, label, was, now, deadline(before), deadline(after), _same(was, after, sides)
    )


def _same(was: str | None, after: Timing | None, sides: VersionPair) -> bool:
    """Whether the old phrase means today just what the new one does."""
    before = _timing(was, sides.head_frame)
    if before is None or after is None:
        return False
    return (
        before.occurrences == after.occurrences
        and before.cadence == after.cadence
        and before.open_ended == after.open_ended
        and before.as_needed == after.as_needed
    )


def _timing(phrase: str | None, frame: TimingContext | None) -> Timing | None:
    if phrase is None or frame is None:
        return None
    timing = read(phrase, frame)
    return timing if isinstance(timing, Timing) else None


def _new_moves(was: Activity, now: Activity) -> list[Move]:
    """The entries of `moved` that were not there before, as they stand."""
    before = Counter(was.moved)
    new = []
    for move in now.moved:
        if before[move]:
            before[move] -= 1
        else:
            new.append(move)
    return new


def _agreed(change: Rescheduled, told: Sequence[Move]) -> Rescheduled:
    """A re-dating with what `moved` says of it: the oldest new entry must say where it stood."""
    if not told:
        return replace(change, doubt="not-in-moved")
    first, last = told[0], told[-1]
    change = replace(change, agreed=last.agreed, why=last.why)
    if _plain(first.from_) != _plain(change.was or ""):
        return replace(change, doubt="moved-says-otherwise", said=first.from_)
    return change if last.agreed else replace(change, doubt="not-agreed")


def _plain(phrase: str) -> str:
    return " ".join(phrase.casefold().split())


def _moves_edited(
    subject: ChangeTarget, was: Activity, now: Activity, used: Iterable[Move]
) -> Iterator[Edited]:
    """Entries of `moved` that changed although the date did not: history was rewritten."""
    lost = Counter(was.moved) - Counter(now.moved)
    new = Counter(now.moved) - Counter(was.moved) - Counter(used)
    if lost or new:
        yield Edited(subject, "moved", _told(lost), _told(new))


def _told(moves: Iterable[Move]) -> tuple[str, ...] | None:
    return tuple(_sentence(move) for move in moves) or None


def _sentence(move: Move) -> str:
    label = f"{move.milestone}: " if move.milestone else ""
    agreed = f", agreed by {move.agreed}" if move.agreed else ""
    why = f", {move.why}" if move.why else ""
    return f"{label}from {move.from_} on {move.date.isoformat()}{agreed}{why}"


# --- shifted -------------------------------------------------------------------------------------


def _shifted(
    subject: ChangeTarget, label: str, phrase: str, sides: VersionPair
) -> Iterator[CalendarShift]:
    """The due days of one phrase that are others now, because the calendar or the years are."""
    if sides.base_frame is None or sides.head_frame is None or sides.one_frame:
        return
    before, after = _timing(phrase, sides.base_frame), _timing(phrase, sides.head_frame)
    was = before.occurrences if before else ()
    now = after.occurrences if after else ()
    if after and not after.cadence and len(was) == len(now):
        pairs = list(zip(was, now, strict=True))  # a key such as 2025-04-04 moves with its day
    else:
        by_key = {one.period: one for one in was}
        pairs = [(by_key[one.period], one) for one in now if one.period in by_key]
    moved = tuple((new.period, old.due, new.due) for old, new in pairs if old.due != new.due)
    kept_was, kept_now = {old.period for old, _ in pairs}, {new.period for _, new in pairs}
    gained = tuple(one.period for one in now if one.period not in kept_now)
    lost = tuple(one.period for one in was if one.period not in kept_was)
    if moved or gained or lost:
        yield CalendarShift(subject, label, phrase, moved, gained, lost)
