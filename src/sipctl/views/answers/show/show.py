"""One thing whole, as text: an activity or KPI with its dates and history; an area, aim or lead."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sipctl.plan.model.entries import Activity, Kpi
from sipctl.plan.model.entry import further_texts
from sipctl.views.answers import readings, tables
from sipctl.views.answers.show.dates import milestones
from sipctl.views.answers.show.history import history
from sipctl.views.round_answers import wanted_words
from sipctl.views.text.columns import table
from sipctl.views.text.english import (
    dates_done,
    join_words,
    lead_names,
    long_day,
    safe_text,
    short_day,
)
from sipctl.views.text.grid import grid
from sipctl.views.text.style import bold, wrap

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from sipctl.plan.model.entries import Area, Outcome, Plan, Priority
    from sipctl.plan.queries.details import Details
    from sipctl.views.text.screen import Screen


def render(
    details: Details,
    where: Callable[[str], str],
    screen: Screen,
    colours: Mapping[str, str],
    *,
    confidential: bool = False,
) -> str:
    """Everything that the plan and its records say of one thing.

    `where` gives the file and line of an id, `colours` are the plan's own for statuses.
    """
    head = f"{wrap(bold(_heading(details), screen), screen)}\n"
    events = history(details, screen, confidential=confidential)
    if details.kind in ("activity", "kpi"):
        return "".join(
            [head, _pairs(_about(details, where), screen), milestones(details, screen), events]
        )
    parts = [head, _pairs(_around(details, where), screen), events]
    for kind, title in (("activity", "Activities"), ("kpi", "KPIs")):
        rows = [row for row in details.rows if row.kind == kind]
        if rows:
            columns = tables.columns(
                rows,
                details.day,
                screen.room,
                leads=details.kind != "lead",
                where=lambda row: where(row.id),
                colours=colours,
            )
            heading = wrap(f"{bold(title, screen)} · {tables.tally(rows)}", screen)
            parts.append(f"\n{heading}\n")
            parts.append(table(rows, columns, screen))
    return "".join(parts)


def _heading(details: Details) -> str:
    """Id and title; of a lead initials and role; the title alone if it is the id, or the plan's."""
    if details.kind == "lead":
        role = details.lead.role if details.lead else None
        return safe_text(f"{details.id} ({role})" if role else details.id)
    if details.kind == "plan" or details.title == details.id:
        return safe_text(details.title)
    return f"{details.id}  {safe_text(details.title)}"


def _about(details: Details, where: Callable[[str], str]) -> Iterator[tuple[str, str]]:
    work, row = details.work, details.rows[0]
    yield "Lead", f"{lead_names(details.leads, 'nobody yet')}{_next_leads(details)}"
    yield "Status", _status(details)
    yield "New date wanted", "\n".join(map(wanted_words, details.wanted))
    yield "Asked by a board", _asked(details)
    if details.area is not None and details.aim is not None:
        yield "Area", f"{details.area.id}  {details.area.title}"
        yield "Aim", f"{details.aim.id}  {details.aim.title}"
    if isinstance(work, Activity):
        yield from _of_activity(work, details)
    elif isinstance(work, Kpi):
        yield "Target", work.target_words or ""
        yield "Retired", _retired(work)
        yield "Readings", readings.readings(details.records)
    if work is not None:
        yield "Academies", join_words(work.academies)
        yield "Covers", _parts(details)
        yield "See also", ", ".join(work.see)
        yield "Query", work.query or ""
    yield "Where", where(row.id)


def _open_questions(details: Details) -> str:
    """`2a.3  Why twice? (12 Mar 2025)`, a line for each that a board has asked."""
    return "\n".join(
        f"{question.id}  {safe_text(question.words)} ({short_day(question.record.date)})"
        for question in details.open_questions
    )


def _asked(details: Details) -> str:
    """`Why twice? (trustees, 12 Mar 2025); sipctl answer 2a.3 "..."`, a line a question."""
    return "\n".join(
        f"{safe_text(question.words)} ({question.board}, {short_day(question.record.date)}); "
        f'sipctl answer {question.id} "..."'
        for question in details.questions
        if question.is_open
    )


def _next_leads(details: Details) -> str:
    """`; from 1 Sep 2025 PQ`, where it changes hands on a day to come."""
    later = [
        change for change in (details.work.led if details.work else ()) if change.date > details.day
    ]
    if not later or details.work is None:
        return ""
    after = [*(change.from_ for change in later[1:]), details.work.leads]
    steps = zip(later, after, strict=True)
    return "".join(f"; from {short_day(c.date)} {', '.join(leads)}" for c, leads in steps)


def _of_activity(activity: Activity, details: Details) -> Iterator[tuple[str, str]]:
    yield "Detail", activity.detail or ""
    priorities = details.area.priorities if details.area else ()
    titles = {priority.id: priority.title for priority in priorities}
    if activity.priority:
        yield "Priority", f"{activity.priority}  {titles.get(activity.priority, '')}".strip()
    yield "Begins", activity.starts or ""
    yield "Success", "\n".join(activity.success)
    yield from ((field.label, field.text(activity)) for field in further_texts(Activity))
    yield "Waits for", ", ".join(activity.after)
    yield "Waited for by", ", ".join(details.waiting)


def _retired(kpi: Kpi) -> str:
    """`10 Nov 2025 – no longer inspected`; nothing for a KPI that is still read."""
    if kpi.retired is None:
        return ""
    why = f" – {kpi.retired.why}" if kpi.retired.why else ""
    return f"{short_day(kpi.retired.date)}{why}"


def _around(details: Details, where: Callable[[str], str]) -> Iterator[tuple[str, str]]:
    aim, area = details.aim, details.area
    if details.kind == "lead":
        if details.lead is not None and details.lead.left and details.lead.left < details.day:
            yield "Left", short_day(details.lead.left)
        return
    if aim is not None and details.kind == "aim":
        yield "Outcomes", _titles(aim.outcomes)
        yield "Areas", _titles(aim.areas)
        yield "Covers", _parts(details)
        yield "Query", aim.query or ""
        yield "Asked by a board", _asked(details)
    elif aim is not None:
        if area is not None and details.kind == "priority":
            yield "Area", f"{area.id}  {area.title}"
        yield "Aim", f"{aim.id}  {aim.title}"
    if area is not None and details.kind == "area":
        yield "Priorities", _titles(area.priorities)
        yield "Covers", _parts(details)
        yield "Query", area.query or ""
        yield "Asked by a board", _asked(details)
    yield from _of_framework(details)
    if details.plan is not None:
        yield from _of_plan(details.plan)
    if details.meeting is not None or details.academy is not None:
        yield from _of_name(details)
        return
    if details.committee is not None:
        yield "Oversees", join_words([f"aim {aim}" for aim in details.committee.oversees])
        yield "Asks", _open_questions(details)
    yield "Where", where(details.id)


def _of_name(details: Details) -> Iterator[tuple[str, str]]:
    """When a meeting is held, or since when an academy is in the trust."""
    if details.meeting is not None:
        yield "Held", details.meeting.every or "how often is not said"
        yield "Dates", "\n".join(map(long_day, details.meeting.dates)) or "none known"
        yield "Complete", join_words(details.meeting.complete)
        yield "Asks", _open_questions(details)
    if details.academy is not None:
        yield "Joined", short_day(details.academy.joined) if details.academy.joined else ""
        yield "Left", short_day(details.academy.left) if details.academy.left else ""


def _parts(details: Details) -> str:
    """A line for each part of a framework that it covers."""
    return "\n".join(f"{part.id}  {part.title}" for part in details.covers)


def _of_framework(details: Details) -> Iterator[tuple[str, str]]:
    """What covers each part of a framework, or one part of it, and what covers none."""
    for part in details.parts:
        covering = "\n".join(f"{thing.id}  {thing.title}" for thing in part.by)
        name = part.title if details.kind == "framework" else "Covered by"
        yield name, covering or "nothing in this plan"
    yield "Under no part of it", _titles(details.outside)


def _of_plan(plan: Plan) -> Iterator[tuple[str, str]]:
    """The plan's own facts: whose it is, from where, and whose term dates it counts by."""
    about = plan.about
    yield "Trust" if about.trust else "School", about.body.name
    yield "Runs", f"{short_day(about.runs.from_)} to {short_day(about.runs.to)}"
    yield "Source", about.source or ""
    yield "Endorsement", about.endorsement or ""
    yield "Term dates", plan.calendar.source or ""
    yield "Aims", "\n".join(f"{aim.id}  {aim.title}" for aim in plan.aims)
    yield "Query", about.query or ""


def _titles(entries: Iterable[Area | Outcome | Priority]) -> str:
    """A line each: its id and its title."""
    return "\n".join(f"{entry.id}  {entry.title}" for entry in entries)


def _status(details: Details) -> str:
    row = details.rows[0]
    status = tables.judged(row)
    if row.recorded_on:
        status = f"{status} (recorded {short_day(row.recorded_on)})"
    return ", ".join(filter(None, [status, dates_done(row.dates_done, row.dates)]))


def _pairs(pairs: Iterable[tuple[str, str]], screen: Screen) -> str:
    """Names and their texts in two columns, after an empty line; "" for no pairs."""
    rows = [
        (name, "\n".join(safe_text(line) for line in text.split("\n")))
        for name, text in pairs
        if text
    ]
    if not rows:
        return ""
    return "\n" + grid(rows, screen, wraps=[1], styles=[("dim", "")] * len(rows))
