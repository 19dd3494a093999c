"""What records make of a plan's dates: which occurrences are settled, and where work stands.

Everything here is for one day: only records dated on or before it count, and dates are those that
the plan had then. Nothing that this works out is ever stored.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from typing import TYPE_CHECKING

from sipctl.plan.frozen import frozen
from sipctl.plan.timing import Timing, Unreadable, read

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from sipctl.plan.model.entries import Activity, Kpi, Move, Record
    from sipctl.plan.timing import Occurrence, TimingContext

Named = tuple[str, "Record"]
"""A record and its file's name."""

BASELINE, MONITORING = "baseline", "monitoring"
"""The labels of a KPI's two rows (a labelled `monitored` keeps its own labels)."""

_NOT_WORK = ("not-started", "off-track")


@frozen()
class MilestoneProgress:
    """One milestone of an activity, or one row of a KPI, as it stood on a day.

    `settled` and `excused` run beside `timing.occurrences`: the day each was settled (None if it
    is not), and whether it fell due while the work was paused.
    """

    label: str
    phrase: str
    timing: Timing | None
    settled: tuple[date | None, ...]
    excused: tuple[bool, ...]
    original_due: date | None
    present_due: date | None

    @property
    def occurrences(self) -> tuple[Occurrence, ...]:
        """Its occurrences, none where the phrase cannot be read."""
        return self.timing.occurrences if self.timing else ()

    @property
    def series(self) -> bool:
        """Whether it comes back at a cadence."""
        return self.timing is not None and self.timing.cadence is not None

    @property
    def slipped_days(self) -> int:
        """Days from the original due day to the present one."""
        if self.original_due is None or self.present_due is None:
            return 0
        return (self.present_due - self.original_due).days

    def pending(self) -> list[int]:
        """Which occurrences are still to settle; in a series, settling one closes those before."""
        closed = -1
        if self.series:
            done = [at for at, day in enumerate(self.settled) if day is not None]
            closed = done[-1] if done else -1
        return [at for at, day in enumerate(self.settled) if day is None and at > closed]

    @property
    def to_do(self) -> bool:
        """Whether something is left to settle: a date, or a date yet to be given."""
        undated = not self.occurrences and not (self.timing and self.timing.as_needed)
        return undated or bool(self.pending())


@frozen()
class WorkProgress:
    """Where an activity or KPI stood on a day: its lead's word, and each of its tracks."""

    status: str
    newest: Record | None
    tracks: tuple[MilestoneProgress, ...]
    reason: str | None = None
    """Why it is paused or withdrawn, if it is and its record says."""


def of_activity(
    activity: Activity, records: Sequence[Named], frame: TimingContext, day: date
) -> WorkProgress:
    """Where an activity stood at the end of `day`, by all its records, oldest first."""
    told = standing_records(records, day)
    words = _words(told)
    tracks = tuple(
        _track(label, phrase, activity.moved, told, words, frame, day)
        for label, phrase in phrases_on(activity, day).items()
    )
    status = words[-1][1] if words else "not-started"
    last = told[-1] if told else None
    if last and _names_one(last) and tracks and not any(track.to_do for track in tracks):
        status = "complete"
    return WorkProgress(status, last, tracks, _reason(told, status))


def _reason(told: list[Record], status: str) -> str | None:
    """What was noted when work was paused or withdrawn, whatever was settled since."""
    if status not in ("paused", "withdrawn"):
        return None
    return next(record.note for record in reversed(told) if record.status == status)


def of_kpi(kpi: Kpi, records: Sequence[Named], frame: TimingContext, day: date) -> WorkProgress:
    """Where a KPI stood at the end of `day`."""
    told = standing_records(records, day)
    phrases = kpi_phrases(kpi)
    timings = {label: _readable(phrase, frame) for label, phrase in phrases.items()}
    settled = _settled_readings(timings, told)
    tracks = tuple(
        MilestoneProgress(
            label,
            phrase,
            timings[label],
            tuple(settled[label]),
            (False,) * len(settled[label]),
            deadline(timings[label]),
            deadline(timings[label]),
        )
        for label, phrase in phrases.items()
    )
    result = next((record.result for record in reversed(told) if record.result), None)
    status = result or ("recorded" if told else "not-started")
    return WorkProgress(status, told[-1] if told else None, tracks)


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


def _original_due(phrase: str, moves: list[Move], frame: TimingContext, day: date) -> date | None:
    past = [move for move in moves if move.date <= day]
    return deadline(_readable(past[0].from_ if past else phrase, frame))


def deadline(timing: Timing | None) -> date | None:
    """The due day that slippage is measured between: a series' first, else the last."""
    if timing is None or not timing.occurrences:
        return None
    return timing.occurrences[0 if timing.cadence else -1].due


def _readable(phrase: str, frame: TimingContext) -> Timing | None:
    timing = read(phrase, frame)
    return None if isinstance(timing, Unreadable) else timing


# --- records that count --------------------------------------------------------------------------


def standing_records(records: Sequence[Named], day: date) -> list[Record]:
    """The records dated on or before `day` that no standing record corrects, oldest first."""
    told = [one for one in records if one[1].date <= day]
    void = mistakes(told)
    return [record for name, record in told if name not in void]


def mistakes(records: Iterable[Named]) -> set[str]:
    """The names of those records of one thing that another of them corrects.

    A correction may be corrected in its turn. A circle of corrections corrects nothing.
    """
    told = dict(records)
    corrects = {
        name: record.corrects
        for name, record in told.items()
        if record.corrects in told and record.corrects != name
    }
    if not corrects:
        return set()
    undecided = Counter(corrects.values())
    void: set[str] = set()
    decided = [name for name in told if not undecided[name]]
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


def _names_one(record: Record) -> bool:
    return record.status == "complete" and record.for_ is not None


def _words(told: list[Record]) -> list[tuple[date, str]]:
    """The lead's word after each record, with its day."""
    words: list[tuple[date, str]] = []
    status = "not-started"
    for record in told:
        if not _names_one(record):
            status = record.status or status
        elif status == "not-started":
            status = "on-track"
        words.append((record.date, status))
    return words


# --- settling ------------------------------------------------------------------------------------


def _track(
    label: str,
    phrase: str,
    moved: Iterable[Move],
    told: list[Record],
    words: list[tuple[date, str]],
    frame: TimingContext,
    day: date,
) -> MilestoneProgress:
    timing = _readable(phrase, frame)
    settled = settle(timing, label, told) if timing else []
    excused = [_word_on(words, one.due) == "paused" for one in timing.occurrences] if timing else []
    present = deadline(timing)
    moves = moves_of(moved, label)
    original = _original_due(phrase, moves, frame, day) if moves else present
    return MilestoneProgress(
        label, phrase, timing, tuple(settled), tuple(excused), original, present
    )


def _word_on(words: list[tuple[date, str]], day: date) -> str:
    at = bisect_right(words, day, key=lambda word: word[0])
    return words[at - 1][1] if at else "not-started"


class _Ledger:
    """When each occurrence of one timing was settled, as records come in, oldest first.

    Three ways of being settled are kept apart, because each is undone by its own kind of record:
    by name, by a record made in its stretch of a series, and by `complete` of the whole.
    """

    def __init__(self, timing: Timing) -> None:
        self.timing = timing
        self.opens = [one.opens for one in timing.occurrences]
        count = len(self.opens)
        self.named: list[date | None] = [None] * count
        self.stretch: list[date | None] = [None] * count
        self.whole: list[date | None] = [None] * count

    def at(self, day: date) -> int | None:
        """In a series, the occurrence whose stretch `day` is in: from its opening to the next's."""
        if self.timing.cadence is None:
            return None
        at = bisect_right(self.opens, day) - 1
        return at if at >= 0 else None

    def tell_one(self, at: int, day: date, *, done: bool) -> None:
        """A record that names the occurrence: its word is the newest about it."""
        self.named[at] = (self.named[at] or day) if done else None
        if not done:
            self.stretch[at] = self.whole[at] = None

    def tell_stretch(self, day: date, *, done: bool) -> None:
        """A record of the whole, which in a series speaks of the stretch it was made in."""
        at = self.at(day)
        if at is not None:
            self.stretch[at] = (self.stretch[at] or day) if done else None

    def tell_whole(self, day: date, *, done: bool) -> None:
        """A record of the whole: `complete` settles all of it, any later word opens it again."""
        if done:
            self.whole = [was or day for was in self.whole]
        elif any(self.whole):
            self.whole = [None] * len(self.whole)

    def settled(self) -> list[date | None]:
        """The day since which each occurrence has been settled."""
        return [
            min((day for day in days if day is not None), default=None)
            for days in zip(self.named, self.stretch, self.whole, strict=True)
        ]


def settle(timing: Timing, label: str, told: Iterable[Record]) -> list[date | None]:
    """The day on which each occurrence of an activity's timing was settled, None if it is not."""
    ledger = _Ledger(timing)
    for record in told:
        done = record.status == "complete"
        looked_at = done or timing.open_ended or record.status not in _NOT_WORK
        if record.for_ is None:
            ledger.tell_stretch(record.date, done=looked_at)
            ledger.tell_whole(record.date, done=done)
            continue
        for at in named_by(record.for_, label, timing):
            in_stretch = ledger.at(record.date) == at
            ledger.tell_one(at, record.date, done=done or (in_stretch and looked_at))
    return ledger.settled()


def named_by(named: str, label: str, timing: Timing) -> list[int]:
    """Which occurrences a record's `for` names: all of a milestone by its label, or one period."""
    if label and named == label:
        return list(range(len(timing.occurrences)))
    return [at for at, one in enumerate(timing.occurrences) if one.period == named]


def _settled_readings(
    timings: dict[str, Timing | None], told: list[Record]
) -> dict[str, list[date | None]]:
    """A KPI's: each reading settles the row that `for` names, else the one that is open."""
    ledgers = {label: _Ledger(timing) for label, timing in timings.items() if timing is not None}
    for record in told:
        found = _read_for(record, ledgers)
        for ledger, at in found if record.for_ is not None else found[:1]:
            ledger.tell_one(at, record.date, done=True)
    return {label: ledgers[label].settled() if label in ledgers else [] for label in timings}


def _read_for(record: Record, ledgers: dict[str, _Ledger]) -> list[tuple[_Ledger, int]]:
    """What a reading may settle: all that `for` names, the open one of each row if it names none.

    A row's own label names the one that is open in it: nobody reads every term at once.
    """
    found = []
    for label, ledger in ledgers.items():
        if record.for_ in (None, label):
            opened = _open_one(ledger, record.date, early=record.for_ == label)
            found += [(ledger, opened)] if opened is not None else []
        else:
            found += [(ledger, at) for at in named_by(record.for_ or "", "", ledger.timing)]
    return found


def _open_one(ledger: _Ledger, day: date, *, early: bool = False) -> int | None:
    """What a reading on `day` settles: a series' stretch, else the oldest open and unsettled date.

    With `early`, one that has yet to open will do.
    """
    if ledger.timing.cadence is not None:
        return ledger.at(day)
    settled = ledger.settled()
    opened = (at for at, opens in enumerate(ledger.opens) if early or opens <= day)
    return next((at for at in opened if settled[at] is None), None)
