"""What may be an oversight in a new record: that its author does not lead the work, or that it
has no evidence."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING

from sipctl.plan.model.entries import Activity, Kpi
from sipctl.views.text.english import join_words

if TYPE_CHECKING:
    from datetime import date

    from sipctl.cli.target import RecordTarget
    from sipctl.plan.model.entries import Record


def check_oversights(
    target: RecordTarget, record: Record, *, ask: bool
) -> tuple[Record, tuple[str, ...]]:
    """The record, and sentences on what may be an oversight: who records it, and no evidence.

    With `ask`, both are asked about in place of being said; raises typer.Abort for a no.
    """
    from sipctl.cli.runtime.prompts import ask_or_skip, confirm

    notices = []
    leads = () if record.is_by_board else _leads_on(target, record.date)
    if leads and record.by not in leads:
        does = "does" if len(leads) == 1 else "do"
        what = f"does not lead {target.id}" if target.work else f"leads nothing in {target.id}"
        notice = f"{record.by} {what}: {join_words(leads)} {does}."
        if ask:
            confirm(f"{notice} Record it all the same?")
        else:
            notices.append(notice)
    if record.status == "complete" and not record.evidence:
        if ask:
            question = f"What shows that {target.id} is complete? A link or document, or Enter"
            evidence = ask_or_skip(question)
            record = replace(record, evidence=(evidence,) if evidence else ())
        else:
            notices.append("No evidence is given: --evidence names a link or a document.")
    return record, tuple(notices)


def _leads_on(target: RecordTarget, day: date) -> tuple[str, ...]:
    """The leads of the entry on a day; of an area or aim, those of activities and KPIs in it."""
    if target.work is not None:
        return target.thing.leads_on(day)
    leads = (
        thing.leads_on(day)
        for thing in target.plan.walk(Activity, Kpi)
        if target.id in (str(entry.id) for entry in (thing.aim, thing.area) if entry)
    )
    return tuple(dict.fromkeys(chain.from_iterable(leads)))
