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


def written(value: Any) -> str:
    """JSON as sipctl writes it: indented by two, letters as they are, a newline at the end."""
    return _dumped(value, indent=2)


def on_a_line(value: Any) -> str:
    """The same on one line."""
    return _dumped(value, indent=None)


def _dumped(value: Any, *, indent: int | None) -> str:
    text = json.dumps(value, ensure_ascii=False, indent=indent, default=str)
    return f"{_UNSEEN.sub(_escaped, text)}\n"


def _escaped(found: re.Match[str]) -> str:
    return f"\\u{ord(found[0]):04x}"


def rows(those: Iterable[Row], day: date, where: Where, *, occurrences: bool) -> str:
    """`due` and `list`."""
    return written(
        {
            "version": VERSION,
            "as_of": day,
            "rows": [row(one, where, occurrences=occurrences) for one in those],
        }
    )


def row(one: Row, where: Where, *, occurrences: bool = False) -> dict[str, Any]:
    """One row; `where` gives the file and line of an id."""
    file, line = where(one.id)
    made: dict[str, Any] = {
        "id": one.id,
        "kind": one.kind,
        "title": one.title,
        "aim": one.aim,
        "area": one.area,
        "leads": list(one.leads),
        "milestone": one.milestone,
        "when": one.when,
        "period": one.period,
        "opens": one.opens,
        "due": one.due,
        "state": one.state,
        "soon": one.soon,
        "days_overdue": one.days_overdue,
        "missed": one.missed,
        "missed_since": one.missed_since,
        "original_due": one.original_due,
        "slipped_days": one.slipped_days,
        "status": one.status,
        "recorded_on": one.recorded_on,
        "file": file,
        "line": line,
        "academies": list(one.academies),
        "reason": one.reason,
    }
    if occurrences:
        made["occurrences"] = [_occurrence(occurrence) for occurrence in one.occurrences]
    return made


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
    return written(
        {
            "version": VERSION,
            "phrase": timing.phrase,
            "reading": timing.reading,
            "cadence": timing.cadence,
            "open_ended": timing.open_ended,
            "as_needed": timing.as_needed,
            "occurrences": [
                {"period": one.period, "opens": one.opens, "due": one.due}
                for one in timing.occurrences
            ],
            "notes": list(timing.notes),
        }
    )


def table(those: Sequence[Row], where: Where) -> str:
    """`due` and `list` as CSV: the same columns, several values in one joined by a space."""
    import csv
    from io import StringIO

    buffer = StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    dicts = [row(one, where) for one in those]
    heads = list(dicts[0]) if dicts else HEADS
    writer.writerow(heads)
    for one in dicts:
        writer.writerow([cell(one[head]) for head in heads])
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


def whole(one: Details, where: Where, *, confidential: bool) -> str:
    """`show`: one thing with its rows, its moves and its records (newest first)."""
    file, line = where(one.id)
    made: dict[str, Any] = {
        "version": VERSION,
        "as_of": one.day,
        "id": one.id,
        "kind": one.kind,
        "title": one.title,
        "file": file,
        "line": line,
        "rows": [row(its, where, occurrences=True) for its in one.rows],
    }
    if one.work is not None:
        made |= {
            "detail": getattr(one.work, "detail", None),
            "query": one.work.query,
            "see": list(one.work.see),
            "after": list(getattr(one.work, "after", ())),
            "moved": [entry_json(move) for move in one.moved],
            "records": [
                {"name": name, **entry_json(record, () if confidential else ("confidential",))}
                for name, record in one.records
            ],
        }
    return written(made)


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
