"""Links between things: they lead somewhere, in no circle, and in an order that can be kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sipctl.plan.calendar.periods import date_title
from sipctl.plan.model.entries import Activity
from sipctl.plan.rules import terms
from sipctl.plan.rules.context import CALENDAR, IDS, Finding, RuleContext, need, rule
from sipctl.plan.rules.ids import propose_id
from sipctl.plan.rules.locations import Location

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date

    from sipctl.plan.model.entries import Aim, Area


@rule("unknown-reference", "error", needs=IDS)
def unknown_reference(context: RuleContext) -> Iterator[Finding]:
    """Ids under `see:` and `after:` that the plan does not have."""
    for location, _, item in context.items:
        for index, name in enumerate(item.see):
            if name not in context.items_by_id:
                message = f"there is no {name} in this plan"
                yield Finding(
                    location.to("see", index), message, propose_id(name, context.items_by_id)
                )
        for index, name in enumerate(item.after if isinstance(item, Activity) else ()):
            if name not in context.plan.activities:
                message = f"there is no activity {name} in this plan"
                yield Finding(
                    location.to("after", index),
                    message,
                    propose_id(name, context.plan.activities),
                )


@rule("unknown-priority", "error", needs=IDS)
def unknown_priority(context: RuleContext) -> Iterator[Finding]:
    """Priorities of activities that the plan does not have."""
    known = {priority.id for _, _, area in context.areas for priority in area.priorities}
    for location, area, activity in context.activities:
        if activity.priority is not None and activity.priority not in known:
            in_area = [priority.id for priority in area.priorities]
            otherwise = f"write priorities: in area {area.id}, or take this line out"
            yield Finding(
                location.to("priority"),
                f"there is no priority {activity.priority} in this plan",
                context.propose(activity.priority, in_area, otherwise=otherwise),
            )


# --- frameworks ----------------------------------------------------------------------------------


@rule("unknown-part", "error", needs=(need("framework"),))
def unknown_part(context: RuleContext) -> Iterator[Finding]:
    """Parts of frameworks under `covers:` that no file under frameworks/ has."""
    frameworks = {framework.id: framework.title for framework in context.plan.frameworks.values()}
    known: dict[str, list[str]] = {}
    for name in context.plan.parts:
        known.setdefault(name.partition(".")[0], []).append(name)
    shown = f"the files under frameworks/ say what parts there are: {', '.join(frameworks)}"
    for location, part in context.cached(_unknown_parts):
        framework, _, name = part.partition(".")
        otherwise = shown
        if framework in frameworks:
            message = f'"{framework}" ({frameworks[framework]}) has no part "{name}"'
        else:
            message = f'there is no framework "{framework}" in this plan'
        if not frameworks:
            otherwise = f"write frameworks/{framework}.yaml with its id:, title: and parts:"
        parts = known.get(framework, context.plan.parts)
        yield Finding(location, message, context.propose(part, parts, otherwise=otherwise))


@rule("part-not-covered", "warning", needs=(need("framework"), need("aim")))
def part_not_covered(context: RuleContext) -> Iterator[Finding]:
    """Parts of a framework that no aim and no area covers."""
    # A part not covered and one that is unknown are most likely one typo, reported as the latter.
    slips = {part.partition(".")[0] for _, part in context.cached(_unknown_parts)}
    covered = {part for _, part in context.cached(_covered_parts)}
    areas = [area for _, _, area in context.areas]
    example = min(areas, key=lambda area: len(area.covers), default=None)
    for path, framework in context.plan.frameworks.items():
        for index, part in enumerate(framework.parts):
            name = f"{framework.id}.{part.id}"
            if name not in covered and framework.id not in slips:
                yield Finding(
                    Location(path, ("parts", index, "id")),
                    f"no aim and no area covers {name} ({part.title})",
                    _covering(name, example),
                )


def _covering(part: str, area: Area | None) -> str:
    """How to cover a part, with the command for one area, which keeps what it covers already."""
    if area is None:
        return f"write covers: [{part}] where the plan does"
    write = f"add {part} to covers:" if area.covers else f"write covers: [{part}]"
    parts = " ".join([*area.covers, part])
    return f"{write} where the plan does: sipctl set {area.id} covers {parts}"


def _covered_parts(context: RuleContext) -> list[tuple[Location, str]]:
    """Every part that an aim or area says it covers, and where it says so."""
    entries: list[tuple[Location, Aim | Area]] = [*context.aims]
    entries += [(location, area) for location, _, area in context.areas]
    return [
        (location.to("covers", index), part)
        for location, entry in entries
        for index, part in enumerate(entry.covers)
    ]


def _unknown_parts(context: RuleContext) -> list[tuple[Location, str]]:
    """Those of `_covered_parts` that no framework has."""
    known = context.plan.parts
    return [(place, part) for place, part in context.cached(_covered_parts) if part not in known]


# --- what waits for what -------------------------------------------------------------------------


@rule("after-in-a-circle", "error", needs=())
def after_in_a_circle(context: RuleContext) -> Iterator[Finding]:
    """Activities that wait for each other in a circle."""
    by_id = {entry.activity.id: entry for entry in reversed(context.activities)}
    for circle in context.cached(_circles):
        first = circle[0]
        location, _, activity = by_id[first]
        names = [*circle[1:], first]
        help_ = "decide which comes first, and take the other out of its after:"
        if len(circle) == 1:
            message, help_ = f"activity {first} waits for itself", "take it out"
        else:
            message = f"activity {first} waits for {', which waits for '.join(names)}"
        place = location.to("after", activity.after.index(names[0]))
        yield Finding(place, message, help_)


@rule(
    "due-before-what-it-needs",
    "error",
    needs=(*CALENDAR, need("record")),
    keys=("when", "after", "moved"),
)
def due_before_what_it_needs(context: RuleContext) -> Iterator[Finding]:
    """Activities that are due before something that they wait for."""
    if not context.cached(terms.days_are_certain):
        return
    circling = {name for circle in context.cached(_circles) for name in circle}
    for location, _, activity in context.activities:
        waits = [(index, name) for index, name in enumerate(activity.after) if name not in circling]
        due = _last_due(context, activity) if waits else None
        if due is None or context.is_over(activity):
            continue
        for index, name in waits:
            needed = context.plan.activities.get(name)
            needed_by = _last_due(context, needed[2]) if needed else None
            if needed is None or needed_by is None or needed_by <= due:
                continue
            if not context.is_over(needed[2]):
                yield Finding(
                    location.to("after", index),
                    f"activity {activity.id} is due by {date_title(due)}, and waits for {name}, "
                    f"which is due by {date_title(needed_by)}",
                    f"give {activity.id} a later date or {name} an earlier one, or take {name} out",
                )


def _last_due(context: RuleContext, activity: Activity) -> date | None:
    """The day by which an activity is finished; None where its dates do not say."""
    last: date | None = None
    for phrase in activity.when.values():
        timing = context.timing_of(phrase)
        if timing is None or timing.cadence is not None or not timing.occurrences:
            return None
        due = timing.occurrences[-1].due
        last = due if last is None else max(last, due)
    return last


# --- circles -------------------------------------------------------------------------------------


def _circles(context: RuleContext) -> list[list[str]]:
    activities = context.plan.activities.items()
    waits = {id_: activity.after for id_, (_, _, activity) in activities if activity.after}
    return circles(waits)


def circles(links: Mapping[str, Iterable[str]]) -> list[list[str]]:
    """Circles among links, each a list of names that link to the next, the last to the first.

    At least one for each group of joined circles, in time proportional to the links. Without
    recursion: a chain may be ten thousand long.
    """
    left = _knotted({name: [to for to in tos if to in links] for name, tos in links.items()})
    order = {name: index for index, name in enumerate(left)}
    circles: list[list[str]] = []
    visited: set[str] = set()
    for start in left:
        trail: dict[str, int] = {}
        name = start
        while name not in visited:
            visited.add(name)
            trail[name] = len(trail)
            name = left[name][0]
        if name in trail:
            circle = list(trail)[trail[name] :]
            first = circle.index(min(circle, key=order.__getitem__))
            circles.append(circle[first:] + circle[:first])
    return circles


def _knotted(links: dict[str, list[str]]) -> dict[str, list[str]]:
    """Links without names that lead to no circle: each name left links to another that is left."""
    back: dict[str, list[str]] = {}
    count = {name: len(tos) for name, tos in links.items()}
    for name, tos in links.items():
        for to in tos:
            back.setdefault(to, []).append(name)
    free = [name for name, number in count.items() if number == 0]
    gone: set[str] = set()
    while free:
        name = free.pop()
        gone.add(name)
        for before in back.get(name, ()):
            count[before] -= 1
            if count[before] == 0:
                free.append(before)
    return {
        name: [to for to in tos if to not in gone]
        for name, tos in links.items()
        if name not in gone
    }
