"""People: every name is listed in people.yaml, and every aim is overseen."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from sipctl.plan.calendar.periods import date_title
from sipctl.plan.english import join_words
from sipctl.plan.faults import did_you_mean
from sipctl.plan.model.entries import Activity, Kpi
from sipctl.plan.rules import terms
from sipctl.plan.rules.context import IDS, Finding, RuleContext, item_name, need, rule
from sipctl.plan.rules.locations import Location
from sipctl.plan.state import progress
from sipctl.plan.state.board_questions import boards_of
from sipctl.plan.state.standing import standing_records

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from datetime import date

_MOST_SLIPS = 2
"""A name unknown in more places than this is missing from people.yaml: one fault reports it."""

Uses = dict[str, list[Location]]


@rule("unknown-lead", "error", needs=(need("people", "leads"),))
def unknown_lead(context: RuleContext) -> Iterator[Finding]:
    """Leads of work, authors of records and leads who are asked, that people.yaml does not list."""
    known = context.plan.people.leads
    unknown: Uses = {}
    for location, _, item in context.items:
        for place, initials in _leads_of(location, item):
            if initials not in known:
                unknown.setdefault(initials, []).append(place)
    for record_location, record in context.records:
        if record.by not in known and not record.is_by_board:
            unknown.setdefault(record.by, []).append(record_location.to("by"))
    for path, asking in context.plan.rounds.items():
        for index, initials in enumerate(asking.leads):
            if initials not in known:
                unknown.setdefault(initials, []).append(Location(path, ("leads", index)))
    yield from _not_listed(context, unknown, known, "leads")


@rule("unknown-board", "error", needs=(need("people", "committees"), need("calendar", "meetings")))
def unknown_board(context: RuleContext) -> Iterator[Finding]:
    """Boards that asked or decided something, and are neither a meeting nor a committee."""
    known = boards_of(context.plan)
    for location, record in context.records:
        if record.is_by_board and record.by not in known:
            message = f'"{record.by}" is no meeting of calendar.yaml and no committee'
            add = "add it under meetings: in calendar.yaml, or committees: in people.yaml"
            help_ = context.propose(record.by, known, otherwise=add)
            yield Finding(location.to("by"), message, help_)


def _leads_of(location: Location, item: Activity | Kpi) -> Iterator[tuple[Location, str]]:
    """Everybody who leads an item or led it before, each with the location of their initials."""
    for index, initials in enumerate(item.leads):
        yield location.to("leads", index), initials
    for number, change in enumerate(item.led):
        for index, initials in enumerate(change.from_):
            yield location.to("led", number, "from", index), initials


@rule("unknown-academy", "error", needs=(need("people", "academies"),))
def unknown_academy(context: RuleContext) -> Iterator[Finding]:
    """Academies that people.yaml does not list."""
    known = context.plan.people.academies
    unknown: Uses = {}
    for location, _, item in context.items:
        for index, academy in enumerate(item.academies):
            if academy not in known:
                unknown.setdefault(academy, []).append(location.to("academies", index))
    for record_location, record in context.records:
        if record.academy is not None and record.academy not in known:
            unknown.setdefault(record.academy, []).append(record_location.to("academy"))
    yield from _not_listed(context, unknown, known, "academies")


def _not_listed(
    context: RuleContext, unknown: Uses, known: Collection[str], group: str
) -> Iterator[Finding]:
    """Names that a group in people.yaml lacks: a finding for each place, or one for many."""
    for name, locations in unknown.items():
        message = f'"{name}" is not among the {group} in people.yaml'
        add = f'write "{name}: {{}}" under {group}: in people.yaml'
        near = context.nearest(name, known) if known else None
        help_ = f"{did_you_mean(near)} If not, {add}" if near else add
        if len(locations) > _MOST_SLIPS:
            yield Finding(
                locations[0], f"{message}, and is named in {len(locations)} places", help_
            )
        else:
            yield from (Finding(location, message, help_) for location in locations)


@rule("listed-twice", "error", needs=())
def listed_twice(context: RuleContext) -> Iterator[Finding]:
    """Names and numbers that stand twice in one list."""
    for location, words in _lists(context):
        for index, word in enumerate(words):
            if word in words[:index]:
                help_ = "take one out, or write what it was meant to be"
                yield Finding(location.to(index), f'"{word}" is in this list already', help_)


def _lists(context: RuleContext) -> Iterator[tuple[Location, tuple[str | int, ...]]]:
    """Every list that has a name or number twice, with its location."""
    for location, _, item in context.items:
        after = item.after if isinstance(item, Activity) else ()
        lists = (("leads", item.leads), ("academies", item.academies), ("see", item.see))
        for key, words in (*lists, ("after", after)):
            if len(set(words)) < len(words):
                yield location.to(key), words
    for place, covers in (
        *((location.to("covers"), aim.covers) for location, aim in context.aims),
        *((location.to("covers"), area.covers) for location, _, area in context.areas),
    ):
        if len(set(covers)) < len(covers):
            yield place, covers
    for _, oversees, aims in _oversight(context):
        if len(set(aims)) < len(aims):
            yield oversees, aims


# --- oversight -----------------------------------------------------------------------------------


def _oversight(context: RuleContext) -> Iterator[tuple[str, Location, tuple[int, ...]]]:
    """Who oversees which aims: name, location and numbers."""
    people, top = context.plan.people, Location("people.yaml")
    for group, overseers in (("trustees", people.trustees), ("governors", people.governors)):
        for index, overseer in enumerate(overseers):
            for number, link in enumerate(overseer.links):
                yield (
                    overseer.name,
                    top.to(group, index, "links", number, "oversees"),
                    link.oversees,
                )
    for index, committee in enumerate(people.committees):
        yield committee.name, top.to("committees", index, "oversees"), committee.oversees


@rule("unknown-aim", "error", needs=IDS)
def unknown_aim(context: RuleContext) -> Iterator[Finding]:
    """Aims under `oversees:` that the plan does not have."""
    aims = [str(aim.id) for _, aim in context.aims]
    # A typo in an aim's own number is reported there: its areas' ids still have the right one.
    known = {*aims, *(area.id.rstrip("abcdefghijklmnopqrstuvwxyz") for _, _, area in context.areas)}
    for name, location, numbers in _oversight(context):
        for index, number in enumerate(numbers):
            if str(number) not in known:
                message = f"{name} oversees aim {number}, which is not in this plan"
                help_ = context.propose(str(number), aims, otherwise="write an aim's number")
                yield Finding(location.to(index), message, help_)


@rule("aim-not-overseen", "error", needs=(need("people"), *IDS))
def aim_not_overseen(context: RuleContext) -> Iterator[Finding]:
    """Aims that no trustee, governor or committee oversees."""
    links = list(_oversight(context))
    overseen = {number for _, _, numbers in links for number in numbers}
    # An aim not overseen and one that is unknown are most likely one typo, reported as the latter.
    if not links or overseen - {aim.id for _, aim in context.aims}:
        return
    for location, aim in context.aims:
        if aim.id not in overseen:
            message = f"nobody oversees aim {aim.id}"
            help_ = f"add {aim.id} to the oversees: of a committee or a link role in people.yaml"
            yield Finding(location.to("id"), message, help_)


@rule("led-out-of-order", "error", needs=(), keys=("led",))
def led_out_of_order(context: RuleContext) -> Iterator[Finding]:
    """Changes of leads that are not in order of date."""
    for location, _, work in context.items:
        for index, (before, change) in enumerate(pairwise(work.led), start=1):
            if change.date < before.date:
                message = f"{date_title(change.date)} is before the change of leads above it"
                help_ = "put the oldest first, or correct the day"
                yield Finding(location.to("led", index, "date"), message, help_)


# --- people who have left ------------------------------------------------------------------------


@rule(
    "lead-has-left",
    "error",
    dated="day",
    needs=(need("record"), need("people", "leads")),
    keys=("when", "moved", "leads"),
)
def lead_has_left(context: RuleContext) -> Iterator[Finding]:
    """Leads who left before the day with work that is not settled, whenever it is due.

    While the calendar has errors, it is judged by what was recorded alone. The KPIs that somebody
    leads through an area are named with the first of its activities.
    """
    gone = context.plan.people.gone(context.today)
    if not gone:
        return
    is_unsettled = _unsettled if context.cached(terms.days_are_certain) else _unsettled_by_records
    areas: set[tuple[str, str]] = set()
    for location, _, item in context.items:
        for index, initials in enumerate(item.leads):
            last_day = gone.get(initials)
            unsettled = is_unsettled(context, item, after=last_day) if last_day else None
            if last_day and unsettled:
                message = f"the last day of {initials} is {date_title(last_day)}, and {unsettled}"
                message += _kpis_led_through(context, item, initials, areas)
                help_ = f"hand it over to whoever takes it on: sipctl handover {initials} THEM"
                yield Finding(location.to("leads", index), message, help_)


def _kpis_led_through(
    context: RuleContext, item: Activity | Kpi, lead: str, areas: set[tuple[str, str]]
) -> str:
    """`; so are KPIs 2a.k1 and 2a.k2, led through area 2a`: once a lead and area, else nothing.

    `areas` are the leads and areas whose KPIs have been named.
    """
    thing = context.plan.find(item.id)
    area = thing.area if thing and isinstance(item, Activity) else None
    if area is None or (lead, area.id) in areas:
        return ""
    areas.add((lead, area.id))
    names = [kpi.id for kpi in area.kpis if not kpi.leads and _is_read(kpi, context.today)]
    if not names:
        return ""
    kpis, are = ("KPI", "is") if len(names) == 1 else ("KPIs", "are")
    return f"; {kpis} {join_words(names)} {are} led through area {area.id}"


def _is_read(kpi: Kpi, day: date) -> bool:
    """Whether a KPI is still read after a day."""
    return bool(kpi.monitored) and (kpi.retired is None or kpi.retired.date > day)


def _unsettled_by_records(context: RuleContext, item: Activity | Kpi, *, after: date) -> str | None:
    """What is unsettled of an item, in words, where its dates are unknown; None if nothing is."""
    standing = standing_records(context.plan.records_of.get(item.id, ()), max(after, context.today))
    if isinstance(item, Kpi):
        return f"{item_name(item)} is still theirs" if _is_read(item, context.today) else None
    whole = [record.status for record in standing if record.for_ is None and record.status]
    done = {record.for_ for record in standing if record.status == "complete"}
    if (whole and whole[-1] in ("complete", "withdrawn")) or done.issuperset(item.when or ("",)):
        return None
    return f"{item_name(item)} is not settled"


def _unsettled(context: RuleContext, item: Activity | Kpi, *, after: date) -> str | None:
    """What is unsettled of an item, in words: its first date after a day, else its last one before.

    None for an item that is settled, complete or withdrawn.
    """
    if isinstance(item, Activity):
        item_progress = context.progress_of(item)
    else:
        records = context.plan.records_of.get(item.id, ())
        item_progress = progress.kpi_progress(item, records, context.timing_context, context.today)
    if not item_progress.is_open:
        return None
    name, milestones = item_name(item), item_progress.milestones
    days = sorted(occurrence.due for milestone in milestones for occurrence in milestone.pending)
    if item_progress.common_status == "paused":
        return f"{name} is paused, not settled"
    if days and days[-1] > after:
        return f"{name} falls due on {date_title(next(day for day in days if day > after))}"
    if days:
        return f"{name}, due by {date_title(days[-1])}, is not settled"
    if isinstance(item, Activity) and None in map(context.timing_of, item.when.values()):
        return f"{name} is not settled"
    if any(milestone.to_do for milestone in milestones) or not milestones:
        return f"{name} has no date and is not settled"
    return f"{name}, done as needed, is still theirs"
