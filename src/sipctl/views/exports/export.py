"""One answer in each format of `sipctl export`: text, the bytes of a file, or a calendar a lead."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sipctl.plan.model.entries import id_key
from sipctl.plan.queries.occurrences import OccurrenceRow, occurrence_rows
from sipctl.plan.state.agenda import overview, work_items
from sipctl.plan.state.filters import Filters, academy_share
from sipctl.views.text.english import plural

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from sipctl.plan.model.entries import Plan
    from sipctl.plan.state.agenda import Row
    from sipctl.plan.state.filters import AcademyShare
    from sipctl.plan.timing import TimingContext
    from sipctl.views.json import Where

UNLED = ""
"""The key, in place of a lead's initials, of work that nobody leads."""

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
"""Excel reads a CSV file without it in an 8-bit code page."""


@dataclass(frozen=True)
class Export:
    """A plan on a day, filtered. `alarm` is how many days before a due day calendars remind."""

    plan: Plan
    context: TimingContext
    where: Where
    day: date
    filters: Filters
    kpis: bool
    alarm: int | None

    @property
    def share(self) -> AcademyShare | None:
        """How much of it is for the academies asked for alone; None if none was asked for."""
        return academy_share(self.filters.academies, self._rows())

    def text(self, format: str, earlier: bytes = b"") -> Iterator[str]:
        """The answer in a text format, piece by piece.

        `earlier` is the calendar that is replaced: revision numbers continue from its own.
        """
        if format == "ics":
            rows = self._occurrences(kpis=self.kpis)
            yield self._calendar(rows, self._title, earlier).decode()
        elif format == "csv":
            from sipctl.views.exports import csv, sheets

            yield csv.render(sheets.activities(self.plan, self._rows()))
        else:
            from sipctl.views.exports import json as view

            rows = self._occurrences(kpis=True)
            if format == "json":
                yield view.document(self.plan, rows, self.day, self.where, self.share)
            else:
                yield from view.stream(self.plan, rows, self.day, self.where)

    def data(self, format: str, earlier: bytes = b"") -> bytes:
        """The answer as the bytes of a file."""
        if format == "xlsx":
            return self._workbook()
        data = "".join(self.text(format, earlier)).encode()
        return _BYTE_ORDER_MARK + data if format == "csv" else data

    def contents(self, format: str) -> str:
        """What a file of this format holds, counted: `12 activities and 3 KPIs`."""
        kinds = list({row.id: row.kind for row in self._rows()}.values())
        counts = [plural(kinds.count("activity"), "activity", "activities")]
        if format != "csv" and (self.kpis or format != "ics"):
            counts.append(plural(kinds.count("kpi"), "KPI"))
        return " and ".join(counts)

    def by_lead(self) -> dict[str, list[OccurrenceRow]]:
        """Lead (or `UNLED`) → their dated occurrences; of the leads asked for, those with any."""
        rows = [row for row in self._occurrences(kpis=self.kpis) if row.occurrence]
        leads = {lead for row in rows for lead in row.row.leads or (UNLED,)}
        wanted = sorted(leads & set(self.filters.leads or leads), key=id_key)
        return {
            lead: [row for row in rows if lead in (row.row.leads or (UNLED,))] for lead in wanted
        }

    def calendar_of(self, lead: str, rows: Iterable[OccurrenceRow], earlier: bytes) -> bytes:
        """The calendar of one lead."""
        title = f"{self.plan.about.title}: {lead or 'nobody leads'}"
        return self._calendar(rows, title, earlier, lead)

    @property
    def leads_whole(self) -> bool:
        """Whether nothing of a lead's work is filtered out: no rows then means no work."""
        filters = self.filters
        return not (filters.aims or filters.areas or filters.academies or filters.span)

    @property
    def _title(self) -> str:
        return ", ".join([self.plan.about.title, *self.filters.words])

    def _occurrences(
        self, *, kpis: bool, filters: Filters | None = None
    ) -> Iterator[OccurrenceRow]:
        filters = filters or self.filters
        return occurrence_rows(self.plan, self.context, self.day, filters, kpis=kpis)

    def _calendar(
        self, rows: Iterable[OccurrenceRow], name: str, earlier: bytes, lead: str | None = None
    ) -> bytes:
        from sipctl.views.exports.ics import calendar

        whole = lead is not None and self.leads_whole
        others = () if whole or not earlier else self._occurrences(kpis=True, filters=Filters())
        return calendar(
            self.plan,
            rows,
            self.day,
            terms=self.context.calendar,
            name=name,
            lead=lead,
            alarm=self.alarm,
            earlier=earlier,
            others=others,
        )

    def _rows(self) -> list[Row]:
        items = work_items(self.plan, self.context, self.day, kpis=True)
        return overview(filter(self.filters.keeps, items), self.filters.span)

    def _workbook(self) -> bytes:
        from sipctl.views.exports.sheets import workbook
        from sipctl.views.exports.xlsx import book

        sheets = workbook(self.plan, self._rows())
        return book(sheets, self._title, self.day, self.plan.about.runs.from_)
