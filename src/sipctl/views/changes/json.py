"""What changed, for other programs: written by hand, versioned, changed only by addition."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from sipctl.plan.changes import Added, CalendarShift, Edited, Recorded, Removed, Rescheduled
from sipctl.views.faults.text import fault_json
from sipctl.views.json import (
    RECORD_KEYS,
    VERSION,
    board_json,
    dump,
    entry_json,
    record_json,
    status_json,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from sipctl.plan.changes import Change, ChangeTarget, RecordChange
    from sipctl.views.changes.diff import Diff


def json(diff: Diff, base: dict[str, Any], head: dict[str, Any]) -> str:
    """The whole diff; `base` and `head` say which versions they are."""
    broken = dict(diff.broken)
    return dump(
        {
            "version": VERSION,
            "base": base | {"faults": list(map(fault_json, broken.get(diff.base, ())))},
            "head": head | {"faults": list(map(fault_json, broken.get(diff.head, ())))},
            "not_compared": list(diff.comparison.left_out),
            **_carried_over(diff),
            "changes": list(map(change_json, diff.comparison.changes)),
            "faults": list(map(fault_json, diff.faults)),
            "mended": diff.mended,
        }
    )


def _carried_over(diff: Diff) -> dict[str, Any]:
    """What became of each aim's activities, where the next plan begins."""
    aims = diff.comparison.carried_over
    return {"carried_over": list(map(asdict, aims))} if aims else {}


def change_json(change: Change) -> dict[str, Any]:
    """One change: its kind and what it is about, then what that kind has."""
    details: Callable[[Any], dict[str, Any]] = _DETAILS.get(type(change), lambda _: {})
    return {"kind": _kind(change), **_target(change.subject), **details(change)}


def _kind(change: Change) -> str:
    if isinstance(change, Edited):
        return {"title": "retitled", "measure": "retitled", "leads": "re-led"}.get(
            change.field, "edited"
        )
    kinds = {
        Added: "added",
        Removed: "removed",
        Rescheduled: "re-dated",
        CalendarShift: "shifted",
        Recorded: "recorded",
    }
    return kinds[type(change)]


def _target(target: ChangeTarget) -> dict[str, Any]:
    return {"of": target.of.lower(), "id": target.id, "title": target.title, "aim": target.aim}


def _added(change: Added) -> dict[str, Any]:
    dates = [{"milestone": label or None, "when": phrase} for label, phrase in change.when]
    return {"leads": list(change.leads), "dates": dates}


def _edited(change: Edited) -> dict[str, Any]:
    values = {"field": change.field, "was": _plain(change.was), "now": _plain(change.now)}
    if not change.led:
        return values
    last, led = change.led[-1], [entry_json(lead_change) for lead_change in change.led]
    return values | {"agreed": last.agreed, "why": last.why, "led": led}


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


def _rescheduled(change: Rescheduled) -> dict[str, Any]:
    return {
        "milestone": change.label or None,
        "was": change.was,
        "now": change.now,
        "was_due": change.was_due,
        "now_due": change.now_due,
        "days": change.days,
        "weeks": None if change.days is None else round(change.days / 7),
        "same_days": change.same,
        "agreed": change.agreed,
        "why": change.why,
        "warning": change.gap,
        "moved_says": change.moved_from,
    }


def _shifted(change: CalendarShift) -> dict[str, Any]:
    return {
        "milestone": change.label or None,
        "when": change.phrase,
        "due_days": [
            {"period": period, "was_due": was, "now_due": now} for period, was, now in change.moved
        ],
        "gained": list(change.gained),
        "lost": list(change.lost),
        "lost_days": list(change.lost_days),
    }


def _recorded(change: Recorded) -> dict[str, Any]:
    records = list(map(_record_change, change.records))
    return {
        "was": status_json(change.was),
        "now": status_json(change.now),
        "records": records,
    }


def _record_change(change: RecordChange) -> dict[str, Any]:
    return {
        "file": change.name,
        "change": change.kind,
        **record_json(change.record, *RECORD_KEYS),
        **board_json(change.record),
        "has_confidential": change.withheld,
    }


_DETAILS: dict[type, Callable[[Any], dict[str, Any]]] = {
    Added: _added,
    Edited: _edited,
    Rescheduled: _rescheduled,
    CalendarShift: _shifted,
    Recorded: _recorded,
}
