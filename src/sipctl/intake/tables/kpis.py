"""KPIs as rows tell them: a new one, or more of one that is there already, and nothing twice."""

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

OF_KPIS: tuple[Role, ...] = ("target", "baseline", "monitored")
"""What a row says of its KPIs."""


def named(area: AreaDraft, row: WorkRow, context: TimingContext) -> list[DraftKpi]:
    """The KPIs that a row names, each once in its area, with what the row's other columns say.

    What a KPI cannot hold, because it holds something else there, stands as a comment beside it.
    """
    found: list[DraftKpi] = []
    items = cells.items(row.texts.get("kpi", ""))
    for item in (one for one in items if cells.says_something(one.text)):
        measure = _known(area, item.text, found)
        if measure is None:
            measure = _new(item.text, row, context)
            area.kpis.append(measure)
        measure.comments += [text for text in item.inner if text not in measure.comments]
        found.append(measure)
    if found:
        found[0].comments += cells.saying_nothing(items)
    for role in OF_KPIS if found else ():
        _tell(found, role, row, context)
    return found


def led(found: list[DraftKpi], text: str, leads: LeadRegistry) -> None:
    """Who answers for the KPIs of a row that has no activity."""
    for measure in found:
        those, more = leads.find(text)
        measure.leads += [one for one in those if one not in measure.leads]
        measure.comments += [f"Lead: {more}"] if more else []


def _known(area: AreaDraft, text: str, but: list[DraftKpi]) -> DraftKpi | None:
    """The area's KPI of that name, if it has one that is not among `but`."""
    same = (one for one in area.kpis if one.told == text)
    return next((one for one in same if all(one is not other for other in but)), None)


def _new(text: str, row: WorkRow, context: TimingContext) -> DraftKpi:
    """A KPI. A time that its text ends with is when it is monitored, if no column says that."""
    rest, phrase = cells.time_at_end(text, context)
    if phrase is None or rest == text or "monitored" in row.texts:
        return DraftKpi(text, text)
    return DraftKpi(rest, text, monitored={"": phrase})


def _tell(found: list[DraftKpi], role: Role, row: WorkRow, context: TimingContext) -> None:
    """Give KPIs what a column says of them, a line each where the counts agree."""
    text = row.texts.get(role, "")
    apart = cells.lines(text)
    for at, measure in enumerate(found if apart else ()):
        own = apart[at] if len(apart) == len(found) else "\n".join(apart)
        if not _hold(measure, role, own, context):
            measure.comments += comment_lines(row.names[role], own)


def _hold(measure: DraftKpi, role: Role, text: str, context: TimingContext) -> bool:
    """Whether a KPI takes what is said of it: a time must be one, and nothing is said over."""
    one = " ".join(text.split("\n"))
    if role == "monitored":
        pairs = cells.times(text, context)
        if not all(cells.readable(phrase, context) for _, phrase in pairs):
            return False
        when = cells.milestones(pairs)
        measure.monitored = measure.monitored or when
        return measure.monitored == when
    if role == "baseline":
        if not cells.readable(one, context):
            return False
        measure.baseline = measure.baseline or one
        return measure.baseline == one
    measure.target = measure.target or one
    return measure.target == one
