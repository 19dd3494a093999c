"""One thing that comes next or has changed lately, as the glance says it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sipctl.views.text.english import (
    duration,
    join_words,
    lead_names,
    record_remarks,
    record_result,
    safe_text,
    short_day,
    titled,
)

if TYPE_CHECKING:
    from datetime import date

    from sipctl.plan.queries.glance import NextDate, RecentChange


def next_cells(item: NextDate, day: date) -> tuple[str, ...]:
    """What falls due next: its day, how far off that is, its id, title and leads."""
    left = (item.due - day).days
    row = item.row
    title = titled(row.milestone, row.title)
    when = f"in {duration(left)}" if left else "today"
    return short_day(item.due), when, row.id, title, lead_names(row.leads)


def change_words(change: RecentChange, dash: str) -> str:
    """What was recorded, or from when to when a date moved; `dash` stands before a note."""
    title = titled(change.milestone, change.title)
    if change.record is None:
        to = f" to {safe_text(change.to)}" if change.to else ""
        agreed = f", agreed by {safe_text(change.by)}" if change.by else ""
        why = f" {dash} {safe_text(change.why)}" if change.why else ""
        return f"moved from {safe_text(change.moved or '')}{to}{agreed}: {title}{why}"
    record = change.record
    about = f" for {safe_text(record.for_)}" if record.for_ else ""
    result = join_words(record_result(record), "with") + about
    where = f" at {safe_text(record.academy)}" if record.academy else ""
    line = f"{result} ({safe_text(record.by)}{where}): {title}"
    return f" {dash} ".join([line, *record_remarks(record)])
