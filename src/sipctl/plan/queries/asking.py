"""What each lead is asked for in a round: their work, the KPIs they read, the summaries they give.

A lead is asked for what is theirs and, in a term, due, open, overdue or judged at risk; for KPIs to
be read; and for a summary of each aim or area that they answer for and have something in. The lead
who stands first among the leads of most of its open activities answers for an aim or area; of
several with equal counts, the one whom people.yaml names first.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from sipctl.plan.frozen import frozen
from sipctl.plan.model.entries import Activity, Aim, Area, id_key
from sipctl.plan.state.agenda import work_items
from sipctl.plan.state.board_questions import BoardQuestion, open_questions
from sipctl.plan.state.progress import MONITORING
from sipctl.plan.state.record_preview import open_targets
from sipctl.plan.state.standing import standing_records

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from datetime import date

    from sipctl.plan.calendar.terms import Term
    from sipctl.plan.model.entries import Plan, Record
    from sipctl.plan.state.agenda import WorkItem
    from sipctl.plan.state.milestones import MilestoneProgress
    from sipctl.plan.state.progress import OccurrenceState
    from sipctl.plan.state.record_preview import Target
    from sipctl.plan.timing import TimingContext

NOT_ASKED_ABOUT = ("complete", "withdrawn", "paused")
"""The statuses of work that nobody is asked about: finished, or stopped for now or for good."""


@frozen()
class AskedRow:
    """One row of a form. `key` is what a record of it says under `for:`, "" where it says nothing.

    `phrase` is the time as the plan says it; `opens`, `due` and the count of dates that a series
    `missed` before are those of the date asked about, if there is one. `last` is the newest record
    about it, whoever made it; `questions` are those of boards about it that are open.
    """

    kind: Literal["activity", "kpi", "area", "aim"]
    id: str
    title: str
    leads: tuple[str, ...] = ()
    key: str = ""
    milestone: str = ""
    phrase: str = ""
    opens: date | None = None
    due: date | None = None
    missed: int = 0
    missed_since: date | None = None
    status: str = ""
    last: Record | None = None
    questions: tuple[BoardQuestion, ...] = ()

    def is_late(self, day: date) -> bool:
        """Whether its last day has passed."""
        return self.due is not None and self.due < day


@frozen()
class LeadForm:
    """All that one lead is asked for: rows in the order of ids, work first, summaries last.

    `coming` are rows of what opens after the term, which nobody is asked about yet. `gone` says
    that the lead has left, so that nobody can be asked.
    """

    lead: str
    rows: tuple[AskedRow, ...]
    coming: tuple[AskedRow, ...] = ()
    gone: bool = False

    def of(self, *kinds: str) -> tuple[AskedRow, ...]:
        """The rows of some kinds."""
        return tuple(row for row in self.rows if row.kind in kinds)


def lead_forms(plan: Plan, context: TimingContext, term: Term, day: date) -> list[LeadForm]:
    """The form of each lead who owes anything for a term, as at the end of `day`.

    In the order of people.yaml; leads that it does not know come last.
    """
    items = list(work_items(plan, context, day, kpis=True))
    rows: dict[str, list[AskedRow]] = {}
    coming: dict[str, list[AskedRow]] = {}
    for item in items:
        for row in _rows(item, term, day):
            for lead in dict.fromkeys(item.leads):
                rows.setdefault(lead, []).append(row)
        for row in _coming(item, term, context):
            for lead in dict.fromkeys(item.leads):
                coming.setdefault(lead, []).append(row)
    known = plan.people.leads
    gone = plan.people.gone(day)
    answering = _answering(items, known, gone)
    order = [*known, *sorted(lead for lead in rows if lead not in known)]
    asked: dict[str, tuple[BoardQuestion, ...]] = {}
    for question in open_questions(plan, day):
        asked[question.id] = (*asked.get(question.id, ()), question)
    forms = []
    for lead in (lead for lead in order if rows.get(lead)):
        own = sorted(rows[lead], key=_order)
        summaries = list(_summaries(plan, lead, own, answering, day))
        later = sorted(coming.get(lead, []), key=lambda row: (row.due, _order(row)))
        asking = (replace(row, questions=asked.get(row.id, ())) for row in (*own, *summaries))
        forms.append(LeadForm(lead, tuple(asking), tuple(later), lead in gone))
    return forms


def unled(plan: Plan, context: TimingContext, term: Term, day: date) -> tuple[str, ...]:
    """The ids of work that nobody leads, and that a lead would be asked about for a term."""
    items = (item for item in work_items(plan, context, day, kpis=True) if not item.leads)
    ids = (row.id for item in items for row in _rows(item, term, day))
    return tuple(dict.fromkeys(sorted(ids, key=id_key)))


def _order(row: AskedRow) -> tuple[object, ...]:
    return row.kind == "kpi", id_key(row.id)


# --- rows ----------------------------------------------------------------------------------------


def _rows(item: WorkItem, term: Term, day: date) -> Iterator[AskedRow]:
    """The rows of one activity or KPI: one for each date that is asked about in a term.

    Judged at risk, it has a row even where it has no such date.
    """
    if item.standing.common_status in NOT_ASKED_ABOUT or item.standing.retired:
        return
    targets = _targets(item, term, day)
    by_key: dict[str, AskedRow] = {}
    for target, missed in targets:
        row = _row(item, target, missed)
        by_key[row.key] = _both(by_key[row.key], row) if row.key in by_key else row
    yield from by_key.values()
    if not targets and item.standing.at_risk:
        phrase = next((milestone.phrase for milestone in item.standing.milestones), "")
        yield replace(_bare(item), phrase=phrase or "")


def _targets(
    item: WorkItem, term: Term, day: date
) -> list[tuple[Target, tuple[OccurrenceState, ...]]]:
    """The dates of an item that are asked about: unsettled, and begun by the end of a term.

    For a series, the newest that has begun by `day` (else the first to come), with the missed dates
    before it, which it settles as well.
    """
    series = {milestone.label: milestone for milestone in item.standing.milestones}
    begun: dict[str, list[Target]] = {}
    for target in open_targets(item.standing):
        if target.occurrence.opens <= term.ends:
            begun.setdefault(target.label, []).append(target)
    chosen: list[tuple[Target, tuple[OccurrenceState, ...]]] = []
    for label, targets in begun.items():
        if not series[label].series:
            chosen += [(target, ()) for target in targets]
            continue
        open_now = [target for target in targets if target.occurrence.opens <= day]
        target = open_now[-1] if open_now else targets[0]
        missed = [other.occurrence for other in open_now[:-1] if other.occurrence.overdue]
        chosen.append((target, tuple(missed)))
    return chosen


def _row(item: WorkItem, target: Target, missed: tuple[OccurrenceState, ...]) -> AskedRow:
    occurrence = target.occurrence
    return replace(
        _bare(item),
        key=target.named,
        milestone="" if target.label == MONITORING else target.label,
        phrase=_phrase(item.standing.milestones, target.label),
        opens=occurrence.opens,
        due=occurrence.due,
        missed=len(missed),
        missed_since=missed[0].due if missed else None,
    )


def _both(row: AskedRow, other: AskedRow) -> AskedRow:
    """One row for two milestones whose dates have one name: a record of it settles both."""
    milestone = " / ".join(filter(None, (row.milestone, other.milestone)))
    return replace(
        row, milestone=milestone, phrase=" / ".join(dict.fromkeys((row.phrase, other.phrase)))
    )


def _bare(item: WorkItem) -> AskedRow:
    """The row of an item as a whole."""
    return AskedRow(
        "activity" if isinstance(item.work, Activity) else "kpi",
        item.work.id,
        item.work.title,
        item.leads,
        status=item.standing.status,
        last=item.standing.newest,
    )


def _phrase(milestones: Iterable[MilestoneProgress], label: str) -> str:
    return next((mile.phrase or "" for mile in milestones if mile.label == label), "")


def _coming(item: WorkItem, term: Term, context: TimingContext) -> Iterator[AskedRow]:
    """The next date of each milestone that opens in the term after a term."""
    following = context.calendar.next_term(term)
    if item.standing.common_status in NOT_ASKED_ABOUT or item.standing.retired or following is None:
        return
    seen: set[str] = set()
    for target in open_targets(item.standing):
        opens = target.occurrence.opens
        if term.ends < opens <= following.ends and target.label not in seen:
            seen.add(target.label)
            yield _row(item, target, ())


# --- summaries -----------------------------------------------------------------------------------


def _answering(
    items: Iterable[WorkItem], known: Iterable[str], gone: Collection[str]
) -> dict[str, str]:
    """Aim or area → the lead who is asked for a summary: who answers for most of its open work.

    Of several with equal counts, the first of `known`. One who has left, only if nobody else leads.
    """
    firsts: dict[str, Counter[str]] = {}
    for item in items:
        if isinstance(item.work, Activity) and item.standing.common_status not in NOT_ASKED_ABOUT:
            for name in (item.aim and str(item.aim.id), item.area and item.area.id):
                firsts.setdefault(name or "", Counter()).update(item.leads[:1])
    return {
        name: max(
            (lead for lead in (*known, *counts) if counts[lead]),
            key=lambda lead: (lead not in gone, counts[lead]),
        )
        for name, counts in firsts.items()
        if counts
    }


def _summaries(
    plan: Plan, lead: str, rows: Iterable[AskedRow], answering: dict[str, str], day: date
) -> Iterator[AskedRow]:
    """The aims and areas that a lead answers for, of those in which they have a row."""
    held: set[str] = set()
    for row in rows:
        thing = plan.find(row.id)
        if thing is not None:
            held |= {str(entry.id) for entry in (thing.aim, thing.area) if entry is not None}
    for thing in plan.walk(Aim, Area):
        if thing.id in held and answering.get(thing.id) == lead:
            newest = standing_records(plan.records_of.get(thing.id, ()), day)
            yield AskedRow(
                "aim" if isinstance(thing.entry, Aim) else "area",
                thing.id,
                thing.title,
                (lead,),
                last=newest[-1] if newest else None,
            )
