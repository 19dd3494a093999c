"""Answers for other programs. Written out by hand, versioned, and changed only by addition."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import date

    from sipctl.plan.model.entries import Record
    from sipctl.plan.model.entry import Entry
    from sipctl.plan.queries.details import Details
    from sipctl.plan.state.agenda import Row
    from sipctl.plan.state.progress import OccurrenceState
    from sipctl.plan.timing import Timing

    Where = Callable[[str], tuple[str, int]]

VERSION = 1

_UNSEEN = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
"""What nobody sees, and what turns the text after it round: JSON says it in figures."""


def dump(value: Any) -> str:
    """JSON as sipctl writes it: indented by two, letters as they are, a newline at the end."""
    return _dumped(value, indent=2)


def dump_line(value: Any) -> str:
    """The same on one line."""
    return _dumped(value, indent=None)


def _dumped(value: Any, *, indent: int | None) -> str:
    text = json.dumps(value, ensure_ascii=False, indent=indent, default=str)
    return f"{_UNSEEN.sub(_escaped, text)}\n"


def _escaped(match: re.Match[str]) -> str:
    return f"\\u{ord(match[0]):04x}"


def rows(agenda_rows: Iterable[Row], day: date, where: Where, *, occurrences: bool) -> str:
    """`due` and `list`."""
    return dump(
        {
            "version": VERSION,
            "as_of": day,
            "rows": [row(agenda_row, where, occurrences=occurrences) for agenda_row in agenda_rows],
        }
    )


def row(agenda_row: Row, where: Where, *, occurrences: bool = False) -> dict[str, Any]:
    """One row; `where` gives the file and line of an id."""
    file, line = where(agenda_row.id)
    values: dict[str, Any] = {
        "id": agenda_row.id,
        "kind": agenda_row.kind,
        "title": agenda_row.title,
        "aim": agenda_row.aim,
        "area": agenda_row.area,
        "leads": list(agenda_row.leads),
        "milestone": agenda_row.milestone,
        "when": agenda_row.when,
        "period": agenda_row.period,
        "opens": agenda_row.opens,
        "due": agenda_row.due,
        "state": agenda_row.state,
        "soon": agenda_row.soon,
        "days_overdue": agenda_row.days_overdue,
        "missed": agenda_row.missed,
        "missed_since": agenda_row.missed_since,
        "original_due": agenda_row.original_due,
        "slipped_days": agenda_row.slipped_days,
        "status": agenda_row.status,
        "recorded_on": agenda_row.recorded_on,
        "file": file,
        "line": line,
        "academies": list(agenda_row.academies),
        "reason": agenda_row.reason,
    }
    if occurrences:
        values["occurrences"] = [_occurrence(occurrence) for occurrence in agenda_row.occurrences]
    return values


def _occurrence(occurrence: OccurrenceState) -> dict[str, Any]:
    return {
        "period": occurrence.period,
        "milestone": occurrence.milestone,
        "opens": occurrence.opens,
        "due": occurrence.due,
        "settled_on": occurrence.settled_on,
    }


def when(timing: Timing) -> str:
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


def rows_csv(agenda_rows: Sequence[Row], where: Where) -> str:
    """`due` and `list` as CSV: the same columns, several values in one joined by a space."""
    import csv
    from io import StringIO

    buffer = StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    dicts = [row(agenda_row, where) for agenda_row in agenda_rows]
    heads = list(dicts[0]) if dicts else HEADS
    writer.writerow(heads)
    for values in dicts:
        writer.writerow([cell(values[head]) for head in heads])
    return buffer.getvalue()


HEADS = [
    *("id", "kind", "title", "aim", "area", "leads", "milestone", "when", "period", "opens", "due"),
    *("state", "soon", "days_overdue", "missed", "missed_since", "original_due", "slipped_days"),
    *("status", "recorded_on", "file", "line", "academies", "reason"),
]


def cell(value: Any) -> str:
    """A value as a spreadsheet is given it: text that would run as a formula is made text again."""
    from sipctl.views.exports.layout import guard

    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return guard(" ".join(value))
    return guard(value) if isinstance(value, str) else str(value)


def whole(details: Details, where: Where, *, confidential: bool) -> str:
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
        "rows": [row(agenda_row, where, occurrences=True) for agenda_row in details.rows],
    }
    if details.work is not None:
        values |= {
            "detail": getattr(details.work, "detail", None),
            "query": details.work.query,
            "see": list(details.work.see),
            "after": list(getattr(details.work, "after", ())),
            "moved": [entry_json(move) for move in details.moved],
            "records": [
                {"name": name, **entry_json(record, () if confidential else ("confidential",))}
                for name, record in details.records
            ],
        }
    return dump(values)


# --- entries of the plan -------------------------------------------------------------------------


def record_json(record: Record, *keys: str) -> dict[str, Any]:
    """The keys of a record that are asked for, in that order, named as in its file."""
    return {key: _plain(getattr(record, "for_" if key == "for" else key)) for key in keys}


RECORD_KEYS = (
    *("date", "by", "at", "status", "result", "value", "unit", "for", "note", "academy"),
    *("corrects", "evidence"),
)
"""What every record may say, but for its subject and what is confidential."""


def entry_json(entry: Entry, hide: tuple[str, ...] = ()) -> dict[str, Any]:
    """An entry's values by the keys that its file has for them, what is empty left out."""
    return {
        name.rstrip("_"): _plain(value)
        for name, value in vars(entry).items()
        if value not in (None, ()) and name not in hide
    }


def _plain(value: object) -> object:
    return list(value) if isinstance(value, tuple) else value
