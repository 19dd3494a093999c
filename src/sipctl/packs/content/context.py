"""The context of a pack, from which every section is computed: plan, term, day and filters."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from sipctl.packs.content.initials import initials_hider
from sipctl.packs.content.items import Note, ReportRow, field_values
from sipctl.plan.frozen import field, frozen
from sipctl.plan.model.statuses import NO_RECORD
from sipctl.plan.queries.round_answers import came_late
from sipctl.plan.revision import Revision
from sipctl.plan.state.agenda import Row, WorkItem, rows_of, work_items
from sipctl.plan.state.filters import Filters
from sipctl.plan.state.standing import standing_records

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sipctl.plan.calendar.terms import Term
    from sipctl.plan.faults import Fault
    from sipctl.plan.model.entries import Plan, Record
    from sipctl.plan.timing import TimingContext

DAY = timedelta(1)
ANNEXES = ("none", "short", "full")
"""How much follows the board's paper: nothing; overdue work and KPIs; everything."""


@frozen(kw_only=True)
class PackRequest:
    """What a pack is asked for: a term of the calendar, a day, filters, and what may be shown."""

    term: Term
    day: date
    filters: Filters = field(default_factory=Filters)
    roles: bool = False
    confidential: bool = False
    boards: tuple[str, ...] = ()
    """Ids of meetings that the board's paper may be for: the first that calendar.yaml has."""
    annex: str = "full"
    """How much follows the board's paper: one of `ANNEXES`."""
    by: str | None = None
    """The framework by which the pack is grouped: `tq`."""
    with_faults: bool = False
    """Whether open questions and faults of the plan are printed, rather than counted."""
    command: str = ""
    made_by: str = ""
    revision: Revision = field(default_factory=Revision)


@frozen()
class PackContext:
    """A plan on the day of a pack. `where` gives an id's file and line, `shown` a file's path."""

    plan: Plan
    timing: TimingContext
    request: PackRequest
    faults: Sequence[Fault]
    where: Callable[[str], str]
    shown: Callable[[str], str]
    known_rows: dict[tuple[str, date, bool], list[Row]] = field(default_factory=dict)
    """A cache of rows by id, day and `each`, which several sections need."""
    since: date | None = None
    """Report only what happened after this day; None for all of the term."""

    @property
    def day(self) -> date:
        """The day as of which the pack is made."""
        return self.request.day

    @property
    def before(self) -> date:
        """The last day before what is reported: `since`, else the day before the term."""
        if self.since is not None:
            return self.since
        return day_before(self.request.term.starts)

    @cached_property
    def until(self) -> date:
        """The last day that belongs to the term: the day before the next one."""
        return self.until_of(self.request.term)

    @property
    def last(self) -> date:
        """The last day that is reported: the pack's day or, unless `since` is set, the term's end
        if that is earlier."""
        if self.since is not None:
            return self.day
        return min(self.day, self.until)

    def until_of(self, term: Term) -> date:
        """The day before the next term; of the last term that the calendar knows, its end."""
        return self.timing.calendar.last_day(term)

    def in_term(self, day: date | None) -> bool:
        """Whether a day is among those that are reported."""
        return day is not None and self.before < day <= self.last

    @cached_property
    def next_term(self) -> tuple[date, date] | None:
        """The first and last day of the next term; None where the calendar knows of none."""
        after = self.timing.calendar.next_term(self.request.term)
        return (after.starts, self.until_of(after)) if after else None

    def in_next_term(self, day: date) -> bool:
        """Whether a day lies in the next term."""
        return self.next_term is not None and self.next_term[0] <= day <= self.next_term[1]

    # --- who -------------------------------------------------------------------------------------

    def name(self, initials: str) -> str:
        """A lead's role, if the pack names roles and the plan has one; else the initials."""
        entry = self.plan.people.leads.get(initials) if self.request.roles else None
        return (entry.role if entry else None) or initials

    @cached_property
    def hide_initials(self) -> Callable[[str], str]:
        """A function that replaces initials by roles in sipctl's own sentences, if the pack names
        roles; else `str`."""
        return initials_hider(self.plan.people.leads) if self.request.roles else str

    def names(self, leads: Sequence[str]) -> tuple[str, ...]:
        """Several leads as `name` gives them."""
        return tuple(self.name(lead) for lead in leads)

    # --- what was recorded -----------------------------------------------------------------------

    def records_about(self, name: str) -> list[Record]:
        """The records of an activity, KPI, area or aim up to the day that are not corrected, oldest
        first."""
        return standing_records(self.plan.records_of.get(name, ()), self.day)

    def newest_record(self, name: str) -> Record | None:
        """The newest of `records_about`; None for none."""
        return next(reversed(self.records_about(name)), None)

    def note(self, record: Record | None) -> Note | None:
        """A record's note, with confidential text only if the pack may show it; None if empty."""
        secret = record.confidential if record and self.request.confidential else None
        if record is None or (record.note is None and secret is None):
            return None
        return Note(
            text=record.note or "",
            on=record.date,
            by=self.name(record.by),
            academy=record.academy,
            confidential=secret,
            late=self.is_late(record),
        )

    def is_late(self, record: Record) -> bool:
        """Whether a record was made after the day by which its round was to be answered."""
        return came_late(self.plan, self.timing, record)

    def note_beside(self, item: WorkItem) -> Note | None:
        """The note to print beside a judgement: why it is at risk, else the newest."""
        return self.reason(item) or self._newest_note(self.records_about(item.work.id)[::-1])

    def reason(self, item: WorkItem) -> Note | None:
        """The newest note since work was first judged at risk; None if it is not at risk."""
        return self._newest_note(item.standing.risks) if item.standing.at_risk else None

    def _newest_note(self, records: Sequence[Record]) -> Note | None:
        """The first note among records, which are given newest first."""
        notes = (self.note(record) for record in records)
        return next((note for note in notes if note is not None), None)

    # --- what the filters keep -------------------------------------------------------------------

    @cached_property
    def now(self) -> tuple[WorkItem, ...]:
        """Every activity and KPI that the filters keep, as of the day."""
        return self._items(self.day, kpis=True)

    @cached_property
    def then(self) -> dict[str, WorkItem]:
        """Id → activity as of the last day before those that are reported."""
        day = min(self.before, self.day)
        return {item.work.id: item for item in self._items(day, kpis=False)}

    def _items(self, day: date, *, kpis: bool) -> tuple[WorkItem, ...]:
        items = work_items(self.plan, self.timing, day, kpis=kpis)
        return tuple(filter(self.request.filters.keeps, items))

    def rows(self, item: WorkItem, *, each: bool = False) -> list[Row]:
        """The rows of an activity or KPI; with `each`, one for every date not settled."""
        key = (item.work.id, item.day, each)
        if key not in self.known_rows:
            self.known_rows[key] = rows_of(item, each=each)
        return self.known_rows[key]

    def rows_within(self, item: WorkItem, first: date, last: date) -> list[Row]:
        """The rows of dates of an activity or KPI that fall due between two days."""
        due_days = (
            occurrence.due
            for milestone in item.standing.milestones
            for occurrence in milestone.occurrences
        )
        if not any(first <= due <= last for due in due_days):
            return []
        return rows_of(item, each=True, span=(first, last), counts_all=True)

    def report_row(self, row: Row, note: Note | None, *, times: int = 1) -> ReportRow:
        """A row of the agenda as a `ReportRow`; `times` is how many dates it stands for."""
        values = field_values(row) | {
            "leads": self.names(row.leads),
            "when": row.when or "",
        }
        return ReportRow(**values, note=note, times=times)


def day_before(day: date) -> date:
    """The day before one; of the first that there is, itself."""
    return day - DAY if day > date.min else day


def status_of(item: WorkItem | None) -> str:
    """The status of an item, or `NO_RECORD`."""
    return item.standing.status if item else NO_RECORD
