"""The settings in plan.yaml that the schema alone cannot judge."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sipctl.plan.faults import propose
from sipctl.plan.model.scalars import STATUSES
from sipctl.plan.model.statuses import COLOURS
from sipctl.plan.rules.context import Finding, RuleContext, rule
from sipctl.plan.rules.locations import Location

if TYPE_CHECKING:
    from collections.abc import Iterator


@rule("unknown-status", "error", needs=())
def unknown_status(context: RuleContext) -> Iterator[Finding]:
    """Colours given to a status that does not exist."""
    for location, status, _ in _colours(context):
        if status not in STATUSES:
            yield Finding(
                location, f'"{status}" is not a status', propose(status, STATUSES), key=True
            )


@rule("unknown-colour", "error", needs=())
def unknown_colour(context: RuleContext) -> Iterator[Finding]:
    """Colours that sipctl does not know."""
    for location, _, colour in _colours(context):
        if colour not in COLOURS:
            message = f'"{colour}" is not a colour that sipctl knows'
            yield Finding(location, message, propose(colour, COLOURS))


def _colours(context: RuleContext) -> Iterator[tuple[Location, str, str]]:
    top = Location("plan.yaml", ("settings", "colours"))
    for status, colour in context.plan.about.settings.colours.items():
        yield top.to(status), status, colour
