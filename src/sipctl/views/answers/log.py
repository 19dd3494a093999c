"""What happened, newest first: records and edits of the plan side by side."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sipctl.plan.changes import CalendarShift
from sipctl.plan.queries.log import RecordEntry
from sipctl.views.answers.record import word
from sipctl.views.changes import english as words
from sipctl.views.text.english import plural, safe_text, short_day
from sipctl.views.text.style import wrapped

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from sipctl.plan.model.entries import Record
    from sipctl.plan.queries.log import CommitEntry, Entry
    from sipctl.views.text.screen import Screen

MOST_CHANGES = 8
"""Changes of one commit that are told one by one; `sipctl diff` tells them all."""


@dataclass(frozen=True)
class Log:
    """What is shown: `more` if there is more of it, `missing` says what git does not know."""

    entries: Sequence[Entry]
    more: bool
    missing: str | None
    confidential: bool
    period: Callable[[str], str]


def text(log: Log, screen: Screen) -> str:
    """A line an entry, what hangs on it under it, and at the foot what is not there."""
    bold = (lambda text: f"\x1b[1m{text}\x1b[0m") if screen.colour else str
    pen = words.Markup(safe_text, bold)
    lines = [line for entry in log.entries for line in _lines(entry, log, pen, screen)]
    if not log.entries:
        lines.append("Nothing is recorded.")
    if log.more:
        lines.append("")
        lines.append(f"The newest {len(log.entries)}; --all shows what came before them.")
    if log.missing:
        lines += ["", *wrapped(log.missing, screen.width)]
    return "".join(f"{line}\n" for line in lines)


def _lines(entry: Entry, log: Log, pen: words.Markup, screen: Screen) -> Iterator[str]:
    if isinstance(entry, RecordEntry):
        told = _noted(entry, log, pen)
        yield from wrapped(f"{short_day(entry.record.date):>11}  {told}", screen.width)
        return
    yield from wrapped(f"{short_day(entry.day):>11}  {_head(entry, pen)}", screen.width)
    for line in _changes(entry, log, pen):
        yield from wrapped(f"{'':13}{line}", screen.width)


# --- a record ------------------------------------------------------------------------------------


def _noted(entry: RecordEntry, log: Log, pen: words.Markup) -> str:
    record = entry.record
    about = f" {pen.text(log.period(record.for_))}" if record.for_ else ""
    told = f"{pen.text(record.by)}: {pen.strong(pen.text(record.subject))} {pen.text(entry.title)}"
    told = f"{told.rstrip()}:{about} {word(record)}{_around(record)}"
    told += f" – {pen.text(record.note)}" if record.note else ""
    told += _secret(record, log)
    return f"{told} [corrected since]" if entry.mistake else told


def _around(record: Record) -> str:
    told = f" at {safe_text(record.academy)}" if record.academy else ""
    told += ", putting an earlier record right" if record.corrects else ""
    shown = ", ".join(safe_text(one) for one in record.evidence)
    return f"{told} ({shown})" if shown else told


def _secret(record: Record, log: Log) -> str:
    if not record.confidential:
        return ""
    if log.confidential:
        return f" [confidential: {safe_text(record.confidential)}]"
    return " [a confidential note is kept]"


# --- an edit of the plan -------------------------------------------------------------------------


def _head(entry: CommitEntry, pen: words.Markup) -> str:
    verb = "began the plan" if entry.first else "edited the plan"
    return f"{pen.text(entry.author)} {verb} ({entry.commit[:7]}): {pen.text(entry.subject)}"


def _changes(entry: CommitEntry, log: Log, pen: words.Markup) -> Iterator[str]:
    if entry.first and len(entry.changes) > MOST_CHANGES:
        yield f"{words.census(entry.changes)}."
    else:
        shifted = [one for one in entry.changes if isinstance(one, CalendarShift)]
        others = [one for one in entry.changes if not isinstance(one, CalendarShift)]
        for change in others[:MOST_CHANGES]:
            first, *rest = words.render(change, pen) or [""]
            yield f"{words.called(change.subject, pen)}: {first}"
            yield from (f"  {line}" for line in rest)
        if len(others) > MOST_CHANGES:
            name = entry.commit[:7]
            left = plural(len(others) - MOST_CHANGES, "more change")
            yield f"and {left}: sipctl diff {name}~ {name}"
        yield from words.shifts(shifted, log.period, pen)
    for path in entry.unread:
        yield f"{pen.text(path)} did not load, so what changed in it is not known."


# --- for other programs --------------------------------------------------------------------------


def json(log: Log) -> str:
    """The same for other programs."""
    from sipctl.views.json import VERSION, written

    entries = [_entry(one, log) for one in log.entries]
    whole = {"version": VERSION, "entries": entries, "more": log.more, "missing": log.missing}
    return written(whole)


def _entry(entry: Entry, log: Log) -> dict[str, Any]:
    if isinstance(entry, RecordEntry):
        return _record(entry, log)
    from sipctl.views.changes.json import change

    return {
        "kind": "edit",
        "date": entry.day,
        "at": entry.at,
        "by": entry.author,
        "commit": entry.commit,
        "subject": entry.subject,
        "first": entry.first,
        "changes": [change(one) for one in entry.changes],
        "not_compared": list(entry.unread),
    }


def _record(entry: RecordEntry, log: Log) -> dict[str, Any]:
    record = entry.record
    made: dict[str, Any] = {
        "kind": "record",
        "date": record.date,
        "at": record.at,
        "by": record.by,
        "id": record.subject,
        "title": entry.title,
        "status": record.status,
        "result": record.result,
        "value": record.value,
        "unit": record.unit,
        "for": record.for_,
        "note": record.note,
        "academy": record.academy,
        "evidence": list(record.evidence),
        "corrects": record.corrects,
        "corrected": entry.mistake,
        "withheld": bool(record.confidential) and not log.confidential,
        "file": entry.name,
    }
    return made | {"confidential": record.confidential} if log.confidential else made
