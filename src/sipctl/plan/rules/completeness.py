"""What entries lack (a lead, a date, a KPI) or have too much of, and open queries: warnings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sipctl.plan.rules.context import Finding, RuleContext, item_name, rule
from sipctl.plan.rules.locations import Location

if TYPE_CHECKING:
    from collections.abc import Iterator

LONGEST_TITLE = 80


@rule("no-lead", "warning", needs=(), keys=("leads",))
def no_lead(context: RuleContext) -> Iterator[Finding]:
    """Activities that nobody leads."""
    for location, _, activity in context.activities:
        if not activity.leads and not context.is_over(activity):
            message = f"activity {activity.id} has no lead"
            help_ = "write leads: with the initials of whoever answers for it"
            yield Finding(location.to("leads"), message, help_)


@rule("no-date", "warning", needs=(), keys=("when",))
def no_date(context: RuleContext) -> Iterator[Finding]:
    """Activities without a date."""
    for location, _, activity in context.activities:
        # One that was moved and has lost its date since is a fault of moved-milestone.
        if not activity.when and not activity.moved and not context.is_over(activity):
            message = f"activity {activity.id} has no date"
            help_ = "write when: with its date, such as when: Spring 2026, or when: as needed"
            yield Finding(location.to("when"), message, help_)


@rule("no-kpi", "warning", needs=(), keys=("kpis",))
def no_kpi(context: RuleContext) -> Iterator[Finding]:
    """Areas without a KPI."""
    for location, _, area in context.areas:
        if not area.kpis:
            help_ = f"write kpis: with at least one, such as - {{id: {area.id}.k1, measure: …}}"
            yield Finding(location.to("kpis"), f"area {area.id} has no KPI", help_)


@rule("unmonitored-kpi", "warning", needs=(), keys=("monitored",))
def unmonitored_kpi(context: RuleContext) -> Iterator[Finding]:
    """KPIs that are never monitored."""
    for location, _, kpi in context.kpis:
        if not kpi.monitored and kpi.retired is None:
            message = f"{item_name(kpi)} is never monitored"
            help_ = "write monitored: with when or how often it is looked at, such as termly"
            yield Finding(location.to("monitored"), message, help_)


@rule("long-title", "warning", needs=())
def long_title(context: RuleContext) -> Iterator[Finding]:
    """Activities whose title is longer than `LONGEST_TITLE`."""
    for location, _, activity in context.activities:
        length = len(activity.title)
        if length > LONGEST_TITLE:
            message = f"the title of activity {activity.id} has {length} characters"
            help_ = f"keep to {LONGEST_TITLE}, and put the rest into detail:"
            yield Finding(location.to("title"), message, help_)


@rule("open-query", "warning", needs=())
def open_query(context: RuleContext) -> Iterator[Finding]:
    """Questions under `query:` that are still open."""
    plan = context.plan
    tops = [
        (Location("plan.yaml"), "the plan", "plan", plan.about.query),
        (Location("people.yaml"), "people.yaml", "people", plan.people.query),
        (Location("calendar.yaml"), "the calendar", "calendar", plan.calendar.query),
    ]
    tops += [(where, f"aim {aim.id}", str(aim.id), aim.query) for where, aim in context.aims]
    tops += [(where, f"area {area.id}", area.id, area.query) for where, _, area in context.areas]
    tops += [(where, item_name(item), item.id, item.query) for where, _, item in context.items]
    for location, name, id_, query in tops:
        if query is not None:
            message = f"{name} has an open question: {query}"
            help_ = f'once it is answered: sipctl answer {id_} "..."'
            yield Finding(location.to("query"), message, help_, key=True)
