"""`sipctl handover`: give a lead's open work to another, keeping who led it before."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Annotated

import typer

from sipctl.cli import options as o
from sipctl.cli.complete import leads as complete_leads
from sipctl.cli.edits.agreement import agreed_by, given_text, known_lead
from sipctl.cli.edits.finish import PlanEdit, finish
from sipctl.cli.edits.opened import open_for_edit
from sipctl.plan.faults import Refusal
from sipctl.plan.state.resolve import resolve

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from sipctl.cli.edits.opened import EditSession
    from sipctl.plan.model.entries import LeadChange, Plan
    from sipctl.plan.queries.handover import Handover
    from sipctl.store.edits.edit import Edit

FromLead = Annotated[
    str,
    typer.Argument(metavar="FROM", help="Who leads it now.", autocompletion=complete_leads),
]
ToLead = Annotated[
    str, typer.Argument(metavar="TO", help="Who takes it on.", autocompletion=complete_leads)
]
From = Annotated[
    str | None,
    typer.Option("--from", metavar="DATE", help="From which day, if not from today."),
]
Agreed = Annotated[
    str | None, typer.Option("--agreed", metavar="WHO", help="Who agreed to it: CEO.")
]
Why = Annotated[str | None, typer.Option("--why", help="Why it changes hands.")]
Only = Annotated[
    list[str] | None,
    typer.Option("--only", metavar="IDS", help="Only these, such as 2a.3,2a.k1."),
]
Keep = Annotated[list[str] | None, typer.Option("--keep", metavar="IDS", help="All but these.")]


def command(
    from_lead: FromLead,
    to_lead: ToLead,
    from_: From = None,
    agreed: Agreed = None,
    why: Why = None,
    only: Only = None,
    keep: Keep = None,
    dry_run: o.DryRunOption = False,
    commit: o.CommitOption = False,
    as_of: o.AsOfOption = None,
    plan: o.PlanOption = None,
) -> None:
    """Give a lead's open work to another: what is open, overdue, undated or still to be read."""
    from sipctl.plan.model.entries import LeadChange
    from sipctl.plan.queries.handover import handover

    if only and keep:
        raise Refusal("--only and --keep are given", "say which ids go, or which stay")
    today = o.answer_day(as_of)
    day = today if from_ is None else o.parse_day("--from", from_, today)
    session = open_for_edit(plan, dry_run=dry_run)
    giver, taker = _leads(session.plan, from_lead, to_lead, day)
    chosen = _ids(session.plan, giver, only)
    kept = _ids(session.plan, giver, keep) or ()
    result = handover(session.plan, session.context, giver, taker, day, only=chosen, keep=kept)
    _refuse_nothing(result, giver, chosen or ())
    reason = given_text("--why", why)
    who = agreed_by(agreed, f"that {taker} takes on the work of {giver}")
    change = LeadChange(from_=(giver,), date=day, agreed=who, why=reason)
    last_day = _last_day(session.plan, result, giver, day, partly=bool(only))
    edits = tuple(_edits(session, result, change, giver, last_day))
    notes = tuple(_notes(result, giver, taker, day, last_day))
    subject = f"people: Hand the work of {giver} over to {taker}"
    finish(session, PlanEdit(edits, subject, notes=notes), today, dry_run=dry_run, commit=commit)


def _leads(plan: Plan, from_lead: str, to_lead: str, day: date) -> tuple[str, str]:
    """The two as people.yaml writes them; raises Refusal for unknown ones, or for who left."""
    from sipctl.plan.calendar.periods import date_title
    from sipctl.plan.state.filters import known_leads_of

    known = known_leads_of(plan)
    giver = resolve(from_lead, known, f'nobody in this plan is called "{from_lead}"')
    taker = known_lead(plan, to_lead)
    if giver == taker:
        raise Refusal(f"{giver} cannot hand over to {taker}", "name two different leads")
    gone = plan.people.gone(day).get(taker)
    if gone is not None:
        message = f"the last day of {taker} is {date_title(gone)}, before the handover"
        raise Refusal(message, "name somebody who is there")
    return giver, taker


def _ids(plan: Plan, giver: str, typed: Sequence[str] | None) -> tuple[str, ...] | None:
    """The ids that `--only` or `--keep` names; raises Refusal for what the giver does not lead."""
    if not typed:
        return None
    from sipctl.plan.model.entries import Activity, Kpi

    led = [
        thing.id for thing in plan.walk(Activity, Kpi) if giver in getattr(thing.entry, "leads", ())
    ]
    words = [word for text in typed for word in text.replace(",", " ").split()]
    return tuple(resolve(word, led, f'{giver} does not lead "{word}"') for word in words)


def _refuse_nothing(result: Handover, giver: str, chosen: Sequence[str]) -> None:
    done = [work.id for work in result.finished if work.id in chosen]
    if done:
        message = f"{', '.join(done)} is finished, and finished work keeps its leads"
        raise Refusal(message, "leave it out of --only")
    if not result.items:
        message = f"{giver} leads nothing that is open"
        raise Refusal(message, f"sipctl show {giver} lists what they lead")


# --- the edits -----------------------------------------------------------------------------------


def _last_day(plan: Plan, result: Handover, giver: str, day: date, *, partly: bool) -> date | None:
    """The giver's last day to write, if all their open work goes and none is set; else None."""
    lead = plan.people.leads.get(giver)
    if partly or not result.complete or lead is None or lead.left is not None:
        return None
    return day - timedelta(days=1)


def _edits(
    session: EditSession, result: Handover, change: LeadChange, giver: str, last_day: date | None
) -> Iterator[Edit]:
    """The edit of each file in which something changes hands, and of people.yaml."""
    from dataclasses import replace

    from sipctl.store.edits.changes import Bare, Change, SetValue
    from sipctl.store.edits.edit import Edit
    from sipctl.store.edits.leads import lead_changes
    from sipctl.store.edits.places import KEYS, file_of, path_to

    changes: dict[str, list[Change]] = {}
    for item in result.items:
        thing = session.plan.find(item.work.id)
        if thing is None:
            continue
        own = replace(change, from_=item.work.leads)
        changes.setdefault(file_of(session.plan, thing), []).extend(
            lead_changes(path_to(thing), item.work, item.leads, own)
        )
    if last_day is not None:
        order = KEYS[type(session.plan.people.leads[giver])]
        left = SetValue(("leads", giver, "left"), Bare(last_day), order)
        changes["people.yaml"] = [left]
    for file, file_changes in changes.items():
        source = session.source(file)
        # Changes of the same key are spliced into the text together.
        file_changes.sort(key=lambda each: each.path[-1] == "led")
        yield Edit(
            source, file_changes, f"the work of {giver} cannot change hands", "change leads: there"
        )


# --- in words ------------------------------------------------------------------------------------


def _notes(
    result: Handover, giver: str, taker: str, day: date, last_day: date | None
) -> Iterator[str]:
    from sipctl.plan.calendar.periods import date_title
    from sipctl.views.text.english import join_words, plural

    count = plural(len(result.items), "piece of work", "pieces of work")
    yield f"{taker} leads {count} in place of {giver} from {date_title(day)}."
    shared = [
        f"{item.work.id} ({', '.join(item.shared_with)})"
        for item in result.items
        if item.shared_with
    ]
    if shared:
        yield f"Led together with others, who go on: {join_words(shared)}."
    if result.kept:
        yield f"Still with {giver}: {join_words([work.id for work in result.kept])}."
    if result.finished:
        ids = join_words([work.id for work in result.finished])
        yield f"Finished, and so still under the name of {giver}: {ids}."
    if last_day is not None:
        yield (
            f"Nothing of {giver} is left open, so people.yaml says that their last day is "
            f"{date_title(last_day)}. If they stay: sipctl set {giver} left --none"
        )
