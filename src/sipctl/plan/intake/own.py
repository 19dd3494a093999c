"""What `export` made, read back: every cell means what its head says, and nothing is guessed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sipctl.plan import model as m
from sipctl.plan import sheets as s
from sipctl.plan.faults import Refusal
from sipctl.plan.intake import own_plan
from sipctl.plan.intake.cells import tidy
from sipctl.plan.intake.draft import Draft
from sipctl.plan.intake.names import Register
from sipctl.plan.model import id_key
from sipctl.plan.words import control_character

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sipctl.plan.intake.draft import Comments
    from sipctl.plan.intake.grid import Document, Grid

    Line = dict[str, str]

_IDS = {
    "Id": re.compile(r"[1-9][0-9]{0,3}[a-z]{1,2}\.[1-9][0-9]{0,3}"),
    "Area": re.compile(r"[1-9][0-9]{0,3}[a-z]{1,2}"),
    "Aim": re.compile(r"[1-9][0-9]{0,3}"),
}


def is_own(document: Document) -> bool:
    """Whether a document is an export: its first table has every head that is read."""
    read = set(s.HEADS[s.ACTIVITIES]) - set(s.WORKED_OUT[s.ACTIVITIES])
    return bool(document.grids) and read <= set(_heads(document.grids[0]))


def drafted(document: Document) -> Draft:
    """The plan that was exported. What was worked out is left for sipctl to work out again."""
    sheets = {grid.name: list(_lines(grid)) for grid in document.grids}
    rows = list(_lines(document.grids[0]))
    activities = [line for line in rows if line["Id"] or line["Activity"].strip()]
    strays = [" | ".join(filter(None, line.values())) for line in rows if line not in activities]
    kpis = sheets.get(s.KPIS, [])
    _refuse_strange(activities, document)
    comments: Comments = {"": strays} if strays else {}
    facts = own_plan.facts(sheets.get(s.PLAN, []))
    leads = own_plan.leads(sheets.get(s.LEADS, []))
    register = Register(dict(leads))
    made = _activities(activities, register, comments)
    measures = _kpis(kpis)
    aims = own_plan.aims(sheets.get(s.PLAN, []), [*activities, *kpis], made, measures)
    trust_wide = tuple(kpi for kpi in measures if kpi.id.startswith("t."))
    for line in activities:
        _beside(comments, line, s.ACTIVITIES)
    for line in kpis:
        _beside(comments, line, s.KPIS)
    return Draft(
        aims=aims,
        leads=register.leads(),
        comments=comments,
        strangers=register.strangers,
        about=own_plan.about(facts, trust_wide),
        people=own_plan.people(facts),
        calendar=own_plan.calendar(sheets.get(s.CALENDAR, []), facts),
        tables=len(document.grids),
        rows=len(activities) + len(kpis),
        left_out=(
            "columns that sipctl works out were not read: Due, State, Status and the like",
            "what was recorded, and how dates moved, is not in an export",
        ),
    )


def _heads(grid: Grid) -> list[str]:
    return [cell.text for cell in grid.rows[0]] if grid.rows else []


def _lines(grid: Grid) -> Iterator[Line]:
    """Rows as texts by head."""
    heads = _heads(grid)
    for row in grid.rows[1:]:
        yield {head: _exact(cell.text) for head, cell in zip(heads, row, strict=False) if head}


def _exact(text: str) -> str:
    """A cell's text as it stands; only what no plan file may hold is made fit."""
    return tidy(text) if control_character(text.replace("\n", " ")) is not None else text


def _refuse_strange(lines: list[Line], document: Document) -> None:
    """Raises Refusal for rows that say no id, or no area for a new one."""
    for number, line in enumerate(lines, start=2):
        for head, pattern in _IDS.items():
            name = line.get(head, "").strip().split(" ")[0]
            may_lack = not name and head in ("Id", "Aim")
            if not may_lack and not pattern.fullmatch(name):
                raise Refusal(
                    f'{document.name}, row {number}: "{name}" under {head} is not an id',
                    "such as 2a.3 for an activity, 2a for an area, 2 for an aim; "
                    "a new activity needs its area, and no id",
                )


def _activities(
    lines: list[Line], register: Register, comments: Comments
) -> dict[str, list[m.Activity]]:
    """Activities by area; one that has several milestones stands in as many rows."""
    made: dict[str, list[m.Activity]] = {}
    numbered: dict[str, list[Line]] = {}
    for at, line in enumerate(lines):
        numbered.setdefault(line["Id"] or f"new {at}", []).append(line)
    taken = set(numbered)
    for name, those in numbered.items():
        area = those[0]["Area"].split(" ")[0]
        if name.startswith("new "):
            name = next(one for n in range(1, 10_000) if (one := f"{area}.{n}") not in taken)
            taken.add(name)
        found, more = register.find(those[0]["Leads"])
        if more:
            comments.setdefault(name, []).append(f"Lead: {more}")
        made.setdefault(area, []).append(_activity(name, those, tuple(found)))
    return {area: sorted(works, key=lambda work: id_key(work.id)) for area, works in made.items()}


def _activity(name: str, those: list[Line], leads: tuple[str, ...]) -> m.Activity:
    line = those[0]
    return m.Activity(
        id=name,
        title=line["Activity"],
        detail=line["Detail"] or None,
        leads=leads,
        when={one["Milestone"]: one["When"] for one in those if one["When"]},
        starts=line["Starts"] or None,
        priority=line["Priority"].split(" ")[0] or None,
        success=tuple(line["Success criteria"].split("\n")) if line["Success criteria"] else (),
        resources=line["Resources"] or None,
        academies=own_plan.several(line["Academies"]),
        after=own_plan.several(line["After"]),
        see=own_plan.several(line["See"]),
        query=line["Query"] or None,
    )


def _kpis(lines: list[Line]) -> list[m.Kpi]:
    numbered: dict[str, list[Line]] = {}
    for line in lines:
        numbered.setdefault(line["Id"], []).append(line)
    return [
        m.Kpi(
            id=name,
            measure=those[0]["Measure"],
            baseline=those[0]["Baseline"] or None,
            monitored={one["Label"]: one["Monitored"] for one in those if one["Monitored"]},
            target=those[0]["Target"] or None,
            leads=own_plan.several(those[0]["Leads"]),
            academies=own_plan.several(those[0]["Academies"]),
            see=own_plan.several(those[0]["See"]),
            query=those[0]["Query"] or None,
        )
        for name, those in numbered.items()
        if name
    ]


def _beside(comments: Comments, line: Line, sheet: str) -> None:
    """Columns that somebody added stand beside the row's thing."""
    for head, text in line.items():
        if text and head not in s.HEADS[sheet]:
            told = [f"{head}: {text}".replace("\n", "\n  ")]
            if line["Id"] and told[0] not in comments.get(line["Id"], []):
                comments.setdefault(line["Id"], []).extend(told)
