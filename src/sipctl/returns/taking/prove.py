"""Proves proposed records against the plan: none is written that `check` would call a fault."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sipctl.plan import rules
from sipctl.plan.faults import Refusal
from sipctl.returns.taking.taken import NotTaken, ProposedRecord, Taking
from sipctl.store import records

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from sipctl.plan.faults import Fault
    from sipctl.plan.model.entries import Plan
    from sipctl.plan.timing import TimingContext


def proved(taking: Taking, plan: Plan, context: TimingContext, today: date) -> Taking:
    """A taking without the rows whose record could not be written or would be a fault."""
    faults: dict[int, NotTaken] = {}
    files = {}
    for index, row in enumerate(taking.proposed):
        if row.known_as is not None:
            continue
        try:
            files[records.compose(context.calendar, row.record).path] = index
        except Refusal as refusal:
            faults[index] = _refused(row, refusal.message, refusal.help)
    added = {path: taking.proposed[index].record for path, index in files.items()}
    after = replace(plan, records={**plan.records, **added})
    for fault in _errors(rules.check(after, context, today)) if added else ():
        if fault.file in files:
            index = files[fault.file]
            faults.setdefault(index, _refused(taking.proposed[index], fault.message, fault.help))
    return replace(
        taking,
        proposed=tuple(row for index, row in enumerate(taking.proposed) if index not in faults),
        not_taken=(*taking.not_taken, *faults.values()),
    )


def _errors(faults: Iterable[Fault]) -> Iterable[Fault]:
    return (fault for fault in faults if fault.severity == "error")


def _refused(row: ProposedRecord, message: str, help: str) -> NotTaken:
    return NotTaken(row.place, row.record.subject, "", message, help)
