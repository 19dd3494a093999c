"""The text of areas, activities and KPIs in a first plan's files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sipctl.plan.model.entries import Activity
from sipctl.plan.model.entry import further_texts
from sipctl.store.yaml.writer import beside, flow, line, lines_of, listed, optional, phrases, row

if TYPE_CHECKING:
    from sipctl.plan.model import entries as m

Comments = dict[str, list[str]]
"""Comments by the id of what they stand beside; "" is the plan itself."""


def area_lines(area: m.Area, notes: Comments) -> list[str]:
    """An area and all that it holds."""
    lines = [
        f"  - id: {area.id}",
        *line("title", area.title, "    "),
        *optional("query", area.query, "    "),
    ]
    lines += beside("", notes.get(area.id, []), "    ") + covers(area, "    ")
    priorities = [
        [f"      - id: {item.id}", *line("title", item.title, "        ")]
        for item in area.priorities
    ]
    lines += lines_of("priorities", priorities, "    ")
    lines += lines_of(
        "activities", [activity_lines(item, notes) for item in area.activities], "    "
    )
    lines += lines_of("kpis", [kpi_lines(item, notes, "      ") for item in area.kpis], "    ")
    return lines


def covers(entry: m.Aim | m.Area, indent: str) -> list[str]:
    """The parts of frameworks that an aim or area covers."""
    return [f"{indent}covers: {row(entry.covers)}"] if entry.covers else []


def activity_lines(activity: m.Activity, notes: Comments) -> list[str]:
    """An activity; what fits nowhere stands as a comment under its id."""
    inner = "        "
    lines = [f"      - id: {activity.id}", *beside("", notes.get(activity.id, []), inner)]
    lines += line("title", activity.title, inner) + optional("detail", activity.detail, inner)
    lines.append(f"{inner}leads: {row(activity.leads)}")
    lines += phrases("when", activity.when, inner) + optional("starts", activity.starts, inner)
    lines += [f"{inner}priority: {activity.priority}"] if activity.priority else []
    lines += listed("success", activity.success, inner)
    for field in further_texts(Activity):
        lines += optional(field.name, field.text(activity) or None, inner)
    for name, ids in (
        ("academies", activity.academies),
        ("after", activity.after),
        ("see", activity.see),
    ):
        lines += [f"{inner}{name}: {row(ids)}"] if ids else []
    return lines + optional("query", activity.query, inner)


def kpi_lines(kpi: m.Kpi, notes: Comments, indent: str) -> list[str]:
    """A KPI of an area, or with less indent one of the whole trust."""
    inner = f"{indent}  "
    lines = [f"{indent}- id: {flow(kpi.id)}", *beside("", notes.get(kpi.id, []), inner)]
    lines += line("measure", kpi.measure, inner) + optional("baseline", kpi.baseline, inner)
    lines += phrases("monitored", kpi.monitored, inner) + _target(kpi, inner)
    lines += _braces("retired", kpi.retired, inner) if kpi.retired else []
    for name, ids in (("leads", kpi.leads), ("academies", kpi.academies), ("see", kpi.see)):
        lines += [f"{inner}{name}: {row(ids)}"] if ids else []
    return lines + optional("query", kpi.query, inner)


def _target(kpi: m.Kpi, indent: str) -> list[str]:
    """A KPI's target, in words or in figures."""
    if kpi.figures:
        return _braces("target", kpi.figures, indent)
    return optional("target", kpi.target_words, indent)


def _braces(key: str, entry: m.TargetFigures | m.Retirement, indent: str) -> list[str]:
    """`key: {value: 95, unit: "%"}`, what is empty left out."""
    facts = [
        f"{name.rstrip('_')}: {flow(str(value))}"
        for name, value in vars(entry).items()
        if value is not None
    ]
    return [f"{indent}{key}: {{{', '.join(facts)}}}"]
