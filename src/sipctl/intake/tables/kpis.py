"""KPIs from table rows: new ones, or more values for one that was read before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sipctl.intake.draft import DraftKpi, comment_lines
from sipctl.intake.tables import cells

if TYPE_CHECKING:
    from sipctl.intake.draft import AreaDraft
    from sipctl.intake.tables.columns import Role
    from sipctl.intake.tables.leads import LeadRegistry
    from sipctl.intake.tables.rows import WorkRow
    from sipctl.plan.timing import TimingContext

KPI_ROLES: tuple[Role, ...] = ("target", "baseline", "monitored")
"""Roles of columns with details of a row's KPIs."""


def kpis_of_row(area: AreaDraft, row: WorkRow, context: TimingContext) -> list[DraftKpi]:
    """The KPIs that a row names, each once in its area, with the details from other columns.

    A text for a field that a KPI has filled already becomes a comment on it.
    """
    row_kpis: list[DraftKpi] = []
    items = cells.items(row.texts.get("kpi", ""))
    for item in (item for item in items if cells.says_something(item.text)):
        measure = _known(area, item.text, row_kpis)
        if measure is None:
            measure = _new(item.text, row, context)
            area.kpis.append(measure)
        measure.comments += [text for text in item.inner if text not in measure.comments]
        row_kpis.append(measure)
    if row_kpis:
        row_kpis[0].comments += cells.wordless_texts(items)
    for role in KPI_ROLES if row_kpis else ():
        _add_column(row_kpis, role, row, context)
    return row_kpis


def add_leads(row_kpis: list[DraftKpi], text: str, leads: LeadRegistry) -> None:
    """Add the leads of the KPIs of a row that has no activity."""
    for measure in row_kpis:
        initials_found, more = leads.find(text)
        measure.leads += [initials for initials in initials_found if initials not in measure.leads]
        measure.comments += [f"Lead: {more}"] if more else []


def _known(area: AreaDraft, text: str, but: list[DraftKpi]) -> DraftKpi | None:
    """The area's KPI with that text that is not in `but`; None for none."""
    same = (other for other in area.kpis if other.text == text)
    return next((kpi for kpi in same if all(kpi is not other for other in but)), None)


def _new(text: str, row: WorkRow, context: TimingContext) -> DraftKpi:
    """A new KPI. Without a column of when it is monitored, that is the time its text ends with."""
    rest, phrase = cells.time_at_end(text, context)
    if phrase is None or rest == text or "monitored" in row.texts:
        return DraftKpi(text, text)
    return DraftKpi(rest, text, monitored={"": phrase})


def _add_column(row_kpis: list[DraftKpi], role: Role, row: WorkRow, context: TimingContext) -> None:
    """Add a column's text to KPIs: a line to each if there are as many, else all to each."""
    text = row.texts.get(role, "")
    lines = cells.lines(text)
    for number, measure in enumerate(row_kpis if lines else ()):
        own = lines[number] if len(lines) == len(row_kpis) else "\n".join(lines)
        if not _take(measure, role, own, context):
            measure.comments += comment_lines(row.names[role], own)


def _take(measure: DraftKpi, role: Role, text: str, context: TimingContext) -> bool:
    """Give a KPI the text of a column; whether that was possible. A time has to be readable, and a
    field that is filled is kept."""
    line = " ".join(text.split("\n"))
    if role == "monitored":
        pairs = cells.times(text, context)
        if not all(cells.readable(phrase, context) for _, phrase in pairs):
            return False
        when = cells.milestones(pairs)
        measure.monitored = measure.monitored or when
        return measure.monitored == when
    if role == "baseline":
        if not cells.readable(line, context):
            return False
        measure.baseline = measure.baseline or line
        return measure.baseline == line
    measure.target = measure.target or line
    return measure.target == line
