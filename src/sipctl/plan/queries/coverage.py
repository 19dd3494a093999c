"""Which aims and areas of a plan cover which parts of the frameworks that it has to cover."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sipctl.plan.frozen import frozen

if TYPE_CHECKING:
    from sipctl.plan.model.entries import Area, Framework, Plan, Thing


@frozen()
class CoveredPart:
    """A part of a framework, known as `tq.workforce`, and the aims and areas that cover it."""

    id: str
    title: str
    by: tuple[Thing, ...]


def framework_called(plan: Plan, name: str) -> Framework | None:
    """The framework with an id (the first, if several share it)."""
    frameworks = plan.frameworks.values()
    return next((framework for framework in frameworks if framework.id == name), None)


def parts_of(plan: Plan, framework: Framework) -> tuple[CoveredPart, ...]:
    """Every part of a framework, in its own order."""
    return tuple(covered_part(plan, f"{framework.id}.{part.id}") for part in framework.parts)


def covered_part(plan: Plan, part: str) -> CoveredPart:
    """One part; without a title where no framework has it."""
    title = plan.parts[part].title if part in plan.parts else ""
    return CoveredPart(part, title, plan.covering(part))


def parts_covered(thing: Thing) -> tuple[str, ...]:
    """The parts that a thing covers: those that its area and its aim cover."""
    entries = (entry for entry in (thing.area, thing.aim) if entry is not None)
    return tuple(dict.fromkeys(part for entry in entries for part in entry.covers))


def areas_outside(plan: Plan, framework: Framework) -> tuple[Area, ...]:
    """The areas that cover no part of a framework themselves or by their aim."""
    names = {f"{framework.id}.{part.id}" for part in framework.parts}
    return tuple(
        area for aim, area in plan.areas() if names.isdisjoint((*aim.covers, *area.covers))
    )
