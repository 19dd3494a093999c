"""`sipctl withdraw`: give up an activity or a KPI, or all beneath a priority, area or aim.

Each activity gets a record with the status `withdrawn`; each KPI is marked `retired` in the plan's
file. The priority, area or aim itself stays as it is, and so does what is finished.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from sipctl.cli import options as o
from sipctl.cli.complete import ids
from sipctl.cli.edits.agreement import agreed_by, given_text
from sipctl.cli.edits.finish import PlanEdit, finish
from sipctl.cli.edits.opened import open_for_edit
from sipctl.plan.faults import Refusal

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from sipctl.cli.edits.opened import EditSession
    from sipctl.plan.model.entries import Plan, Thing
    from sipctl.plan.state.agenda import WorkItem
    from sipctl.store.edits.edit import Edit

Id = Annotated[
    str,
    typer.Argument(
        metavar="ID",
        help="An activity (2a.3) or KPI (2a.k1); or a priority (2a.p1), area (2a) or aim (2) "
        "with all beneath it.",
        autocompletion=ids,
    ),
]
Why = Annotated[str | None, typer.Option("--why", help="Why it is given up.")]


def command(
    id: Id,
    agreed: o.AgreedOption = None,
    why: Why = None,
    by: o.RecorderOption = None,
    on: o.DecidedOnOption = None,
    dry_run: o.DryRunOption = False,
    commit: o.CommitOption = False,
    as_of: o.AsOfOption = None,
    plan: o.PlanOption = None,
) -> None:
    """Give up an activity or KPI, or all beneath a priority or area: recorded, never deleted."""
    from sipctl.cli.target import day_of, known_recorder
    from sipctl.plan.model.entries import Activity, Record
    from sipctl.plan.state.agenda import work_items

    today = o.answer_day(as_of)
    session = open_for_edit(plan, dry_run=dry_run)
    thing = _find(session.plan, id)
    day = day_of(on, today)
    beneath = [
        item
        for item in work_items(session.plan, session.context, day, kpis=True)
        if _is_beneath(thing, item)
    ]
    given_up = [item for item in beneath if item.standing.is_open]
    _refuse_nothing(thing, beneath, given_up)
    who = agreed_by(agreed, f"that {thing.id} is given up")
    reason = _why(thing, why)
    activities = [item.work for item in given_up if isinstance(item.work, Activity)]
    kpis = [item for item in given_up if not isinstance(item.work, Activity)]
    recorder = known_recorder(session.folder, session.plan, by) if activities else ""
    record = partial(Record, date=day, by=recorder, status="withdrawn", note=reason, agreed=who)
    whole = PlanEdit(
        tuple(_retired(session, kpis, day, f"{reason}, agreed by {who}")),
        f"{thing.id}: Give up {thing.title}",
        tuple(record(activity=activity.id) for activity in activities),
        tuple(_notes(thing, beneath, given_up)),
    )
    finish(session, whole, today, dry_run=dry_run, commit=commit)


def _find(plan: Plan, name: str) -> Thing:
    from sipctl.plan.model.entries import Outcome
    from sipctl.plan.state.resolve import resolve

    things = {thing.id: thing for thing in plan.walk() if not isinstance(thing.entry, Outcome)}
    message = f'nothing in this plan that can be given up is called "{name}"'
    return things[resolve(name, list(things), message, otherwise="sipctl list shows the ids")]


def _is_beneath(thing: Thing, item: WorkItem) -> bool:
    """Whether an activity or KPI is `thing`, serves it (a priority) or is within it (area, aim)."""
    area = item.area.id if item.area else None
    aim = str(item.aim.id) if item.aim else None
    return thing.id in (item.work.id, getattr(item.work, "priority", None), area, aim)


def _refuse_nothing(thing: Thing, beneath: list[WorkItem], given_up: list[WorkItem]) -> None:
    from sipctl.plan.model.entries import Priority

    if given_up:
        return
    if len(beneath) == 1 and beneath[0].work.id == thing.id:
        status = "retired" if beneath[0].standing.retired else beneath[0].standing.status
        raise Refusal(f"{thing.id} is {status} already", f"sipctl show {thing.id} tells when")
    if not beneath and isinstance(thing.entry, Priority):
        message = f"no activity says that it serves {thing.id}"
        raise Refusal(message, f"say which does: sipctl set 2a.3 priority {thing.id}")
    raise Refusal(f"nothing beneath {thing.id} is open", f"sipctl show {thing.id} lists it")


def _why(thing: Thing, why: str | None) -> str:
    from sipctl.cli.runtime.prompts import ask_text, can_ask

    given = given_text("--why", why)
    if given is not None:
        return given
    if can_ask():
        return ask_text(f"Why is {thing.id} given up?")
    raise Refusal(f"why is {thing.id} given up?", "say so with --why: packs tell it")


def _retired(session: EditSession, kpis: list[WorkItem], day: date, why: str) -> Iterator[Edit]:
    """The edits that retire KPIs, one a file."""
    from sipctl.plan.model.entries import Kpi
    from sipctl.store.edits.changes import Bare, Change, SetValue
    from sipctl.store.edits.edit import Edit
    from sipctl.store.edits.places import KEYS, file_of, path_to

    changes: dict[str, list[Change]] = {}
    for item in kpis:
        thing = session.plan.find(item.work.id)
        if thing is not None:
            retired = {"date": Bare(day), "why": why}
            change = SetValue((*path_to(thing), "retired"), retired, KEYS[Kpi])
            changes.setdefault(file_of(session.plan, thing), []).append(change)
    for file, file_changes in changes.items():
        source = session.source(file)
        yield Edit(source, file_changes, "the KPIs cannot be retired", "write retired: there")


def _notes(thing: Thing, beneath: list[WorkItem], given_up: list[WorkItem]) -> Iterator[str]:
    from sipctl.plan.model.entries import Activity
    from sipctl.views.text.english import join_words, plural

    activities = sum(isinstance(item.work, Activity) for item in given_up)
    counts = [plural(activities, "activity", "activities")] * bool(activities)
    kpis = len(given_up) - activities
    counts += [plural(kpis, "KPI")] * bool(kpis)
    if len(beneath) > 1:
        yield f"With {thing.id}, {join_words(counts)} are given up."
    done = [item.work.id for item in beneath if not item.standing.is_open]
    if done:
        yield f"Finished or given up before, and so left as they are: {join_words(done)}."
