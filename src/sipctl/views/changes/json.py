"""What changed, for other programs: written by hand, versioned, changed only by addition."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sipctl.plan.changes import Added, CalendarShift, Edited, Recorded, Rescheduled
from sipctl.views.faults.text import as_dict
from sipctl.views.json import VERSION, written

if TYPE_CHECKING:
    from collections.abc import Callable

    from sipctl.plan.changes import Change, ChangeTarget, RecordChange
    from sipctl.views.changes.text import Diff


def json(diff: Diff, base: dict[str, Any], head: dict[str, Any]) -> str:
    """The whole diff; `base` and `head` say which versions they are."""
    broken = dict(diff.broken)
    return written(
        {
            "version": VERSION,
            "base": base | {"faults": [as_dict(one) for one in broken.get(diff.base, ())]},
            "head": head | {"faults": [as_dict(one) for one in broken.get(diff.head, ())]},
            "not_compared": list(diff.comparison.left_out),
            "changes": [change(one) for one in diff.comparison.changes],
            "faults": [as_dict(one) for one in diff.faults],
            "mended": diff.mended,
        }
    )


def change(one: Change) -> dict[str, Any]:
    """One change: its kind and what it is about, then what that kind has."""
    more: Callable[[Any], dict[str, Any]] = _MORE.get(type(one), lambda _: {})
    return {"kind": _kind(one), **_about(one.subject), **more(one)}


def _kind(one: Change) -> str:
    if isinstance(one, Edited):
        return {"title": "retitled", "measure": "retitled", "leads": "re-led"}.get(
            one.field, "edited"
        )
    kinds = {
        Added: "added",
        Rescheduled: "re-dated",
        CalendarShift: "shifted",
        Recorded: "recorded",
    }
    return kinds.get(type(one), "removed")


def _about(subject: ChangeTarget) -> dict[str, Any]:
    return {
        "of": subject.of.lower(),
        "id": subject.id,
        "title": subject.title,
        "aim": subject.aim,
    }


def _added(one: Added) -> dict[str, Any]:
    when = [{"milestone": label or None, "when": phrase} for label, phrase in one.when]
    return {"leads": list(one.leads), "dates": when}


def _edited(one: Edited) -> dict[str, Any]:
    return {"field": one.field, "was": _plain(one.was), "now": _plain(one.now)}


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


def _redated(one: Rescheduled) -> dict[str, Any]:
    return {
        "milestone": one.label or None,
        "was": one.was,
        "now": one.now,
        "was_due": one.was_due,
        "now_due": one.now_due,
        "days": one.days,
        "weeks": None if one.days is None else round(one.days / 7),
        "same_days": one.same,
        "agreed": one.agreed,
        "why": one.why,
        "warning": one.doubt,
        "moved_says": one.said,
    }


def _shifted(one: CalendarShift) -> dict[str, Any]:
    return {
        "milestone": one.label or None,
        "when": one.phrase,
        "due_days": [
            {"period": period, "was_due": was, "now_due": now} for period, was, now in one.moved
        ],
        "gained": list(one.gained),
        "lost": list(one.lost),
    }


def _recorded(one: Recorded) -> dict[str, Any]:
    return {"was": one.was, "now": one.now, "records": [_record(told) for told in one.records]}


def _record(told: RecordChange) -> dict[str, Any]:
    """A record's keys as its file has them, without what is confidential."""
    one = told.record
    return {
        "file": told.name,
        "change": told.fate,
        "date": one.date,
        "by": one.by,
        "at": one.at,
        "status": one.status,
        "result": one.result,
        "value": one.value,
        "unit": one.unit,
        "for": one.for_,
        "note": one.note,
        "academy": one.academy,
        "corrects": one.corrects,
        "evidence": list(one.evidence),
        "has_confidential": told.withheld,
    }


_MORE: dict[type, Callable[[Any], dict[str, Any]]] = {
    Added: _added,
    Edited: _edited,
    Rescheduled: _redated,
    CalendarShift: _shifted,
    Recorded: _recorded,
}
