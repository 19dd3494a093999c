"""When the dates of one timing were settled by records, and which of them are judged at risk."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import replace
from typing import TYPE_CHECKING

from sipctl.plan.calendar.periods import fixed_window
from sipctl.plan.model.statuses import AT_RISK

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from sipctl.plan.model.entries import Record
    from sipctl.plan.timing import Occurrence, Timing

SETTLES_STRETCH = ("on-track", "complete")
"""Statuses that settle the stretch of a series in which they were recorded."""


class Ledger:
    """When each occurrence of one timing was settled, as records come in, oldest first.

    Three ways of being settled are kept apart, because each is undone by its own kind of record:
    by name, by a record made in its stretch of a series, and by `complete` of the whole.
    `judged` has the newest status of each occurrence where that is one of `AT_RISK`.
    """

    def __init__(self, timing: Timing) -> None:
        self.timing = timing
        self.opens = [occurrence.opens for occurrence in timing.occurrences]
        count = len(self.opens)
        self.by_name: list[date | None] = [None] * count
        self.by_stretch: list[date | None] = [None] * count
        self.by_whole: list[date | None] = [None] * count
        self.judged: list[str | None] = [None] * count

    def stretch_on(self, day: date) -> int | None:
        """In a series, the occurrence whose stretch `day` is in: from its opening to the next's."""
        if self.timing.cadence is None:
            return None
        index = bisect_right(self.opens, day) - 1
        return index if index >= 0 else None

    def record_occurrence(
        self, index: int, day: date, *, done: bool, status: str | None = None
    ) -> None:
        """Enters a record that names the occurrence; its status is the newest of it."""
        self.judged[index] = _if_at_risk(status)
        self.by_name[index] = (self.by_name[index] or day) if done else None
        if not done:
            self.by_stretch[index] = self.by_whole[index] = None

    def record_stretch(self, day: date, *, done: bool, status: str | None = None) -> None:
        """Enters a record of the whole work, which in a series is about the stretch of its day."""
        index = self.stretch_on(day)
        if index is not None:
            self.judged[index] = _if_at_risk(status)
            self.by_stretch[index] = (self.by_stretch[index] or day) if done else None

    def record_whole(self, day: date, *, done: bool) -> None:
        """Enters a record of the whole: `complete` settles all of it, a later status reopens it."""
        if done:
            self.by_whole = [earlier or day for earlier in self.by_whole]
            self.judged = [None] * len(self.judged)
        elif any(self.by_whole):
            self.by_whole = [None] * len(self.by_whole)

    def settled(self) -> list[date | None]:
        """The day since which each occurrence has been settled; None for one that is not."""
        return [
            min((day for day in days if day is not None), default=None)
            for days in zip(self.by_name, self.by_stretch, self.by_whole, strict=True)
        ]


def activity_ledger(timing: Timing, label: str, records: Iterable[Record]) -> Ledger:
    """The ledger of one milestone after an activity's records, oldest first."""
    ledger = Ledger(timing)
    for record in records:
        status, day = record.status, record.date
        done = status == "complete"
        looked_at = timing.open_ended or status in SETTLES_STRETCH
        if record.for_ is None:
            ledger.record_stretch(day, done=looked_at, status=status)
            ledger.record_whole(day, done=done)
            continue
        for index in indexes_named(record.for_, label, timing, day):
            settles = done or (looked_at and ledger.stretch_on(day) == index)
            ledger.record_occurrence(index, day, done=settles, status=status)
    return ledger


def _if_at_risk(status: str | None) -> str | None:
    return status if status in AT_RISK else None


def indexes_named(name: str, label: str, timing: Timing, day: date) -> list[int]:
    """Which occurrences the `for` of a record made on `day` names.

    All of a milestone by its label, or one period. A period with known dates of a meeting means
    those held by that day, else the first of them.
    """
    if label and name == label:
        return list(range(len(timing.occurrences)))
    named, meetings = [], []
    for index, occurrence in enumerate(timing.occurrences):
        if occurrence.period == name or _grew_from(name, occurrence):
            named.append(index)
        elif occurrence.stands_for == name:
            meetings.append(index)
    held = [index for index in meetings if timing.occurrences[index].due <= day]
    return sorted([*named, *(held or meetings[:1])])


def is_named(name: str, timing: Timing) -> bool:
    """Whether a period key names one of the occurrences of a timing."""
    return any(
        name in (occurrence.period, occurrence.stands_for) or _grew_from(name, occurrence)
        for occurrence in timing.occurrences
    )


def _grew_from(name: str, occurrence: Occurrence) -> bool:
    """Whether an occurrence of several meetings had this key when fewer of them were known."""
    if occurrence.stands_for is None or ".." not in occurrence.period:
        return False
    window = fixed_window(name.partition("..")[0])
    return window is not None and occurrence.opens <= window.opens == window.due <= occurrence.due


def settled_readings(
    timings: dict[str, Timing | None], records: list[Record]
) -> dict[str, list[date | None]]:
    """When each date of a KPI was read, by row; a reading without `for` settles the open one."""
    ledgers = {label: Ledger(timing) for label, timing in timings.items() if timing is not None}
    for record in records:
        _enter(record, ledgers)
    return {label: ledgers[label].settled() if label in ledgers else [] for label in timings}


def named_by_readings(
    timings: dict[str, Timing | None], records: list[Record]
) -> list[tuple[str | None, str | None]]:
    """The row and the period that each reading is of; where it is of none, None and its `for`."""
    ledgers = {label: Ledger(timing) for label, timing in timings.items() if timing is not None}
    labels = {id(ledger): label for label, ledger in ledgers.items()}
    named: list[tuple[str | None, str | None]] = []
    for record in records:
        entered = _enter(record, ledgers)
        if entered:
            ledger, index = entered[0]
            named.append((labels[id(ledger)], ledger.timing.occurrences[index].period))
        else:
            named.append((None, record.for_))
    return named


def _enter(record: Record, ledgers: dict[str, Ledger]) -> list[tuple[Ledger, int]]:
    """Enters a reading; returns what it settles."""
    readable = _readable_by(record, ledgers)
    settled = readable if record.for_ is not None else readable[:1]
    for ledger, index in settled:
        ledger.record_occurrence(index, record.date, done=True)
    return settled


def _readable_by(record: Record, ledgers: dict[str, Ledger]) -> list[tuple[Ledger, int]]:
    """The dates that a reading may settle: those that `for` names, else the open one of each row.

    A row's label in `for` names only the one that is open in it: nobody reads every term at once.
    """
    targets: list[tuple[Ledger, int]] = []
    for label, ledger in ledgers.items():
        if record.for_ in (None, label):
            index = _open_index(ledger, record.date, early=record.for_ == label)
            targets += [(ledger, index)] if index is not None else []
        else:
            named = indexes_named(record.for_ or "", "", ledger.timing, record.date)
            targets += [(ledger, index) for index in named]
    return targets


def _open_index(ledger: Ledger, day: date, *, early: bool = False) -> int | None:
    """What a reading on `day` settles: a series' stretch, else the oldest open and unsettled date.

    With `early`, also a date that has not opened yet.
    """
    if ledger.timing.cadence is not None:
        return ledger.stretch_on(day)
    settled = ledger.settled()
    open_ = (index for index, opens in enumerate(ledger.opens) if early or opens <= day)
    return next((index for index in open_ if settled[index] is None), None)


def without_unread(
    timings: dict[str, Timing | None], settled: dict[str, list[date | None]], day: date
) -> tuple[dict[str, Timing | None], dict[str, list[date | None]]]:
    """The rows of a KPI without what falls due on or after a day and was not read."""
    timings, settled = {**timings}, {**settled}
    for label, timing in timings.items():
        if timing is not None:
            pairs = [
                (occurrence, read_on)
                for occurrence, read_on in zip(timing.occurrences, settled[label], strict=True)
                if occurrence.due < day or read_on is not None
            ]
            timings[label] = replace(timing, occurrences=tuple(pair[0] for pair in pairs))
            settled[label] = [read_on for _, read_on in pairs]
    return timings, settled
