"""The plan's Gantt chart as JSON: its columns by half term, and its bars."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sipctl.plan.calendar.columns import columns
from sipctl.views.json import VERSION, dump, status_json

if TYPE_CHECKING:
    from sipctl.plan.queries.timeline import Bar, Chart


def render_json(chart: Chart) -> str:
    """The chart as JSON: its columns by half term, and its bars."""
    return dump(
        {
            "version": VERSION,
            "as_of": chart.day,
            "from": chart.first,
            "to": chart.last,
            "columns": [
                {"key": column.key, "title": column.title, "from": column.first, "to": column.last}
                for column in columns(chart.calendar, chart.first, chart.last, "half")
            ],
            "bars": [_bar_json(bar) for bar in chart.bars],
            "undated": list(chart.undated),
            "outside": chart.outside,
            "judged_at_risk": [row.id for row in chart.judged],
        }
    )


def _bar_json(bar: Bar) -> dict[str, Any]:
    row = bar.row
    return {
        "id": row.id,
        "kind": row.kind,
        "title": row.title,
        "aim": row.aim,
        "milestone": row.milestone,
        "leads": list(row.leads),
        "when": row.when,
        "drawn_as": bar.kind,
        "state": row.state,
        "status": status_json(row.status),
        "status_of": list(row.status_of),
        "recorded_on": row.recorded_on,
        "reason": row.reason,
        "begins": bar.begins,
        "first_due": bar.ghost,
        "slipped_days": row.slipped_days,
        "marks": [{"opens": mark.opens, "due": mark.due, "state": mark.look} for mark in bar.marks],
    }
