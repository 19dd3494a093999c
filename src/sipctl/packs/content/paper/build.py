"""Builds the board's paper: work off course, KPIs, changes, and what falls due before it meets."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sipctl.packs.content import activities
from sipctl.packs.content.context import day_before
from sipctl.packs.content.items import Trend
from sipctl.packs.content.paper import asks, model, rows
from sipctl.packs.content.paper.asked_before import asked_before, move_key
from sipctl.packs.content.paper.room import fit
from sipctl.packs.content.sections.build import worst_first
from sipctl.plan.queries.kpis import kpi_lines
from sipctl.views.text import english

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from datetime import date

    from sipctl.packs.content.context import PackContext
    from sipctl.packs.content.items import ActivityReport, ReportRow
    from sipctl.packs.content.sections.model import PackSection
    from sipctl.plan.calendar.terms import Meeting
    from sipctl.plan.queries.kpis import KpiLine

LONG_OVERDUE = 28
"""Days; work that is overdue for longer is off course, whatever its lead's judgement."""


def build_paper(context: PackContext, whole: PackSection) -> model.Paper:
    """The paper for a pack, with as much in it as two pages hold."""
    meeting = _meeting(context)
    since, until = _last_met(context, meeting), _meets_next(context, meeting)
    known = meeting if since or until else None
    first = since or min(context.before, context.day)
    last = until or _end_of_term(context)
    later = _since(context, first)
    kpis = kpi_lines(context.plan, context.timing, context.day, context.request.filters)
    names = asks.reported_names(whole, {line.kpi.id for line in kpis})
    before = list(asked_before(context, whole, names, first))
    settling = [change for _, change in before if change is not None]
    # The last meeting's paper was made before it, and so has none of the decisions made there.
    at_meeting = _since(context, day_before(first)) if since else later
    decided = tuple(asks.decided(at_meeting, names, settling))
    changes = (*decided, *_changes(later, settling))
    coming = tuple(_coming(context, last))
    return fit(
        model.Paper(
            meeting=(known.name or known.id) if known else "",
            since=first,
            since_meeting=since is not None,
            until=last,
            until_meeting=until is not None,
            summaries=tuple(asks.summaries(context, whole)),
            decisions=tuple(
                ask.shown for ask in asks.open_asks(context, whole, names, context.day)
            ),
            asked_before=tuple(row for row, _ in before),
            off_course=tuple(_off_course(whole)),
            less_late=sum(_late(row) and not _is_off_course(row) for row in whole.work),
            long_overdue=LONG_OVERDUE,
            fine=sum(not row.at_risk and not row.days_overdue for row in whole.work),
            kpis=tuple(_kpi(context, line) for line in kpis if _is_off(line)),
            kpi_counts=_kpi_counts(kpis),
            changes=changes,
            change_counts=_change_counts(later, len(decided)),
            coming=coming,
            coming_dates=sum(row.times for row in coming),
            most_coming=None,
            shows_changes=True,
            shows_settled=True,
            shows_kpis=True,
            titles_counted=False,
            shows_first=True,
            roles=_roles(context),
            shows_leads=True,
            note_length=0,
            runs_dates=False,
            runs_overdue=False,
            overflows=False,
        ),
        whole,
    )


def _roles(context: PackContext) -> tuple[rows.LeadRole, ...]:
    """The roles of leads in the plan; none where the pack names roles in place of initials."""
    if context.request.roles:
        return ()
    leads = context.plan.people.leads.items()
    return tuple(
        rows.LeadRole(initials=initials, role=lead.role) for initials, lead in leads if lead.role
    )


# --- when the board meets ------------------------------------------------------------------------


def _meeting(context: PackContext) -> Meeting | None:
    """The meeting that the paper is for: the first that was asked for, else the plan's first."""
    meetings = {meeting.id: meeting for meeting in context.timing.calendar.meetings}
    asked = (meetings[name] for name in context.request.boards if name in meetings)
    return next(asked, next(iter(meetings.values()), None))


def _last_met(context: PackContext, meeting: Meeting | None) -> date | None:
    """The last date of a meeting before the day of the pack; None for none."""
    dates = meeting.dates if meeting else ()
    return max((day for day in dates if day < context.day), default=None)


def _meets_next(context: PackContext, meeting: Meeting | None) -> date | None:
    """The first date of a meeting after the day of the pack; None for none."""
    dates = meeting.dates if meeting else ()
    return min((day for day in dates if day > context.day), default=None)


def _end_of_term(context: PackContext) -> date | None:
    """The end of the pack's term or, once that is over, of the next; None if there is no next."""
    if context.day < context.request.term.ends:
        return context.until
    return context.next_term[1] if context.next_term else None


# --- what is off course --------------------------------------------------------------------------


def _late(row: ActivityReport) -> bool:
    return row.days_overdue > 0


def _is_off_course(row: ActivityReport) -> bool:
    return row.at_risk or row.days_overdue > LONG_OVERDUE


def _off_course(whole: PackSection) -> Iterator[ActivityReport]:
    """Activities off course, the worst first; the note of one at risk is the reason."""
    for row in sorted(filter(_is_off_course, whole.work), key=worst_first):
        yield replace(row, note=row.reason) if row.at_risk else row


# --- KPIs ----------------------------------------------------------------------------------------


def _is_off(line: KpiLine) -> bool:
    """Whether a KPI is to be listed: not met, partly met, or moving away from its target."""
    if line.retired or not line.readings:
        return False
    unmet = line.judgement is not None and line.judgement.result != "met"
    return unmet or line.direction == "away"


def _kpi(context: PackContext, line: KpiLine) -> rows.PaperKpi:
    newest = line.readings[-1].record
    return rows.PaperKpi(
        id=line.kpi.id,
        measure=line.kpi.measure,
        academy=line.academy,
        leads=context.names(line.leads),
        target=line.kpi.target_words,
        goal=line.kpi.figures.amount if line.kpi.figures else "",
        newest=english.record_value(newest, str),
        on=newest.date,
        judgement=line.judgement.result if line.judgement else None,
        direction=line.direction,
    )


def _kpi_counts(lines: list[KpiLine]) -> rows.KpiCounts:
    lines = [line for line in lines if not line.retired]
    read = [line for line in lines if line.readings]
    ids = {line.kpi.id for line in read}
    results = [line.judgement.result if line.judgement else None for line in read]
    return rows.KpiCounts(
        read=len(ids),
        unread=len({line.kpi.id for line in lines} - ids),
        lines=len(read),
        met=results.count("met"),
        partly_met=results.count("partly-met"),
        not_met=results.count("not-met"),
        unjudged=results.count(None),
        towards=sum(line.direction == "towards" for line in read),
        away=sum(line.direction == "away" for line in read),
    )


# --- what changed, and what comes ----------------------------------------------------------------


def _since(context: PackContext, since: date) -> PackContext:
    """The context, changed to report what happened after a day rather than in the term."""
    return replace(context, since=since)


def _changes(context: PackContext, settling: Collection[object]) -> Iterator[rows.Change]:
    """Decisions, finished work, changed judgements and moves.

    Those in `settling` are marked, because the paper shows them beside what they settled.
    """
    for row in activities.finished(context):
        part = f" ({row.part})" if row.part else ""
        what = f"finished on {english.short_day(row.on)}"
        yield rows.Change(id=row.id, title=f"{row.title}{part}", what=what, kind="finished")
    for report in _moved_judgements(context):
        before = english.status_word(report.status_before)
        before = "its first judgement" if report.way == Trend.NEW else f"was {before}"
        now = english.judged_word(report.status, report.status_of)
        kind: rows.ChangeKind = "better" if report.way == Trend.BETTER else "worse"
        what = f"{now}, {before}"
        yield rows.Change(id=report.id, title=report.title, what=what, kind=kind)
    for move in activities.moved(context):
        part = f" ({move.milestone})" if move.milestone else ""
        what = f"moved from {move.was} to {move.now}"
        above = move_key(move.id, move.milestone, move.on) in settling
        title = f"{move.title}{part}"
        yield rows.Change(id=move.id, title=title, what=what, kind="moved", stands_above=above)


def _moved_judgements(context: PackContext) -> list[ActivityReport]:
    """Unfinished activities judged better or worse, or newly at risk; the worse ones first."""
    done = {row.id for row in activities.finished(context) if row.part is None}
    reports = (activities.activity_report(context, item) for item in activities.activities(context))
    moved = [
        row
        for row in reports
        if row.id not in done and (row.way in (Trend.BETTER, Trend.WORSE) or row.newly_at_risk)
    ]
    return sorted(moved, key=lambda row: row.way == Trend.BETTER)


def _change_counts(context: PackContext, decided: int) -> rows.ChangeCounts:
    moved = _moved_judgements(context)
    return rows.ChangeCounts(
        decided=decided,
        finished=sum(1 for _ in activities.finished(context)),
        better=sum(row.way == Trend.BETTER for row in moved),
        worse=sum(row.way != Trend.BETTER for row in moved),
        moved=len({(move.id, move.milestone) for move in activities.moved(context)}),
    )


def _coming(context: PackContext, last: date | None) -> Iterator[ReportRow]:
    if last is not None:
        items = activities.activities(context)
        yield from activities.due_between(context, items, context.day, last)
