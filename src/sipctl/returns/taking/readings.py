"""Readings of KPIs from any table: a KPI, a value or a result, and a day in each row."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sipctl.plan.faults import Refusal, did_you_mean, nearest, propose
from sipctl.plan.model.entries import Kpi, Record, id_key
from sipctl.plan.state import record_preview
from sipctl.plan.state.resolve import match, resolve
from sipctl.returns.taking.cells import days
from sipctl.returns.taking.cells.answers import Figure, Unclear, read_figure, read_result
from sipctl.returns.taking.cells.tables import fold_head, head_row, rows_below
from sipctl.returns.taking.taken import (
    NotTaken,
    ProposedRecord,
    RowPlace,
    Taking,
    unclear,
    without_contradictions,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from sipctl.documents.document import Document, SourceTable
    from sipctl.plan.model.entries import Plan
    from sipctl.plan.timing import TimingContext
    from sipctl.returns.taking.cells.tables import TableCell, TableRow

HEADS = {
    "Id": ("id", "kpi", "kpi id", "kpi no", "ref", "reference", "code"),
    "Measure": ("measure", "kpi measure", "indicator", "title", "kpi title", "name"),
    "Value": ("value", "reading", "figure", "number"),
    "Result": ("result", "met", "met?", "judgement", "outcome"),
    "Unit": ("unit", "units", "counted in"),
    "Day": ("day", "date", "on", "read on", "date read", "date of reading", "as at"),
    "Academy": ("academy", "school", "where", "site"),
    "For": ("for", "period", "term", "settles"),
    "Note": ("note", "notes", "comment", "comments", "what happened"),
}
"""Name of a column → what people call it."""
NAMES = {head: name for name, heads in HEADS.items() for head in heads}
"""A head in small letters → the name of its column."""
TYPE_COLUMNS = "a row of heads needs a KPI's Id or Measure, a Value or Result, and a Day"


def has_readings(document: Document) -> bool:
    """Whether some table of a document is one of readings."""
    return any(_columns(table) for table in document.tables)


def take_readings(
    document: Document, plan: Plan, context: TimingContext, by: str, today: date
) -> Taking:
    """The records by `by` (initials) that a document's rows make, and why other rows make none."""
    reader = _Reader(document.name, plan, context, by, today)
    taking = Taking()
    for table in document.tables:
        if _columns(table):
            taking = taking.joined_with(reader.take(table))
        elif any(cell.text.strip() for row in table.rows for cell in row):
            notice = f"{document.name}, {table.name}: not read, for {TYPE_COLUMNS}"
            taking = replace(taking, notices=(*taking.notices, notice))
    return taking


def _columns(table: SourceTable) -> tuple[int, dict[int, str]] | None:
    """The row of heads of a table of readings, and its columns; None where it is none."""
    heads = head_row(table, NAMES)
    names = set(heads[1].values()) if heads else set()
    return heads if names & {"Id", "Measure"} and names & {"Value", "Result"} else None


class _Reader:
    """Reads the rows of one document."""

    def __init__(self, file: str, plan: Plan, context: TimingContext, by: str, today: date) -> None:
        self.file, self.plan, self.context = file, plan, context
        self.by, self.today = by, today
        self.month_first = False

    def take(self, table: SourceTable) -> Taking:
        """What the rows of one table make."""
        head, columns = _columns(table) or (0, {})
        rows = list(rows_below(table, head, columns))
        self.month_first = any(days.is_month_first(row.text("Day")) for row in rows)
        results = [self._row(row) for row in rows]
        proposed = [row for row in results if isinstance(row, ProposedRecord)]
        not_taken = [row for row in results if isinstance(row, NotTaken)]
        kept, doubled = without_contradictions(proposed, _reading_key)
        heads = {name: None for row in rows for name, cell in row.others if cell.text}
        notices = [f'{self.file}, {table.name}: the column "{name}" was not read' for name in heads]
        notices += [
            f"{self.file}, {cell.place}: a note was not taken: {note}"
            for row in rows
            for cell in (*row.cells.values(), *(other for _, other in row.others))
            for note in cell.notes
        ]
        return Taking(tuple(kept), (*not_taken, *doubled), tuple(notices))

    def _row(self, row: TableRow) -> ProposedRecord | NotTaken:
        """The record that a row makes, or why it makes none."""
        kpi = self._kpi(row)
        if isinstance(kpi, NotTaken):
            return kpi
        record = Record(kpi=kpi.id, date=self.today, by=self.by, note=row.text("Note") or None)
        for step in (self._with_figures, self._with_day, self._with_academy, self._with_period):
            result = step(row, kpi, record)
            if isinstance(result, NotTaken):
                return result
            record = result
        return self._proposed(row, kpi, record)

    def _unread(self, cell: TableCell | str, subject: str, head: str, why: Unclear) -> NotTaken:
        place = cell if isinstance(cell, str) else cell.place
        return unclear(RowPlace(self.file, place), subject, head, why)

    # --- which KPI ---

    def _kpi(self, row: TableRow) -> Kpi | NotTaken:
        """The KPI of a row, by its id, else by its measure."""
        known = {name: kpi for name, (_, _, kpi) in self.plan.kpis.items()}
        typed, measure = row.text("Id"), row.text("Measure")
        measured = [kpi for kpi in known.values() if fold_head(kpi.measure) == fold_head(measure)]
        if not typed:
            return self._by_measure(row, measure, measured, known)
        name = match(typed, known)
        if name is None:
            near = propose(typed, sorted(known, key=id_key), otherwise="sipctl kpis lists them all")
            why = Unclear(f'no KPI of this plan is called "{typed}"', near)
            return self._unread(row.cells["Id"], typed, "Id", why)
        if measured and known[name] not in measured:
            message = f"the row says {name}, and its measure is that of {measured[0].id}"
            why = Unclear(message, "correct the id or the measure")
            return self._unread(row.cells["Id"], name, "Id", why)
        return known[name]

    def _by_measure(
        self, row: TableRow, measure: str, measured: list[Kpi], known: dict[str, Kpi]
    ) -> Kpi | NotTaken:
        if len(measured) == 1:
            return measured[0]
        if not measure:
            why = Unclear("the row names no KPI", "type its id, such as 2a.k1")
            return self._unread(row.place, "", "Id", why)
        if measured:
            ids = " or ".join(kpi.id for kpi in measured)
            why = Unclear(f'"{measure}" is the measure of {ids}', "add a column Id")
            return self._unread(row.cells["Measure"], "", "Measure", why)
        near = nearest(measure, [kpi.measure for kpi in known.values()])
        advice = did_you_mean(near) if near else "sipctl kpis lists them all; or add a column Id"
        why = Unclear(f'no KPI of this plan measures "{measure}"', advice)
        return self._unread(row.cells["Measure"], "", "Measure", why)

    # --- its reading ---

    def _with_figures(self, row: TableRow, kpi: Kpi, record: Record) -> Record | NotTaken:
        """The record with its value, or its result."""
        value, result = row.text("Value"), row.text("Result")
        name = "Value" if value else "Result"
        if not value and not result:
            why = Unclear("the row gives no reading", "type a value, or take the row out")
            return self._unread(row.place, kpi.id, "Value", why)
        if (cell := row.cells[name]).shared:
            why = Unclear("the cell is merged with others", "type the reading into each row")
            return self._unread(cell, kpi.id, name, why)
        if result:
            colours = self.plan.about.settings.colours
            word = read_result(result, colours)
            if isinstance(word, Unclear):
                return self._unread(row.cells["Result"], kpi.id, "Result", word)
            record = replace(record, result=word)  # type: ignore[arg-type]
        if value:
            figure = self._figure(row, kpi, value)
            if isinstance(figure, Unclear):
                return self._unread(row.cells["Value"], kpi.id, "Value", figure)
            record = replace(record, value=figure.value, unit=figure.unit)
        return record

    def _figure(self, row: TableRow, kpi: Kpi, value: str) -> Figure | Unclear:
        """The number in a row, in the KPI's unit if it is known, else in the row's."""
        expected = unit_of(kpi, [read for _, read in self.plan.records_of.get(kpi.id, ())])
        unit = row.text("Unit") or None
        if unit and expected and unit.casefold() != expected.casefold():
            message = f"this counts {unit}, and the plan counts {kpi.id} in {expected}"
            return Unclear(message, f"type the number of {expected}")
        return read_figure(value, expected or unit)

    def _with_day(self, row: TableRow, kpi: Kpi, record: Record) -> Record | NotTaken:
        text = row.text("Day")
        if not text:
            why = Unclear("the row has no day", "type the day of the reading in a column Day")
            return self._unread(row.place, kpi.id, "Day", why)
        first = self.plan.about.runs.from_
        day = days.read_day(text, self.today, first, month_first=self.month_first)
        if isinstance(day, Unclear):
            return self._unread(row.cells["Day"], kpi.id, "Day", day)
        return replace(record, date=day)

    def _with_academy(self, row: TableRow, kpi: Kpi, record: Record) -> Record | NotTaken:
        name = row.text("Academy")
        if not name:
            return record
        message = f'"{name}" is no academy that people.yaml knows'
        try:
            academy = resolve(name, list(self.plan.people.academies), message)
        except Refusal as refusal:
            why = Unclear(refusal.message, refusal.help or "add it: sipctl add academy")
            return self._unread(row.cells["Academy"], kpi.id, "Academy", why)
        return replace(record, academy=academy)

    def _with_period(self, row: TableRow, kpi: Kpi, record: Record) -> Record | NotTaken:
        """The record with the period that the row names; `NotTaken` if it lacks a needed one."""
        records, context = self.plan.records_of.get(kpi.id, ()), self.context
        if record.academy is not None:
            own, context = record_preview.of_academy(records, context, record.academy)
            records = tuple(own)
        text = row.text("For")
        if text:
            now = record_preview.progress_on(kpi, records, context, self.today)
            try:
                period = record_preview.resolve_for(text, now, context, kpi.id)
            except Refusal as refusal:
                why = Unclear(refusal.message.removeprefix("--for "), refusal.help)
                return self._unread(row.cells["For"], kpi.id, "For", why)
            return replace(record, for_=period)
        doubt = record_preview.reading_targets(kpi, records, context, record.date, self.today)
        if doubt:
            names = " or ".join(dict.fromkeys(target.named for target in doubt))
            message = f"the reading of {record.date} may be for {names}"
            why = Unclear(message, "type the one that is meant in a column For")
            return self._unread(row.place, kpi.id, "For", why)
        return record

    def _proposed(self, row: TableRow, kpi: Kpi, record: Record) -> ProposedRecord:
        thing = self.plan.find(kpi.id)
        leads = thing.leads_on(record.date) if thing else ()
        theirs = record.by in leads or not leads
        notices = () if theirs else (f"{record.by} does not lead {kpi.id}",)
        known = next(
            (
                name
                for name, other in self.plan.records_of.get(kpi.id, ())
                if replace(other, at=None, evidence=(), confidential=None, unit=record.unit)
                == record
            ),
            None,
        )
        place = RowPlace(self.file, row.place)
        return ProposedRecord(record, kpi.measure, place, notices, known)


def unit_of(kpi: Kpi, records: Sequence[Record]) -> str | None:
    """A KPI's unit: that of its target in figures, else of its newest reading with a unit."""
    if kpi.figures and kpi.figures.unit:
        return kpi.figures.unit
    return next((record.unit for record in reversed(records) if record.unit), None)


def _reading_key(row: ProposedRecord) -> tuple[str, ...]:
    """The KPI, day, academy and period of a reading: different readings of one key contradict."""
    record = row.record
    return record.subject, str(record.date), record.academy or "", record.for_ or ""
