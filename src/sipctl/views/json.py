"""Answers for other programs. Written out by hand, versioned, and changed only by addition."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from sipctl.plan.model.entry import attribute
from sipctl.plan.model.statuses import NO_RECORD
from sipctl.views.text.english import UNSAFE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import date

    from sipctl.plan.model.entries import Activity, Kpi, Plan, Record
    from sipctl.plan.model.entry import Entry
    from sipctl.plan.queries.details import Details
    from sipctl.plan.queries.wanted_dates import WantedDate
    from sipctl.plan.state.agenda import Row
    from sipctl.plan.state.board_questions import BoardQuestion
    from sipctl.plan.state.filters import AcademyShare
    from sipctl.plan.state.progress import OccurrenceState
    from sipctl.plan.timing import Timing

    Where = Callable[[str], tuple[str, int]]

VERSION = 1

_ESCAPED = re.compile(f"[{UNSAFE}]")
"""Characters that JSON has as `\\u202e`; it escapes those below `\\x20` by itself."""


def dump(value: Any) -> str:
    """JSON as sipctl writes it: indented by two, letters as they are, a newline at the end."""
    return _dumped(value, indent=2)


def dump_line(value: Any) -> str:
    """A JSON text on one line."""
    return _dumped(value, indent=None)


def _dumped(value: Any, *, indent: int | None) -> str:
    text = json.dumps(value, ensure_ascii=False, indent=indent, default=str)
    return f"{_ESCAPED.sub(_escaped, text)}\n"


def _escaped(match: re.Match[str]) -> str:
    return f"\\u{ord(match[0]):04x}"


def status_json(status: str) -> str:
    """A status in JSON; without a record it is `not-started`, whose `recorded_on` is null."""
    return "not-started" if status == NO_RECORD else status


def rows_json(
    rows: Iterable[Row],
    day: date,
    where: Where,
    share: AcademyShare | None = None,
    *,
    occurrences: bool,
    **more: Iterable[Row],
) -> str:
    """`due` and `list`; `more` are further rows by their key, `share` how much is an academy's."""
    lists = {
        key: [row_json(row, where, occurrences=occurrences) for row in keyed]
        for key, keyed in {"rows": rows, **more}.items()
    }
    return dump({"version": VERSION, "as_of": day, **lists, **share_json(share)})


def share_json(share: AcademyShare | None) -> dict[str, Any]:
    """How much of an answer is for the academies asked for alone; {} if none was asked for."""
    if share is None:
        return {}
    academies = {"asked": list(share.academies), "own": share.own, "every": share.every}
    return {"academies": academies}


def row_json(row: Row, where: Where, *, occurrences: bool = False) -> dict[str, Any]:
    """One row; `where` gives the file and line of an id."""
    file, line = where(row.id)
    values: dict[str, Any] = {
        "id": row.id,
        "kind": row.kind,
        "title": row.title,
        "aim": row.aim,
        "area": row.area,
        "leads": list(row.leads),
        "milestone": row.milestone,
        "when": row.when,
        "period": row.period,
        "opens": row.opens,
        "due": row.due,
        "state": row.state,
        "soon": row.soon,
        "days_overdue": row.days_overdue,
        "missed": row.missed,
        "missed_since": row.missed_since,
        "original_due": row.original_due,
        "slipped_days": row.slipped_days,
        "status": status_json(row.status),
        "recorded_on": row.recorded_on,
        "file": file,
        "line": line,
        "academies": list(row.academies),
        "reason": row.reason,
        "missed_judged_at_risk": row.missed_judged,
        "dates_done": row.dates_done,
        "dates": row.dates,
        "status_of": list(row.status_of),
        "settled_for": list(row.settled_for),
        "open_for": list(row.open_for),
    }
    if occurrences:
        values["occurrences"] = [_occurrence(occurrence) for occurrence in row.occurrences]
    return values


def _occurrence(occurrence: OccurrenceState) -> dict[str, Any]:
    return {
        "period": occurrence.period,
        "milestone": occurrence.milestone,
        "opens": occurrence.opens,
        "due": occurrence.due,
        "settled_on": occurrence.settled_on,
        "judged": occurrence.judged,
        "settled_for": list(occurrence.settled_for),
        "open_for": list(occurrence.open_for),
    }


def timing_json(timing: Timing) -> str:
    """`when`: one phrase, read."""
    return dump(
        {
            "version": VERSION,
            "phrase": timing.phrase,
            "reading": timing.reading,
            "cadence": timing.cadence,
            "open_ended": timing.open_ended,
            "as_needed": timing.as_needed,
            "occurrences": [
                {"period": occurrence.period, "opens": occurrence.opens, "due": occurrence.due}
                for occurrence in timing.occurrences
            ],
            "notes": list(timing.notes),
        }
    )


def rows_csv(rows: Sequence[Row], where: Where) -> str:
    """`due` and `list` as CSV: the same columns, several values in one joined by a space.

    People open it, so it says `no-record` as screens, packs and the CSV of `export` do.
    """
    import csv
    from io import StringIO

    buffer = StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    dicts = [row_json(row, where) | {"status": row.status} for row in rows]
    heads = list(dicts[0]) if dicts else HEADS
    writer.writerow(heads)
    for values in dicts:
        writer.writerow([cell(values[head]) for head in heads])
    return buffer.getvalue()


HEADS = [
    *("id", "kind", "title", "aim", "area", "leads", "milestone", "when", "period", "opens", "due"),
    *("state", "soon", "days_overdue", "missed", "missed_since", "original_due", "slipped_days"),
    *("status", "recorded_on", "file", "line", "academies", "reason", "missed_judged_at_risk"),
    *("dates_done", "dates", "status_of", "settled_for", "open_for"),
]


def cell(value: Any) -> str:
    """A value for a CSV cell: text that a spreadsheet would run as a formula is guarded."""
    from sipctl.views.exports.layout import guard

    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return guard(" ".join(value))
    return guard(value) if isinstance(value, str) else str(value)


def details_json(details: Details, where: Where, *, confidential: bool) -> dict[str, Any]:
    """`show`: one thing with its rows, its moves and its records (newest first)."""
    file, line = where(details.id)
    values: dict[str, Any] = {
        "version": VERSION,
        "as_of": details.day,
        "id": details.id,
        "kind": details.kind,
        "title": details.title,
        "file": file,
        "line": line,
        "rows": [row_json(row, where, occurrences=True) for row in details.rows],
    }
    if details.work is not None:
        values |= _work_json(details, details.work)
    if details.kind in ("activity", "kpi", "area", "aim", "framework", "part"):
        values["covers"] = [
            {"id": part.id, "title": part.title, "covered_by": [thing.id for thing in part.by]}
            for part in (*details.covers, *details.parts)
        ]
    if details.kind == "framework":
        values["covering_nothing"] = [area.id for area in details.outside]
    if details.plan is not None:
        values |= _plan_json(details.plan)
    if details.kind in ("activity", "kpi", "area", "aim"):
        values["records"] = [
            {"name": name, **entry_json(record, () if confidential else ("confidential",))}
            for name, record in details.records
        ]
    questions = details.questions or details.open_questions
    if questions:
        values["board_questions"] = [question_json(question) for question in questions]
    return values


def _work_json(details: Details, work: Activity | Kpi) -> dict[str, Any]:
    """What `show` gives of an activity or KPI, and of nothing else."""
    return {
        "detail": getattr(work, "detail", None),
        "query": work.query,
        "see": list(work.see),
        "after": list(getattr(work, "after", ())),
        "moved": [entry_json(move) for move in details.moved],
        "led": [entry_json(change) for change in details.led],
        "answered": [entry_json(answer) for answer in details.answered],
        "came_from": getattr(work, "came_from", None),
        "dates_wanted": [wanted_json(date) for date in details.wanted],
    }


def _plan_json(plan: Plan) -> dict[str, Any]:
    """What `show` gives of the whole plan."""
    return {
        "runs": entry_json(plan.about.runs),
        "source": plan.about.source,
        "endorsement": plan.about.endorsement,
        "term_dates": plan.calendar.source,
    }


def wanted_json(date: WantedDate) -> dict[str, Any]:
    """A new date that a lead wants, and that nobody has moved yet."""
    about = {"id": date.id, "title": date.title, "wanted": date.wanted, "for": date.for_}
    return about | {"by": date.by, "date": date.day}


def question_json(question: BoardQuestion) -> dict[str, Any]:
    """What a board asked, and what answers it; `answer` is null while it is open."""
    answer = question.answer
    return {
        "id": question.id,
        "asked": question.words,
        "board": question.board,
        "date": question.record.date,
        "file": question.file,
        "answer": record_json(answer, "date", "by", "note") if answer else None,
    }


# --- entries of the plan -------------------------------------------------------------------------


def record_json(record: Record, *keys: str) -> dict[str, Any]:
    """The keys of a record that are asked for, in that order, named as in its file."""
    return {key: _plain(getattr(record, attribute(key))) for key in keys}


RECORD_KEYS = (
    *("date", "by", "at", "status", "result", "value", "unit", "for", "note", "academy"),
    *("corrects", "evidence", "summary", "help_wanted", "new_date_wanted", "decision_wanted"),
    *("return", "row", "agreed"),
)
"""The keys of records that are not a board's, without their subject and what is confidential."""


def board_json(record: Record) -> dict[str, Any]:
    """What a board asked or decided, or which question a record answers; nothing in other ones."""
    keys = ("asked", "decided", "answers")
    return record_json(record, *keys) if record.is_by_board or record.answers else {}


def entry_json(entry: Entry, hide: tuple[str, ...] = ()) -> dict[str, Any]:
    """An entry's values by the keys of its file, without empty ones."""
    return {
        name.rstrip("_"): _plain(value)
        for name, value in vars(entry).items()
        if value not in (None, ()) and name not in hide
    }


def _plain(value: object) -> object:
    return list(value) if isinstance(value, tuple) else value
