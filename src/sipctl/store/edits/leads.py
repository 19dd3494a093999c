"""Changes that give work other leads, and keep in `led` who led it before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sipctl.plan.faults import Refusal
from sipctl.store.edits.changes import Bare, InsertItem, SetValue, list_changes
from sipctl.store.edits.places import KEYS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sipctl.plan.model.entries import Activity, Kpi, LeadChange
    from sipctl.store.edits.changes import Change, Path


def lead_changes(
    path: Path, work: Activity | Kpi, leads: Sequence[str], change: LeadChange
) -> list[Change]:
    """The changes that make `leads` the leads of an activity or KPI (at `path`).

    Raises Refusal where its leads last changed on a later day.
    """
    if work.led and work.led[-1].date > change.date:
        message = f"{work.id} changes hands on {work.led[-1].date} already, after {change.date}"
        raise Refusal(message, "give that day or a later one, or leave this one out")
    entry = {"from": list(change.from_), "date": Bare(change.date)}
    entry |= {"agreed": change.agreed} if change.agreed else {}
    entry |= {"why": change.why} if change.why else {}
    order = KEYS[type(work)]
    if not work.leads:
        return [SetValue((*path, "leads"), list(leads), order)]
    return [
        *list_changes((*path, "leads"), work.leads, leads),
        InsertItem((*path, "led"), entry, order=order),
    ]
