"""Rescheduled milestones, who agreed to them, and due days that shift with the calendar."""

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
    from sipctl.plan.timing import Occurrence, TimingContext

Pair = tuple[str | None, str | None]
"""A milestone's label before and after; None where it does not exist."""


def of_activity(
    subject: ChangeTarget, was: Activity, now: Activity, pair: VersionPair
) -> Iterator[Change]:
    """Changes of an activity's dates, with what `moved` says of them."""
    new_moves = _new_moves(was, now)
    used: list[Move] = []
    for change in of_phrases(subject, was.when, now.when, pair):
        if not isinstance(change, Rescheduled) or change.same or change.was is None:
            yield change
            continue
        moves = [move for move in new_moves if (move.milestone or "") == change.label]
        used += moves
        mended = pair.base_context is not None and _timing(change.was, pair.base_context) is None
        # A phrase that could not be read was no agreed date: replacing it needs no agreement.
        yield change if mended and not moves else _agreed(change, moves)
    yield from _moves_edited(subject, was, now, used)


def of_phrases(
    subject: ChangeTarget, was: dict[str, str], now: dict[str, str], pair: VersionPair
) -> Iterator[Change]:
    """Each milestone whose phrase changed, or whose due days did."""
    for before, after in _pairs(was, now):
        if before is not None and after is not None and before != after:
            yield Edited(subject, "milestone", before or None, after or None)
        old = was[before] if before is not None else None
        new = now[after] if after is not None else None
        label = after if after is not None else before or ""
        if old != new:
            yield _rescheduled(subject, label, old, new, pair)
        elif new is not None:
            yield from _shifted(subject, label, new, pair)


def _pairs(was: dict[str, str], now: dict[str, str]) -> list[Pair]:
    """Milestones matched by label, else by phrase, else the only two that are left."""
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


# --- rescheduled ---------------------------------------------------------------------------------


def _rescheduled(
    subject: ChangeTarget, label: str, was: str | None, now: str | None, pair: VersionPair
) -> Rescheduled:
    before, after = _timing(was, pair.base_context), _timing(now, pair.head_context)
    return Rescheduled(
        subject, label, was, now, deadline(before), deadline(after), _same(was, after, pair)
    )


def _same(was: str | None, after: Timing | None, pair: VersionPair) -> bool:
    """Whether the old phrase means the same as the new one in the head's context."""
    before = _timing(was, pair.head_context)
    if before is None or after is None:
        return False
    return (
        before.occurrences == after.occurrences
        and before.cadence == after.cadence
        and before.open_ended == after.open_ended
        and before.as_needed == after.as_needed
    )


def _timing(phrase: str | None, context: TimingContext | None) -> Timing | None:
    if phrase is None or context is None:
        return None
    timing = read(phrase, context)
    return timing if isinstance(timing, Timing) else None


def _new_moves(was: Activity, now: Activity) -> list[Move]:
    """The entries of `moved` that are new, in order."""
    before = Counter(was.moved)
    new = []
    for move in now.moved:
        if before[move]:
            before[move] -= 1
        else:
            new.append(move)
    return new


def _agreed(change: Rescheduled, moves: Sequence[Move]) -> Rescheduled:
    """The change with what `moved` says of it: its oldest new entry must be from the old phrase."""
    if not moves:
        return replace(change, gap="not-in-moved")
    first, last = moves[0], moves[-1]
    change = replace(change, agreed=last.agreed, why=last.why)
    if _plain(first.from_) != _plain(change.was or ""):
        return replace(change, gap="moved-says-otherwise", moved_from=first.from_)
    return change if last.agreed else replace(change, gap="not-agreed")


def _plain(phrase: str) -> str:
    return " ".join(phrase.casefold().split())


def _moves_edited(
    subject: ChangeTarget, was: Activity, now: Activity, used: Iterable[Move]
) -> Iterator[Edited]:
    """Entries of `moved` that changed although the date did not."""
    lost = Counter(was.moved) - Counter(now.moved)
    new = Counter(now.moved) - Counter(was.moved) - Counter(used)
    if lost or new:
        yield Edited(subject, "moved", _sentences(lost), _sentences(new))


def _sentences(moves: Iterable[Move]) -> tuple[str, ...] | None:
    return tuple(_sentence(move) for move in moves) or None


def _sentence(move: Move) -> str:
    label = f"{move.milestone}: " if move.milestone else ""
    agreed = f", agreed by {move.agreed}" if move.agreed else ""
    why = f", {move.why}" if move.why else ""
    return f"{label}from {move.from_} on {move.date.isoformat()}{agreed}{why}"


# --- shifted -------------------------------------------------------------------------------------


def _shifted(
    subject: ChangeTarget, label: str, phrase: str, pair: VersionPair
) -> Iterator[CalendarShift]:
    """The due days of one phrase that differ because the calendar or the years do."""
    if pair.base_context is None or pair.head_context is None or pair.same_context:
        return
    before, after = _timing(phrase, pair.base_context), _timing(phrase, pair.head_context)
    was = before.occurrences if before else ()
    now = after.occurrences if after else ()
    if after and not after.cadence and len(was) == len(now):
        pairs = list(zip(was, now, strict=True))  # a key such as 2025-04-04 moves with its day
    else:
        pairs = list(_same_occurrences(was, now))
    moved = tuple(
        (new.period if new.period == old.period else _period(new), old.due, new.due)
        for old, new in pairs
        if old.due != new.due
    )
    matched_was, matched_now = {old.period for old, _ in pairs}, {new.period for _, new in pairs}
    gained = tuple(new.period for new in now if new.period not in matched_now)
    lost = tuple(old for old in was if old.period not in matched_was)
    if moved or gained or lost:
        lost_keys = tuple(old.period for old in lost)
        days = tuple(old.due for old in lost)
        yield CalendarShift(subject, label, phrase, moved, gained, lost_keys, days)


def _same_occurrences(
    was: Sequence[Occurrence], now: Sequence[Occurrence]
) -> Iterator[tuple[Occurrence, Occurrence]]:
    """The occurrences of a series before and after: by key, then by the period they stand for.

    A meeting's date that became known is the meeting of its period.
    """
    by_key = {occurrence.period: occurrence for occurrence in was}
    by_period: dict[str, list[Occurrence]] = {}
    keys = {occurrence.period for occurrence in now}
    for old in was:
        if old.period not in keys:
            by_period.setdefault(_period(old), []).append(old)
    for new in now:
        if new.period in by_key:
            yield by_key[new.period], new
        elif by_period.get(_period(new)):
            yield by_period[_period(new)].pop(0), new


def _period(occurrence: Occurrence) -> str:
    return occurrence.stands_for or occurrence.period
