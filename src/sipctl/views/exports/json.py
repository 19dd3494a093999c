"""Every occurrence for analysis elsewhere: JSON, or a line of JSON each.

Written out by hand, versioned, and changed only by addition.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sipctl.plan.model.entries import Activity
from sipctl.views.json import VERSION, dump, dump_line, share_json, status_json

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from sipctl.plan.model.entries import Area, Kpi, Plan
    from sipctl.plan.queries.occurrences import OccurrenceRow
    from sipctl.plan.state.filters import AcademyShare
    from sipctl.views.json import Where


def document(
    plan: Plan,
    rows: Iterable[OccurrenceRow],
    day: date,
    where: Where,
    share: AcademyShare | None = None,
) -> str:
    """One document: the plan, under it a list of its occurrences, and how much is an academy's."""
    occurrences = [_line(row, where) for row in rows]
    return dump({**_head(plan, day), "occurrences": occurrences, **share_json(share)})


def stream(plan: Plan, rows: Iterable[OccurrenceRow], day: date, where: Where) -> Iterator[str]:
    """A line for each occurrence, which says whose plan it is of, so that many can be joined."""
    head = _head(plan, day)
    for row in rows:
        yield dump_line({**head, **_line(row, where)})


def _head(plan: Plan, day: date) -> dict[str, Any]:
    about = plan.about
    return {
        "version": VERSION,
        "as_of": day,
        "trust": about.body.name,
        "short": about.body.short,
        "plan": about.title,
        "runs_from": about.runs.from_,
        "runs_to": about.runs.to,
    }


def _line(line: OccurrenceRow, where: Where) -> dict[str, Any]:
    row, occurrence, item = line.row, line.occurrence, line.item
    file, place = where(row.id)
    return {
        "aim": row.aim,
        "aim_title": item.aim.title if item.aim else None,
        "area": row.area,
        "area_title": item.area.title if item.area else None,
        "priority": _priority(item.work),
        "priority_title": _priority_title(item.area, item.work),
        "id": row.id,
        "kind": row.kind,
        "title": row.title,
        "leads": list(row.leads),
        "academies": list(row.academies),
        "milestone": row.milestone,
        "when": row.when,
        "cadence": line.cadence,
        **_occurrence(line),
        "original_due": row.original_due,
        "slipped_days": row.slipped_days,
        "status": status_json(row.status),
        "recorded_on": row.recorded_on,
        "reason": row.reason,
        "settled_on": occurrence.settled_on if occurrence else None,
        "settled_late": occurrence.late if occurrence else False,
        "judged": occurrence.judged if occurrence else None,
        "dates_done": row.dates_done,
        "dates": row.dates,
        "status_of": list(row.status_of),
        "settled_for": list(occurrence.settled_for) if occurrence else [],
        "open_for": list(occurrence.open_for) if occurrence else [],
        "file": file,
        "line": place,
    }


def _occurrence(line: OccurrenceRow) -> dict[str, Any]:
    """When an occurrence is, and its state; its row's counts only in the row's current one."""
    row, occurrence = line.row, line.occurrence
    return {
        "number": line.number,
        "period": occurrence.period if occurrence else None,
        "opens": occurrence.opens if occurrence else None,
        "due": occurrence.due if occurrence else None,
        "state": line.state,
        "current": line.current,
        "soon": row.soon if line.current else False,
        "days_overdue": row.days_overdue if line.current else 0,
        "missed": row.missed if line.current else 0,
        "missed_since": row.missed_since if line.current else None,
        "missed_judged_at_risk": row.missed_judged if line.current else 0,
    }


def _priority(work: Activity | Kpi) -> str | None:
    return work.priority if isinstance(work, Activity) else None


def _priority_title(area: Area | None, work: Activity | Kpi) -> str | None:
    titles = {priority.id: priority.title for priority in area.priorities} if area else {}
    return titles.get(_priority(work) or "")
