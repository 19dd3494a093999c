"""Rules of ids: no two things share one, and each stands in the aim or area that it names."""

from __future__ import annotations

import re
from dataclasses import dataclass
from string import ascii_lowercase, digits
from typing import TYPE_CHECKING, Protocol

from sipctl.plan.faults import did_you_mean
from sipctl.plan.rules.context import IDS, Finding, RuleContext, rule
from sipctl.plan.rules.locations import Location

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Sequence


class _Named(Protocol):
    @property
    def id(self) -> str: ...


@dataclass(eq=False, slots=True)
class PlanNode:
    """A thing with an id, its location, and the aim or area that it stands in."""

    location: Location
    kind: str
    id: str
    parent: PlanNode | None = None

    @property
    def name(self) -> str:
        """`activity 2a.3`."""
        return f"{self.kind} {self.id}"


@rule("duplicate-id", "error", needs=IDS)
def duplicate_id(context: RuleContext) -> Iterator[Finding]:
    """Things whose id another thing of their kind has already."""
    for node, first in context.cached(_duplicates).items():
        file = first.location.file
        where = "further up" if file == node.location.file else f"in {file}"
        yield Finding(
            node.location.to("id"),
            f"there is another {node.name} already",
            f"the other is {where}: give this one {_free_id(context, node)}",
        )


@rule("misplaced-id", "error", needs=())
def misplaced_id(context: RuleContext) -> Iterator[Finding]:
    """Things whose id belongs to another aim or area."""
    for node, message_and_help in context.cached(_misplaced).items():
        yield Finding(node.location.to("id"), *message_and_help)


# --- ids and their places ------------------------------------------------------------------------


def _nodes(context: RuleContext) -> list[PlanNode]:
    """Everything with an id, each node after its parent."""
    aims = [PlanNode(location, "aim", str(aim.id)) for location, aim in context.aims]
    nodes = list(aims)
    for parent, (location, aim) in zip(aims, context.aims, strict=True):
        nodes += _each(location, "outcome", aim.outcomes, parent)
        areas = _each(location, "area", aim.areas, parent)
        nodes += areas
        for node, area in zip(areas, aim.areas, strict=True):
            nodes += _each(node.location, "priority", area.priorities, node)
            nodes += _each(node.location, "activity", area.activities, node)
            nodes += _each(node.location, "KPI", area.kpis, node)
    nodes += _each(Location("plan.yaml"), "KPI", context.plan.about.kpis)
    nodes += _each(Location("people.yaml"), "committee", context.plan.people.committees)
    return nodes + list(_frameworks(context))


def _frameworks(context: RuleContext) -> Iterator[PlanNode]:
    """Each framework and its parts, which are known by its id and their own."""
    for path, framework in context.plan.frameworks.items():
        parent = PlanNode(Location(path), "framework", framework.id)
        yield parent
        for index, part in enumerate(framework.parts):
            place = parent.location.to("parts", index)
            yield PlanNode(place, "part", f"{framework.id}.{part.id}", parent)


_SHORT_NAMES = ("committee", "framework", "part")
"""Kinds of things that are called by a short name, rather than a number in their place."""


_KEYS = {
    "outcome": "outcomes",
    "area": "areas",
    "priority": "priorities",
    "activity": "activities",
    "KPI": "kpis",
    "committee": "committees",
}


def _each(
    location: Location, kind: str, entries: Sequence[_Named], parent: PlanNode | None = None
) -> list[PlanNode]:
    place = location.to(_KEYS[kind])
    return [
        PlanNode(place.to(index), kind, entry.id, parent) for index, entry in enumerate(entries)
    ]


def _duplicates(context: RuleContext) -> dict[PlanNode, PlanNode]:
    """Nodes whose id is taken, with the one that had it first; but not the parts of a duplicate."""
    misplaced = context.cached(_misplaced)
    firsts: dict[tuple[str, str], PlanNode] = {}
    duplicates: dict[PlanNode, PlanNode] = {}
    copies: set[PlanNode | None] = set()
    for node in context.cached(_nodes):
        if node in misplaced:
            continue
        first = firsts.setdefault((node.kind, node.id), node)
        if node.parent in copies:
            copies.add(node)
        elif first is not node:
            duplicates[node] = first
            copies.add(node)
    return duplicates


def _home(node: PlanNode) -> str:
    """The id of the area or aim that an id belongs to: 2a for 2a.3, 2 for 2a and 2.1."""
    if node.kind == "area":
        return re.match("[0-9]*", node.id)[0]  # type: ignore[index]
    return node.id.rpartition(".")[0]


def _inside(node: PlanNode) -> str:
    """The id of the area or aim that a node stands in; `t` for a trust-wide KPI."""
    return node.parent.id if node.parent else "t"


# --- misplaced ids -------------------------------------------------------------------------------


def _misplaced(context: RuleContext) -> dict[PlanNode, tuple[str, str]]:
    """Nodes whose id belongs elsewhere, with message and help of each.

    Where all the ids inside an aim or area agree on another parent, it is the id of that aim or
    area which is wrong.
    """
    children_of: dict[PlanNode, list[PlanNode]] = {}
    for node in context.cached(_nodes):
        if node.parent is not None and node.kind not in _SHORT_NAMES:
            children_of.setdefault(node.parent, []).append(node)
    misplaced: dict[PlanNode, tuple[str, str]] = {}
    right: set[PlanNode | None] = set()
    for parent, children in children_of.items():
        homes = {_home(child) for child in children}
        if homes == {parent.id}:
            right.add(parent)
        elif len(homes) == 1 and len(children) > 1:
            misplaced[parent] = _wrong_parent(parent, homes.pop())
    for node in context.cached(_nodes):
        if node.parent in right:
            continue
        placed = node.kind in ("aim", *_SHORT_NAMES) or _home(node) == _inside(node)
        if not placed and node not in misplaced and node.parent not in misplaced:
            misplaced[node] = _wrong_child(context, node)
    return misplaced


def _wrong_parent(parent: PlanNode, home: str) -> tuple[str, str]:
    if parent.kind == "aim":
        return f"this is called aim {parent.id} and holds what is aim {home}'s", f"write id: {home}"
    return f"this is called area {parent.id} and holds what is area {home}'s", f"write id: {home}"


def _wrong_child(context: RuleContext, node: PlanNode) -> tuple[str, str]:
    free = _free_id(context, node)
    home = _home(node)
    if node.parent is None:
        message = f"{node.name} is among the KPIs of the whole trust"
        return message, f"give it {free}, or move it to area {home}"
    where = node.parent.name
    if home == "t":
        return f"{node.name}, of the whole trust, is in {where}", (
            f"give it {free}, or move it to kpis: in plan.yaml"
        )
    return f"{node.name} is in {where}", (
        f"give it {free}, or move it to {node.parent.kind} {home}"
    )


def _free_id(context: RuleContext, node: PlanNode) -> str:
    """A free id for a node where it stands, in words."""
    if node.kind in _SHORT_NAMES:
        return "a short name of its own"
    if node.kind == "area":
        free = _free_letter(context, _inside(node))
        return f"a free letter of its own, such as {_inside(node)}{free}"
    if node.kind == "aim":
        return f"a number of its own, such as {max(aim.id for _, aim in context.aims) + 1}"
    mark = {"priority": "p", "KPI": "k"}.get(node.kind, "")
    stem = f"{_inside(node)}.{mark}"
    return f"a free number, such as {stem}{context.cached(_highest).get(stem, 0) + 1}"


def _highest(context: RuleContext) -> dict[str, int]:
    """The highest number after each stem (`2a.k`), with that of records of deleted things."""
    highest: dict[str, int] = {}
    for name in (*(node.id for node in context.cached(_nodes)), *context.plan.records_of):
        stem = name.rstrip("0123456789")
        highest[stem] = max(highest.get(stem, 0), int(name[len(stem) :][:6] or 0))
    return highest


def _free_letter(context: RuleContext, aim: str) -> str:
    used = {area.id for _, _, area in context.areas}
    doubled = (first + second for first in ascii_lowercase for second in ascii_lowercase)
    letters = (*ascii_lowercase, *doubled)
    return next((letter for letter in letters if f"{aim}{letter}" not in used), "")


# --- unknown ids ---------------------------------------------------------------------------------


def nearest_id(name: str, known: Container[str]) -> str | None:
    """The known id that differs from `name` by one typo; None if there is none."""
    return next((id_ for id_ in _corrections(name) if id_ in known), None)


def propose_id(name: str, known: Container[str]) -> str:
    """A help line for an unknown id."""
    near = nearest_id(name, known)
    return did_you_mean(near) if near else "sipctl list shows every id"


def _corrections(name: str) -> Iterator[str]:
    """The ids that differ from a name by one typo, the likeliest first."""
    cuts = [(name[:place], name[place:]) for place in range(len(name), -1, -1)]
    yield from (left + right[1] + right[0] + right[2:] for left, right in cuts if len(right) > 1)
    yield from (left + right[1:] for left, right in cuts if right)
    letters = f".{digits}{ascii_lowercase}"
    yield from (left + letter + right[1:] for left, right in cuts if right for letter in letters)
    yield from (left + letter + right for left, right in cuts for letter in letters)
