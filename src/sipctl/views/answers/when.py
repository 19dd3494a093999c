"""How a phrase was read: in words, and as the days of the plan's calendar."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sipctl.views.text.english import safe_text, short_day
from sipctl.views.text.grid import grid

if TYPE_CHECKING:
    from sipctl.plan.timing import Timing, TimingContext
    from sipctl.views.text.screen import Screen

MOST_ROWS = 24
"""The most rows; of a longer series, the first and last are shown."""


def render(timing: Timing, context: TimingContext, screen: Screen) -> str:
    """The reading, then a table of occurrences with their keys."""
    lines = [f'"{safe_text(timing.phrase)}" means: {safe_text(timing.reading)}']
    lines += [f"Note: {safe_text(note)}" for note in timing.notes]
    if not timing.occurrences:
        return "\n".join(lines) + "\n"
    rows = [
        (
            occurrence.period,
            context.calendar.title(occurrence.period),
            short_day(occurrence.opens),
            short_day(occurrence.due),
        )
        for occurrence in timing.occurrences
    ]
    if len(rows) > MOST_ROWS:
        rows[MOST_ROWS - 4 : -2] = [("…", f"{len(rows) - MOST_ROWS + 2} more", "", "")]
    heads = ("Key", "Which is", "Opens", "Last day")
    return "\n".join(lines) + "\n\n" + grid(rows, screen, heads=heads)
