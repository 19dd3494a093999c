"""What happened, newest first: records, and edits of the plan, asked for by id, lead and day."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING

from sipctl.plan.changes import Added, Rescheduled
from sipctl.plan.changes import Edited as FieldEdited
from sipctl.plan.frozen import frozen
from sipctl.plan.model.entries import Activity, Aim, Answered, Area, Kpi
from sipctl.plan.model.order import record_key
from sipctl.plan.state.filters import academies_named, is_for
from sipctl.plan.state.progress import moves_of
from sipctl.plan.state.standing import mistakes, repeated

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from sipctl.plan.changes import Change
    from sipctl.plan.model.entries import LeadChange, Move, Plan, Record
    from sipctl.plan.model.order import CountKey


@frozen()
class RecordEntry:
    """One record, and its file's name. `mistake` if a later one corrects it."""

    name: str
    record: Record
    title: str
    mistake: bool

    @property
    def order(self) -> tuple[date, str, CountKey]:
        """By day and time, then name, as records are ordered."""
        return record_key(self.name, self.record)


@frozen()
class CommitEntry:
    """One commit that changed the plan: who, when, what of it was asked for.

    `unread` are files that do not load, before or after. `first` if the plan began with it.
    """

    commit: str
    day: date
    at: str
    author: str
    subject: str
    first: bool
    changes: tuple[Change, ...]
    unread: tuple[str, ...]

    @property
    def order(self) -> tuple[date, str, CountKey]:
        """By day and time."""
        return self.day, self.at, ()


@frozen()
class MoveEntry:
    """One entry of `moved`: a date that was moved, by decision, on the day it says."""

    id: str
    title: str
    label: str
    move: Move
    to: str
    place: int = 0
    """Its place among the moves of its milestone."""

    @property
    def order(self) -> tuple[date, str, CountKey]:
        """By day, before the records of that day; within a day, as the moves were made."""
        return self.move.date, "", ((-1, self.place, ""),)


@frozen()
class PastEntry:
    """One entry of `led` (`to` are those who lead since then) or of `answered`."""

    id: str
    title: str
    past: LeadChange | Answered
    to: tuple[str, ...] = ()
    place: int = 0
    """Its place among the changes of leads, or the answers, of its thing."""

    @property
    def order(self) -> tuple[date, str, CountKey]:
        """By day, before the records of that day; within a day, as the plan lists them."""
        return self.past.date, "", ((-1, self.place, ""),)


PlanEntry = RecordEntry | MoveEntry | PastEntry
Entry = PlanEntry | CommitEntry


@frozen()
class LogFilter:
    """What was asked for: ids (None for all), leads and academies (none for all), and the first
    and last day.
    """

    names: frozenset[str] | None
    leads: tuple[str, ...]
    first: date | None
    last: date
    academies: tuple[str, ...] = ()

    @property
    def everything(self) -> bool:
        """Whether everything is asked for, on the days that are."""
        return self.names is None and not self.leads and not self.academies

    def about(self, plan: Plan, name: str) -> bool:
        """Whether an id is asked about. What names no academy is every academy's."""
        return (self.names is None or name in self.names) and is_for(plan, name, self.academies)

    def on(self, day: date) -> bool:
        """Whether a day is asked about."""
        return (self.first is None or day >= self.first) and day <= self.last

    def keeps(self, plan: Plan, record: Record) -> bool:
        """Whether a record is asked for: a lead's are those about what they lead, and their own."""
        if not self.on(record.date) or not self.about(plan, record.subject):
            return False
        leads = (record.by, *leads_of(plan, record.subject))
        return not self.leads or any(lead in self.leads for lead in leads)

    def keeps_change(self, plan: Plan, change: Change) -> bool:
        """Whether a change is asked for."""
        if not self.about(plan, change.subject.id):
            return False
        return not self.leads or any(lead in self.leads for lead in _touched(plan, change))


def _touched(plan: Plan, change: Change) -> Iterator[str]:
    """The leads that a change concerns: of its activity, before and after, or its own subject."""
    yield from leads_of(plan, change.subject.id)
    if isinstance(change, Added):
        yield from change.leads
    elif isinstance(change, FieldEdited) and change.field == "leads":
        for leads in (change.was, change.now):
            yield from leads if isinstance(leads, tuple) else ()
    if change.subject.of == "lead":
        yield change.subject.id


def leads_of(plan: Plan, name: str) -> tuple[str, ...]:
    """Who leads an activity or a KPI today; nobody, of anything else."""
    thing = plan.find(name)
    return thing.leads if thing else ()


def title_of(plan: Plan, name: str) -> str:
    """The title of the thing with an id; "" if the plan no longer has it."""
    thing = plan.find(name)
    return thing.title if thing else ""


def record_entries(plan: Plan, wanted: LogFilter) -> Iterator[RecordEntry]:
    """The records that were asked for."""
    for subject, records in plan.records_of.items():
        void = mistakes(named for named in records if named[1].date <= wanted.last)
        again = repeated(records)
        for name, record in records:
            if name not in again and wanted.keeps(plan, record):
                yield RecordEntry(name, record, title_of(plan, subject), name in void)


def move_entries(plan: Plan, wanted: LogFilter) -> Iterator[MoveEntry]:
    """The moves that were asked for, by what the plan's files say of them."""
    for name, (_, _, activity) in plan.activities.items():
        if not wanted.about(plan, name):
            continue
        if wanted.leads and not any(lead in wanted.leads for lead in activity.leads):
            continue
        for label, present in activity.when.items():
            moves = moves_of(activity.moved, label)
            after = [*(move.from_ for move in moves[1:]), present]
            for place, (move, to) in enumerate(zip(moves, after, strict=False)):
                if wanted.on(move.date):
                    yield MoveEntry(name, activity.title, label, move, to, place)


def past_entries(plan: Plan, wanted: LogFilter) -> Iterator[PastEntry]:
    """The changes of leads and the answered questions that were asked for."""
    for thing in plan.walk(Aim, Area, Activity, Kpi):
        if not wanted.about(plan, thing.id):
            continue
        led: Sequence[LeadChange] = getattr(thing.entry, "led", ())
        after = [*(change.from_ for change in led[1:]), thing.leads]
        entries = [
            PastEntry(thing.id, thing.title, change, to, place)
            for place, (change, to) in enumerate(zip(led, after, strict=False))
        ]
        answers: Sequence[Answered] = getattr(thing.entry, "answered", ())
        entries += [
            PastEntry(thing.id, thing.title, answer, thing.leads, place)
            for place, answer in enumerate(answers)
        ]
        for entry in entries:
            leads = {*getattr(entry.past, "from_", ()), *entry.to}
            if wanted.on(entry.past.date) and (not wanted.leads or leads & set(wanted.leads)):
                yield entry


def plan_entries(plan: Plan, wanted: LogFilter) -> Iterator[PlanEntry]:
    """The entries of the plan's own files: records, moves, changes of leads, answers."""
    yield from record_entries(plan, wanted)
    yield from move_entries(plan, wanted)
    yield from past_entries(plan, wanted)


def subjects_of(plan: Plan, entries: Iterable[Entry]) -> dict[str, tuple[str, ...]]:
    """The ids that entries are about, each with the academies that it names."""
    ids: dict[str, None] = {}
    for entry in entries:
        if isinstance(entry, CommitEntry):
            ids.update(dict.fromkeys(change.subject.id for change in entry.changes))
        else:
            ids[entry.record.subject if isinstance(entry, RecordEntry) else entry.id] = None
    return {name: academies_named(plan, name) for name in ids}


def _without_committed(entries: Sequence[Entry], edits: Iterable[CommitEntry]) -> list[Entry]:
    """The entries without the moves, handovers and answers that a shown commit lists.

    A commit with several moves of one milestone goes from the first one's date to the last one's.
    """
    chains: dict[tuple[str, str], list[MoveEntry]] = {}
    for entry in sorted(entries, key=attrgetter("order")):
        if isinstance(entry, MoveEntry):
            chains.setdefault((entry.id, entry.label), []).append(entry)
    changes = [change for edit in edits for change in edit.changes]
    committed: list[Entry] = [
        entry for entry in entries if any(_describes(change, entry) for change in changes)
    ]
    for change in changes:
        if isinstance(change, Rescheduled):
            committed += _made_by(change, chains.get((change.subject.id, change.label), []))
    return [entry for entry in entries if entry not in committed]


def _made_by(change: Rescheduled, chain: Sequence[MoveEntry]) -> Sequence[MoveEntry]:
    """The moves of a milestone, oldest first, that a commit made: one, or several in a row."""
    starts = [index for index, entry in enumerate(chain) if entry.move.from_ == change.was]
    for start in starts:
        ends = [index for index in range(start, len(chain)) if chain[index].to == change.now]
        if ends:
            return chain[start : ends[0] + 1]
    return chain[starts[0] : starts[0] + 1] if starts else ()


def _describes(change: Change, entry: Entry) -> bool:
    """Whether a commit's change is the same handover or answer as an entry."""
    if not isinstance(entry, PastEntry) or not isinstance(change, FieldEdited):
        return False
    if change.subject.id != entry.id:
        return False
    if isinstance(entry.past, Answered):
        new = change.now if change.field == "answered" and isinstance(change.now, tuple) else ()
        return any(entry.past.query in text for text in new)
    return change.field == "leads" and (change.was or ()) == entry.past.from_


def newest_entries(
    records: Iterable[PlanEntry], edits: Iterable[CommitEntry], most: int | None
) -> tuple[list[Entry], bool]:
    """The newest of both, and whether there is more. Edits are asked for only as far as needed.

    A move, a handover or an answer that stands in a commit is left to that commit's entry.
    """
    by_order = attrgetter("order")
    recorded: list[Entry] = sorted(records, key=by_order, reverse=True)
    if most is None:
        every = list(edits)
        own = _without_committed(recorded, every)
        return sorted([*own, *every], key=by_order, reverse=True), False
    needed: list[CommitEntry] = []
    for edit in edits:
        needed.append(edit)
        newer = sum(entry.order > edit.order for entry in recorded)
        if len(needed) + newer > most:
            break
    own = _without_committed(recorded, needed)
    entries = sorted([*own, *needed], key=by_order, reverse=True)
    return entries[:most], len(entries) > most
