"""The sections of a pack for each committee of the board, and for each lead."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sipctl.packs.content.sections import model
from sipctl.packs.content.sections.build import cut, cut_to
from sipctl.plan.state.filters import known_leads_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sipctl.packs.content.context import PackContext


def committee_sections(
    context: PackContext, whole: model.PackSection
) -> Iterator[model.CommitteeSection]:
    """A section for each committee, then one of aims and trust-wide KPIs that none oversees."""
    known = {aim.id for aim in whole.aims}
    first_of: dict[tuple[int, ...], model.CommitteeSection] = {}
    for committee in context.plan.people.committees:
        aims = tuple(sorted(aim for aim in committee.oversees if aim in known))
        if not aims:
            continue
        first = first_of.get(aims)
        section = model.CommitteeSection(
            id=committee.id,
            name=committee.name,
            aims=aims,
            part=first.part if first else _section_of_aims(whole, aims),
            same_as=first.name if first else None,
        )
        first_of.setdefault(aims, section)
        yield section
    rest = tuple(sorted(known.difference(*first_of)))
    part = _section_of_aims(whole, rest, (kpi.id for kpi in whole.measures if kpi.aim is None))
    if rest or part.measures:
        yield model.CommitteeSection(
            id="", name="The whole board", aims=rest, part=part, same_as=None
        )


def _section_of_aims(
    whole: model.PackSection, aims: Sequence[int], kpis: Iterable[str] = ()
) -> model.PackSection:
    return cut_to(whole, {*map(str, aims), *kpis})


def lead_sections(context: PackContext, whole: model.PackSection) -> Iterator[model.LeadSection]:
    """A section for each lead with work in the pack; if leads were asked for, for these alone."""
    people, asked = context.plan.people.leads, context.request.filters.leads
    for lead in asked or known_leads_of(context.plan):
        ids = {item.work.id for item in context.now if lead in item.leads}
        if not ids and lead not in asked:
            continue
        entry = people.get(lead)
        yield model.LeadSection(
            name=context.name(lead),
            role=entry.role if entry else None,
            left=entry.left if entry and entry.left and entry.left < context.day else None,
            part=cut(whole, ids),
        )
