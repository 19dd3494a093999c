"""The answer of `take` for other programs: versioned, and changed only by addition."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sipctl.views.json import RECORD_KEYS, VERSION, dump, record_json

if TYPE_CHECKING:
    from datetime import date

    from sipctl.returns.taking.taken import NotTaken, ProposedRecord, Taking


def render_json(taking: Taking, day: date, written: list[str]) -> str:
    """The rows that became records, what was not taken, and the files that were `written`."""
    return dump(
        {
            "version": VERSION,
            "as_of": day,
            "records": [_record(row) for row in taking.proposed],
            "not_taken": [_not_taken(row) for row in taking.not_taken],
            "notices": list(taking.notices),
            "written": written,
        }
    )


def _record(row: ProposedRecord) -> dict[str, Any]:
    return {
        "file": row.place.file,
        "place": row.place.place,
        "id": row.record.subject,
        "title": row.title,
        **record_json(row.record, *RECORD_KEYS),
        "known_as": row.known_as,
        "notices": list(row.notices),
    }


def _not_taken(row: NotTaken) -> dict[str, Any]:
    return {
        "file": row.place.file,
        "place": row.place.place or None,
        "id": row.subject or None,
        "heading": row.head or None,
        "message": row.message,
        "help": row.help,
        "choices": list(row.choices),
    }
