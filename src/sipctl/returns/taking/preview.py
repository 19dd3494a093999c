"""What `take` would do, or did, for people: a table of records, then what was not taken."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sipctl.views.round_answers import milestone_words, move_command
from sipctl.views.text.english import (
    describe_record,
    join_words,
    plural,
    record_remarks,
    safe_path,
    safe_text,
    short_day,
)
from sipctl.views.text.grid import grid
from sipctl.views.text.style import cut, wrap

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sipctl.plan.model.entries import Record
    from sipctl.returns.taking.taken import NotTaken, ProposedRecord, Taking
    from sipctl.views.text.screen import Screen

_LEAST_TITLE = 16
"""The least columns of a terminal that a title has; else it has a quarter of them."""
_MOST_IDS = 12
"""The most ids that are named."""
_MOST_LINES = 300
"""The most things not taken that are listed; a whole sheet may be among them."""


def render(taking: Taking, screen: Screen) -> str:
    """The table of what each row becomes, by file; what was not taken; and notices."""
    parts = []
    for file in dict.fromkeys(row.place.file for row in taking.new):
        rows = [row for row in taking.new if row.place.file == file]
        parts += [wrap(f"{_heading(file, rows)}\n", screen), _table(rows, screen), "\n"]
    sections = [*_wanted(taking.new), *_known(taking.known), *_notices(taking)]
    sections += _not_taken(taking.not_taken)
    return "".join(parts) + wrap("".join(f"{line}\n" for line in sections), screen)


def _heading(file: str, rows: Sequence[ProposedRecord]) -> str:
    """`back/JK.xlsx: 2 records by JK, 20 Mar 2025`; no day where there are several."""
    by = join_words(list(dict.fromkeys(row.record.by for row in rows)))
    days = {row.record.date for row in rows}
    day = f", {short_day(min(days))}" if len(days) == 1 else ""
    return f"{safe_path(file)}: {plural(len(rows), 'record')} by {safe_text(by)}{day}"


def _table(rows: Sequence[ProposedRecord], screen: Screen) -> str:
    """A line for each row; titles are cut to leave room for the answers' texts."""
    several_days = len({row.record.date for row in rows}) > 1
    room = max(screen.width // 4, _LEAST_TITLE) if screen.width is not None else None
    heads = ["Id", "What", *["Day"] * several_days, "Becomes", "In words"]
    cells = [
        [
            *(row.record.subject, cut(safe_text(row.title), room)),
            *[short_day(row.record.date)] * several_days,
            *(describe_record(row.record, where=" ({})"), _words(row.record)),
        ]
        for row in rows
    ]
    return grid(cells, screen, heads=heads, wraps=[len(heads) - 2, len(heads) - 1])


def _words(record: Record) -> str:
    """A record's texts besides its status: the note, and others after what they are."""
    parts = record_remarks(record)
    parts += [f"evidence: {safe_text(', '.join(record.evidence))}"] if record.evidence else []
    return "; ".join(part for part in parts if part)


def _wanted(rows: Sequence[ProposedRecord]) -> Iterator[str]:
    """The new dates that are wanted, each with the command that moves it."""
    wanting = [row.record for row in rows if row.record.new_date_wanted]
    if not wanting:
        return
    yield "New dates wanted. Nothing moves until a move is agreed:"
    for record in wanting:
        wanted = safe_text(record.new_date_wanted or "")
        about = f"{record.subject}{milestone_words(record.for_)}"
        yield f"  {about} to {wanted} ({safe_text(record.by)})"
        yield f"      {move_command(record.subject, wanted, record.for_)}"
    yield ""


def _known(rows: Sequence[ProposedRecord]) -> Iterator[str]:
    if rows:
        ids = list(dict.fromkeys(row.record.subject for row in rows))
        has = "is" if len(rows) == 1 else "are"
        count = plural(len(rows), "row")
        named = f" ({join_words(ids)} {has} known)" if len(ids) <= _MOST_IDS else ""
        yield f"Recorded already, and not written again: {count}{named}."


def _notices(taking: Taking) -> Iterator[str]:
    subjects: dict[str, list[str]] = {}
    for row in taking.new:
        for notice in row.notices:
            subjects.setdefault(notice, []).append(row.record.subject)
    for notice, ids in subjects.items():
        yield f"{', '.join(dict.fromkeys(ids))}: {safe_text(notice)}."
    yield from (f"{safe_text(notice)}." for notice in taking.notices)


def _not_taken(rows: Sequence[NotTaken]) -> Iterator[str]:
    if not rows:
        return
    yield f"Not taken: {len(rows)}"
    for row in rows[:_MOST_LINES]:
        yield f"  {not_taken_line(row)}"
        if row.help:
            yield f"      {safe_text(row.help)}"
    if len(rows) > _MOST_LINES:
        yield f"  and {len(rows) - _MOST_LINES} more: --format json --dry-run has them all"


def not_taken_line(row: NotTaken) -> str:
    """`JK.xlsx, Your work!E5 (2a.3 Status): "nearly there" is not a status`."""
    about = " ".join(part for part in (row.subject, row.head) if part)
    about = f" ({safe_text(about)})" if about else ""
    return f"{safe_path(str(row.place))}{about}: {safe_text(row.message)}"


def written(taking: Taking, count: int) -> str:
    """What was written, in a sentence."""
    leads = list(dict.fromkeys(row.record.by for row in taking.new))
    return f"Recorded: {plural(count, 'record')} of {safe_text(join_words(leads))}.\n"


def commit_subject(taking: Taking) -> str:
    """`Returns: 12 records of JK and SD`."""
    leads = list(dict.fromkeys(row.record.by for row in taking.new))
    count = plural(len(taking.new), "record")
    return f"Returns: {count} of {safe_text(join_words(leads) if len(leads) < 6 else 'leads')}"
