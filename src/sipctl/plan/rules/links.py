"""Links between things: they lead somewhere, in no circle, and in an order that can be kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sipctl.plan.calendar.periods import date_title
from sipctl.plan.model.entries import Activity
from sipctl.plan.rules import terms
from sipctl.plan.rules.context import Finding, RuleContext, rule

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date


@rule("unknown-reference", "error")
def unknown_reference(survey: RuleContext) -> Iterator[Finding]:
    """Ids under `see:` and `after:` that the plan does not have."""
    for spot, _, it in survey.works:
        for at, name in enumerate(it.see):
            if name not in survey.known:
                message = f"there is no {name} in this plan"
                yield Finding(spot.to("see", at), message, survey.propose_id(name, survey.known))
        for at, name in enumerate(it.after if isinstance(it, Activity) else ()):
            if name not in survey.plan.activities:
                message = f"there is no activity {name} in this plan"
                yield Finding(
                    spot.to("after", at), message, survey.propose_id(name, survey.plan.activities)
                )


@rule("unknown-priority", "error")
def unknown_priority(survey: RuleContext) -> Iterator[Finding]:
    """Priorities of activities that the plan does not have."""
    known = {priority.id for _, _, area in survey.areas for priority in area.priorities}
    for spot, area, activity in survey.activities:
        if activity.priority is not None and activity.priority not in known:
            here = [priority.id for priority in area.priorities]
            none = f"write priorities: in area {area.id}, or take this line out"
            yield Finding(
                spot.to("priority"),
                f"there is no priority {activity.priority} in this plan",
                survey.propose(activity.priority, here, otherwise=none),
            )


@rule("after-in-a-circle", "error")
def after_in_a_circle(survey: RuleContext) -> Iterator[Finding]:
    """Activities that wait for each other in a circle."""
    here = {at.it.id: at for at in reversed(survey.activities)}
    for circle in survey.once(_circles):
        first = circle[0]
        spot, _, activity = here[first]
        names = [*circle[1:], first]
        helped = "decide which comes first, and take the other out of its after:"
        if len(circle) == 1:
            message, helped = f"activity {first} waits for itself", "take it out"
        else:
            message = f"activity {first} waits for {', which waits for '.join(names)}"
        place = spot.to("after", activity.after.index(names[0]))
        yield Finding(place, message, helped)


@rule("due-before-what-it-needs", "error")
def due_before_what_it_needs(survey: RuleContext) -> Iterator[Finding]:
    """Activities that are due before something that they wait for."""
    if not survey.once(terms.days_hold):
        return
    circling = {name for circle in survey.once(_circles) for name in circle}
    for spot, _, activity in survey.activities:
        waits = [(at, name) for at, name in enumerate(activity.after) if name not in circling]
        due = _last_due(survey, activity) if waits else None
        if due is None or survey.is_over(activity):
            continue
        for at, name in waits:
            needed = survey.plan.activities.get(name)
            needed_by = _last_due(survey, needed[2]) if needed else None
            if needed is None or needed_by is None or needed_by <= due:
                continue
            if not survey.is_over(needed[2]):
                yield Finding(
                    spot.to("after", at),
                    f"activity {activity.id} is due by {date_title(due)}, and waits for {name}, "
                    f"which is due by {date_title(needed_by)}",
                    f"give {activity.id} a later date or {name} an earlier one, or take {name} out",
                )


def _last_due(survey: RuleContext, activity: Activity) -> date | None:
    """The day by which an activity is finished; None where its dates do not say."""
    last: date | None = None
    for phrase in activity.when.values():
        timing = survey.timing(phrase)
        if timing is None or timing.cadence is not None or not timing.occurrences:
            return None
        due = timing.occurrences[-1].due
        last = due if last is None else max(last, due)
    return last


# --- circles -------------------------------------------------------------------------------------


def _circles(survey: RuleContext) -> list[list[str]]:
    activities = survey.plan.activities.items()
    waits = {name: it.after for name, (_, _, it) in activities if it.after}
    return circles(waits)


def circles(links: Mapping[str, Iterable[str]]) -> list[list[str]]:
    """Circles among links, each a list of names of which every one links to the next.

    At least one for each knot of circles, in time proportional to the links. No recursion: a
    chain may be ten thousand long.
    """
    left = _knotted({name: [to for to in tos if to in links] for name, tos in links.items()})
    order = {name: at for at, name in enumerate(left)}
    found: list[list[str]] = []
    walked: set[str] = set()
    for start in left:
        trail: dict[str, int] = {}
        name = start
        while name not in walked:
            walked.add(name)
            trail[name] = len(trail)
            name = left[name][0]
        if name in trail:
            circle = list(trail)[trail[name] :]
            first = circle.index(min(circle, key=order.__getitem__))
            found.append(circle[first:] + circle[:first])
    return found


def _knotted(links: dict[str, list[str]]) -> dict[str, list[str]]:
    """Links without what leads to no circle: every name left links to another that is left."""
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
