"""One row of a form → the record that its answers make, or what of them could not be read."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from sipctl.plan.model.entries import Activity, Aim, Area, Kpi, Record
from sipctl.plan.model.statuses import AT_RISK
from sipctl.plan.state import record_preview
from sipctl.plan.state.settling import is_named
from sipctl.plan.state.standing import mistakes
from sipctl.returns.layout import STATUS_WORDS, row_id
from sipctl.returns.taking.cells import days
from sipctl.returns.taking.cells.answers import (
    Figure,
    Unclear,
    formula_fault,
    read_evidence,
    read_figure,
    read_result,
    read_status,
    says_none,
)
from sipctl.returns.taking.readings import unit_of
from sipctl.returns.taking.taken import NotTaken, ProposedRecord, RowPlace, unclear
from sipctl.views.text.english import describe_record, short_day

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from datetime import date

    from sipctl.plan.model.entries import Plan, Thing
    from sipctl.plan.state.standing import NamedRecord
    from sipctl.plan.timing import TimingContext
    from sipctl.returns.taking.cells.tables import TableCell

    Ask = Callable[[NotTaken], str | None]
    """Asks a person which of `choices` is meant; None where there is no answer."""


@dataclass(frozen=True)
class AnswerRow:
    """A row as it came back: the id and period it is about; its answer cells and their headings,
    both by the key of a record."""

    place: RowPlace
    id: str
    period: str
    answers: Mapping[str, TableCell]
    heads: Mapping[str, str]


@dataclass(frozen=True)
class FormFacts:
    """The facts of a form: whose it is, of which round, and the day on which it was made."""

    lead: str
    term: str
    made: date


_KINDS: dict[type, str] = {Activity: "activity", Kpi: "kpi", Area: "area", Aim: "aim"}
_NEEDED = {
    "activity": ("status",),
    "kpi": ("value", "result"),
    "area": ("summary", "help_wanted", "decision_wanted"),
    "aim": ("summary", "help_wanted", "decision_wanted"),
}
"""Keys of which a record of each kind needs one or more."""
_NEVER = {"kpi": ("help_wanted", "new_date_wanted", "status"), "activity": ("value", "result")}


class RowReader:
    """Reads the rows of one form."""

    def __init__(
        self,
        form: FormFacts,
        plan: Plan,
        context: TimingContext,
        today: date,
        *,
        day: date | None = None,
        month_first: bool = False,
        ask: Ask = lambda _: None,
    ) -> None:
        """Answers without a day of their own are of `day`, or of `today` where that is None."""
        self.form, self.plan, self.context, self.today = form, plan, context, today
        self.day, self.month_first, self.ask = day, month_first, ask

    def read(self, row: AnswerRow) -> ProposedRecord | list[NotTaken] | None:
        """The record that a row becomes, or all that is unclear in it; None for no answer."""
        filled = {key: cell for key, cell in row.answers.items() if self._is_answer(key, cell)}
        if not filled:
            return None
        thing = self.plan.find(row.id)
        if thing is None or type(thing.entry) not in _KINDS:
            message = f'"{row.id}" is no activity, KPI, area or aim of this plan'
            return [NotTaken(row.place, row.id, "", message, "sipctl list shows every activity")]
        values, unread = self._values(row, thing, filled)
        if unread:
            return unread
        return self._record(row, thing, values)

    def _is_answer(self, key: str, cell: TableCell) -> bool:
        """Whether a cell holds an answer; `none` is no answer where a link or date is asked for."""
        if not cell.text and not cell.link:
            return False
        return key not in ("evidence", "new_date_wanted") or not says_none(cell.text)

    # --- the values of its cells ---

    def _values(
        self, row: AnswerRow, thing: Thing, filled: Mapping[str, TableCell]
    ) -> tuple[dict[str, Any], list[NotTaken]]:
        """The cells' values by a record's keys, and the cells that cannot be read."""
        values: dict[str, Any] = {}
        unread = []
        for key, cell in filled.items():
            value = self._value(row, thing, key, cell)
            if isinstance(value, NotTaken):
                unread.append(value)
            elif isinstance(value, Figure):
                values |= {"value": value.value, "unit": value.unit}
            else:
                values[key] = value
        kind = _KINDS[type(thing.entry)]
        if not unread and not any(values.get(key) for key in _NEEDED[kind]):
            missing = self._missing(row, thing, kind)
            if isinstance(missing, NotTaken):
                unread.append(missing)
            else:
                values["status"] = missing
        return values, unread

    def _value(self, row: AnswerRow, thing: Thing, key: str, cell: TableCell) -> Any:
        """The value of one cell, or why there is none."""
        place = RowPlace(row.place.file, cell.place)
        head = row.heads.get(key, "")
        if cell.shared:
            why = Unclear("the cell is merged with others", "unmerge it, and type into each row")
            return unclear(place, thing.id, head, why)
        if key in _NEVER.get(_KINDS[type(thing.entry)], ()):
            why = Unclear(f"{thing.id} has no such answer", "say it under another head")
            return unclear(place, thing.id, head, why)
        value = self._read(thing, key, cell)
        if not isinstance(value, Unclear):
            return value
        doubt = unclear(place, thing.id, head, value)
        chosen = self.ask(doubt) if value.choices else None
        return doubt if chosen is None else self._choice_value(key, chosen)

    def _read(self, thing: Thing, key: str, cell: TableCell) -> Any:
        colours = self.plan.about.settings.colours
        fault = formula_fault(cell.text)
        if fault is not None:
            return fault
        if key == "status":
            return read_status(cell.text, colours)
        if key == "result":
            return read_result(cell.text, colours)
        if key == "value" and isinstance(thing.entry, Kpi):
            return read_figure(cell.text, unit_of(thing.entry, self._records_before(thing.id)))
        if key == "date":
            first = self.plan.about.runs.from_
            return days.read_day(cell.text, self.today, first, month_first=self.month_first)
        if key == "new_date_wanted":
            return days.read_wanted(cell.text, self.context, month_first=self.month_first)
        return _evidence(cell) if key == "evidence" else cell.text

    def _records_before(self, name: str) -> list[Record]:
        """The records from before the form was made, without those of its round: a form is read the
        same after it was taken."""
        return [
            record
            for _, record in self.plan.records_of.get(name, ())
            if record.date < self.form.made and record.return_ != self.form.term
        ]

    def _choice_value(self, key: str, text: str) -> Any:
        """One of the choices of an `Unclear`, as the value of a key."""
        from datetime import date

        return date.fromisoformat(text) if key == "date" else text

    def _missing(self, row: AnswerRow, thing: Thing, kind: str) -> NotTaken | str:
        """The status that somebody gives when asked, for a row that lacks the answer it needs; else
        why the row is not taken."""
        head = " or ".join(row.heads[key] for key in _NEEDED[kind] if key in row.heads)
        message = f"something is written here, and nothing under {head}"
        advice = "fill that in too, and take the form again"
        if kind != "activity":
            return NotTaken(row.place, thing.id, head, message, advice)
        doubt = NotTaken(row.place, thing.id, head, message, advice, tuple(STATUS_WORDS.values()))
        return self.ask(doubt) or doubt

    # --- the record ---

    def _record(
        self, row: AnswerRow, thing: Thing, values: dict[str, Any]
    ) -> ProposedRecord | list[NotTaken]:
        """The record of a row that could be read."""
        kind = _KINDS[type(thing.entry)]
        period = self._period(row, thing)
        if isinstance(period, NotTaken):
            return [period]
        for_, moved = period
        answers = {"date": self.day, **values}
        name = f"{row_id(self.form.lead, thing.id, row.period)}/{_answer_hash(answers)}"
        answers |= {kind: thing.entry.id, "date": answers["date"] or self.today}
        record = Record(by=self.form.lead, for_=for_, return_=self.form.term, row=name, **answers)
        records = self.plan.records_of.get(thing.id, ())
        again = _same_row(records, record)
        if again:
            return ProposedRecord(record, thing.title, row.place, known_as=again)
        record = replace(record, corrects=_answered_before(records, record))
        notices = [*moved, *self._notices(thing, record, records)]
        return ProposedRecord(record, thing.title, row.place, tuple(notices))

    def _period(
        self, row: AnswerRow, thing: Thing
    ) -> tuple[str | None, tuple[str, ...]] | NotTaken:
        """The `for` of a row's record, and a notice if its one date has moved; or why not."""
        if not row.period or not isinstance(thing.entry, Activity | Kpi):
            return None, ()
        records = self.plan.records_of.get(thing.id, ())
        now = record_preview.progress_on(thing.entry, records, self.context, self.today)
        labels = [track.label for track in now.milestones if track.label]
        timings = [track.timing for track in now.milestones if track.timing]
        if row.period in labels or any(is_named(row.period, timing) for timing in timings):
            return row.period, ()
        dates = [occurrence for track in now.milestones for occurrence in track.occurrences]
        if len(dates) == 1:
            title = self.context.calendar.title(dates[0].period)
            return None, (f"its date has changed since the form was made, to {title}",)
        message = f'{thing.id} has no date "{row.period}" any more'
        advice = f"sipctl show {thing.id} lists its dates: put it down with sipctl record"
        return NotTaken(row.place, thing.id, "", message, advice)

    def _notices(
        self, thing: Thing, record: Record, records: tuple[NamedRecord, ...]
    ) -> Iterator[str]:
        """Sentences on what somebody should know before a row is taken."""
        leads = thing.leads_on(record.date)
        if leads and record.by not in leads:
            yield f"{record.by} does not lead it any more"
        for _, other in records:
            mine = other.by == record.by and other.return_ == record.return_
            if other.date >= self.form.made and not mine:
                what = describe_record(other)
                yield (
                    f"{other.by} recorded {what} on {short_day(other.date)}, since the form was"
                    " made; both are kept"
                )
        if record.corrects:
            yield f"this takes the place of {record.by}'s earlier answer of the same day"
        if record.status in AT_RISK and not record.note:
            yield f"it is {record.status.replace('-', ' ')}, and nothing says why"
        if record.status == "complete" and not record.evidence:
            yield "it is complete, and no evidence is given"


def _evidence(cell: TableCell) -> tuple[str, ...]:
    """Links and names in a cell; a single text that is a link is followed by its address."""
    items = read_evidence(cell.text)
    if not cell.link or any(cell.link in item for item in items):
        return items
    if len(items) == 1:
        return (f"{items[0]} ({cell.link})",)
    return (*items, cell.link)


def _answer_hash(values: Mapping[str, Any]) -> str:
    """Six hex digits of a hash of a row's answers as read, however they were spelt."""
    text = "\x1f".join(f"{key}={values[key]}" for key in sorted(values) if values[key])
    return hashlib.sha256(text.encode()).hexdigest()[:6]


def _same_row(records: tuple[NamedRecord, ...], record: Record) -> str | None:
    """The file of the record that the same answer made when it was taken before."""
    for name, other in records:
        if (other.return_, other.row) == (record.return_, record.row):
            return name
    return None


def _answered_before(records: tuple[NamedRecord, ...], record: Record) -> str | None:
    """The file of an earlier answer to this row, if by its day it would count as the newer one."""
    start = (record.row or "").rpartition("/")[0]
    void = mistakes(records)
    for name, other in reversed(records):
        same_row = other.return_ == record.return_ and (other.row or "").rpartition("/")[0] == start
        if same_row and name not in void:
            return name if other.date >= record.date else None
    return None
