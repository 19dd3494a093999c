"""What happened, newest first: records and edits of the plan side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sipctl.plan.changes import CalendarShift
from sipctl.plan.frozen import frozen
from sipctl.plan.model.entries import Answered
from sipctl.plan.queries.log import MoveEntry, PastEntry, RecordEntry
from sipctl.views.changes.english import (
    Markup,
    census,
    change_lines,
    shift_lines,
    target_name,
)
from sipctl.views.text.english import (
    board_word,
    confidential_note,
    plural,
    record_remarks,
    record_result,
    safe_text,
    short_day,
)
from sipctl.views.text.style import bold, wrapped

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from sipctl.plan.model.entries import Record
    from sipctl.plan.queries.log import CommitEntry, Entry
    from sipctl.views.text.screen import Screen

MOST_CHANGES = 8
"""Changes of one commit that are listed; `sipctl diff` lists them all."""


@frozen()
class Log:
    """The entries to show; `more` if there are others, `missing` says what git cannot tell."""

    entries: Sequence[Entry]
    more: bool
    missing: str | None
    confidential: bool
    period: Callable[[str], str]


def text(log: Log, screen: Screen) -> str:
    """A line an entry, its changes under it, and at the foot what is not shown."""
    markup = Markup(safe_text, lambda text: bold(text, screen))
    lines = [line for entry in log.entries for line in _lines(entry, log, markup, screen)]
    if not log.entries:
        lines.append("Nothing is recorded.")
    if log.more:
        lines.append("")
        lines.append(f"The newest {len(log.entries)}; --all shows what came before them.")
    if log.missing:
        lines += ["", *wrapped(log.missing, screen.width)]
    return "".join(f"{line}\n" for line in lines)


def _lines(entry: Entry, log: Log, markup: Markup, screen: Screen) -> Iterator[str]:
    if isinstance(entry, RecordEntry):
        line = _record(entry, log, markup)
        yield from wrapped(f"{short_day(entry.record.date):>11}  {line}", screen.width)
        return
    if isinstance(entry, MoveEntry):
        yield from wrapped(
            f"{short_day(entry.move.date):>11}  {_move(entry, markup)}", screen.width
        )
        return
    if isinstance(entry, PastEntry):
        day = short_day(entry.past.date)
        yield from wrapped(f"{day:>11}  {_past(entry, markup)}", screen.width)
        return
    yield from wrapped(f"{short_day(entry.day):>11}  {_head(entry, markup)}", screen.width)
    for line in _changes(entry, log, markup):
        yield from wrapped(f"{'':13}{line}", screen.width)


# --- a record ------------------------------------------------------------------------------------


def _record(entry: RecordEntry, log: Log, markup: Markup) -> str:
    record = entry.record
    about = f" {markup.text(log.period(record.for_))}" if record.for_ else ""
    subject = f"{markup.strong(markup.text(record.subject))} {markup.text(entry.title)}".rstrip()
    result = safe_text(", ".join(record_result(record)))
    line = f"{markup.text(record.by)}: {subject}:{about} {result}{_circumstances(record)}"
    line = " – ".join([line.rstrip(), *record_remarks(record, markup.text)])
    line += confidential_note(record, shown=log.confidential)
    return f"{line} [corrected since]" if entry.mistake else line


def _circumstances(record: Record) -> str:
    """` at Hill, putting an earlier record right (minutes.pdf)`."""
    text = f" at {safe_text(record.academy)}" if record.academy else ""
    text += ", putting an earlier record right" if record.corrects else ""
    evidence = ", ".join(map(safe_text, record.evidence))
    return f"{text} ({evidence})" if evidence else text


# --- a move --------------------------------------------------------------------------------------


def _move(entry: MoveEntry, markup: Markup) -> str:
    move = entry.move
    label = f" {markup.text(entry.label)}" if entry.label else ""
    subject = f"{markup.strong(markup.text(entry.id))} {markup.text(entry.title)}"
    agreed = (
        f"agreed by {markup.text(move.agreed)}" if move.agreed else "nobody is said to have agreed"
    )
    why = f" – {markup.text(move.why)}" if move.why else ""
    dates = f"moved from {markup.text(move.from_)} to {markup.text(entry.to)}"
    return f"{subject}:{label} {dates}, {agreed}{why}"


def _move_json(entry: MoveEntry) -> dict[str, Any]:
    move = entry.move
    return {
        "kind": "move",
        "date": move.date,
        "id": entry.id,
        "title": entry.title,
        "milestone": entry.label or None,
        "from": move.from_,
        "to": entry.to,
        "agreed": move.agreed,
        "why": move.why,
    }


# --- a change of leads, an answer -----------------------------------------------------------------


def _past(entry: PastEntry, markup: Markup) -> str:
    """`2a.3 HR software: led by PQ, before by JK, agreed by CEO – JK left`."""
    subject = f"{markup.strong(markup.text(entry.id))} {markup.text(entry.title)}"
    past = entry.past
    if isinstance(past, Answered):
        by = f" ({markup.text(past.by)})" if past.by else ""
        return f"{subject}: {markup.text(past.query)} – {markup.text(past.answer)}{by}"
    before, now = (
        ", ".join(map(markup.text, leads)) or "nobody" for leads in (past.from_, entry.to)
    )
    agreed = f", agreed by {markup.text(past.agreed)}" if past.agreed else ""
    why = f" – {markup.text(past.why)}" if past.why else ""
    return f"{subject}: led by {now}, before by {before}{agreed}{why}"


def _past_json(entry: PastEntry) -> dict[str, Any]:
    from sipctl.views.json import entry_json

    kind = "answer" if isinstance(entry.past, Answered) else "handover"
    values = {"kind": kind, "id": entry.id, "title": entry.title, **entry_json(entry.past)}
    return values if kind == "answer" else {**values, "to": list(entry.to)}


# --- an edit of the plan -------------------------------------------------------------------------


def _head(entry: CommitEntry, markup: Markup) -> str:
    verb = "began the plan" if entry.first else "edited the plan"
    return f"{markup.text(entry.author)} {verb} ({entry.commit[:7]}): {markup.text(entry.subject)}"


def _changes(entry: CommitEntry, log: Log, markup: Markup) -> Iterator[str]:
    if entry.first and len(entry.changes) > MOST_CHANGES:
        yield f"{census(entry.changes)}."
    else:
        shifts = [change for change in entry.changes if isinstance(change, CalendarShift)]
        others = [change for change in entry.changes if not isinstance(change, CalendarShift)]
        for change in others[:MOST_CHANGES]:
            first, *rest = change_lines(change, markup)
            yield f"{target_name(change.subject, markup)}: {first}"
            yield from (f"  {line}" for line in rest)
        if len(others) > MOST_CHANGES:
            name = entry.commit[:7]
            left = plural(len(others) - MOST_CHANGES, "more change")
            yield f"and {left}: sipctl diff {name}~ {name}"
        yield from shift_lines(shifts, log.period, markup)
    for path in entry.unread:
        yield f"{markup.text(path)} did not load, so what changed in it is not known."


# --- for other programs --------------------------------------------------------------------------


def json(log: Log) -> str:
    """The log as JSON."""
    from sipctl.views.json import VERSION, dump

    return dump(
        {
            "version": VERSION,
            "entries": [_entry_json(entry, log) for entry in log.entries],
            "more": log.more,
            "missing": log.missing,
        }
    )


def _entry_json(entry: Entry, log: Log) -> dict[str, Any]:
    if isinstance(entry, RecordEntry):
        return _record_json(entry, log)
    if isinstance(entry, PastEntry):
        return _past_json(entry)
    return _move_json(entry) if isinstance(entry, MoveEntry) else _commit_json(entry)


def _commit_json(entry: CommitEntry) -> dict[str, Any]:
    from sipctl.views.changes.json import change_json

    return {
        "kind": "edit",
        "date": entry.day,
        "at": entry.at,
        "by": entry.author,
        "commit": entry.commit,
        "subject": entry.subject,
        "first": entry.first,
        "changes": [change_json(change) for change in entry.changes],
        "not_compared": list(entry.unread),
    }


def _record_json(entry: RecordEntry, log: Log) -> dict[str, Any]:
    from sipctl.views.json import board_json, record_json

    record = entry.record
    return {
        "kind": board_word(record) or "record",
        **record_json(record, "date", "at", "by"),
        "id": record.subject,
        "title": entry.title,
        **record_json(record, "status", "result", "value", "unit", "for", "note", "academy"),
        **record_json(record, "evidence", "corrects", "summary", "help_wanted", "agreed"),
        **record_json(record, "new_date_wanted", "decision_wanted", "return", "row"),
        **board_json(record),
        "corrected": entry.mistake,
        "withheld": bool(record.confidential) and not log.confidential,
        "file": entry.name,
        **record_json(record, *["confidential"] * log.confidential),
    }
