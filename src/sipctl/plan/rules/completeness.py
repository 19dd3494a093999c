"""What a plan still leaves open: said every time, until somebody decides. All of it warnings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sipctl.plan.rules.context import Finding, Location, RuleContext, called, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

LONGEST_TITLE = 80


@rule("no-lead", "warning")
def no_lead(survey: RuleContext) -> Iterator[Finding]:
    """Activities that nobody leads."""
    for spot, _, activity in survey.activities:
        if not activity.leads and not survey.is_over(activity):
            message = f"activity {activity.id} has no lead"
            helped = "write leads: with the initials of whoever answers for it"
            yield Finding(spot.to("leads"), message, helped)


@rule("no-date", "warning")
def no_date(survey: RuleContext) -> Iterator[Finding]:
    """Activities without a date."""
    for spot, _, activity in survey.activities:
        # One that was moved and has lost its date since is told of as that.
        if not activity.when and not activity.moved and not survey.is_over(activity):
            message = f"activity {activity.id} has no date"
            helped = "write when: with its date, such as when: Spring 2026, or when: as needed"
            yield Finding(spot.to("when"), message, helped)


@rule("no-kpi", "warning")
def no_kpi(survey: RuleContext) -> Iterator[Finding]:
    """Areas without a KPI."""
    for spot, _, area in survey.areas:
        if not area.kpis:
            helped = f"write kpis: with at least one, such as - {{id: {area.id}.k1, measure: …}}"
            yield Finding(spot.to("kpis"), f"area {area.id} has no KPI", helped)


@rule("unmonitored-kpi", "warning")
def unmonitored_kpi(survey: RuleContext) -> Iterator[Finding]:
    """KPIs that are never monitored."""
    for spot, _, kpi in survey.kpis:
        if not kpi.monitored:
            message = f"{called(kpi)} is never monitored"
            helped = "write monitored: with when or how often it is looked at, such as termly"
            yield Finding(spot.to("monitored"), message, helped)


@rule("long-title", "warning")
def long_title(survey: RuleContext) -> Iterator[Finding]:
    """Activities whose title is longer than `LONGEST_TITLE`."""
    for spot, _, activity in survey.activities:
        length = len(activity.title)
        if length > LONGEST_TITLE:
            message = f"the title of activity {activity.id} has {length} characters"
            helped = f"keep to {LONGEST_TITLE}, and put the rest into detail:"
            yield Finding(spot.to("title"), message, helped)


@rule("open-query", "warning")
def open_query(survey: RuleContext) -> Iterator[Finding]:
    """Questions under `query:` that are still open."""
    plan = survey.plan
    tops = [
        (Location("plan.yaml"), "the plan", plan.about.query),
        (Location("people.yaml"), "people.yaml", plan.people.query),
        (Location("calendar.yaml"), "the calendar", plan.calendar.query),
    ]
    tops += [(spot, f"aim {aim.id}", aim.query) for spot, aim in survey.aims]
    tops += [(spot, f"area {area.id}", area.query) for spot, _, area in survey.areas]
    tops += [(spot, called(it), it.query) for spot, _, it in survey.works]
    for spot, name, query in tops:
        if query is not None:
            message = f"{name} has an open question: {query}"
            helped = "once it is answered, correct the plan and take query: out"
            yield Finding(spot.to("query"), message, helped, key=True)
