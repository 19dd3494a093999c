"""The part of a file with faults that validates, and what was left out of it.

Rules can then find faults in that part; those that need what was left out do not run.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sipctl.plan.frozen import frozen
from sipctl.plan.model.validation import messages, validate
from sipctl.plan.model.validation.file_kinds import FILE_MODELS

if TYPE_CHECKING:
    from collections.abc import Collection

    from sipctl.plan.faults import Route
    from sipctl.plan.model.validation.file_kinds import FileKind

ENTRY_LISTS = ("areas", "activities", "kpis", "priorities", "outcomes")
"""The lists of what has an id and a title of its own."""
MOST_ROUNDS, MOST_GAPS = 20, 200
"""Leaving something out may uncover more faults; a file beyond these limits is not read at all."""


@frozen()
class PartialFile:
    """The model of what validates; None if nothing does.

    `gaps` are the routes of what was left out. `lost` are those of them that a plan can have, by
    the key that was meant where one is misspelt; `lost_ids` if things with ids are among them.
    """

    model: Any
    gaps: tuple[Route, ...]
    lost: tuple[Route, ...]
    lost_ids: bool

    def without_entries(self) -> PartialFile:
        """The file with some more entries lost, at places that are not known."""
        return PartialFile(self.model, self.gaps, (*self.lost, _SOMEWHERE), True)

    def original_route(self, route: Route) -> Route:
        """The route in the file of a route in the model, counting list items that were left out."""
        return _original_route(route, self.gaps)

    def loses(self, prefix: Route) -> bool:
        """Whether something at or within a route was lost, or what it is part of."""
        return any(_overlap(route, prefix) for route in self.lost)


_SOMEWHERE: Route = ("areas", -1)
"""The route of an entry lost at an unknown place: within `areas`, but in no area that is known."""

NOTHING = PartialFile(None, ((),), ((),), True)
"""For a file of which nothing can be read."""


def _overlap(route: Route, other: Route) -> bool:
    size = min(len(route), len(other))
    return route[:size] == other[:size]


def read_partly(kind: FileKind, data: Any) -> PartialFile:
    """The part of one file's plain data that validates. Never raises."""
    root = FILE_MODELS[kind]
    gaps: dict[Route, str | int | None] = {}
    for _ in range(MOST_ROUNDS):
        kept = _without(data, gaps)
        model, errors = validate.validated(kind, kept)
        if errors:
            before = tuple(gaps)
            for route, lost in messages.faulty_routes(root, errors, kept):
                original = _original_route(route, before)
                if not original:
                    return NOTHING
                gaps[original] = original[-1] if isinstance(lost, int) else lost
            if len(gaps) > MOST_GAPS:
                return NOTHING
            continue
        if kind == "record" and validate.constraint_faults(kind, model, ""):
            return NOTHING
        return _partial(model, data, gaps)
    return NOTHING


def _partial(model: Any, data: Any, gaps: dict[Route, str | int | None]) -> PartialFile:
    lost: list[Route] = []
    lost_ids = False
    for route, meant in gaps.items():
        nameless = len(route) > 1 and route[-2] in ENTRY_LISTS
        holds_ids = nameless or _holds_ids(messages.value_at(data, route))
        lost_ids = lost_ids or holds_ids
        if meant is not None:
            lost.append((*route[:-1], meant))
        elif holds_ids:
            lost.append(route)
    return PartialFile(model, tuple(gaps), tuple(lost), lost_ids)


def _holds_ids(value: Any) -> bool:
    if isinstance(value, dict):
        return "id" in value or any(_holds_ids(part) for part in value.values())
    return isinstance(value, list) and any(_holds_ids(part) for part in value)


def _without(value: Any, gaps: Collection[Route], route: Route = ()) -> Any:
    """Plain data without what stands at some routes."""
    if isinstance(value, dict):
        pairs = ((key, part, (*route, key)) for key, part in value.items())
        return {key: _without(part, gaps, path) for key, part, path in pairs if path not in gaps}
    if isinstance(value, list):
        items = ((part, (*route, index)) for index, part in enumerate(value))
        return [_without(part, gaps, path) for part, path in items if path not in gaps]
    return value


def _original_route(route: Route, gaps: Collection[Route]) -> Route:
    steps: list[str | int] = []
    for step in route:
        here = tuple(steps)
        if isinstance(step, int):
            left_out = sorted(
                gap[-1] for gap in gaps if gap and gap[:-1] == here and isinstance(gap[-1], int)
            )
            for index in left_out:
                step += index <= step
        steps.append(step)
    return tuple(steps)
