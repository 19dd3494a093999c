"""What `export` makes: one answer in each of its formats, on stdout or in files."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sipctl.cli import overwrite
from sipctl.plan.model.entries import id_key
from sipctl.plan.queries.occurrences import OccurrenceRow, occurrence_rows
from sipctl.plan.state.agenda import overview
from sipctl.views.text.english import join_words, plural, safe_path

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date
    from pathlib import Path

    from sipctl.cli.session import Session
    from sipctl.plan.state.agenda import Row
    from sipctl.plan.state.filters import Filters

NOBODY = "_nobody"
"""The name of the calendar of what nobody leads; no initials begin so."""


@dataclass(frozen=True)
class Export:
    """A sound plan, the day, what was asked for, and how long before a due day to remind."""

    question: Session
    day: date
    asked: Filters
    kpis: bool
    alarm: int | None

    def text(self, form: str, earlier: bytes = b"") -> Iterator[str]:
        """The answer as text, in as many pieces as it comes in; `earlier` is what it replaces."""
        if form == "ics":
            yield self._calendar(self._lines(kpis=self.kpis), self._title(), earlier).decode()
        elif form == "csv":
            yield self._table()
        else:
            from sipctl.views.exports import json as view

            those = self._lines(kpis=True)
            made = view.document if form == "json" else view.stream
            yield from made(self.question.plan, those, self.day, self.question.where)

    def file(self, path: Path, form: str, *, force: bool) -> str:
        """Write one file; what to say of it."""
        # A spreadsheet takes a file without the mark at its head for one in its own old alphabet.
        earlier = overwrite.earlier(path, form) if form == "ics" else b""
        data = self._workbook() if form == "xlsx" else "".join(self.text(form, earlier)).encode()
        data = b"\xef\xbb\xbf" + data if form == "csv" else data
        overwrite.put(path, data, form, force=force)
        found = {row.id: row.kind for row in self._rows()}
        kinds = list(found.values())
        told = [plural(kinds.count("activity"), "activity", "activities")]
        if form != "csv" and (self.kpis or form != "ics"):
            told.append(plural(kinds.count("kpi"), "KPI"))
        return f"Wrote {safe_path(path)}: {' and '.join(told)}."

    def calendars(self, folder: Path, *, force: bool) -> str:
        """Write a calendar for each lead who has any dates; what to say of them."""
        from sipctl.store.files import output_files

        theirs = self._by_lead()
        emptied = [lead for lead in self._leads_in(folder) if lead not in theirs]
        made = {}
        for lead, those in {**theirs, **dict.fromkeys(emptied, ())}.items():
            path = folder / _file_of(lead)
            made[path] = self._calendar_of(lead, those, overwrite.earlier(path, "ics"))
        output_files.make_folder(folder)
        overwrite.put_all(made, "ics", force=force)
        said = f"Wrote {plural(len(theirs), 'calendar')} to {safe_path(folder)}."
        if not emptied:
            return said
        names = join_words([safe_path(_file_of(lead)) for lead in emptied])
        return f"{said} Emptied {names}, for which there are no dates now."

    def _leads_in(self, folder: Path) -> list[str]:
        """The leads asked for whose calendars, made from this plan before, are in a folder.

        None where only some of their work was asked for: the rest of it is not gone.
        """
        from sipctl.views.exports.ics import is_of_lead

        asked = self.asked
        if asked.aims or asked.areas or asked.academies or asked.span:
            return []
        found = []
        for path in sorted(folder.glob("*.ics")):
            lead = "" if path.stem == NOBODY else path.stem
            wanted = not asked.leads or lead in asked.leads
            if wanted and is_of_lead(overwrite.earlier(path, "ics"), self.question.plan, lead):
                found.append(lead)
        return found

    def _by_lead(self) -> dict[str, list[OccurrenceRow]]:
        those = [one for one in self._lines(kpis=self.kpis) if one.occurrence]
        leads = {lead for one in those for lead in one.row.leads or ("",)}
        wanted = sorted(leads & set(self.asked.leads or leads), key=id_key)
        return {lead: [one for one in those if lead in (one.row.leads or ("",))] for lead in wanted}

    def _title(self) -> str:
        return ", ".join([self.question.plan.about.title, *self.asked.words])

    def _lines(self, *, kpis: bool) -> Iterator[OccurrenceRow]:
        plan, context = self.question.plan, self.question.frame
        return occurrence_rows(plan, context, self.day, self.asked, kpis=kpis)

    def _calendar_of(self, lead: str, those: Iterable[OccurrenceRow], earlier: bytes) -> bytes:
        title = f"{self.question.plan.about.title}: {lead or 'nobody leads'}"
        return self._calendar(those, title, earlier, lead)

    def _calendar(
        self, those: Iterable[OccurrenceRow], name: str, earlier: bytes, lead: str | None = None
    ) -> bytes:
        from sipctl.views.exports.ics import calendar

        plan, day, alarm = self.question.plan, self.day, self.alarm
        return calendar(plan, those, day, name=name, lead=lead, alarm=alarm, earlier=earlier)

    def _rows(self) -> list[Row]:
        question, span = self.question, self.asked.span
        found = overview(question.plan, question.frame, self.day, kpis=True, span=span)
        return [row for row in found if self.asked.keeps(row)]

    def _table(self) -> str:
        from sipctl.views.exports import csv, sheets

        return csv.table(sheets.activities(self.question.plan, self._rows()))

    def _workbook(self) -> bytes:
        from sipctl.views.exports.sheets import workbook
        from sipctl.views.exports.xlsx import book

        plan = self.question.plan
        return book(workbook(plan, self._rows()), self._title(), self.day, plan.about.runs.from_)


def _file_of(lead: str) -> str:
    return f"{lead or NOBODY}.ics"
