"""The text of areas, activities and KPIs in a first plan's files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sipctl.intake.writing.lines import beside, flow, line, lines_of, listed, optional, phrases, row

if TYPE_CHECKING:
    from sipctl.intake.draft import Comments
    from sipctl.plan.model import entries as m


def an_area(it: m.Area, notes: Comments) -> list[str]:
    """An area and all that it holds."""
    made = [
        f"  - id: {it.id}",
        *line("title", it.title, "    "),
        *optional("query", it.query, "    "),
    ]
    made += beside("", notes.get(it.id, []), "    ")
    priorities = [
        [f"      - id: {one.id}", *line("title", one.title, "        ")] for one in it.priorities
    ]
    made += lines_of("priorities", priorities, "    ")
    made += lines_of("activities", [an_activity(one, notes) for one in it.activities], "    ")
    made += lines_of("kpis", [a_kpi(one, notes, "      ") for one in it.kpis], "    ")
    return made


def an_activity(it: m.Activity, notes: Comments) -> list[str]:
    """An activity; what fits nowhere stands as a comment under its id."""
    inner = "        "
    made = [f"      - id: {it.id}", *beside("", notes.get(it.id, []), inner)]
    made += line("title", it.title, inner) + optional("detail", it.detail, inner)
    made.append(f"{inner}leads: {row(it.leads)}")
    made += phrases("when", it.when, inner) + optional("starts", it.starts, inner)
    made += [f"{inner}priority: {it.priority}"] if it.priority else []
    made += listed("success", it.success, inner) + optional("resources", it.resources, inner)
    for name, those in (("academies", it.academies), ("after", it.after), ("see", it.see)):
        made += [f"{inner}{name}: {row(those)}"] if those else []
    return made + optional("query", it.query, inner)


def a_kpi(it: m.Kpi, notes: Comments, indent: str) -> list[str]:
    """A KPI of an area, or with less indent one of the whole trust."""
    inner = f"{indent}  "
    made = [f"{indent}- id: {flow(it.id)}", *beside("", notes.get(it.id, []), inner)]
    made += line("measure", it.measure, inner) + optional("baseline", it.baseline, inner)
    made += phrases("monitored", it.monitored, inner) + optional("target", it.target, inner)
    for name, those in (("leads", it.leads), ("academies", it.academies), ("see", it.see)):
        made += [f"{inner}{name}: {row(those)}"] if those else []
    return made + optional("query", it.query, inner)
