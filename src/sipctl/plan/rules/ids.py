"""Ids: one thing each, and each where it belongs."""

from __future__ import annotations

import re
from dataclasses import dataclass
from string import ascii_lowercase
from typing import TYPE_CHECKING, Protocol

from sipctl.plan.rules.context import Finding, Location, RuleContext, rule

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


class _Named(Protocol):
    @property
    def id(self) -> str: ...


@dataclass(eq=False, slots=True)
class Thing:
    """Something with an id, and the aim or area that it stands in."""

    spot: Location
    kind: str
    id: str
    whole: Thing | None = None

    @property
    def name(self) -> str:
        """`activity 2a.3`."""
        return f"{self.kind} {self.id}"


@rule("duplicate-id", "error")
def duplicate_id(survey: RuleContext) -> Iterator[Finding]:
    """Things whose id another thing of their kind has already."""
    for thing, first in survey.once(_again).items():
        where = "further up" if first.spot.file == thing.spot.file else f"in {first.spot.file}"
        yield Finding(
            thing.spot.to("id"),
            f"there is another {thing.name} already",
            f"the other is {where}: give this one {_free_id(survey, thing)}",
        )


@rule("misplaced-id", "error")
def misplaced_id(survey: RuleContext) -> Iterator[Finding]:
    """Things whose id belongs to another aim or area."""
    for thing, wrong in survey.once(_astray).items():
        yield Finding(thing.spot.to("id"), *wrong)


# --- what is where -------------------------------------------------------------------------------


def _things(survey: RuleContext) -> list[Thing]:
    """Everything with an id; each thing after what it stands in."""
    aims = [Thing(spot, "aim", str(aim.id)) for spot, aim in survey.aims]
    things = list(aims)
    for whole, (spot, aim) in zip(aims, survey.aims, strict=True):
        things += _each(spot, "outcome", aim.outcomes, whole)
        areas = _each(spot, "area", aim.areas, whole)
        things += areas
        for thing, area in zip(areas, aim.areas, strict=True):
            things += _each(thing.spot, "priority", area.priorities, thing)
            things += _each(thing.spot, "activity", area.activities, thing)
            things += _each(thing.spot, "KPI", area.kpis, thing)
    things += _each(Location("plan.yaml"), "KPI", survey.plan.about.kpis)
    return things + _each(Location("people.yaml"), "committee", survey.plan.people.committees)


_KEYS = {
    "outcome": "outcomes",
    "area": "areas",
    "priority": "priorities",
    "activity": "activities",
    "KPI": "kpis",
    "committee": "committees",
}


def _each(
    spot: Location, kind: str, those: Sequence[_Named], whole: Thing | None = None
) -> list[Thing]:
    place = spot.to(_KEYS[kind])
    return [Thing(place.to(at), kind, one.id, whole) for at, one in enumerate(those)]


def _again(survey: RuleContext) -> dict[Thing, Thing]:
    """Things whose id is taken, with the one that has it; but not the parts of such a thing."""
    astray = survey.once(_astray)
    firsts: dict[tuple[str, str], Thing] = {}
    again: dict[Thing, Thing] = {}
    copies: set[Thing | None] = set()
    for thing in survey.once(_things):
        if thing in astray:
            continue
        first = firsts.setdefault((thing.kind, thing.id), thing)
        if thing.whole in copies:
            copies.add(thing)
        elif first is not thing:
            again[thing] = first
            copies.add(thing)
    return again


def _home(thing: Thing) -> str:
    """The id of the area or aim that an id belongs to: 2a for 2a.3, 2 for 2a and 2.1."""
    if thing.kind == "area":
        return re.match("[0-9]*", thing.id)[0]  # type: ignore[index]
    return thing.id.rpartition(".")[0]


def _inside(thing: Thing) -> str:
    """The id of the area or aim that a thing stands in; that of a trust-wide KPI is `t`."""
    return thing.whole.id if thing.whole else "t"


# --- what stands in the wrong place --------------------------------------------------------------


def _astray(survey: RuleContext) -> dict[Thing, tuple[str, str]]:
    """Things whose id belongs elsewhere: what is wrong, and what to do.

    Where all the parts of an area or aim agree on another id, it is that one id which is wrong.
    """
    parts: dict[Thing, list[Thing]] = {}
    for thing in survey.once(_things):
        if thing.whole is not None:
            parts.setdefault(thing.whole, []).append(thing)
    astray: dict[Thing, tuple[str, str]] = {}
    right: set[Thing | None] = set()
    for whole, its in parts.items():
        homes = {_home(part) for part in its}
        if homes == {whole.id}:
            right.add(whole)
        elif len(homes) == 1 and len(its) > 1:
            astray[whole] = _wrong_whole(whole, homes.pop())
    for thing in survey.once(_things):
        if thing.whole in right:
            continue
        placed = thing.kind in ("aim", "committee") or _home(thing) == _inside(thing)
        if not placed and thing not in astray and thing.whole not in astray:
            astray[thing] = _wrong_part(survey, thing)
    return astray


def _wrong_whole(whole: Thing, home: str) -> tuple[str, str]:
    if whole.kind == "aim":
        return f"this is called aim {whole.id} and holds what is aim {home}'s", f"write id: {home}"
    return f"this is called area {whole.id} and holds what is area {home}'s", f"write id: {home}"


def _wrong_part(survey: RuleContext, thing: Thing) -> tuple[str, str]:
    free = _free_id(survey, thing)
    home = _home(thing)
    if thing.whole is None:
        message = f"{thing.name} is among the KPIs of the whole trust"
        return message, f"give it {free}, or move it to area {home}"
    where = thing.whole.name
    if home == "t":
        return f"{thing.name}, of the whole trust, is in {where}", (
            f"give it {free}, or move it to kpis: in plan.yaml"
        )
    return f"{thing.name} is in {where}", (
        f"give it {free}, or move it to {thing.whole.kind} {home}"
    )


def _free_id(survey: RuleContext, thing: Thing) -> str:
    """An id that nothing has or had, for a thing where it stands."""
    if thing.kind == "committee":
        return "a short name of its own"
    if thing.kind == "area":
        free = _free_letter(survey, _inside(thing))
        return f"a free letter of its own, such as {_inside(thing)}{free}"
    if thing.kind == "aim":
        return f"a number of its own, such as {max(aim.id for _, aim in survey.aims) + 1}"
    mark = {"priority": "p", "KPI": "k"}.get(thing.kind, "")
    stem = f"{_inside(thing)}.{mark}"
    return f"a free number, such as {stem}{survey.once(_highest).get(stem, 0) + 1}"


def _highest(survey: RuleContext) -> dict[str, int]:
    """The highest number that follows each stem (`2a.k`), records of what is gone among them."""
    highest: dict[str, int] = {}
    for name in (*(thing.id for thing in survey.once(_things)), *survey.plan.records_of):
        stem = name.rstrip("0123456789")
        highest[stem] = max(highest.get(stem, 0), int(name[len(stem) :][:6] or 0))
    return highest


def _free_letter(survey: RuleContext, aim: str) -> str:
    used = {area.id for _, _, area in survey.areas}
    doubled = (one + two for one in ascii_lowercase for two in ascii_lowercase)
    letters = (*ascii_lowercase, *doubled)
    return next((one for one in letters if f"{aim}{one}" not in used), "")
