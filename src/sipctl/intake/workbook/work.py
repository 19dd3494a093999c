"""The activities and KPIs of an export: those written by it, and those that somebody added."""

from __future__ import annotations

from dataclasses import dataclass, field
from string import ascii_lowercase
from typing import TYPE_CHECKING, Any, get_args

from sipctl.intake.workbook import sheets
from sipctl.plan.model import entries as m
from sipctl.plan.model import scalars as w
from sipctl.plan.model.entries import id_key
from sipctl.plan.model.entry import further_texts
from sipctl.plan.model.kpi import Better
from sipctl.views.exports import layout as s

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sipctl.intake.workbook.sheets import SheetRow

MOST_IDS = 10_000


@dataclass
class ExportedWork:
    """The activities and KPIs of an export. `rows` has the rows of each by its id; `strays` are
    rows with neither an id nor a title or measure."""

    activities: list[m.Activity] = field(default_factory=list)
    kpis: list[m.Kpi] = field(default_factory=list)
    rows: dict[str, list[SheetRow]] = field(default_factory=dict)
    strays: list[SheetRow] = field(default_factory=list)

    def lines(self) -> Iterator[SheetRow]:
        """Every row of an activity or KPI."""
        for sheet_rows in self.rows.values():
            yield from sheet_rows

    def leads(self) -> Iterator[str]:
        """Everybody who leads."""
        for leads in (*(a.leads for a in self.activities), *(k.leads for k in self.kpis)):
            yield from leads


def work(activities: Iterable[SheetRow], kpis: Iterable[SheetRow]) -> ExportedWork:
    """The work in the rows of both sheets; raises Refusal for an invalid id or a missing title."""
    exported = ExportedWork()
    for name, sheet_rows in _named(activities, "Activity", "Milestone", exported):
        exported.activities.append(_activity(name, sheet_rows))
    for name, sheet_rows in _named(kpis, "Measure", "Label", exported):
        exported.kpis.append(_kpi(name, sheet_rows))
    exported.activities.sort(key=lambda activity: id_key(activity.id))
    for sheet_rows in exported.rows.values():
        _take_repeated(sheet_rows)
    return exported


def _named(
    lines: Iterable[SheetRow], title: str, label: str, exported: ExportedWork
) -> Iterator[tuple[str, list[SheetRow]]]:
    """Each id and its rows; new work gets the next free id in its area."""
    kind = w.ActivityId if title == "Activity" else w.KpiId
    groups = _grouped(lines, title, label, exported)
    names = [sheet_rows[0].read("Id", kind) for sheet_rows in groups]
    taken = set(names)
    for name, sheet_rows in zip(names, groups, strict=True):
        if name is None:
            area = _area_of_new(sheet_rows[0], title)
            start = f"{area}.{'' if title == 'Activity' else 'k'}"
            name = next(free for n in range(1, MOST_IDS) if (free := f"{start}{n}") not in taken)
            taken.add(name)
        exported.rows[name] = sheet_rows
        for line in sheet_rows:
            _take_area_and_aim(line, name)
        yield name, sheet_rows


def _grouped(
    lines: Iterable[SheetRow], title: str, label: str, exported: ExportedWork
) -> list[list[SheetRow]]:
    """The rows of each activity or KPI: those of one id; of new work, those of one title with
    different labels."""
    groups: dict[tuple[str, ...], list[SheetRow]] = {}
    for line in lines:
        name = line.peek("Id").strip()
        if not name and not line.peek(title).strip():
            exported.strays.append(line)
            continue
        key = (name,) if name else (line.peek("Area"), line.peek(title))
        labels = [other.peek(label) for other in groups.get(key, [])]
        if not name and line.peek(label) in labels:
            key = (*key, line.place)
        groups.setdefault(key, []).append(line)
    return list(groups.values())


def _area_of_new(line: SheetRow, title: str) -> str:
    """The area of a row without an id; of a KPI without an area `t`, the whole trust."""
    area = line.name("Area", w.AreaId)
    if area is None and title == "Activity":
        message = "an activity without an id needs its area"
        raise line.refusal("Area", message, "write the area's id there, such as 2a")
    return area or "t"


def _take_area_and_aim(line: SheetRow, name: str) -> None:
    """Mark the area and aim of a row as read if they are those of its id; raises Refusal if they
    begin with no id."""
    area = name.rpartition(".")[0]
    if line.name("Area", w.AreaId) == area:
        line.take("Area")
    if line.name("Aim", w.AimId) == area.rstrip(ascii_lowercase):
        line.take("Aim")


def _activity(name: str, sheet_rows: Sequence[SheetRow]) -> m.Activity:
    line = sheet_rows[0]
    texts: dict[str, Any] = {
        field.name: line.text(field.label) for field in further_texts(m.Activity)
    }
    return m.Activity(
        id=name,
        title=line.needed("Activity"),
        detail=line.text("Detail"),
        leads=line.several("Leads", w.Initials),
        when=_phrases(sheet_rows, "Milestone", "When"),
        starts=line.text("Starts"),
        priority=_priority(line),
        success=s.unlisted(line.take("Success criteria")),
        academies=line.several("Academies", w.Academy),
        after=line.several("After", w.ActivityId),
        see=line.several("See", w.WorkId),
        query=line.text("Query"),
        **texts,
    )


def _kpi(name: str, sheet_rows: Sequence[SheetRow]) -> m.Kpi:
    line = sheet_rows[0]
    return m.Kpi(
        id=name,
        measure=line.needed("Measure"),
        baseline=line.text("Baseline"),
        monitored=_phrases(sheet_rows, "Label", "Monitored"),
        target=_target(line),
        retired=_retirement(line),
        leads=line.several("Leads", w.Initials),
        academies=line.several("Academies", w.Academy),
        see=line.several("See", w.WorkId),
        query=line.text("Query"),
    )


def _target(line: SheetRow) -> str | m.TargetFigures | None:
    """A target: in figures if a row has any, since its words only repeat them; else its words."""
    if not line.peek("Target value").strip():
        return line.text("Target")
    better = line.peek("Target better").strip()
    if better not in ("", *get_args(Better)):
        raise line.refusal("Target better", f'"{better}" is neither higher nor lower', "write one")
    figures: dict[str, Any] = {
        field: line.read(head, w.Number) if field in ("value", "from_") else line.text(head)
        for head, field in s.FIGURES.items()
    }
    target = m.TargetFigures(**figures)
    line.take_if_known("Target", target.words)
    return target


def _retirement(line: SheetRow) -> m.Retirement | None:
    day = line.day("Retired")
    return m.Retirement(date=day, why=line.text("Why retired")) if day else None


def _priority(line: SheetRow) -> str | None:
    name = line.peek("Priority").strip().split(" ")[0]
    if not sheets.fits(name, w.PriorityId):
        return None
    line.take("Priority")
    return name


def _phrases(sheet_rows: Sequence[SheetRow], label: str, phrase: str) -> dict[str, str]:
    """Times by their label; one of several without a label is called `Step 2`."""
    phrases: dict[str, str] = {}
    timed = [line for line in sheet_rows if line.peek(phrase).strip()]
    for number, line in enumerate(timed, start=1):
        name = line.peek(label) or ("" if len(timed) == 1 else f"Step {number}")
        if name not in phrases:
            line.take(label)
            phrases[name] = line.take(phrase)
    return phrases


def _take_repeated(sheet_rows: Sequence[SheetRow]) -> None:
    """Mark texts of an entry's further rows as read if they only repeat those of its first."""
    for line in sheet_rows[1:]:
        for head in line.cells:
            if head in sheet_rows[0].taken:
                line.take_if_known(head, sheet_rows[0].peek(head))
