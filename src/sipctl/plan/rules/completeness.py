"""What a plan still leaves open: said every time, until somebody decides. All of it warnings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sipctl.plan.rules.context import Finding, Location, RuleContext, called, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

LONGEST_TITLE = 80


@rule("no-lead", "warning")
def no_lead(survey: RuleContext) -> Iterator[Finding]:
    """Nobody leads an activity.

    `sipctl due` asks leads about their work. An activity without one is asked of nobody.

    Write the initials of whoever answers for it; the first of several does:

        leads: [JK, SD]

    If the plan names nobody, leave `leads: []`: the warning stays until somebody is named.
    """
    for spot, _, activity in survey.activities:
        if not activity.leads and not survey.is_over(activity):
            message = f"activity {activity.id} has no lead"
            helped = "write leads: with the initials of whoever answers for it"
            yield Finding(spot.to("leads"), message, helped)


@rule("no-date", "warning")
def no_date(survey: RuleContext) -> Iterator[Finding]:
    """An activity has no date.

    Work without a date never falls due, so it is never late and never asked about.

    Say when it is to be done:

        when: Spring 2026

    If it is only done when somebody needs it, say that: `when: as needed`.
    """
    for spot, _, activity in survey.activities:
        # One that was moved and has lost its date since is told of as that.
        if not activity.when and not activity.moved and not survey.is_over(activity):
            message = f"activity {activity.id} has no date"
            helped = "write when: with its date, such as when: Spring 2026, or when: as needed"
            yield Finding(spot.to("when"), message, helped)


@rule("no-kpi", "warning")
def no_kpi(survey: RuleContext) -> Iterator[Finding]:
    """An area has no KPI.

    Without a measure, nobody can show that the work of an area has made a difference.

    Add at least one to the area:

        kpis:
          - {id: 2a.k1, measure: More applications for each post, monitored: termly}
    """
    for spot, _, area in survey.areas:
        if not area.kpis:
            helped = f"write kpis: with at least one, such as - {{id: {area.id}.k1, measure: …}}"
            yield Finding(spot.to("kpis"), f"area {area.id} has no KPI", helped)


@rule("unmonitored-kpi", "warning")
def unmonitored_kpi(survey: RuleContext) -> Iterator[Finding]:
    """A KPI is never monitored.

    A baseline says where the trust began. Unless the KPI is looked at again, nobody will see
    whether anything changed.

    Say when or how often it is looked at:

        monitored: termly
        monitored: July 2026
    """
    for spot, _, kpi in survey.kpis:
        if not kpi.monitored:
            message = f"{called(kpi)} is never monitored"
            helped = "write monitored: with when or how often it is looked at, such as termly"
            yield Finding(spot.to("monitored"), message, helped)


@rule("long-title", "warning")
def long_title(survey: RuleContext) -> Iterator[Finding]:
    """An activity's title is longer than 80 characters.

    Titles stand in tables and packs, where there is room for a line. A longer one is cut there.

    Keep what is to be done in the title, and put the rest into `detail:`:

        title: Improve advertising materials and application processes
        detail: To make top talent more likely to apply.
    """
    for spot, _, activity in survey.activities:
        length = len(activity.title)
        if length > LONGEST_TITLE:
            message = f"the title of activity {activity.id} has {length} characters"
            helped = f"keep to {LONGEST_TITLE}, and put the rest into detail:"
            yield Finding(spot.to("title"), message, helped)


@rule("open-query", "warning")
def open_query(survey: RuleContext) -> Iterator[Finding]:
    """Somebody has put a question into the plan, and it is not answered.

    `query:` holds what the plan leaves unclear, beside the thing that it is about, for the plan's
    author to answer.

    Ask whoever can say. Then correct the plan, and take the `query:` line out:

        query: The plan prints JH; JHo or JHy?
    """
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
