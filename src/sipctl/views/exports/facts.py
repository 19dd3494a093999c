"""Everything of a plan but its work, as rows of the workbook's last sheet.

Each row says what it is (`Area`), its id (`2a`), its text, and what else belongs to it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sipctl.views.exports.layout import JOINT, joined

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from sipctl.plan.model.entries import Aim, Area, Overseer, People, Plan

    Fact = tuple[str, str | None, str | date | None, str | date | None]


def facts(plan: Plan) -> Iterator[Fact]:
    """Everything of a plan that no other sheet holds, but for its records and its moves."""
    about = plan.about
    yield ("Title", None, about.title, about.query)
    yield ("Trust" if about.trust else "School", about.body.short, about.body.name, None)
    yield ("Runs", None, about.runs.from_, about.runs.to)
    yield from _if_any("Source", about.source)
    yield from _if_any("Endorsement", about.endorsement)
    yield from (("Mission", None, text, None) for text in about.mission)
    yield from _if_any("Vision", about.vision)
    yield from (("Accountability", None, text, None) for text in about.accountability)
    for value in about.values:
        yield ("Value", None, value.name, joined(value.nolan))
    yield from _if_any("Global priority", about.global_priority)
    yield ("Review", None, about.settings.review, None)
    yield from _if_any("Quarters", about.settings.quarters)
    yield ("Due soon", None, f"{about.settings.due_soon} days", None)
    for state, colour in about.settings.colours.items():
        yield ("Colour", state, colour, None)
    for aim in plan.aims:
        yield from _aim(aim)
    for framework in plan.frameworks.values():
        yield ("Framework", framework.id, framework.title, framework.source)
        for part in framework.parts:
            yield ("Part", f"{framework.id}.{part.id}", part.title, None)
    yield from _people(plan.people)
    yield from _if_any("Calendar source", plan.calendar.source)
    yield from _if_any("Calendar query", plan.calendar.query)


def _if_any(what: str, text: str | None) -> Iterator[Fact]:
    if text is not None:
        yield (what, None, text, None)


def _aim(aim: Aim) -> Iterator[Fact]:
    yield ("Aim", str(aim.id), aim.title, aim.query)
    yield from _covers(aim)
    for outcome in aim.outcomes:
        yield ("Outcome", outcome.id, outcome.title, None)
    for area in aim.areas:
        yield ("Area", area.id, area.title, area.query)
        yield from _covers(area)
        for priority in area.priorities:
            yield ("Priority", priority.id, priority.title, None)


def _covers(entry: Aim | Area) -> Iterator[Fact]:
    if entry.covers:
        yield ("Covers", str(entry.id), JOINT.join(entry.covers), None)


def _people(people: People) -> Iterator[Fact]:
    for trustee in people.trustees:
        yield from _overseer("Trustee", trustee)
    for governor in people.governors:
        yield from _overseer("Governor", governor)
    for committee in people.committees:
        yield ("Committee", committee.id, committee.name, JOINT.join(map(str, committee.oversees)))
    for name, academy in people.academies.items():
        days = (("joined", academy.joined), ("left", academy.left))
        also = ", ".join(f"{word} {day}" for word, day in days if day)
        yield ("Academy", name, academy.name, also or None)
    yield from _if_any("People query", people.query)


def _overseer(what: str, overseer: Overseer) -> Iterator[Fact]:
    """A row for each link role with the aims it oversees: `Ann Reed`, `SEND (1, 2)`."""
    for link in overseer.links:
        yield (what, None, overseer.name, f"{link.role} ({JOINT.join(map(str, link.oversees))})")
    if not overseer.links:
        yield (what, None, overseer.name, None)
