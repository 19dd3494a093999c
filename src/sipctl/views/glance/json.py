"""The glance for other programs: written by hand, versioned, and changed only by addition."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sipctl.plan.model.statuses import NO_RECORD
from sipctl.views.json import (
    VERSION,
    board_json,
    dump,
    question_json,
    record_json,
    status_json,
    wanted_json,
)
from sipctl.views.round_answers import round_json

if TYPE_CHECKING:
    from sipctl.plan.queries.glance import Glance, NextDate, RecentChange, Tally
    from sipctl.plan.state.agenda import Row


def render_json(glance: Glance) -> str:
    """The glance as JSON."""
    questions = [question_json(question) for question in glance.questions]
    return dump(
        {
            "version": VERSION,
            "as_of": glance.day,
            "title": glance.title,
            "name": glance.body,
            "aims": [_tally_json(tally) for tally in glance.aims],
            "whole": _tally_json(glance.whole),
            "next": [_next_json(item) for item in glance.next],
            "judged_at_risk": [_judged_json(row) for row in glance.judged],
            "changes": [_change_json(change) for change in glance.changes],
            "rounds": [round_json(answers) for answers in glance.rounds],
            "dates_wanted": [wanted_json(date) for date in glance.wanted],
            **({"board_questions": questions} if questions else {}),
        }
    )


def _tally_json(tally: Tally) -> dict[str, Any]:
    return {
        "aim": tally.aim,
        "title": tally.title or None,
        "activities": tally.activities,
        "statuses": _statuses_json(tally),
        "no_record": dict(tally.statuses).get(NO_RECORD, 0),
        "overdue": tally.overdue,
        "longest_days_overdue": tally.longest,
        "slipped": tally.slipped_dates,
        "slipped_activities": tally.slipped,
        "furthest_slipped_days": tally.furthest,
    }


def _statuses_json(tally: Tally) -> dict[str, int]:
    """How many activities have each status, those without a record among `not-started`."""
    counts: dict[str, int] = {}
    for status, number in tally.statuses:
        word = status_json(status)
        counts[word] = counts.get(word, 0) + number
    return counts


def _next_json(item: NextDate) -> dict[str, Any]:
    return {
        "id": item.row.id,
        "title": item.row.title,
        "milestone": item.row.milestone,
        "leads": list(item.row.leads),
        "opens": item.opens,
        "due": item.due,
    }


def _judged_json(row: Row) -> dict[str, Any]:
    return {
        "id": row.id,
        "title": row.title,
        "milestone": row.milestone,
        "leads": list(row.leads),
        "status": row.status,
        "status_of": list(row.status_of),
        "recorded_on": row.recorded_on,
        "reason": row.reason,
        "state": row.state,
        "due": row.due,
        "days_overdue": row.days_overdue,
    }


def _change_json(change: RecentChange) -> dict[str, Any]:
    about = {"date": change.day, "id": change.id, "title": change.title, "what": change.what}
    if change.record is not None:
        keys = ("by", "status", "result", "value", "unit", "for", "note", "academy")
        return about | record_json(change.record, *keys) | board_json(change.record)
    return about | {
        "milestone": change.milestone,
        "from": change.moved,
        "to": change.to,
        "agreed": change.by,
        "why": change.why,
    }
