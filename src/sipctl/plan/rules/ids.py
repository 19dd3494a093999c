"""Ids: one thing each, and each where it belongs."""

from __future__ import annotations

import re
from string import ascii_lowercase
from typing import TYPE_CHECKING, NamedTuple

from sipctl.plan.rules.survey import Finding, Spot, Survey, rule

if TYPE_CHECKING:
    from collections.abc import Iterator


class Thing(NamedTuple):
    """Something with an id, and what it stands in: the id of an area or an aim, or ""."""

    spot: Spot
    kind: str
    id: str
    inside: str = ""

    @property
    def name(self) -> str:
        """`activity 2a.3`."""
        return f"{self.kind} {self.id}"

    @property
    def around(self) -> Spot:
        """Where the area or aim stands that holds it."""
        return Spot(self.spot.file, self.spot.route[:-2])


@rule("duplicate-id", "error")
def duplicate_id(survey: Survey) -> Iterator[Finding]:
    """Two things have the same id.

    Everybody finds work by its id: records, links between activities and the minutes of
    meetings all name it. If two activities are both 2a.3, nobody can say which was meant.

    Give one of them the next free number, and leave the other as it was. Do not use the number
    of something that was taken out, because old records may still speak of it:

        - id: 2a.9
          title: Improve advertising materials
    """
    for thing, first in survey.once(_again).items():
        where = "further up" if first.spot.file == thing.spot.file else f"in {first.spot.file}"
        yield Finding(
            thing.spot.to("id"),
            f"there is another {thing.name} already",
            f"the other is {where}: give this one {_free_id(survey, thing)}",
        )


@rule("misplaced-id", "error")
def misplaced_id(survey: Survey) -> Iterator[Finding]:
    """An id does not belong to the place where it stands.

    An id says where a thing belongs: area 2a is part of aim 2, and activity 2a.3, KPI 2a.k1 and
    priority 2a.p1 are parts of area 2a. Outcome "2.1" is one of aim 2. The KPIs of the whole
    trust are t.k1, t.k2 and so on, and stand in plan.yaml.

    Either the id has a slip in it, or the thing was put in the wrong file or area. Correct the
    id, or move the thing to where it belongs:

        - id: 2a
          activities:
            - id: 2a.3         # not 2b.3
    """
    for thing, wrong in survey.once(_astray).items():
        yield Finding(thing.spot.to("id"), *wrong)


# --- what is where -------------------------------------------------------------------------------


def _things(survey: Survey) -> list[Thing]:
    things = [Thing(spot, "aim", str(aim.id)) for spot, aim in survey.aims]
    for spot, aim in survey.aims:
        for at, outcome in enumerate(aim.outcomes):
            things.append(Thing(spot.to("outcomes", at), "outcome", outcome.id, str(aim.id)))
    for spot, aim, area in survey.areas:
        things.append(Thing(spot, "area", area.id, str(aim.id)))
        for at, priority in enumerate(area.priorities):
            things.append(Thing(spot.to("priorities", at), "priority", priority.id, area.id))
    things += [Thing(at.spot, "activity", at.it.id, at.area.id) for at in survey.activities]
    for spot, its_area, kpi in survey.kpis:
        things.append(Thing(spot, "KPI", kpi.id, its_area.id if its_area else ""))
    committees = Spot("people.yaml", ("committees",))
    for at, committee in enumerate(survey.plan.people.committees):
        things.append(Thing(committees.to(at), "committee", committee.id))
    return things


def _again(survey: Survey) -> dict[Thing, Thing]:
    """Things whose id is taken, with the one that has it; but not the parts of such a thing."""
    astray = survey.once(_astray)
    firsts: dict[tuple[str, str], Thing] = {}
    again: dict[Thing, Thing] = {}
    copies: set[Spot] = set()
    for thing in survey.once(_things):
        if thing in astray:
            continue
        first = firsts.setdefault((thing.kind, thing.id), thing)
        if thing.around in copies:
            copies.add(thing.spot)
        elif first is not thing:
            again[thing] = first
            copies.add(thing.spot)
    return again


def _home(thing: Thing) -> str:
    """The id of the area or aim that an id belongs to: 2a for 2a.3, 2 for 2a and 2.1."""
    if thing.kind == "area":
        return re.match("[0-9]*", thing.id)[0]  # type: ignore[index]
    return thing.id.rpartition(".")[0]


# --- what stands in the wrong place --------------------------------------------------------------


def _astray(survey: Survey) -> dict[Thing, tuple[str, str]]:
    """Things whose id belongs elsewhere: what is wrong, and what to do.

    Where all the parts of an area or aim agree on another id, it is that one id which is wrong.
    """
    parts: dict[Spot, list[Thing]] = {}
    wholes = {thing.spot: thing for thing in survey.once(_things) if thing.kind in ("aim", "area")}
    for thing in survey.once(_things):
        if thing.inside:
            parts.setdefault(thing.around, []).append(thing)
    astray: dict[Thing, tuple[str, str]] = {}
    for spot, whole in wholes.items():
        homes = {_home(part) for part in parts.get(spot, ())}
        if len(homes) == 1 and len(parts[spot]) > 1 and homes != {whole.id}:
            astray[whole] = _wrong_whole(whole, homes.pop())
    for thing in survey.once(_things):
        whole = wholes.get(thing.around, thing)
        if whole in astray and whole != thing:
            continue
        placed = thing.kind in ("aim", "committee") or _home(thing) == (thing.inside or "t")
        if not placed and thing not in astray:
            astray[thing] = _wrong_part(survey, thing)
    return astray


def _wrong_whole(whole: Thing, home: str) -> tuple[str, str]:
    if whole.kind == "aim":
        return f"this is called aim {whole.id} and holds what is aim {home}'s", f"write id: {home}"
    return f"this is called area {whole.id} and holds what is area {home}'s", f"write id: {home}"


def _wrong_part(survey: Survey, thing: Thing) -> tuple[str, str]:
    free = _free_id(survey, thing)
    home = _home(thing)
    if not thing.inside:
        message = f"{thing.name} is among the KPIs of the whole trust"
        return message, f"give it {free}, or move it to area {home}"
    where = f"{'aim' if thing.kind in ('area', 'outcome') else 'area'} {thing.inside}"
    if home == "t":
        return f"{thing.name}, of the whole trust, is in {where}", (
            f"give it {free}, or move it to kpis: in plan.yaml"
        )
    elsewhere = f"{where.split()[0]} {home}"
    return f"{thing.name} is in {where}", f"give it {free}, or move it to {elsewhere}"


def _free_id(survey: Survey, thing: Thing) -> str:
    """An id that nothing has or had, for a thing where it stands."""
    if thing.kind == "committee":
        return "a short name of its own"
    if thing.kind == "area":
        free = _free_letter(survey, thing.inside)
        return f"a free letter of its own, such as {thing.inside}{free}"
    if thing.kind == "aim":
        return f"a number of its own, such as {max(aim.id for _, aim in survey.aims) + 1}"
    mark = {"priority": "p", "KPI": "k"}.get(thing.kind, "")
    stem = f"{thing.inside or 't'}.{mark}"
    return f"a free number, such as {stem}{survey.once(_highest).get(stem, 0) + 1}"


def _highest(survey: Survey) -> dict[str, int]:
    """The highest number that follows each stem (`2a.k`), records of what is gone among them."""
    highest: dict[str, int] = {}
    for name in (*(thing.id for thing in survey.once(_things)), *survey.plan.records_of):
        stem = name.rstrip("0123456789")
        highest[stem] = max(highest.get(stem, 0), int(name[len(stem) :] or 0))
    return highest


def _free_letter(survey: Survey, aim: str) -> str:
    used = {area.id for _, _, area in survey.areas}
    doubled = (one + two for one in ascii_lowercase for two in ascii_lowercase)
    letters = (*ascii_lowercase, *doubled)
    return next((one for one in letters if f"{aim}{one}" not in used), "")
