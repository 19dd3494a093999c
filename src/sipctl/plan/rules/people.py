"""People: everybody who is named is known, and every aim is somebody's to watch."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sipctl.plan.calendar.periods import date_title
from sipctl.plan.model.entries import Activity
from sipctl.plan.rules import terms
from sipctl.plan.rules.context import Finding, Location, RuleContext, called, rule
from sipctl.plan.state import progress

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from datetime import date

    from sipctl.plan.model.entries import Kpi

_SLIPS = 2
"""A name unknown in more places than this is one that people.yaml lacks: one fault tells it."""

Uses = dict[str, list[Location]]


@rule("unknown-lead", "error")
def unknown_lead(survey: RuleContext) -> Iterator[Finding]:
    """Leads of work and authors of records that people.yaml does not list."""
    known = survey.plan.people.leads
    strangers: Uses = {}
    for spot, _, it in survey.works:
        for at, initials in enumerate(it.leads):
            if initials not in known:
                strangers.setdefault(initials, []).append(spot.to("leads", at))
    for record_spot, record in survey.records:
        if record.by not in known:
            strangers.setdefault(record.by, []).append(record_spot.to("by"))
    yield from _strangers(survey, strangers, known, "leads")


@rule("unknown-academy", "error")
def unknown_academy(survey: RuleContext) -> Iterator[Finding]:
    """Academies that people.yaml does not list."""
    known = survey.plan.people.academies
    strangers: Uses = {}
    for spot, _, it in survey.works:
        for at, academy in enumerate(it.academies):
            if academy not in known:
                strangers.setdefault(academy, []).append(spot.to("academies", at))
    for record_spot, record in survey.records:
        if record.academy is not None and record.academy not in known:
            strangers.setdefault(record.academy, []).append(record_spot.to("academy"))
    yield from _strangers(survey, strangers, known, "academies")


def _strangers(
    survey: RuleContext, strangers: Uses, known: Collection[str], group: str
) -> Iterator[Finding]:
    """Names outside a group of people.yaml: at each place, or once where they are all over."""
    for name, spots in strangers.items():
        message = f'"{name}" is not among the {group} in people.yaml'
        add = f'write "{name}: {{}}" under {group}: in people.yaml'
        near = survey.propose(name, known) if known else ""
        helped = f"{near} If not, {add}" if near.startswith("did") else add
        if len(spots) > _SLIPS:
            yield Finding(spots[0], f"{message}, and is named in {len(spots)} places", helped)
        else:
            yield from (Finding(spot, message, helped) for spot in spots)


@rule("listed-twice", "error")
def listed_twice(survey: RuleContext) -> Iterator[Finding]:
    """Names and numbers that stand twice in one list."""
    for spot, words in _lists(survey):
        for at, word in enumerate(words):
            if word in words[:at]:
                helped = "take one out, or write what it was meant to be"
                yield Finding(spot.to(at), f'"{word}" is in this list already', helped)


def _lists(survey: RuleContext) -> Iterator[tuple[Location, tuple[str | int, ...]]]:
    """Every list of names or numbers that says one of them twice."""
    for spot, _, it in survey.works:
        after = it.after if isinstance(it, Activity) else ()
        lists = (("leads", it.leads), ("academies", it.academies), ("see", it.see))
        for key, words in (*lists, ("after", after)):
            if len(set(words)) < len(words):
                yield spot.to(key), words
    for _, oversees, aims in _oversight(survey):
        if len(set(aims)) < len(aims):
            yield oversees, aims


# --- oversight -----------------------------------------------------------------------------------


def _oversight(survey: RuleContext) -> Iterator[tuple[str, Location, tuple[int, ...]]]:
    """Who oversees, where that stands, and which aims."""
    people, top = survey.plan.people, Location("people.yaml")
    for group, overseers in (("trustees", people.trustees), ("governors", people.governors)):
        for at, overseer in enumerate(overseers):
            for link_at, link in enumerate(overseer.links):
                yield overseer.name, top.to(group, at, "links", link_at, "oversees"), link.oversees
    for at, committee in enumerate(people.committees):
        yield committee.name, top.to("committees", at, "oversees"), committee.oversees


@rule("unknown-aim", "error")
def unknown_aim(survey: RuleContext) -> Iterator[Finding]:
    """Aims under `oversees:` that the plan does not have."""
    aims = [str(aim.id) for _, aim in survey.aims]
    # An aim whose own number has a slip in it is told of there, and its areas still name it.
    known = {*aims, *(area.id.rstrip("abcdefghijklmnopqrstuvwxyz") for _, _, area in survey.areas)}
    for who, spot, numbers in _oversight(survey):
        for at, number in enumerate(numbers):
            if str(number) not in known:
                message = f"{who} oversees aim {number}, which is not in this plan"
                helped = survey.propose(str(number), aims, otherwise="write an aim's number")
                yield Finding(spot.to(at), message, helped)


@rule("aim-not-overseen", "error")
def aim_not_overseen(survey: RuleContext) -> Iterator[Finding]:
    """Aims that no trustee, governor or committee oversees."""
    links = list(_oversight(survey))
    overseen = {number for _, _, numbers in links for number in numbers}
    # One aim too few and one that is unknown are one slip, told where it stands.
    if not links or overseen - {aim.id for _, aim in survey.aims}:
        return
    for spot, aim in survey.aims:
        if aim.id not in overseen:
            message = f"nobody oversees aim {aim.id}"
            helped = f"add {aim.id} to the oversees: of a committee or a link role in people.yaml"
            yield Finding(spot.to("id"), message, helped)


# --- people who have left ------------------------------------------------------------------------


@rule("lead-has-left", "error")
def lead_has_left(survey: RuleContext) -> Iterator[Finding]:
    """Leads of work that falls due after their last day."""
    left = {name: who.left for name, who in survey.plan.people.leads.items() if who.left}
    if not left or not survey.once(terms.days_hold):
        return
    for spot, _, it in survey.works:
        for at, initials in enumerate(it.leads):
            gone = left.get(initials)
            due = _next_after(survey, it, gone) if gone else None
            if gone and due:
                message = (
                    f"the last day of {initials} is {date_title(gone)}, "
                    f"and {called(it)} falls due on {date_title(due)}"
                )
                helped = "write the initials of whoever takes it over"
                yield Finding(spot.to("leads", at), message, helped)


def _next_after(survey: RuleContext, it: Activity | Kpi, gone: date) -> date | None:
    """The first day after `gone` on which something of this falls due that is not settled."""
    if isinstance(it, Activity):
        standing = survey.standing(it)
    else:
        records = survey.plan.records_of.get(it.id, ())
        standing = progress.of_kpi(it, records, survey.frame, survey.today)
    if standing.status in ("complete", "withdrawn"):
        return None
    days = [occurrence.due for track in standing.tracks for occurrence in track.pending]
    return min((day for day in days if day > gone), default=None)
