"""The sections of a pack by parts of a framework, and what of the plan covers each part."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sipctl.packs.content.items import LabelledText
from sipctl.packs.content.sections import model
from sipctl.packs.content.sections.build import cut_to
from sipctl.plan.queries.coverage import areas_outside, parts_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sipctl.packs.content.context import PackContext
    from sipctl.plan.model.entries import Area, Framework
    from sipctl.plan.queries.coverage import CoveredPart


def framework_sections(
    context: PackContext, whole: model.PackSection
) -> Iterator[model.FrameworkSection]:
    """Every framework of the plan, part by part, each with the work of the pack that covers it."""
    for framework in context.plan.frameworks.values():
        parts = parts_of(context.plan, framework)
        yield model.FrameworkSection(
            id=framework.id,
            title=framework.title,
            source=framework.source,
            parts=(*_parts(whole, parts), *_outside(context, whole, framework)),
            gaps=tuple(part.title for part in parts if not part.by),
        )


def _parts(whole: model.PackSection, parts: Iterable[CoveredPart]) -> Iterator[model.PartSection]:
    seen: set[str] = set()
    for part in parts:
        section = cut_to(whole, {thing.id for thing in part.by})
        areas = [area.id for aim in section.aims for area in aim.areas]
        yield model.PartSection(
            id=part.id,
            title=part.title,
            covered_by=tuple(LabelledText(label=thing.id, text=thing.title) for thing in part.by),
            above=tuple(area for area in areas if area in seen),
            part=section,
        )
        seen.update(areas)


def _outside(
    context: PackContext, whole: model.PackSection, framework: Framework
) -> Iterator[model.PartSection]:
    """The section of work and KPIs (those of the whole trust too) under no part of a framework."""
    areas: tuple[Area, ...] = areas_outside(context.plan, framework)
    trust_wide = {kpi.id for kpi in context.plan.about.kpis}
    section = cut_to(whole, {area.id for area in areas} | trust_wide)
    if section.work or section.measures:
        yield model.PartSection(
            id="",
            title=f"Under no part of {framework.title}",
            covered_by=tuple(LabelledText(label=area.id, text=area.title) for area in areas),
            above=(),
            part=section,
        )
