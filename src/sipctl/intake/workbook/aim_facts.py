"""The aims and areas of an export, and what they cover, from its sheet of facts and its work."""

from __future__ import annotations

from string import ascii_lowercase
from typing import TYPE_CHECKING

from sipctl.intake.workbook.fact_rows import read_id, take_rows, unique_rows
from sipctl.plan.model import entries as m
from sipctl.plan.model import scalars as w
from sipctl.plan.model.entries import id_key

if TYPE_CHECKING:
    from sipctl.intake.workbook.fact_rows import Facts
    from sipctl.intake.workbook.work import ExportedWork
    from sipctl.store.new_plan.areas import Comments

    Titles = dict[str, tuple[str, str | None]]


def aims(facts: Facts, work: ExportedWork, comments: Comments) -> tuple[m.Aim, ...]:
    """The aims with their areas, from the plan's sheet; and those that only the work names."""
    titles, priorities, outcomes = _titles(facts), _priorities(facts), _outcomes(facts)
    covers = _covers(facts)
    _named_by_work(work, titles, priorities, comments)
    for name in (*priorities, *covers, *(work_id.rpartition(".")[0] for work_id in work.rows)):
        if name != "t":
            titles.setdefault(name, (f"Area {name}", None))
    for name in [*(name.rstrip(ascii_lowercase) for name in titles), *outcomes]:
        titles.setdefault(name, (f"Aim {name}", None))
    areas: dict[str, list[m.Area]] = {
        name: [] for name in sorted(titles, key=id_key) if name.isdigit()
    }
    for name in sorted(titles.keys() - areas.keys(), key=id_key):
        areas[name.rstrip(ascii_lowercase)].append(
            _area(name, *titles[name], priorities.get(name, {}), work, covers.get(name, ()))
        )
    return tuple(
        m.Aim(
            id=int(name),
            title=titles[name][0],
            outcomes=tuple(outcomes.get(name, ())),
            areas=tuple(areas_of_aim),
            covers=covers.get(name, ()),
            query=titles[name][1],
        )
        for name, areas_of_aim in areas.items()
    )


def _area(
    name: str,
    title: str,
    query: str | None,
    priorities: dict[str, str],
    work: ExportedWork,
    covers: tuple[str, ...],
) -> m.Area:
    ordered = sorted(priorities.items(), key=lambda pair: id_key(pair[0]))
    return m.Area(
        id=name,
        title=title,
        priorities=tuple(m.Priority(id=thing, title=text) for thing, text in ordered),
        activities=tuple(thing for thing in work.activities if thing.id.startswith(f"{name}.")),
        kpis=tuple(thing for thing in work.kpis if thing.id.startswith(f"{name}.")),
        covers=covers,
        query=query,
    )


def _titles(facts: Facts) -> Titles:
    """Titles and queries of aims and areas by id."""
    titles: Titles = {}
    for what, kind in (("Aim", w.AimId), ("Area", w.AreaId)):
        for line in unique_rows(take_rows(facts, what)):
            titles[str(read_id(line, kind))] = (line.needed("Text"), line.text("Also"))
    return titles


def _covers(facts: Facts) -> dict[str, tuple[str, ...]]:
    """The parts of frameworks that aims and areas cover, by their ids."""
    covers: dict[str, tuple[str, ...]] = {}
    for line in unique_rows(take_rows(facts, "Covers")):
        kind = w.AimId if line.peek("Id").strip().isdigit() else w.AreaId
        covers[str(read_id(line, kind))] = line.several("Text", w.PartId)
    return covers


def frameworks(facts: Facts) -> dict[str, m.Framework]:
    """The frameworks that the plan has to cover, by the path of their files."""
    parts: dict[str, list[m.FrameworkPart]] = {}
    for line in unique_rows(take_rows(facts, "Part")):
        framework, _, name = read_id(line, w.PartId).partition(".")
        part = m.FrameworkPart(id=name, title=line.needed("Text"))
        parts.setdefault(framework, []).append(part)
    titles = {
        read_id(line, w.Slug): (line.needed("Text"), line.text("Also"))
        for line in unique_rows(take_rows(facts, "Framework"))
    }
    entries = {}
    for name in dict.fromkeys([*titles, *parts]):
        title, source = titles.get(name, (name, None))
        own = tuple(parts.get(name, ()))
        entries[f"frameworks/{name}.yaml"] = m.Framework(
            id=name, title=title, source=source, parts=own
        )
    return entries


def _priorities(facts: Facts) -> dict[str, dict[str, str]]:
    """Priorities' titles by id, by area."""
    titles: dict[str, dict[str, str]] = {}
    for line in unique_rows(take_rows(facts, "Priority")):
        name = read_id(line, w.PriorityId)
        titles.setdefault(name.split(".")[0], {})[name] = line.needed("Text")
    return titles


def _outcomes(facts: Facts) -> dict[str, list[m.Outcome]]:
    """Outcomes by aim."""
    by_aim: dict[str, list[m.Outcome]] = {}
    for line in take_rows(facts, "Outcome"):
        outcome = m.Outcome(id=read_id(line, w.OutcomeId), title=line.needed("Text"))
        by_aim.setdefault(outcome.id.split(".")[0], []).append(outcome)
    return by_aim


def _named_by_work(
    work: ExportedWork, titles: Titles, priorities: dict[str, dict[str, str]], comments: Comments
) -> None:
    """Add titles of aims, areas and priorities from the rows of work: a CSV file has no others. One
    that differs from the plan's sheet becomes a comment."""
    for line in work.lines():
        for head in ("Aim", "Area", "Priority"):
            name, _, words = line.peek(head).lstrip().partition(" ")
            if head not in line.taken or not name:
                continue
            place, title = name.split(".")[0], words if words.strip() else f"{head} {name}"
            if head == "Priority":
                known = priorities.setdefault(place, {}).setdefault(name, title)
            else:
                known = titles.setdefault(name, (title, None))[0]
            comment = f"{head}: {name} {words}"
            if words.strip() not in ("", known.strip()) and comment not in comments.get(place, []):
                comments.setdefault(place, []).append(comment)
